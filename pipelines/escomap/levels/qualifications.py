"""Qualification types of a country found in a text as whole phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from escomap.levels.countries import state_of
from escomap.levels.facts import LevelFacts, Words
from escomap.levels.rows import LevelFact
from escomap.levels.wording import Token, tokens_of, word_set

_LONGEST = 10
# What may follow a one-word qualification: "Grado en Derecho", "Bachelor of Laws", "Master (120 ECTS)". Before any
# other word it may be part of another name: a Higher is EQF 4 in Scotland, a Higher Diploma is not.
_FOLLOWERS = word_set("in of en de di du des del d i im der des fur for w z na av om")


@dataclass(frozen=True, slots=True)
class Found:
    """A degree or qualification named at ``[start, end)`` of a text."""

    start: int
    end: int
    eqf_level: int
    score: float
    evidence: str
    fact_key: str
    evidence_class: str = ""


def find_qualifications(text: str, country_code: str, facts: LevelFacts) -> list[tuple[int, int, LevelFact]]:
    """Start, end and fact of each qualification of the country named in a clean text, longest phrases first."""
    tables = [_own(facts.qualifications.get(code, {}), country_code) for code in _codes(country_code)]
    if not any(tables):
        return []
    tokens = tokens_of(text)
    places = [i for i, token in enumerate(tokens) if token.kind != "mark"]
    words = tuple(tokens[i].text for i in places)
    found = []
    position = 0
    while position < len(words):
        length, fact = _longest(words, position, tables, alone=_stands_alone(tokens, places[position]))
        if fact is not None:
            found.append((tokens[places[position]].start, tokens[places[position + length - 1]].end, fact))
        position += length
    return found


def _codes(country_code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((country_code, state_of(country_code))))


def _own(table: Mapping[Words, LevelFact], country_code: str) -> Mapping[Words, LevelFact]:
    """What a table says of a country: a Higher of Scotland is none in England."""
    if "-" not in country_code:
        return table
    return {words: fact for words, fact in table.items() if fact.country_code in _codes(country_code)}


def _longest(
    words: Words, position: int, tables: Sequence[Mapping[Words, LevelFact]], *, alone: bool
) -> tuple[int, LevelFact | None]:
    for length in range(min(_LONGEST, len(words) - position), 0 if alone else 1, -1):
        for table in tables:
            if fact := table.get(words[position : position + length]):
                return length, fact
    return 1, None


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    is_open = before is None or before.raw in "(,;:/|–"
    is_closed = after is None or after.text in _FOLLOWERS or (after.kind == "mark" and after.raw not in "-+'’")
    return is_open and is_closed
