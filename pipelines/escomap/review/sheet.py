"""Decisions in a spreadsheet: which columns it has, and what a filled row says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from escomap.dimensions.cues import DIMENSIONS
from escomap.review.decisions import Judgement, Subject, Thing
from escomap.review.frames import EQF_LEVELS
from escomap.review.settle import ANY_CONCEPT

CONCEPTS, OUTCOMES, COURSES = "concepts", "outcomes", "courses"
JUDGEMENTS = (Judgement.ACCEPT, Judgement.REJECT, Judgement.UNSURE)
YES = "yes"
DRAWN = "drawn"

# The columns of each sheet; those to be filled in come last, before the identifiers. Only a sample has drawn links.
COLUMNS = {
    CONCEPTS: (
        *("course", "outcome", "lang", "concept", "description", "confidence_score", "words_met", DRAWN),
        *("judgement", "note", "outcome_id", "skill_uri"),
    ),
    OUTCOMES: (
        *("course", "outcome", "lang", "dimension"),
        *("no_concept_fits", "other_concept", "decided_dimension", "note", "outcome_id"),
    ),
    COURSES: ("course", "eqf_level", "basis", "evidence", "decided_level", "note", "course_id"),
}
CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    CONCEPTS: {"judgement": JUDGEMENTS},
    OUTCOMES: {"no_concept_fits": (YES,), "decided_dimension": DIMENSIONS},
    COURSES: {"decided_level": EQF_LEVELS},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One decision that a row holds."""

    thing: Thing
    judgement: Judgement
    note: str


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with one cell, and what to do about it."""

    sheet: str
    row: int
    column: str
    value: str
    hint: str

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}:{self.column}  value={self.value[:80]!r}\n    {self.hint}"


@dataclass(frozen=True, slots=True)
class KnownHere:
    """What a database holds: its outcomes, courses and concepts, and the one concept with a label, None for several."""

    has_outcome: Callable[[str], bool]
    has_course: Callable[[str], bool]
    has_concept: Callable[[str], bool]
    concept_labelled: Callable[[str], str | None]


def parse_row(sheet: str, row: int, cells: Mapping[str, str], known: KnownHere) -> Iterator[Answer | SheetProblem]:
    """The answers of a row, and a problem for every cell that makes no sense; nothing for a row left empty."""
    values = {name: cells.get(name, "").strip() for name in COLUMNS[sheet]}
    filled = [name for name in FILLED[sheet] if values[name]]
    if not filled:
        return
    key_column, is_known = ("course_id", known.has_course) if sheet == COURSES else ("outcome_id", known.has_outcome)
    if not is_known(values[key_column]):
        hint = "the database has nothing with this identifier: do not change the last columns, or export anew"
        yield SheetProblem(sheet, row, key_column, values[key_column], hint)
        return
    for name in filled:
        found = _parse_cell(name, values, known)
        if isinstance(found, str):
            yield SheetProblem(sheet, row, name, values[name], found)
        else:
            subject, value, judgement = found
            yield Answer(Thing(subject, values[key_column], value), judgement, values["note"])


def _parse_cell(name: str, values: Mapping[str, str], known: KnownHere) -> tuple[Subject, str, Judgement] | str:
    """What a filled cell says, or why it says nothing."""
    value = values[name]
    if name == "judgement":
        if value.lower() not in JUDGEMENTS:
            return f"use one of: {', '.join(JUDGEMENTS)}"
        if not known.has_concept(values["skill_uri"]):
            return "the database has no concept with the skill_uri of this row"
        return Subject.SKILL, values["skill_uri"], Judgement(value.lower())
    if name == "no_concept_fits":
        return (
            (Subject.SKILL, ANY_CONCEPT, Judgement.REJECT) if value.lower() == YES else f"use {YES}, or leave it empty"
        )
    if name == "other_concept":
        uri = value if known.has_concept(value) else known.concept_labelled(value)
        return (
            (Subject.SKILL, uri, Judgement.ACCEPT) if uri else "no concept, or several, have this label: give its URI"
        )
    if name == "decided_dimension":
        if value not in DIMENSIONS:
            return f"use one of: {', '.join(DIMENSIONS)}"
        return Subject.DIMENSION, value, Judgement.ACCEPT
    if value not in EQF_LEVELS:
        return "use a level from 1 to 8"
    return Subject.LEVEL, value, Judgement.ACCEPT


FILLED = {
    CONCEPTS: ("judgement",),
    OUTCOMES: ("no_concept_fits", "other_concept", "decided_dimension"),
    COURSES: ("decided_level",),
}
