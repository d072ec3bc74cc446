"""An ESCO release in: the official CSV package, or a dump as linked data, as frames of the core_concept tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

import pandas as pd

from escomap import tables
from escomap.errors import EscomapError
from escomap.vocabulary.bundle import bundle_files
from escomap.vocabulary.codes import relation_of, skill_type_of, tail_of
from escomap.vocabulary.files import (
    ReleaseFile,
    damaged_file,
    digest_of,
    read_dumps,
    read_files,
    read_table,
    version_of,
)

if TYPE_CHECKING:
    from escomap.tables import Table

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
COLLECTIONS = {
    "digitalSkillsCollection": "digital",
    "digCompSkillsCollection": "digcomp",
    # Its name in releases 1.0: the concept scheme skill-ict-groups, whose members are those of digcomp in 1.2.
    "ictSkillsCollection": "digcomp",
    "greenSkillsCollection": "green",
    "transversalSkillsCollection": "transversal",
    "languageSkillsCollection": "language",
    "researchSkillsCollection": "research",
}
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
_LABEL_SEPARATOR = re.compile(r"\s*(?:\n|\r|\s\|\s)\s*")


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
    files = found if not found or found[0].stem else _files_of_dumps(found, wanted, source)
    skills = _by_lang([file for file in files if file.stem == "skills"])
    if not skills:
        raise _no_skills(source)
    absent = [stem for stem in _told_when_absent(files) if all(file.stem != stem for file in files)]
    notes = [f"not in this release: {', '.join(absent)}"] if absent else []
    first = "en" if "en" in skills else next(iter(skills))
    concepts, labels = _concepts_and_labels(files, first, source, notes)
    frames = {
        "core_concept": concepts,
        "core_concept_label": labels,
        **_relations([file for file in files if file.lang in ("", first)], source),
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


def _concepts_and_labels(
    files: list[ReleaseFile], first: str, source: Path, notes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    labels: list[pd.DataFrame] = []
    concepts: list[pd.DataFrame] = []
    known: set[str] = set()
    ordered = sorted((f for f in files if f.stem in ("skills", "skillGroups")), key=lambda f: (f.lang or "en") != first)
    for file in ordered:
        rows = read_table(file, ("conceptUri", "preferredLabel"), source)
        if bool((rows["conceptUri"] == "").any()):
            raise damaged_file(file, source, "it has a row without conceptUri")
        lang = file.lang or "en"
        if lang == first:
            concepts.append(_concept_rows(rows, "skill" if file.stem == "skills" else "skill_group", lang))
            known.update(rows["conceptUri"])
        strange = int((~rows["conceptUri"].isin(known)).sum())
        if strange:
            notes.append(f"{file.name}: {strange} concepts are not in the {first} file and were left out")
            rows = rows[rows["conceptUri"].isin(known)]
        labels.append(_label_rows(rows, lang))
    return (
        pd.concat(concepts).drop_duplicates("concept_uri", ignore_index=True),
        pd.concat(labels).drop_duplicates(ignore_index=True),
    )


def _concept_rows(rows: pd.DataFrame, concept_type: str, lang: str) -> pd.DataFrame:
    def column(name: str) -> pd.Series[str]:
        return rows[name].str.strip() if name in rows else pd.Series("", index=rows.index, dtype="str")

    return pd.DataFrame(
        {
            "concept_uri": rows["conceptUri"],
            "concept_type": concept_type,
            "skill_type": column("skillType").map(skill_type_of),
            "reuse_level": column("reuseLevel").map(tail_of),
            "group_code": column("code"),
            "status": column("status").replace("", "released"),
            "description": column("description") if lang == "en" else "",
        }
    )


def _label_rows(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    kinds = {"preferredLabel": "preferred", "altLabels": "alternative", "hiddenLabels": "hidden"}
    parts = []
    for column, kind in kinds.items():
        if column not in rows:
            continue
        exploded = rows[["conceptUri", column]].assign(label=rows[column].map(_labels)).explode("label").dropna()
        parts.append(
            pd.DataFrame(
                {"concept_uri": exploded["conceptUri"], "lang": lang, "label_kind": kind, "label": exploded["label"]}
            )
        )
    return pd.concat(parts)


def _labels(cell: str) -> list[str]:
    return list(dict.fromkeys(label for label in _LABEL_SEPARATOR.split(cell.strip()) if label))


def _relations(files: list[ReleaseFile], source: Path) -> dict[str, pd.DataFrame]:
    collections = [
        _renamed(file, {"conceptUri": "concept_uri"}, source).assign(collection=COLLECTIONS[file.stem])
        for file in files
        if file.stem in COLLECTIONS
    ]
    return {
        "core_skill_hierarchy": _hierarchy([file for file in files if file.stem == "skillsHierarchy"], source),
        "core_concept_collection": _combined(tables.CORE_CONCEPT_COLLECTION, collections),
        **{
            table.name: _combined(table, _read_all(files, stem, names, source))
            for table, stem, names in _RELATION_FILES
        },
    }


_RELATION_FILES: tuple[tuple[Table, str, dict[str, str]], ...] = (
    (
        tables.CORE_CONCEPT_BROADER,
        "broaderRelationsSkillPillar",
        {"conceptUri": "concept_uri", "broaderUri": "broader_uri"},
    ),
    (
        tables.CORE_SKILL_RELATION,
        "skillSkillRelations",
        {"originalSkillUri": "concept_uri", "relationType": "relation", "relatedSkillUri": "related_uri"},
    ),
    (
        tables.CORE_OCCUPATION,
        "occupations",
        {"conceptUri": "occupation_uri", "iscoGroup": "isco_code", "preferredLabel": "label"},
    ),
    (
        tables.CORE_OCCUPATION_SKILL,
        "occupationSkillRelations",
        {"occupationUri": "occupation_uri", "relationType": "relation", "skillUri": "concept_uri"},
    ),
)


def _hierarchy(files: list[ReleaseFile], source: Path) -> pd.DataFrame:
    if not files:
        return tables.empty_frame(tables.CORE_SKILL_HIERARCHY)
    levels = range(4)
    rows = read_table(files[0], tuple(f"Level {level} URI" for level in levels), source)
    # A row names a group by its deepest filled level.
    own = (rows[[f"Level {level} URI" for level in levels]] != "").sum(axis=1) - 1
    frame = pd.DataFrame({f"level_{level}_uri": rows[f"Level {level} URI"] for level in levels})
    for column, what in (("group_uri", "URI"), ("group_code", "code")):
        named = rows.reindex(columns=[f"Level {level} {what}" for level in levels], fill_value="")
        frame[column] = pd.Series([named.at[row, f"Level {level} {what}"] for row, level in own.items()], dtype="str")
    return frame.drop_duplicates("group_uri", ignore_index=True)


def _read_all(files: list[ReleaseFile], stem: str, names: dict[str, str], source: Path) -> list[pd.DataFrame]:
    return [_renamed(file, names, source) for file in files if file.stem == stem]


def _renamed(file: ReleaseFile, names: dict[str, str], source: Path) -> pd.DataFrame:
    rows = read_table(file, tuple(names), source)[list(names)].rename(columns=names)
    return rows.assign(relation=rows["relation"].map(relation_of)) if "relation" in rows else rows


def _combined(table: Table, parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        return tables.empty_frame(table)
    return pd.concat(parts)[table.column_names].drop_duplicates(list(table.key), ignore_index=True)
