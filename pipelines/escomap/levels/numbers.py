"""Level numbers in a short text: digits, Roman numerals, sublevels and ranges, without credits and dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from escomap.levels.level_words import LEVEL_WORDS, ORDINAL_ENDINGS, RANGE_WORDS, UNITS
from escomap.levels.wording import Token

_PREFIXES = frozenset({"l", "n", "lv"})
_SUBLEVELS = frozenset({"a", "b"})
_RANGE_MARKS = frozenset("-–—/&+,")
_ROMAN = re.compile(r"(?:X|IX|IV|VI{0,3}|I{1,3})[AB]?")
_ROMAN_VALUES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
# No framework has more levels (SCQF: 12).
_HIGHEST = 12


@dataclass(frozen=True, slots=True)
class LevelNumber:
    """A level number at tokens ``[start, end)``; ``high`` differs from ``low`` in a range."""

    low: str
    high: str
    start: int
    end: int
    has_level_word: bool


def roman_to_digit(key: str) -> str:
    """A folded Roman numeral as digits, anything else as it is.

    >>> roman_to_digit("vi"), roman_to_digit("6")
    ('6', '6')
    """
    return str(_ROMAN_VALUES.get(key, key))


def read_numbers(tokens: Sequence[Token], taken: Collection[int]) -> list[LevelNumber]:
    """The level numbers among ``tokens``; ``taken`` are the positions that belong to names of frameworks."""
    found: list[LevelNumber] = []
    position = 0
    while position < len(tokens):
        number = None if position in taken else _number_at(tokens, position, taken)
        if number is not None:
            found.append(number)
        position = number.end if number is not None else position + 1
    return _with_ranges(tokens, found)


def _number_at(tokens: Sequence[Token], position: int, taken: Collection[int]) -> LevelNumber | None:
    token = tokens[position]
    if token.text == "entry":
        return _entry_level(tokens, position)
    if token.kind == "number":
        return _digits_at(tokens, position, taken)
    if token.kind == "word" and _ROMAN.fullmatch(token.raw):
        has_level_word = _has_level_word(tokens, position, position + 1)
        # An I among other words is also an article or a conjunction (Italian, Polish) and a pronoun.
        if token.raw != "I" or has_level_word or len(tokens) == 1:
            return LevelNumber(token.text, token.text, position, position + 1, has_level_word)
    return None


def _entry_level(tokens: Sequence[Token], position: int) -> LevelNumber | None:
    end = position + 1
    if end < len(tokens) and tokens[end].text == "level":
        end += 1
    if end < len(tokens) and tokens[end].text in ("1", "2", "3"):
        key = f"entry {tokens[end].text}"
        return LevelNumber(key, key, position, end + 1, True)
    return None


def _digits_at(tokens: Sequence[Token], position: int, taken: Collection[int]) -> LevelNumber | None:
    key, end = tokens[position].text.removesuffix(".0"), position + 1
    whole = key.rstrip("+").partition(".")[0]
    if whole.startswith("0") and whole != "0":
        # SCQF 08 is a level, 08.09. and 0815 are none.
        if not (len(key) == 2 and _follows_name(tokens, position, taken)):
            return None
        key = whole = whole[1]
    if len(whole) > 2 or int(whole) > _HIGHEST:
        return None
    if tokens[position].is_glued and not _may_precede(tokens, position - 1, taken):
        return None
    if end < len(tokens) and tokens[end].is_glued and tokens[end].kind == "word":
        if tokens[end].text in _SUBLEVELS and tokens[end].raw.isupper():
            key += tokens[end].text
        elif tokens[end].text not in ORDINAL_ENDINGS:
            return None
        end += 1
    if end < len(tokens) and tokens[end].text in UNITS:
        return None
    return LevelNumber(key, key, position, end, _has_level_word(tokens, position, end))


def _follows_name(tokens: Sequence[Token], position: int, taken: Collection[int]) -> bool:
    return position > 0 and (position - 1 in taken or tokens[position - 1].text in LEVEL_WORDS)


def _may_precede(tokens: Sequence[Token], position: int, taken: Collection[int]) -> bool:
    """Whether a number may stick to the token before it: ``EQF6`` and ``L6`` may, ``B2`` and ``0.5`` may not."""
    before = tokens[position]
    if before.kind == "word":
        return position in taken or before.text in LEVEL_WORDS or before.text in _PREFIXES
    return before.kind == "mark" and before.raw not in ".,"


def _has_level_word(tokens: Sequence[Token], start: int, end: int) -> bool:
    before = start - 1
    while before >= 0 and start - before <= 3 and tokens[before].raw in ".:-–#°":
        before -= 1
    after = end
    while after < len(tokens) and after - end < 2 and _belongs_to_number(tokens[after]):
        after += 1
    around = [tokens[i].text for i in (before, after) if 0 <= i < len(tokens)]
    has_prefix = before == start - 1 and before >= 0 and tokens[start].is_glued and tokens[before].text in _PREFIXES
    return has_prefix or any(text in LEVEL_WORDS for text in around)


def _belongs_to_number(token: Token) -> bool:
    return token.raw in ".-°)" or (token.is_glued and token.text in ORDINAL_ENDINGS)


def _with_ranges(tokens: Sequence[Token], numbers: list[LevelNumber]) -> list[LevelNumber]:
    """``numbers`` with neighbours such as ``5-6`` or ``5 to 6`` joined to a range."""
    joined: list[LevelNumber] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last is not None and _is_range(tokens, last, number):
            has_level_word = last.has_level_word or number.has_level_word
            joined[-1] = LevelNumber(last.low, number.high, last.start, number.end, has_level_word)
        else:
            joined.append(number)
    return joined


def _is_range(tokens: Sequence[Token], first: LevelNumber, second: LevelNumber) -> bool:
    between = [token for token in tokens[first.end : second.start] if token.text not in LEVEL_WORDS]
    low, high = roman_to_digit(first.high), roman_to_digit(second.low)
    if len(between) != 1 or not (low.isdigit() and high.isdigit() and int(low) < int(high)):
        return False
    return between[0].raw in _RANGE_MARKS or between[0].text in RANGE_WORDS
