"""Outcomes added, removed and changed in courses that both databases have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pandas as pd
from rapidfuzz import fuzz

from escomap.comparison.changes import OutcomeChange
from escomap.comparison.snapshot import Snapshot

# From this ratio of rapidfuzz, 0..100, two wordings of a course are told as one outcome that changed. How a change is
# told depends on it, and nothing in a database.
SAME_OUTCOME = 60


@dataclass(frozen=True, slots=True)
class OutcomeChanges:
    """The changes, the number of outcomes that stayed, and the outcome now for each then, changed ones too."""

    changes: list[OutcomeChange]
    unchanged: int
    successors: dict[str, str]


def outcome_changes(old: Snapshot, new: Snapshot, both: list[str]) -> OutcomeChanges:
    """What became of the outcomes of the courses ``both``."""
    before, after, names = old.outcomes_of(set(both)), new.outcomes_of(set(both)), new.names()
    removed = _by_course(before[~before["outcome_id"].isin(after["outcome_id"])])
    added = _by_course(after[~after["outcome_id"].isin(before["outcome_id"])])
    stayed = before.loc[before["outcome_id"].isin(after["outcome_id"]), "outcome_id"]
    successors = {outcome: outcome for outcome in stayed}
    changes: list[OutcomeChange] = []
    for course in both:
        gone, come = removed.get(course, {}), added.get(course, {})
        for then, now in _pairs(gone, come):
            successors[then] = now
            lang, text = come.pop(now)
            changes.append(OutcomeChange("changed", names[course], lang, gone.pop(then)[1], text))
        changes += [OutcomeChange("added", names[course], lang, "", text) for lang, text in come.values()]
        changes += [OutcomeChange("removed", names[course], lang, text, "") for lang, text in gone.values()]
    return OutcomeChanges(changes, len(stayed), successors)


def _pairs(gone: dict[str, tuple[str, str]], come: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """The most similar first, each outcome once, in the order of the course."""
    alike = [
        (fuzz.ratio(gone[then][1], come[now][1]), then, now)
        for then, now in product(gone, come)
        if gone[then][0] == come[now][0]
    ]
    pairs: dict[str, str] = {}
    for ratio, then, now in sorted(alike, key=lambda one: -one[0]):
        if ratio >= SAME_OUTCOME and then not in pairs and now not in pairs.values():
            pairs[then] = now
    return [(then, pairs[then]) for then in gone if then in pairs]


def _by_course(outcomes: pd.DataFrame) -> dict[str, dict[str, tuple[str, str]]]:
    """Per course its outcomes in their order: language and text by identifier."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for course, outcome, lang, text in outcomes[["course_id", "outcome_id", "lang", "text"]].itertuples(index=False):
        found.setdefault(course, {})[outcome] = (lang, text)
    return found
