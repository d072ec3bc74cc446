"""Decisions and standings as rows of their tables, and back."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from escomap.dimensions.cues import Dimension
from escomap.review.decisions import Decision, Judgement, Origin, Standing, Subject, Thing, to_moment
from escomap.review.same_words import SameWords
from escomap.review.settle import ANY_CONCEPT
from escomap.tables import DEC_DECISION, DEC_SAME_WORDS, DEC_STANDING, empty_frame
from escomap.text.normalise import content_hash

if TYPE_CHECKING:
    import pandas as pd

EQF_LEVELS = tuple(str(level) for level in range(1, 9))


class Effect(StrEnum):
    """What a standing did to the tables of a database."""

    APPLIED = "applied"
    OPEN = "open"
    JUDGED_GONE = "judged_gone"
    CONCEPT_GONE = "concept_gone"
    UNKNOWN_VALUE = "unknown_value"


@dataclass(frozen=True, slots=True)
class Known:
    """The identifiers that a database holds now."""

    outcomes: Container[str]
    courses: Container[str]
    concepts: Container[str]


def decision_rows(decisions: Iterable[Decision]) -> pd.DataFrame:
    """The rows of DEC_DECISION; the same decision in two files is one row."""
    import pandas as pd

    rows = {}
    for decision in decisions:
        judged = (*_thing_values(decision.thing), decision.judgement.value, decision.reviewer)
        told = (decision.esco_version, decision.note, decision.origin.value)
        identifier = content_hash(*judged, decision.decided_at, *told)
        rows[identifier] = (identifier, *judged, _timestamp(decision.decided_at), *told)
    return pd.DataFrame(list(rows.values()), columns=DEC_DECISION.column_names) if rows else empty_frame(DEC_DECISION)


def decisions_in(rows: pd.DataFrame) -> list[Decision]:
    """The decisions of rows of DEC_DECISION, ordered by time, then reviewer."""
    found = [
        Decision(
            Thing(Subject(row["subject"]), row["judged_id"], row["value"]),
            Judgement(row["judgement"]),
            row["reviewer"],
            to_moment(row["decided_at"]),
            *(row["esco_version"], row["note"]),
            Origin(row["origin"]),
        )
        for row in rows.to_dict("records")
    ]
    return sorted(found, key=lambda decision: (decision.decided_at, decision.reviewer))


def standing_rows(standings: Mapping[Thing, Standing], known: Known) -> pd.DataFrame:
    """The rows of DEC_STANDING."""
    import pandas as pd

    rows = [
        (
            *(*_thing_values(standing.thing), standing.judgement.value),
            *(standing.is_disputed, len(standing.decisions)),
            _timestamp(max(decision.decided_at for decision in standing.decisions)),
            effect_of(standing, known).value,
        )
        for standing in standings.values()
    ]
    return pd.DataFrame(rows, columns=DEC_STANDING.column_names) if rows else empty_frame(DEC_STANDING)


def same_words_rows(answers: Iterable[SameWords]) -> pd.DataFrame:
    """The rows of DEC_SAME_WORDS."""
    import pandas as pd

    rows = [
        (
            *(answer.outcome_id, answer.uri, answer.judgement.value, answer.latest.thing.key),
            *(len(answer.standings), ", ".join(answer.reviewers), _timestamp(answer.latest.decided_at)),
        )
        for answer in answers
    ]
    return pd.DataFrame(rows, columns=DEC_SAME_WORDS.column_names) if rows else empty_frame(DEC_SAME_WORDS)


def effect_of(standing: Standing, known: Known) -> Effect:
    """What a standing can do in a database that holds ``known``."""
    thing = standing.thing
    if thing.key not in (known.courses if thing.subject is Subject.LEVEL else known.outcomes):
        return Effect.JUDGED_GONE
    if not standing.is_disputed and not _is_value(thing):
        return Effect.UNKNOWN_VALUE
    if thing.subject is Subject.SKILL and thing.value != ANY_CONCEPT and thing.value not in known.concepts:
        return Effect.CONCEPT_GONE
    return Effect.OPEN if standing.judgement is Judgement.UNSURE else Effect.APPLIED


def _thing_values(thing: Thing) -> tuple[str, str, str]:
    return thing.subject.value, thing.key, thing.value


def _timestamp(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=None)


def _is_value(thing: Thing) -> bool:
    allowed: Mapping[Subject, Container[str]] = {Subject.LEVEL: EQF_LEVELS, Subject.DIMENSION: tuple(Dimension)}
    return thing.subject not in allowed or thing.value in allowed[thing.subject]
