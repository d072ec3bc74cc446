"""The comparison of two databases as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from escomap.comparison.changes import Comparison, CourseChange
from escomap.comparison.courses import course_changes, level_changes
from escomap.comparison.links import link_changes
from escomap.comparison.outcomes import outcome_changes
from escomap.comparison.snapshot import Snapshot, comparable


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """What changed from ``old`` to ``new``: courses, and outcomes, links and levels of the courses both have.

    Raises:
        EscomapError: they have no course in common.
    """
    old, new, notes = comparable(old, new)
    was = set(old.current["course_id"])
    both = [course for course in new.current["course_id"] if course in was]
    courses = course_changes(old, new)
    outcomes = outcome_changes(old, new, both)
    links, links_unchanged = link_changes(old, new, both, outcomes.successors)
    levels = level_changes(old, new, both)
    conditions = {
        name: (old.conditions.get(name, ""), new.conditions.get(name, ""))
        for name in {**old.conditions, **new.conditions}
        if old.conditions.get(name, "") != new.conditions.get(name, "")
    }
    if renamed := _same_titles(courses):
        notes.append(f"{renamed:,} added courses have the title of an ended one: another code makes another course")
    course_kinds = _counted([one.kind for one in courses], "added", "ended", "changed")
    counts = {
        "courses": course_kinds | {"unchanged": len(both) - course_kinds["changed"]},
        "outcomes": _counted([one.kind for one in outcomes.changes], "added", "removed", "changed")
        | {"unchanged": outcomes.unchanged},
        "links": _counted([one.kind for one in links], "gained", "lost", "band", "confidence")
        | {"unchanged": links_unchanged},
        "levels": {"changed": len(levels), "unchanged": len(both) - len(levels)},
    }
    return Comparison(
        counts, conditions, tuple(notes), tuple(courses), tuple(outcomes.changes), tuple(links), tuple(levels)
    )


def _counted(kinds: Sequence[str], *known: str) -> dict[str, int]:
    counts = Counter(kinds)
    return {kind: counts[kind] for kind in known}


def _same_titles(courses: Sequence[CourseChange]) -> int:
    ended = {one.course.title.casefold() for one in courses if one.kind == "ended"}
    return sum(one.kind == "added" and one.course.title.casefold() in ended for one in courses)
