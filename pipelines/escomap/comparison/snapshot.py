"""What of a database is compared, and which part of it can be: catalogues that the other one knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from escomap.comparison.changes import CourseName
from escomap.errors import EscomapError

ORDER = ["provider", "course_code", "title", "course_id"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of one database, each shaped as the table named beside it; ``name`` is what users call it."""

    name: str
    courses: pd.DataFrame  # CORE_COURSE
    texts: pd.DataFrame  # CORE_COURSE_TEXT
    outcomes: pd.DataFrame  # CORE_OUTCOME
    levels: pd.DataFrame  # SUG_LEVEL
    links: pd.DataFrame  # outcome_id, skill_uri, skill_label, confidence_score, band: accept or review
    conditions: Mapping[str, str]

    @property
    def current(self) -> pd.DataFrame:
        """The courses that have not ended, in the order people read them."""
        return self.courses[self.courses["ended_at"].isna()].sort_values(ORDER, ignore_index=True)

    def names(self) -> dict[str, CourseName]:
        """The names of all courses by their identifiers."""
        return {
            course: CourseName(course, provider, code, title)
            for provider, code, title, course in self.courses[ORDER].itertuples(index=False)
        }

    def outcomes_of(self, courses: set[str]) -> pd.DataFrame:
        """The outcomes of these courses, in their order."""
        chosen = self.outcomes[self.outcomes["course_id"].isin(courses)]
        return chosen.sort_values(["course_id", "position", "outcome_id"], ignore_index=True)


def comparable(old: Snapshot, new: Snapshot) -> tuple[Snapshot, Snapshot, list[str]]:
    """Both without the catalogues of which the other database holds no course, and notes that name these.

    Raises:
        EscomapError: they have no course in common.
    """
    shared = set(old.courses["course_id"]) & set(new.courses["course_id"])
    if not shared:
        raise EscomapError(
            "different_catalogues",
            "The two databases have no course in common, so there is nothing to compare.",
            where="; ".join(f"{one.name}: {', '.join(sorted(set(one.courses['catalogue'])))}" for one in (old, new)),
            hint="give two databases of the same catalogue; a course is the same by its provider and code"
            " (title where it has none), so a profile that names another provider makes other courses",
        )
    notes: list[str] = []
    return _restricted(old, shared, notes), _restricted(new, shared, notes), notes


def _restricted(one: Snapshot, shared: set[str], notes: list[str]) -> Snapshot:
    known = set(one.courses.loc[one.courses["course_id"].isin(shared), "catalogue"])
    for catalogue, courses in one.courses[~one.courses["catalogue"].isin(known)].groupby("catalogue"):
        notes.append(f"catalogue {catalogue} ({len(courses):,} courses) is in {one.name} only and was left out")
    return replace(one, courses=one.courses[one.courses["catalogue"].isin(known)])
