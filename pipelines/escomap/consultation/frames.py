"""Opinions and what they come to as rows of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from escomap.consultation.form import Asked, Question
from escomap.consultation.opinions import Opinion
from escomap.consultation.weight import Weighed
from escomap.tables import SUG_CONSULTATION, SUG_OPINION, Table, empty_frame
from escomap.text.normalise import content_hash

if TYPE_CHECKING:
    import pandas as pd


def opinion_rows(opinions: Iterable[Opinion]) -> pd.DataFrame:
    """The rows of SUG_OPINION; the same opinion in two files is one row."""
    rows: dict[str, tuple[Any, ...]] = {}
    for opinion in opinions:
        asked = (opinion.asked.question.value, opinion.asked.key, opinion.asked.value)
        given = (*asked, opinion.answer, opinion.respondent, opinion.role, opinion.form_id)
        moment = datetime.fromisoformat(opinion.answered_at).replace(tzinfo=None)
        identifier = content_hash(*given, opinion.answered_at)
        rows[identifier] = (identifier, *given, moment, opinion.esco_version)
    return _frame(rows.values(), SUG_OPINION)


def weighed_rows(weighed: Iterable[Weighed]) -> pd.DataFrame:
    """The rows of SUG_CONSULTATION."""
    rows = [
        (
            *(each.asked.question.value, each.asked.key, each.asked.value),
            *(each.agreeing, each.differing, each.counts.get("not_sure", 0)),
            *(each.counts.get("too_low", 0), each.counts.get("too_high", 0)),
            *(each.confidence, each.band, each.share, each.disagreement),
        )
        for each in weighed
    ]
    return _frame(rows, SUG_CONSULTATION)


def weighed_in(counts: Mapping[Asked, Mapping[str, int]], found: Iterable[Mapping[Any, Any]]) -> list[Weighed]:
    """Counted answers beside what the machine says now, as rows of the statement ``asked_confidences`` tell it."""
    machine = {Asked(Question(row["question"]), row["judged_id"], row["value"]): row for row in found}
    nothing: Mapping[str, Any] = {"confidence_score": None, "band": ""}
    rows = ((asked, own, machine.get(asked, nothing)) for asked, own in counts.items())
    return [Weighed(asked, own, row["confidence_score"], row["band"]) for asked, own, row in rows]


def _frame(rows: Iterable[tuple[Any, ...]], table: Table) -> pd.DataFrame:
    import pandas as pd

    listed = list(rows)
    return pd.DataFrame(listed, columns=table.column_names) if listed else empty_frame(table)
