"""What links concepts: the hierarchy, collections, relations and occupations of a release as frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from escomap import tables
from escomap.vocabulary.codes import relation_of
from escomap.vocabulary.files import ReleaseFile, read_table

if TYPE_CHECKING:
    from escomap.tables import Table

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


def relation_frames(files: list[ReleaseFile], source: Path) -> dict[str, pd.DataFrame]:
    """The frames by table name; empty ones where the release has no such file."""
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
    if "relation" not in rows:
        return rows
    names_of = {code: relation_of(code) for code in rows["relation"].unique()}
    return rows.assign(relation=rows["relation"].map(names_of))


def _combined(table: Table, parts: list[pd.DataFrame]) -> pd.DataFrame:
    if not parts:
        return tables.empty_frame(table)
    return pd.concat(parts)[table.column_names].drop_duplicates(list(table.key), ignore_index=True)
