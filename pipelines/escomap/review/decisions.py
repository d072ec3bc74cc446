"""A decision of a reviewer, and what several decisions on the same thing come to.

Decisions are only ever added. The latest of each reviewer counts; reviewers who disagree leave the thing open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Subject(StrEnum):
    """What a decision is about, and what its ``value`` is."""

    SKILL = "skill"  # an outcome and an ESCO concept URI; without a URI, whether any concept fits at all
    LEVEL = "level"  # a course and an EQF level, 1 to 8
    DIMENSION = "dimension"  # an outcome and a column of the EQF descriptors


class Judgement(StrEnum):
    """What a reviewer says; no decision means undecided."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"  # takes the reviewer's decision back; nothing stands then


class Origin(StrEnum):
    """Where a decision was made; answers to a consultation are no decisions (``consultation/opinions.py``)."""

    PAGE = "page"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """What is judged; ``key`` is an ``outcome_id`` or ``course_id``: a hash of content, the same in every run."""

    subject: Subject
    key: str
    value: str


def to_moment(at: datetime) -> str:
    """A moment as decisions hold it: UTC in ISO 8601 with microseconds, so that their order is that of the texts.

    One without a time zone is taken for UTC.
    """
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement by one reviewer.

    ``reviewer`` is a name, initials or a role; ``decided_at`` is a moment as ``to_moment`` writes it.
    """

    thing: Thing
    judgement: Judgement
    reviewer: str
    decided_at: str
    esco_version: str = ""
    note: str = ""
    origin: Origin = Origin.PAGE


@dataclass(frozen=True, slots=True)
class Standing:
    """What the decisions on a thing come to: ``judgement`` is unsure where reviewers disagree."""

    thing: Thing
    judgement: Judgement
    decisions: tuple[Decision, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether reviewers said different things."""
        return len({(decision.judgement, decision.thing.value) for decision in self.decisions}) > 1


def latest_decisions(decisions: Iterable[Decision]) -> dict[Thing, dict[str, Decision]]:
    """The decision that stands of each reviewer on each thing, by reviewer; none where it was withdrawn.

    Of two decisions of the same moment the later in the order given counts.
    """
    latest: dict[Thing, dict[str, Decision]] = {}
    for decision in decisions:
        by_reviewer = latest.setdefault(decision.thing, {})
        earlier = by_reviewer.get(decision.reviewer)
        if earlier is None or decision.decided_at >= earlier.decided_at:
            by_reviewer[decision.reviewer] = decision
    standing = {
        thing: {name: made for name, made in by_reviewer.items() if made.judgement is not Judgement.WITHDRAWN}
        for thing, by_reviewer in latest.items()
    }
    return {thing: by_reviewer for thing, by_reviewer in standing.items() if by_reviewer}


def standing_of(thing: Thing, latest: Iterable[Decision]) -> Standing:
    """What decisions, one of each reviewer, come to."""
    decisions = tuple(sorted(latest, key=lambda decision: decision.reviewer))
    said = {decision.judgement for decision in decisions}
    return Standing(thing, said.pop() if len(said) == 1 else Judgement.UNSURE, decisions)
