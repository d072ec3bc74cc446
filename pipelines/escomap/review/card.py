"""What a reviewer sees of one outcome: its course, the candidates with their evidence, and what was said of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from escomap.consultation.opinions import Opinion
from escomap.consultation.weight import Weighed
from escomap.review.decisions import Decision, Judgement, Standing


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on one thing: the reviewer's own judgement, those of the others, and what they come to."""

    own: Judgement | None = None
    others: tuple[Decision, ...] = ()
    note: str = ""
    standing: Judgement | None = None
    is_disputed: bool = False


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What reviewers said of a concept for other outcomes in the same words, and for how many of them."""

    judgement: Judgement
    outcomes: int
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept suggested for the outcome or chosen by a person, which has no confidence and no scores.

    ``paths`` lead from the pillar to each group it is in; ``scores`` are those of the components, 0..1; the span is
    that of the words of the outcome that met ``matched_label``; ``lang`` is that of the label; ``consulted`` is what a
    consultation said of the concept.
    """

    uri: str
    label: str
    skill_type: str
    description: str
    paths: tuple[str, ...]
    said: Said
    confidence: float | None = None
    band: str = ""
    method: str = ""
    scores: tuple[tuple[str, float], ...] = ()
    matched_label: str = ""
    matched_label_lang: str = ""
    matched_label_kind: str = ""
    span: tuple[int, int] = (0, 0)
    span_text: str = ""
    lang: str = ""
    consulted: Weighed | None = None
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinions:
    """What consultations said beside the candidates, which decides nothing.

    ``levels`` are answers on levels of the course; ``links`` those on concepts that are no candidates now, by label;
    ``missing`` and ``comments`` are words of respondents.
    """

    levels: tuple[Weighed, ...] = ()
    links: tuple[tuple[str, Weighed], ...] = ()
    missing: tuple[Opinion, ...] = ()
    comments: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A level or dimension: what the last run says with its reason, and what reviewers chose, by value."""

    current: str
    basis: str
    evidence: str
    said: dict[str, Said]
    own: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One outcome for review; ``copies`` counts the other outcomes with the same words."""

    outcome_id: str
    text: str
    lang: str
    course: dict[str, str]
    candidates: tuple[Candidate, ...]
    any_concept: Said
    level: Choice
    dimension: Choice
    copies: int
    opinions: Opinions
    any_elsewhere: tuple[Elsewhere, ...] = ()


def said_elsewhere(standings: Iterable[Standing]) -> tuple[Elsewhere, ...]:
    """What stands on a concept for several outcomes, what was said of most of them first."""
    by_judgement: dict[Judgement, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_judgement[standing.judgement].append(standing)
    found = [
        Elsewhere(judgement, len(same), tuple(sorted({made.reviewer for each in same for made in each.decisions})))
        for judgement, same in by_judgement.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.outcomes, each.judgement)))


def said_of(standing: Standing | None, reviewer: str) -> Said:
    """What stands, as one reviewer sees it."""
    if standing is None:
        return NOTHING_SAID
    own = next((made for made in standing.decisions if made.reviewer == reviewer), None)
    return Said(
        own=own.judgement if own else None,
        others=tuple(made for made in standing.decisions if made.reviewer != reviewer),
        note=own.note if own else "",
        standing=standing.judgement,
        is_disputed=standing.is_disputed,
    )
