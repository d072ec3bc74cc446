"""The words catalogues use for kinds of course, modes of study and assessment, and the concept each one names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from escomap.errors import EscomapError
from escomap.mappings import read_rows

NATIONAL_COLUMNS = ["country_code", "framework", "list_name", "remark"]
NATIONAL_KEY = ("country_code", "framework")
COLUMNS = ["lang", "pattern", "code", "label", "example", "remark"]
_SEPARATORS = re.compile(r"\s*[;|/]\s*")


@dataclass(frozen=True, slots=True)
class WordFact:
    """One row of a word table: a pattern for a whole value, and the code and English label of the concept it names."""

    lang: str
    pattern: re.Pattern[str]
    code: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class CatalogueWords:
    """The three word tables, and the names the official list of national levels has for frameworks; empty ones
    understand nothing.
    """

    study_modes: tuple[WordFact, ...] = ()
    course_types: tuple[WordFact, ...] = ()
    assessment_types: tuple[WordFact, ...] = ()
    national_lists: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value was read as: concepts as ``(code, label)`` in the order named, and the parts not understood."""

    concepts: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


def load_catalogue_words(mappings: Path) -> CatalogueWords:
    """The word tables of a mappings folder."""
    return CatalogueWords(
        study_modes=load_word_facts(mappings / "study_modes.csv"),
        course_types=load_word_facts(mappings / "course_types.csv"),
        assessment_types=load_word_facts(mappings / "assessment_types.csv"),
        national_lists=_national_lists(mappings),
    )


def _national_lists(mappings: Path) -> dict[tuple[str, str], str]:
    rows = read_rows(mappings / "nqf_lists.csv", NATIONAL_COLUMNS, NATIONAL_KEY)
    return {(row["country_code"], row["framework"]): row["list_name"] for row in rows}


def load_word_facts(file: Path) -> tuple[WordFact, ...]:
    """The facts of one word table."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            if reader.fieldnames != COLUMNS:
                raise EscomapError(
                    "bad_mapping",
                    "The columns of the word table are not those expected.",
                    where=f"{file}:1",
                    hint=f"the header is {','.join(COLUMNS)}",
                )
            return tuple(_fact(file, reader.line_num, row) for row in reader)
    except FileNotFoundError as error:
        raise EscomapError(
            "missing_file", "A word table is missing.", where=str(file), hint="check the mappings folder"
        ) from error


def concepts_named(value: str, facts: Iterable[WordFact]) -> Reading:
    """The concepts a catalogue value names.

    A value counts only as a whole, or as a list of wholes between ``;``, ``/`` or ``|``: part of a sentence is never
    enough, so that "no online teaching" does not become online.
    """
    facts = tuple(facts)
    folded = fold(value)
    if not folded:
        return Reading((), ())
    if whole := _concept(folded, facts):
        return Reading((whole,), ())
    read = [(part, _concept(part, facts)) for part in _SEPARATORS.split(folded) if part]
    concepts = dict.fromkeys(concept for _, concept in read if concept)
    return Reading(tuple(concepts), tuple(part for part, concept in read if concept is None))


def fold(value: str) -> str:
    """``value`` in lower case with single spaces and one kind of hyphen and apostrophe, without a final full stop."""
    folded = re.sub(r"\s+", " ", value.casefold()).strip(" .")
    return re.sub("[‐‑–]", "-", folded).replace("’", "'")


def _concept(folded: str, facts: tuple[WordFact, ...]) -> tuple[str, str] | None:
    found = {(fact.code, fact.label) for fact in facts if fact.pattern.fullmatch(folded)}
    if len(found) > 1:
        raise EscomapError(
            "ambiguous_mapping",
            f"The value {folded!r} is given different meanings: {', '.join(sorted(label for _, label in found))}.",
            hint="make the patterns of the word table exclude each other",
        )
    return found.pop() if found else None


def _fact(file: Path, line: int, row: dict[str, str]) -> WordFact:
    try:
        pattern = re.compile(row["pattern"])
    except re.error as error:
        raise EscomapError(
            "bad_mapping", f"The pattern is not a regular expression: {error}.", where=f"{file}:{line}:pattern"
        ) from error
    return WordFact(row["lang"], pattern, row["code"], row["label"], row["example"])
