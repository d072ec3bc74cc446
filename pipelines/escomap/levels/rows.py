"""Rows of the level mappings, typed and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from escomap.errors import EscomapError
from escomap.levels.wording import clean, tokens_of

EVIDENCE_CLASSES = {"A": "official", "B": "secondary source", "C": "not verified"}


@dataclass(frozen=True, slots=True)
class LevelFact:
    """A national level or a qualification type and its EQF level; ``valid_to`` is empty for a fact of today."""

    country_code: str
    framework: str
    name: str
    eqf_level: int
    evidence_class: str
    is_level: bool = True
    valid_from: str = ""
    valid_to: str = ""
    remark: str = ""

    @property
    def key(self) -> str:
        """The row of nqf_eqf.csv, as signals and reports name it."""
        return "|".join(filter(None, ("nqf_eqf.csv", self.country_code, self.framework, self.name, self.valid_from)))


@dataclass(frozen=True, slots=True)
class FrameworkName:
    """A framework and a country in which a name means it, ``*`` for anywhere."""

    country_code: str
    framework: str


@dataclass(frozen=True, slots=True)
class WordRule:
    """A compiled degree or cycle word; ``score`` is its confidence in the field made for it."""

    lang: str
    pattern: re.Pattern[str]
    eqf_level: int
    score: float
    name: str
    file: str = ""

    @property
    def key(self) -> str:
        """The row of its file, as signals and reports name it."""
        return f"{self.file}|{self.lang}|{self.pattern.pattern}"


def to_level_fact(row: Mapping[str, Any]) -> LevelFact:
    """A row of nqf_eqf.csv, with the national level as a key or the name of the qualification."""
    where = f"nqf_eqf.csv {row['country_code']} {row['framework']} {row['nqf_level'] or row['qualification']}"
    if row["evidence_class"] not in EVIDENCE_CLASSES:
        raise bad_row(where, f"the evidence class {row['evidence_class']!r} is not A, B or C")
    if bool(row["nqf_level"]) == bool(row["qualification"]):
        raise bad_row(where, "either nqf_level or qualification must be filled, not both")
    return LevelFact(
        row["country_code"],
        row["framework"],
        row["nqf_level"] or row["qualification"],
        to_eqf_level(row["eqf_level"], where),
        row["evidence_class"],
        bool(row["nqf_level"]),
        str(row["valid_from"]),
        str(row["valid_to"]),
        row["remark"],
    )


def to_word_rule(row: Mapping[str, Any], file: str, *, score: float, name: str) -> WordRule:
    """A row of degree_words.csv or cycle_words.csv with its expression compiled and tried on its example."""
    where = f"{file} {row['lang']} {row['pattern']}"
    try:
        pattern = re.compile(row["pattern"], re.IGNORECASE)
    except re.error as error:
        raise bad_row(where, f"the pattern is not a regular expression: {error}") from error
    if row["example"] and not pattern.search(clean(row["example"])):
        raise bad_row(where, f"the pattern does not match its example {row['example']!r}")
    if not 0 <= score <= 1:
        raise bad_row(where, "the score leaves 0..1")
    return WordRule(row["lang"], pattern, to_eqf_level(row["eqf_level"], where), score, name, file)


def to_level_key(text: str) -> str:
    """A national level as it is looked up: folded, without spaces between its parts beyond one.

    >>> to_level_key("VIIA"), to_level_key("Entry 3"), to_level_key("6.0")
    ('viia', 'entry 3', '6')
    """
    joined = ""
    for token in tokens_of(clean(text)):
        if token.kind != "mark":
            text_of = token.text.removesuffix(".0")
            joined += text_of if token.is_glued or not joined else f" {text_of}"
    return joined


def conflict(what: str, first: object, second: object) -> EscomapError:
    """The error for two rows that answer one input differently."""
    return EscomapError(
        "ambiguous_mapping",
        f"Two rows give different answers to {what}: {first} and {second}.",
        hint="keep one of the rows, or tell them apart by country or years of validity",
    )


def to_eqf_level(value: object, where: str) -> int:
    """An EQF level of a mapping row."""
    try:
        level = int(str(value))
    except ValueError:
        level = 0
    if not 1 <= level <= 8:
        raise bad_row(where, f"the EQF level {value!r} is not 1 to 8")
    return level


def bad_row(where: str, message: str) -> EscomapError:
    """The error for a row that says nothing usable."""
    return EscomapError("bad_mapping", f"A row cannot be used: {message}.", where=where, hint="correct the row")
