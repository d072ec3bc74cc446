"""Names of frameworks in a short text, each with the level number that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from escomap.levels.facts import LevelFacts, Words
from escomap.levels.level_words import CONNECTORS, LEVEL_WORDS
from escomap.levels.numbers import LevelNumber, read_numbers
from escomap.levels.wording import Token, clean, tokens_of, without_dots

_INSIDE_NAMES = frozenset(".-–'’")
_BREAKS = frozenset(";|\n")
# How many words that say nothing about levels may stand between a framework and a number with a level word
# ("Level 6 on the new European Qualifications Framework").
_MAX_UNKNOWN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a framework with its level number, where there is one."""

    name: Words
    written: str
    number: LevelNumber | None


@dataclass(frozen=True, slots=True)
class ShortText:
    """What a field says about levels: the frameworks it names, and all its level numbers."""

    mentions: tuple[Mention, ...]
    numbers: tuple[LevelNumber, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    words: Words
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Gap:
    cost: int
    unknown: int
    is_forward: bool


def read_short_text(text: str, facts: LevelFacts) -> ShortText:
    """The frameworks and level numbers of a field, in the order of the frameworks."""
    tokens = tokens_of(without_dots(clean(text)))
    names = _names_in(tokens, facts)
    taken = {position for name in names for position in range(name.start, name.end)}
    numbers = read_numbers(tokens, taken)
    owners = _assign(tokens, names, numbers)
    mentions = tuple(
        Mention(name.words, " ".join(token.raw for token in tokens[name.start : name.end]), owners.get(name))
        for name in names
    )
    return ShortText(mentions, tuple(numbers))


def _names_in(tokens: Sequence[Token], facts: LevelFacts) -> list[_Name]:
    names: list[_Name] = []
    position = 0
    while position < len(tokens):
        name = _name_at(tokens, position, facts)
        if name is not None:
            names.append(name)
        position = name.end if name is not None else position + 1
    return names


def _name_at(tokens: Sequence[Token], position: int, facts: LevelFacts) -> _Name | None:
    for words in facts.starts.get(tokens[position].text, ()):
        end = _end_of(tokens, position, words)
        if end is not None:
            return _Name(words, position, end)
    return None


def _end_of(tokens: Sequence[Token], position: int, words: Words) -> int | None:
    for word in words:
        while position < len(tokens) and tokens[position].raw in _INSIDE_NAMES:
            position += 1
        if position >= len(tokens) or tokens[position].text != word:
            return None
        position += 1
    return position


def _assign(tokens: Sequence[Token], names: list[_Name], numbers: list[LevelNumber]) -> dict[_Name, LevelNumber]:
    """Each name with its number: nearest pairs first, one number per name, then names written side by side."""
    prefers_forward = bool(names and numbers and names[0].start < numbers[0].start)
    inside = {position for name in names for position in range(name.start, name.end)}
    barred = {position for number in numbers for position in range(number.start, number.end)}
    pairs = []
    for i, name in enumerate(names):
        for j, number in enumerate(numbers):
            gap = _gap(tokens, name, number, inside, barred)
            if gap is not None and _is_acceptable(gap, name, number, alone=len(names) == len(numbers) == 1):
                pairs.append((gap.cost, gap.is_forward != prefers_forward, i, j))
    owners: dict[_Name, LevelNumber] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if names[i] not in owners and j not in used:
            owners[names[i]] = numbers[j]
            used.add(j)
    _share(tokens, names, owners)
    return owners


def _gap(tokens: Sequence[Token], name: _Name, number: LevelNumber, inside: set[int], barred: set[int]) -> _Gap | None:
    is_forward = name.end <= number.start
    between = range(name.end, number.start) if is_forward else range(number.end, name.start)
    cost = unknown = 0
    for position in between:
        token = tokens[position]
        if position in barred:
            return None
        if position in inside or token.kind == "mark" or token.text in CONNECTORS:
            cost += 2 if token.raw in _BREAKS else 1
        elif token.text not in LEVEL_WORDS:
            cost, unknown = cost + 3, unknown + 1
    return _Gap(cost, unknown, is_forward)


def _is_acceptable(gap: _Gap, name: _Name, number: LevelNumber, *, alone: bool) -> bool:
    has_level_word = number.has_level_word or name.words[-1] in LEVEL_WORDS
    return gap.unknown == 0 or (has_level_word and (alone or gap.unknown <= _MAX_UNKNOWN_WORDS))


def _share(tokens: Sequence[Token], names: list[_Name], owners: dict[_Name, LevelNumber]) -> None:
    """Gives names beside each other (``DQR/EQR 6``, ``6 NFQ/EQF``) the number one of them has."""
    pairs = list(pairwise(names))
    for left, right in [*reversed(pairs), *pairs]:
        between = tokens[left.end : right.start]
        if all(token.kind == "mark" or token.text in CONNECTORS for token in between):
            known, missing = (right, left) if right in owners else (left, right)
            if known in owners and missing not in owners and _is_beyond(known, missing, owners[known]):
                owners[missing] = owners[known]


def _is_beyond(known: _Name, missing: _Name, number: LevelNumber) -> bool:
    """Whether the number lies on the other side of the known name: ``A/B 6`` and ``6 A/B``, not ``A 6, B``."""
    return number.start >= known.end if missing.end <= known.start else number.end <= known.start
