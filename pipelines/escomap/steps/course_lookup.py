"""A course as people name it: by its code, its title or its identifier."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from escomap import tables
from escomap.errors import EscomapError
from escomap.store.db import Store

_SHOWN_NAMES = 5


def find_course(store: Store, wanted: str) -> dict[Hashable, Any]:
    """The row of ``find_courses`` for the course with this code, title or identifier.

    Raises:
        EscomapError: ``several_courses``, ``unknown_course``.
    """
    found = store.rows("find_courses", wanted=wanted.strip()).to_dict("records")
    if len(found) == 1:
        return found[0]
    if found:
        shown = [f"{row['course_id']} ({row['provider']} {row['course_code']} {row['title']})" for row in found]
        more = f" and {len(found) - _SHOWN_NAMES} more" if len(found) > _SHOWN_NAMES else ""
        raise EscomapError(
            "several_courses",
            f"{len(found)} courses have the code or title {wanted!r}.",
            where=str(store.path),
            hint=f"name one by its identifier: {'; '.join(shown[:_SHOWN_NAMES])}{more}",
        )
    raise EscomapError(
        "unknown_course",
        f"No course has the code, title or identifier {wanted!r}.",
        where=str(store.path),
        hint=f"closest: {'; '.join(_closest(store, wanted)) or 'the database has no courses'}",
    )


def _closest(store: Store, wanted: str) -> list[str]:
    from rapidfuzz import fuzz, process

    courses = store.read(tables.CORE_COURSE)
    names = sorted({*courses["course_code"], *courses["title"]} - {""})
    matches = process.extract(wanted, names, scorer=fuzz.WRatio, processor=str.casefold, limit=_SHOWN_NAMES)
    return [match[0] for match in matches]
