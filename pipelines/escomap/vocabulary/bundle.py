"""Concepts as the files of the official CSV package, in the columns of ESCO 1.2.

What is read as linked data or from the web service goes through these files too: one layout, one way into the tables.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from escomap.vocabulary.codes import tail_of
from escomap.vocabulary.concepts import COLLECTION_SCHEMES, OCCUPATION, SKILL, SKILL_GROUP, Concept
from escomap.vocabulary.files import ReleaseFile

MAX_LEVELS = 4
_CONCEPT = ("conceptType", "conceptUri")
_LABELS = ("preferredLabel", "altLabels", "hiddenLabels", "status", "modifiedDate")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "skills": (
        *_CONCEPT, "skillType", "reuseLevel", *_LABELS, "scopeNote", "definition", "inScheme", "description",
    ),
    "skillGroups": (*_CONCEPT, *_LABELS, "scopeNote", "inScheme", "description", "code"),
    "occupations": (
        *_CONCEPT, "iscoGroup", *_LABELS, "regulatedProfessionNote", "scopeNote", "definition", "inScheme",
        "description", "code",
    ),
    "skillsHierarchy": (
        *(f"Level {level} {what}" for level in range(MAX_LEVELS) for what in ("URI", "preferred term")),
        "Description", "Scope note", *(f"Level {level} code" for level in range(MAX_LEVELS)),
    ),
    "broaderRelationsSkillPillar": (*_CONCEPT, "broaderType", "broaderUri"),
    "skillSkillRelations": (
        "originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri",
    ),
    "occupationSkillRelations": (
        "occupationUri", "occupationLabel", "relationType", "skillType", "skillUri", "skillLabel",
    ),
}  # fmt: skip
_COLLECTION_COLUMNS = (
    *_CONCEPT, "preferredLabel", "status", "skillType", "reuseLevel", "altLabels", "description",
    "broaderConceptUri", "broaderConceptPT",
)  # fmt: skip
_FILES_OF_KINDS = ((SKILL, "skills"), (SKILL_GROUP, "skillGroups"), (OCCUPATION, "occupations"))
Row = Mapping[str, str]


def bundle_files(concepts: Iterable[Concept], langs: Iterable[str] | None = None) -> list[ReleaseFile]:
    """The files of a package by name: of concepts in each language, of relations in English or else the first.

    Concepts and their links are sorted by URI, so that the same content gives the same bytes. A concept without a
    preferred label in a language is not in the file of that language, and links to what is not there are left out.
    """
    known = {concept.uri: concept for concept in sorted(concepts, key=lambda concept: concept.uri)}
    labelled = {lang for each in known.values() if each.kind == SKILL for lang in each.preferred}
    chosen = sorted(labelled if langs is None else labelled & set(langs))
    main = "en" if "en" in chosen else next(iter(chosen), "en")
    files: list[ReleaseFile] = []
    for lang in chosen:
        for kind, stem in _FILES_OF_KINDS:
            named = [each for each in known.values() if each.kind == kind and each.preferred.get(lang)]
            files += _file(stem, lang, _COLUMNS[stem], [_concept_row(each, lang) for each in named])
        files += _file("skillsHierarchy", lang, _COLUMNS["skillsHierarchy"], list(_hierarchy_rows(known, lang)))
    for stem, rows in _relation_rows(known, main).items():
        files += _file(stem, main, _COLUMNS[stem], rows)
    for stem in sorted(set(COLLECTION_SCHEMES.values())):
        files += _file(stem, main, _COLLECTION_COLUMNS, list(_collection_rows(known, stem, main)))
    return sorted(files, key=lambda file: file.name)


def _file(stem: str, lang: str, columns: tuple[str, ...], rows: Sequence[Row]) -> list[ReleaseFile]:
    if not rows:
        return []
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    name = f"{stem}_{lang}.csv"
    return [ReleaseFile(name, stem, lang, text.getvalue().encode("utf-8"), name)]


def _concept_row(concept: Concept, lang: str) -> Row:
    return {
        "conceptType": concept.kind,
        "conceptUri": concept.uri,
        "skillType": concept.skill_type,
        "reuseLevel": concept.reuse_level,
        "iscoGroup": concept.isco_group,
        "preferredLabel": concept.preferred.get(lang, ""),
        "altLabels": "\n".join(concept.alternative.get(lang, ())),
        "hiddenLabels": "\n".join(concept.hidden.get(lang, ())),
        "status": concept.status,
        "scopeNote": concept.scope_note.get(lang, ""),
        "inScheme": ", ".join(sorted(concept.schemes)),
        "description": concept.description.get(lang, ""),
        "code": concept.code,
    }


def _hierarchy_rows(known: Mapping[str, Concept], lang: str) -> Iterator[Row]:
    for concept in (each for each in known.values() if each.kind == SKILL_GROUP):
        path = _path(concept, known)
        if len(path) > MAX_LEVELS:
            # The layout has no place for a deeper group; it is in skillGroups and in the broader relations.
            continue
        row = {"Description": concept.description.get(lang, ""), "Scope note": concept.scope_note.get(lang, "")}
        for level, group in enumerate(path):
            row |= {
                f"Level {level} URI": group.uri,
                f"Level {level} preferred term": group.preferred.get(lang, ""),
                f"Level {level} code": group.code,
            }
        yield row


def _path(concept: Concept, known: Mapping[str, Concept]) -> list[Concept]:
    """The groups from the top down to a group, each the first of its broader ones."""
    path = [concept]
    while len(path) <= MAX_LEVELS:
        above = [known[uri] for uri in sorted(path[0].broader) if uri in known and known[uri].kind == SKILL_GROUP]
        if not above:
            break
        path.insert(0, above[0])
    return path


def _relation_rows(known: Mapping[str, Concept], main: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {
        stem: [] for stem in ("broaderRelationsSkillPillar", "skillSkillRelations", "occupationSkillRelations")
    }
    for concept in known.values():
        if concept.kind != OCCUPATION:
            rows["broaderRelationsSkillPillar"] += [
                {
                    "conceptType": concept.kind,
                    "conceptUri": concept.uri,
                    "broaderType": known[uri].kind,
                    "broaderUri": uri,
                }
                for uri in sorted(set(concept.broader) & known.keys())
            ]
        stem = "occupationSkillRelations" if concept.kind == OCCUPATION else "skillSkillRelations"
        for relation, uris in (("essential", concept.essential), ("optional", concept.optional)):
            rows[stem] += [_link_row(concept, relation, known[uri], main) for uri in sorted(set(uris) & known.keys())]
    return rows


def _link_row(concept: Concept, relation: str, skill: Concept, main: str) -> Row:
    if concept.kind == OCCUPATION:
        return {
            "occupationUri": concept.uri,
            "occupationLabel": concept.preferred.get(main, ""),
            "relationType": relation,
            "skillType": skill.skill_type,
            "skillUri": skill.uri,
            "skillLabel": skill.preferred.get(main, ""),
        }
    return {
        "originalSkillUri": concept.uri,
        "originalSkillType": concept.skill_type,
        "relationType": relation,
        "relatedSkillType": skill.skill_type,
        "relatedSkillUri": skill.uri,
    }


def _collection_rows(known: Mapping[str, Concept], stem: str, main: str) -> Iterator[Row]:
    for concept in known.values():
        if concept.kind == SKILL and any(COLLECTION_SCHEMES.get(tail_of(uri)) == stem for uri in concept.schemes):
            above = [known[uri] for uri in sorted(set(concept.broader) & known.keys())]
            yield {
                **_concept_row(concept, main),
                "altLabels": " | ".join(concept.alternative.get(main, ())),
                "broaderConceptUri": " | ".join(each.uri for each in above),
                "broaderConceptPT": " | ".join(each.preferred.get(main, "") for each in above),
            }
