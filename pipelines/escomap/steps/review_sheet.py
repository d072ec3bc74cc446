"""Outcomes for review as a workbook, and the decisions in one that was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escomap.atomic_files import replacing
from escomap.decision_files import checked_reviewer
from escomap.exports.workbook import write_workbook
from escomap.readers.review_sheets import read_review_sheets
from escomap.review.card import Card
from escomap.review.decisions import Decision, Origin, to_moment
from escomap.review.drawn import DrawnSample
from escomap.review.label_search import folded
from escomap.review.queue import QueueFilter
from escomap.review.sheet import (
    CHOICES,
    COLUMNS,
    CONCEPTS,
    COURSES,
    DRAWN,
    OUTCOMES,
    YES,
    Answer,
    KnownHere,
    SheetProblem,
    parse_row,
)
from escomap.steps.review_card import build_card
from escomap.steps.review_desk import Desk

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a workbook came to: decisions added, those that stood already, and the cells that made no sense."""

    added: int
    known: int
    problems: tuple[SheetProblem, ...]


def export_sheet(desk: Desk, file: Path, wanted: QueueFilter, count: int | None, lang: str) -> int:
    """Writes the first outcomes of a queue with their candidates, all where ``count`` is None; how many there were."""
    items = desk.holdings.queue.listed(wanted, desk.ledger, "")[:count]
    cards = [build_card(desk, item.outcome_id, "", lang) for item in items]
    rows = {CONCEPTS: _concept_rows(cards, wanted.sample), OUTCOMES: _outcome_rows(cards), COURSES: _course_rows(cards)}
    tables = {name: _table(name, found) for name, found in rows.items()}
    if wanted.sample is None:
        tables[CONCEPTS] = tables[CONCEPTS].drop_columns([DRAWN])
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as part:
        write_workbook(tables, part, choices=CHOICES)
    return len(cards)


def import_sheet(desk: Desk, file: Path, reviewer: str) -> ImportReport:
    """Appends the decisions of a workbook in the name of a reviewer.

    Every row is checked; those that make no sense are told and left out. A workbook that is read again adds nothing.
    """
    checked_reviewer(reviewer)
    known = _known(desk)
    parsed = [
        each for sheet, row, cells in read_review_sheets(file, COLUMNS) for each in parse_row(sheet, row, cells, known)
    ]
    now, version = to_moment(datetime.now(UTC)), desk.holdings.esco_version
    made = [
        Decision(each.thing, each.judgement, reviewer, now, version, each.note, Origin.SHEET)
        for each in parsed
        if isinstance(each, Answer)
    ]
    new = [decision for decision in made if not _stands(desk, decision)]
    desk.add(new)
    problems = tuple(each for each in parsed if isinstance(each, SheetProblem))
    return ImportReport(len(new), len(made) - len(new), problems)


def _stands(desk: Desk, decision: Decision) -> bool:
    earlier = desk.ledger.said_by(decision.reviewer, decision.thing)
    return earlier is not None and (earlier.judgement, earlier.note) == (decision.judgement, decision.note)


def _known(desk: Desk) -> KnownHere:
    queue = desk.holdings.queue
    courses = {item.course_id for item in queue.items}

    def concept_labelled(text: str) -> str | None:
        found = {each.uri for each in desk.holdings.labels.find(text) if folded(each.label) == folded(text)}
        return found.pop() if len(found) == 1 else None

    return KnownHere(
        has_outcome=lambda key: queue.find(key) is not None,
        has_course=courses.__contains__,
        has_concept=desk.has_concept,
        concept_labelled=concept_labelled,
    )


def _concept_rows(cards: Iterable[Card], sample: DrawnSample | None) -> Iterator[tuple[Any, ...]]:
    for card in cards:
        drawn = sample.of(card.outcome_id) if sample else ()
        for each in card.candidates:
            told = (each.label, each.description, each.confidence, each.span_text, YES if each.uri in drawn else "")
            yield _course(card), card.text, card.lang, *told, "", "", card.outcome_id, each.uri


def _outcome_rows(cards: Iterable[Card]) -> Iterator[tuple[Any, ...]]:
    for card in cards:
        yield _course(card), card.text, card.lang, card.dimension.current, "", "", "", "", card.outcome_id


def _course_rows(cards: Iterable[Card]) -> Iterator[tuple[Any, ...]]:
    for card in {card.course["course_id"]: card for card in cards}.values():
        level = card.level
        yield _course(card), level.current, level.basis, level.evidence, "", "", card.course["course_id"]


def _course(card: Card) -> str:
    return " ".join(filter(None, (card.course["course_code"], card.course["title"])))


def _table(name: str, rows: Iterator[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS[name])
    types = [pa.float64() if column.endswith("_score") else pa.string() for column in COLUMNS[name]]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    return pa.table(dict(zip(COLUMNS[name], arrays, strict=True)))
