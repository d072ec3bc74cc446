"""Courses added, ended and changed, and their levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from escomap.comparison.changes import CourseChange, FieldChange, LevelChange
from escomap.comparison.snapshot import Snapshot
from escomap.tables import CORE_COURSE

# Where a course was read and whether it is still there say nothing about the course itself.
APART = {"course_id", "catalogue", "record_id", "file_name", "source_row", "ended_at"}
FIELDS = [name for name in CORE_COURSE.column_names if name not in APART]


def course_changes(old: Snapshot, new: Snapshot) -> list[CourseChange]:
    """Courses that only one database has as current, then those of both whose fields or texts differ."""
    before, after = old.current, new.current
    was, has = set(before["course_id"]), set(after["course_id"])
    return [
        *_present("added", new, after[~after["course_id"].isin(was)]),
        *_present("ended", old, before[~before["course_id"].isin(has)]),
        *_changed(old, new, before, after[after["course_id"].isin(was)]),
    ]


def level_changes(old: Snapshot, new: Snapshot, both: list[str]) -> list[LevelChange]:
    """The courses of both databases whose level, or what it rests on, differs."""
    before, after, names = _rows_by_course(old.levels), _rows_by_course(new.levels), new.names()
    found = []
    for course in both:
        then, now = before[course], after[course]
        change = LevelChange(
            names[course],
            _level(then["eqf_level"]),
            _level(now["eqf_level"]),
            then["basis"],
            now["basis"],
            now["evidence"],
        )
        if (change.old_level, change.old_basis) != (change.new_level, change.new_basis):
            found.append(change)
    return found


def _present(kind: str, one: Snapshot, courses: pd.DataFrame) -> Iterator[CourseChange]:
    names, counts = one.names(), one.outcomes.groupby("course_id").size()
    for course in courses["course_id"]:
        yield CourseChange(kind, names[course], int(counts.get(course, 0)))


def _changed(old: Snapshot, new: Snapshot, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[CourseChange]:
    fields_before, names = _rows_by_course(before), new.names()
    texts_before, texts_after = _texts(old), _texts(new)
    counts = new.outcomes.groupby("course_id").size()
    for course, row in _rows_by_course(after).items():
        then = _said(fields_before[course], texts_before.get(course, {}))
        now = _said(row, texts_after.get(course, {}))
        fields = tuple(
            FieldChange(name, then.get(name, ""), now.get(name, ""))
            for name in {**then, **now}
            if then.get(name, "") != now.get(name, "")
        )
        if fields:
            yield CourseChange("changed", names[course], int(counts.get(course, 0)), fields)


def _said(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    """Every field of a course as text; its main title is among the texts once more, which is left out."""
    main = f"title@{row['title_lang']}"
    return {name: _text(row[name]) for name in FIELDS} | {name: text for name, text in texts.items() if name != main}


def _texts(one: Snapshot) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for course, field, lang, text in one.texts[["course_id", "field", "lang", "text"]].itertuples(index=False):
        found.setdefault(course, {})[f"{field}@{lang}"] = text
    return found


def _rows_by_course(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {
        str(row["course_id"]): {str(name): value for name, value in row.items()} for row in frame.to_dict("records")
    }


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if pd.api.types.is_list_like(value):
        return ", ".join(value)
    return "" if pd.isna(value) else f"{value:g}"


def _level(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
