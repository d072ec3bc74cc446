"""Concepts and their labels: the skills and skillGroups files of a release as frames."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from escomap.vocabulary.codes import skill_type_of, tail_of
from escomap.vocabulary.files import ReleaseFile, damaged_file, read_table

_LABEL_SEPARATOR = re.compile(r"\s*(?:\n|\r|\s\|\s)\s*")


def concepts_and_labels(
    files: list[ReleaseFile], first: str, source: Path, notes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of core_concept and core_concept_label; concepts are those of the language ``first``.

    What is left out is told in ``notes``.
    """
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
    if not any(sign in cell for sign in "\n\r|"):
        # Most cells: there are 250,000 in six languages.
        return [label] if (label := cell.strip()) else []
    return list(dict.fromkeys(label for label in _LABEL_SEPARATOR.split(cell.strip()) if label))
