"""List marks: bullets, dashes, numbers, letters and codes in front of the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from escomap.text.normalise import BULLETS

_LETTER = r"[^\W\d_]"
_DASH = re.compile(rf"(?:[-–—*~¬>]{{1,2}}(?=\s|{_LETTER}|[\"'(“”])|\+(?=\s)|o(?=\t| {{2}}))\s*")
_BULLET = re.compile(rf"[{BULLETS}]\s*")
_NUMBER = re.compile(rf"(?:\((?P<inner>\d{{1,2}})\)|(?P<outer>\d{{1,2}})(?:[.)]|\s?:))\s*(?=\s|{_LETTER}|[\"'(“”])\s*")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}[.)]?\s+(?=\S)")
_LETTERED = re.compile(rf"(?:\((?P<inner>[a-z])\)|(?P<outer>[a-z])\))\s*(?=\s|{_LETTER}|[\"'(“”])\s*", re.IGNORECASE)
_DOTTED = re.compile(r"(?P<outer>[a-z])\.\s+(?=\S)", re.IGNORECASE)
_ROMAN = re.compile(r"\(?(?P<outer>i{1,3}|iv|vi{0,3}|ix|x)[.)]\s+(?=\S)", re.IGNORECASE)
_CODE = re.compile(r"(?P<outer>[A-Z]{1,4})[ .-]?\d{1,2}(?:\.\d{1,2})*\s?(?:[:.)]|[–-](?=\s))\s*(?=\S)")
# A number alone may belong to the sentence ("2. världskriget"), so these count only where a list goes with them.
_COUNTED = {"number": _NUMBER, "letter": _LETTERED, "dotted": _DOTTED, "roman": _ROMAN, "code": _CODE}
_INLINE_DASH = re.compile(r"(?<=\s)[-–—*](?=\s)")
_INLINE_BULLET = re.compile(rf"[{BULLETS.replace('·', '')}]|(?<=\s)·(?=\s)")
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark: its style and the position where the item begins."""

    style: str
    end: int


def mark_at(text: str, start: int, styles: Sequence[str]) -> Mark | None:
    """The mark that begins at ``start``, of a style in ``styles``; bullets and dashes always count."""
    for style, pattern in (("bullet", _BULLET), ("dash", _DASH), ("section", _SECTION)):
        if match := pattern.match(text, start):
            return Mark(style, match.end())
    for style in styles:
        if match := _COUNTED[style].match(text, start):
            return Mark(style, match.end())
    return None


def counting_styles(text: str, line_starts: Sequence[int]) -> list[str]:
    """Styles of numbers and letters that stand for a list in this text: they begin at 1 or a, or occur twice."""
    styles = []
    for style, pattern in _COUNTED.items():
        matches = [match for start in line_starts if (match := pattern.match(text, start))]
        first = _ordinal(matches[0]) if matches else ""
        if len(matches) > 1 or (first == "1" and style == "number"):
            styles.append(style)
    return styles


def inline_marks(text: str, start: int, end: int, *, bare: bool) -> list[int]:
    """Where new items begin inside one line.

    Bullet characters always begin an item. Dashes, numbers and letters do only in ``bare`` text, which has no other
    list: dashes after a colon or at the start, numbers and letters in their sequence.
    """
    found = [match.start() for match in _INLINE_BULLET.finditer(text, start, end)]
    if found or not bare:
        return found
    return _inline_dashes(text, start, end) or _inline_sequence(text, start, end)


def _inline_dashes(text: str, start: int, end: int) -> list[int]:
    dashes = [match.start() for match in _INLINE_DASH.finditer(text, start, end)]
    begins_with_dash = bool(_DASH.match(text, start))
    after_colon = [at for at in dashes if text[start:at].rstrip().endswith(":")]
    if after_colon and (len(dashes) > 1 or after_colon[0] == dashes[0]):
        return [at for at in dashes if at >= after_colon[0]]
    return dashes if begins_with_dash and dashes and dashes[0] > start else []


def _inline_sequence(text: str, start: int, end: int) -> list[int]:
    for pattern, expected in (
        (_NUMBER, [str(number) for number in range(1, 41)]),
        (_LETTERED, list("abcdefghijklmnopqrst")),
        (_ROMAN, _ROMANS),
    ):
        found: list[int] = []
        for match in pattern.finditer(text, start, end):
            begins_word = match.start() == start or text[match.start() - 1].isspace()
            if begins_word and len(found) < len(expected) and _ordinal(match) == expected[len(found)]:
                found.append(match.start())
        if len(found) > 2 or (len(found) == 2 and _may_open_list(text[start : found[0]])):
            return found
    return []


def _may_open_list(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1] in ":.;"


def _ordinal(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return (groups.get("inner") or groups.get("outer") or "").lower()
