"""An ESCO release in: the official CSV package, or a dump as linked data, as frames of the core_concept tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import is_zipfile

import pandas as pd

from escomap.errors import EscomapError
from escomap.vocabulary.bundle import bundle_files
from escomap.vocabulary.concept_tables import concepts_and_labels
from escomap.vocabulary.files import ReleaseFile, digest_of, read_dumps, read_files, version_of
from escomap.vocabulary.relation_tables import COLLECTIONS, relation_frames

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
OPTIONAL_STEMS = (
    "skillGroups",
    "skillsHierarchy",
    "broaderRelationsSkillPillar",
    "skillSkillRelations",
    "occupations",
    "occupationSkillRelations",
    *COLLECTIONS,
)
_STEMS = frozenset({"skills", *OPTIONAL_STEMS})


@dataclass(frozen=True, slots=True)
class Release:
    """An ESCO release: frames by table name, and what a reader should know about it.

    ``key`` is the digest of the files that were read; ``notes`` tell what is missing or does not fit.
    """

    version: str
    key: str
    langs: tuple[str, ...]
    source: str
    frames: dict[str, pd.DataFrame]
    notes: tuple[str, ...] = field(default=())

    @property
    def skill_count(self) -> int:
        """Number of skills and knowledge concepts."""
        return int((self.frames["core_concept"]["concept_type"] == "skill").sum())


def load_release(source: Path, *, langs: Sequence[str] | None = None, version: str | None = None) -> Release:
    """The ESCO release in a folder or zip of official CSV files, or in a dump as Turtle, JSON-LD or RDF/XML.

    Args:
        source: Folder, zip (of zips too), or the file of a dump, which is read only where there are no CSV files.
        langs: ISO 639-1 codes to read; all present when None. English is read too where present: other labels hang on
            its concepts.
        version: Overrides the version found in the names.

    Raises:
        EscomapError: no skills, a wrong header, a damaged file, several releases in one place, no rdflib for a dump.
    """
    wanted = frozenset(langs) | {"en"} if langs else None
    found = _found(source, wanted)
    files = _files_of_dumps(found, wanted, source) if any(file.is_dump for file in found) else found
    skills = _by_lang([file for file in files if file.stem == "skills"])
    if not skills:
        raise _no_skills(source)
    absent = [stem for stem in _told_when_absent(files) if all(file.stem != stem for file in files)]
    notes = [f"not in this release: {', '.join(absent)}"] if absent else []
    first = "en" if "en" in skills else next(iter(skills))
    concepts, labels = concepts_and_labels(files, first, source, notes)
    frames = {
        "core_concept": concepts,
        "core_concept_label": labels,
        **relation_frames([file for file in files if file.lang in ("", first)], source),
    }
    return Release(_version(source, found, version), digest_of(found), tuple(skills), str(source), frames, tuple(notes))


def identify_release(source: Path, *, version: str | None = None) -> tuple[str, str]:
    """The key and the version that ``load_release`` would give, without parsing anything."""
    found = _found(source, None)
    return digest_of(found), _version(source, found, version)


def _found(source: Path, langs: frozenset[str] | None) -> list[ReleaseFile]:
    """The CSV files of a release, or its dumps where it has no skills file."""
    files = read_files(source, _STEMS, langs)
    return files if any(file.stem == "skills" for file in files) else read_dumps(source) or files


def _files_of_dumps(dumps: list[ReleaseFile], langs: frozenset[str] | None, source: Path) -> list[ReleaseFile]:
    # Loads rdflib, which only a dump needs.
    from escomap.vocabulary.linked_data import read_linked_data

    return bundle_files(read_linked_data(dumps, langs, source), langs)


def _version(source: Path, found: list[ReleaseFile], version: str | None) -> str:
    return version or version_of(source, [file.path for file in found])


def _no_skills(source: Path) -> EscomapError:
    if source.is_file() and not is_zipfile(source):
        return EscomapError(
            "not_an_esco_release",
            "The ESCO path is neither a folder nor a zip, nor a dump of ESCO as linked data.",
            where=str(source),
            hint="point --esco at the unpacked ESCO CSV package, or leave it out to use the starter vocabulary",
        )
    return EscomapError(
        "no_skills_file",
        "The ESCO release has no skills: no skills_en.csv or another language, and no dump (.ttl, .jsonld, .rdf).",
        where=str(source),
        hint="unpack the ESCO CSV package there: it must hold skills_<language>.csv",
    )


def _told_when_absent(files: list[ReleaseFile]) -> list[str]:
    """The stems to miss: a collection under either of its names."""
    present = {COLLECTIONS[file.stem] for file in files if file.stem in COLLECTIONS}
    return [stem for stem in OPTIONAL_STEMS if COLLECTIONS.get(stem) not in present and stem != "ictSkillsCollection"]


def vocabulary_frame(release: Release) -> pd.DataFrame:
    """The one row of core_vocabulary for a release."""
    return pd.DataFrame(
        [
            {
                "vocabulary_key": release.key,
                "esco_version": release.version,
                "langs": list(release.langs),
                "source": release.source,
                "attribution": ATTRIBUTION,
            }
        ]
    )


def _by_lang(files: list[ReleaseFile]) -> dict[str, ReleaseFile]:
    return {file.lang or "en": file for file in files}
