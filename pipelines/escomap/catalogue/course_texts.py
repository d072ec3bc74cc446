"""Texts of courses with their languages, and the learning outcomes cut out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from escomap.catalogue.courses import value_reject
from escomap.catalogue.profile import DETECT, SHARED_TEXTS, TEXT_FIELDS, CatalogueProfile
from escomap.catalogue.records import Entry, given, text_columns
from escomap.model import LanguageGuess, Reject
from escomap.settings import Settings
from escomap.text.language import MAX_CHARACTERS, MIN_CHARACTERS, identify_languages
from escomap.text.normalise import content_hash, normalised, text_key
from escomap.text.phrases import Phrases
from escomap.text.plain import plain_text
from escomap.text.split import split_statements

# Where a course has several texts whose language is detected, the first of these settles the short ones.
_WEIGHT = {
    field: rank
    for rank, field in enumerate(("outcomes", "description", "assessment", "prerequisites", "title", *SHARED_TEXTS))
}
_UNKNOWN = LanguageGuess("", 0.0, "default")


@dataclass(frozen=True, slots=True)
class Cell:
    """One text cell of a course: of outcomes the cell as given and the beginning of its text, else the text."""

    course_id: str
    field: str
    declared: str
    column: str
    raw: str
    text: str
    guess: LanguageGuess = _UNKNOWN


@dataclass(frozen=True, slots=True)
class Outcome:
    """One learning outcome with its place in its column."""

    outcome_id: str
    course_id: str
    position: int
    text: str
    guess: LanguageGuess
    text_key: str
    column: str
    span: tuple[int, int]


def course_cells(entry: Entry, profile: CatalogueProfile, settings: Settings) -> tuple[list[Cell], list[Reject]]:
    """The text cells of a course that are not empty; a cell beyond the limit is cut and reported."""
    values = entry.values
    cells: list[Cell] = []
    rejects: list[Reject] = []
    for field in TEXT_FIELDS:
        for lang, column in text_columns(field, profile):
            raw = values.get(column, "")
            if not given(values, column, profile):
                continue
            if len(raw) > settings.max_cell_characters:
                limit = settings.max_cell_characters
                rejects.append(value_reject(entry, "cell_too_long", column, raw, f"only {limit} characters were read"))
                raw = raw[:limit]
            text = _tidy(plain_text(raw).text)
            if text:
                declared = "" if lang == DETECT else lang
                # Of outcomes the cell as given is cut, of other fields the text is kept: never both in memory.
                raw, text = (raw, text[:MAX_CHARACTERS]) if field == "outcomes" else ("", text)
                cells.append(Cell(entry.course_id, field, declared, column, raw, text))
    given_fields = {cell.field for cell in cells}
    cells += [
        Cell(entry.course_id, field, "", "", "", profile.defaults[field])
        for field in SHARED_TEXTS
        if profile.defaults.get(field) and field not in given_fields
    ]
    return cells, rejects


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def with_languages(cells: Sequence[Cell], fallbacks: dict[str, str]) -> list[Cell]:
    """The cells with their languages; ``fallbacks`` gives each course a language for when nothing tells.

    Long texts speak for themselves, short ones follow the long texts of their course.
    """
    main: dict[str, tuple[int, int, str]] = {}
    long_cells = [cell for cell in cells if not cell.declared and len(cell.text) >= MIN_CHARACTERS]
    guesses = identify_languages([cell.text for cell in long_cells], [""] * len(long_cells), "")
    detected = dict(zip(long_cells, guesses, strict=True))
    for cell, guess in detected.items():
        rank = (-_WEIGHT[cell.field], len(cell.text), guess.lang)
        if guess.lang:
            main[cell.course_id] = max(main.get(cell.course_id, rank), rank)
    rest = [cell for cell in cells if cell not in detected]
    hints = [cell.declared or main.get(cell.course_id, (0, 0, ""))[2] for cell in rest]
    found = identify_languages([cell.text for cell in rest], hints, "")
    detected.update(zip(rest, found, strict=True))
    return [replace(cell, guess=_settled(cell, detected[cell], fallbacks[cell.course_id])) for cell in cells]


def _settled(cell: Cell, guess: LanguageGuess, fallback: str) -> LanguageGuess:
    if cell.declared and cell.field == "title":
        # Titles borrow words: "Management, organisation" says nothing against a Swedish column.
        return LanguageGuess(cell.declared, 1.0, "declared")
    if not guess.lang or (not cell.declared and guess.basis != "declared" and _says_little(cell, guess)):
        return LanguageGuess(fallback, 0.0, "default")
    if guess.basis == "declared" and not cell.declared:
        # The hint was the language of the course's other texts, which nobody declared.
        return LanguageGuess(guess.lang, guess.score, "detected")
    return guess


def _says_little(cell: Cell, guess: LanguageGuess) -> bool:
    return len(cell.text) < MIN_CHARACTERS and guess.score < 0.8


def cut_outcomes(cells: Sequence[Cell], phrases: Phrases) -> list[Outcome]:
    """The learning outcomes of the courses in order, the same outcome of a course and language once."""
    cut = [
        (cell, statement)
        for cell in cells
        if cell.field == "outcomes"
        for statement in split_statements(cell.raw, phrases, cell.guess.lang)
    ]
    guesses = identify_languages([s.text for _, s in cut], [cell.guess.lang for cell, _ in cut], "")
    outcomes: dict[str, Outcome] = {}
    positions: dict[str, int] = {}
    for (cell, statement), guess in zip(cut, guesses, strict=True):
        settled = cell.guess if guess.lang == cell.guess.lang else guess
        outcome_id = content_hash("outcome", cell.course_id, settled.lang, normalised(statement.text))
        if outcome_id not in outcomes:
            positions[cell.course_id] = position = positions.get(cell.course_id, 0) + 1
            outcomes[outcome_id] = Outcome(
                outcome_id,
                cell.course_id,
                position,
                statement.text,
                settled,
                text_key(statement.text),
                cell.column,
                (statement.start, statement.end),
            )
    return list(outcomes.values())
