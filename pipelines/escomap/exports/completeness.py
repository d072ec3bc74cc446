"""The completeness of course descriptions as a page, as a table and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from escomap.atomic_files import write_bytes
from escomap.completeness.elements import ELEMENTS, Group
from escomap.completeness.judge import Status
from escomap.completeness.score import COUNTED, CourseScore, ElementTotal, Total, total, totals_by_faculty
from escomap.completeness.text import GROUP_NAMES, total_name
from escomap.exports.pages import render_page
from escomap.exports.tables import write_tables

# A page of more rows is slow to open; the CSV file has all courses.
MOST_COURSES = 300
_LONGEST_EVIDENCE = 200


def write_completeness(scores: Sequence[CourseScore], out: Path) -> list[Path]:
    """``completeness.html`` and ``completeness.csv`` under ``out``; the files written."""
    out.mkdir(parents=True, exist_ok=True)
    page = out / "completeness.html"
    write_bytes(page, completeness_page(scores))
    return [page, *write_tables({"completeness": element_rows(scores)}, out, ["csv"])]


def completeness_page(scores: Sequence[CourseScore]) -> bytes:
    """The page: elements as bars with their numbers, faculties, and the courses that lack most."""
    lacking = sorted((score for score in scores if _missing(score)), key=lambda score: -_missing(score))
    all_courses = total(scores)
    return render_page(
        "completeness.html.j2",
        all=_total_values(all_courses),
        groups=[
            {"name": name, "totals": [_element_values(each) for each in all_courses.of(group)]}
            for group, name in GROUP_NAMES.items()
        ],
        faculties=[{"name": total_name(each), **_total_values(each)} for each in totals_by_faculty(scores)],
        courses=[_course_values(score) for score in lacking[:MOST_COURSES]],
        lacking=len(lacking),
    )


def completeness_values(scores: Sequence[CourseScore]) -> dict[str, Any]:
    """Totals, faculties and courses as plain values, for JSON."""
    all_courses = total(scores)
    return {
        "elements": [_element_values(each) for each in all_courses.elements],
        "total": _total_values(all_courses),
        "faculties": [_total_values(each) for each in totals_by_faculty(scores)],
        "courses": [
            {
                **_course_values(score),
                "elements": {
                    element.key: {"status": found.status.value, "evidence": found.evidence}
                    for element, found in zip(ELEMENTS, score.found, strict=True)
                },
            }
            for score in scores
        ],
    }


def element_rows(scores: Sequence[CourseScore]) -> pd.DataFrame:
    """One row per course and element: what was found, and the fields that give it."""
    rows = [
        {
            "provider": score.provider,
            "faculty": score.faculty,
            "course_id": score.course_id,
            "course_code": score.course_code,
            "title": score.title,
            "element": element.label,
            "asked_by": GROUP_NAMES[element.group],
            "status": found.status.value,
            "evidence": _short(found.evidence),
            "fields": " or ".join(element.fields),
        }
        for score in scores
        for element, found in zip(ELEMENTS, score.found, strict=True)
    ]
    return pd.DataFrame(rows)


def _element_values(each: ElementTotal) -> dict[str, Any]:
    return {
        "key": each.element.key,
        "label": each.element.label,
        "group": each.element.group.value,
        "fields": list(each.element.fields),
        **{status.value: int(getattr(each, status.value)) for status in COUNTED},
    }


def _total_values(each: Total) -> dict[str, Any]:
    missing = [one for one in each.of(Group.MANDATORY) if one.missing]
    most = max(missing, key=lambda one: one.missing, default=None)
    return {
        "provider": each.provider,
        "faculty": each.faculty,
        "courses": each.courses,
        "complete": each.complete,
        "nearly": each.nearly,
        **{status.value: each.share(status) for status in COUNTED},
        "most_missing": most.element.label if most else "",
    }


def _course_values(score: CourseScore) -> dict[str, Any]:
    return {
        "course_id": score.course_id,
        "provider": score.provider,
        "faculty": score.faculty,
        "course_code": score.course_code,
        "title": score.title,
        "title_lang": score.title_lang,
        **{status.value: score.count(Group.MANDATORY, status) for status in COUNTED},
        "fields": score.fields_to_fill(Group.MANDATORY),
    }


def _missing(score: CourseScore) -> int:
    return score.count(Group.MANDATORY, Status.MISSING)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EVIDENCE else f"{line[: _LONGEST_EVIDENCE - 1]}…"
