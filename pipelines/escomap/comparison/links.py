"""Links gained and lost, and suggestions that moved between bands, in courses that both databases have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from escomap.comparison.changes import LinkChange
from escomap.comparison.snapshot import Snapshot
from escomap.model import Band

# Confidences are shown with two decimals: what differs by less looks the same.
SHOWN_DIFFERENCE = 0.005


class _Link(NamedTuple):
    label: str
    band: str
    confidence: float | None


_NOTHING = _Link("", Band.NONE, None)


def link_changes(
    old: Snapshot, new: Snapshot, both: list[str], successors: Mapping[str, str]
) -> tuple[list[LinkChange], int]:
    """The changes and the number of accepted links that stayed as they were.

    ``successors`` gives the outcome now for each then: the link of an outcome whose wording changed is the same link.
    """
    before, after, names = _links(old), _links(new), new.names()
    came_from = {now: then for then, now in successors.items()}
    changes, unchanged = [], 0
    for course, then, now, text in _outcomes(old, new, both, came_from, successors):
        own, others = before.get(then, {}), after.get(now, {})
        cause = _cause(then, now)
        for uri in sorted({*own, *others}):
            was, has = own.get(uri, _NOTHING), others.get(uri, _NOTHING)
            kind = _kind(was, has, is_in_both=bool(then and now))
            unchanged += not kind and has.band == Band.ACCEPT
            if kind:
                label = has.label or was.label
                bands = str(was.band), str(has.band)
                confidences = was.confidence, has.confidence
                changes.append(LinkChange(kind, cause, names[course], text, uri, label, *bands, *confidences))
    return changes, unchanged


def _outcomes(
    old: Snapshot, new: Snapshot, both: list[str], came_from: Mapping[str, str], successors: Mapping[str, str]
) -> list[tuple[str, str, str, str]]:
    """Course, outcome then, outcome now (either may be empty) and text of every outcome, course by course."""
    chosen = ["course_id", "outcome_id", "text"]
    found: dict[str, list[tuple[str, str, str, str]]] = {course: [] for course in both}
    for course, now, text in new.outcomes_of(set(both))[chosen].itertuples(index=False):
        found[course].append((course, came_from.get(now, ""), now, text))
    for course, then, text in old.outcomes_of(set(both))[chosen].itertuples(index=False):
        if then not in successors:
            found[course].append((course, then, "", text))
    return [one for course in both for one in found[course]]


def _kind(was: _Link, has: _Link, *, is_in_both: bool) -> str:
    """The kind of a change, empty for none; of outcomes that only one side has, links count and reviews do not."""
    was_accepted, is_accepted = was.band == Band.ACCEPT, has.band == Band.ACCEPT
    if was_accepted != is_accepted:
        return "gained" if is_accepted else "lost"
    if not is_in_both:
        return ""
    if was.band != has.band:
        return "band"
    differs = abs((was.confidence or 0.0) - (has.confidence or 0.0)) >= SHOWN_DIFFERENCE
    return "confidence" if is_accepted and differs else ""


def _cause(then: str, now: str) -> str:
    if then == now:
        return "matched anew"
    return "outcome changed" if then and now else "outcome added" if now else "outcome removed"


def _links(one: Snapshot) -> dict[str, dict[str, _Link]]:
    found: dict[str, dict[str, _Link]] = {}
    columns = ["outcome_id", "skill_uri", "skill_label", "band", "confidence_score"]
    for outcome, uri, label, band, confidence in one.links[columns].itertuples(index=False):
        found.setdefault(outcome, {})[uri] = _Link(label, band, float(confidence))
    return found
