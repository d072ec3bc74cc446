"""The header of a table: below title rows, of one row or of two, where groups of columns stand above their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from escomap.catalogue.headers import LANG_BY_WORD, header_words
from escomap.mappings import load_headers
from escomap.paths import mappings_folder

MAX_TITLE_ROWS = 20
MAX_HEADER_CHARACTERS = 120
# A name in the second row of a header is short; a first record seldom is, and seldom known as a name.
MAX_SECOND_ROW_CHARACTERS = 40
MIN_KNOWN_SHARE = 0.5
Row = Sequence[str]
# First row and column, last row and column, from 0, of cells shown as one.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TableHeader:
    """The names of the columns, and the index of the last row of the header: records begin after it."""

    names: tuple[str, ...]
    last: int


def find_header(rows: Sequence[Row], header_row: int = 0, merged: Iterable[Merged] = ()) -> TableHeader | None:
    """The header among the first rows of a table; None when there is none.

    ``header_row`` counts from 1 and wins. ``merged`` are cells of these rows shown as one, where the source tells.
    """
    at = header_index(rows, header_row)
    if at < 0:
        return None
    spans = list(merged)
    if at + 1 < len(rows) and _are_two(rows[at], rows[at + 1], at, spans):
        return TableHeader(tuple(column_names(_joined(rows[at], rows[at + 1]))), at + 1)
    if at and not header_row and _are_groups(rows[at - 1], rows[at]):
        return TableHeader(tuple(column_names(_joined(rows[at - 1], rows[at]))), at)
    return TableHeader(tuple(column_names(rows[at])), at)


def header_index(rows: Sequence[Row], header_row: int = 0) -> int:
    """Index of the header among the first rows of a table, or -1 when there is none.

    Without ``header_row`` it is the first row about as wide as the table that holds only short texts, few of them
    numbers: titles and notes above a table fill fewer cells.
    """
    if header_row:
        return header_row - 1 if header_row <= len(rows) else -1
    filled = [[cell for cell in map(str.strip, row) if cell] for row in rows]
    width = max((len(cells) for cells in filled), default=0)
    for index, cells in enumerate(filled[:MAX_TITLE_ROWS]):
        if len(cells) >= max(1, 0.6 * width) and _looks_like_names(cells):
            return index
    return -1


def column_names(header: Iterable[str]) -> list[str]:
    """Names for all columns: trimmed, made different by a number where repeated, ``column N`` where empty."""
    names: dict[str, None] = {}
    repeats: Counter[str] = Counter()
    for position, cell in enumerate(header, start=1):
        unique = name = " ".join(cell.replace("\ufeff", "").split()) or f"column {position}"
        while unique in names:
            repeats[name] += 1
            unique = f"{name} ({repeats[name] + 1})"
        names[unique] = None
    return list(names)


def _looks_like_names(cells: Sequence[str]) -> bool:
    numeric = sum(cell.replace(".", "").replace(",", "").isdigit() for cell in cells)
    return all(len(cell) <= MAX_HEADER_CHARACTERS for cell in cells) and numeric <= len(cells) / 4


def _are_two(upper: Row, lower: Row, at: int, merged: Sequence[Merged]) -> bool:
    """Whether two rows are one header: groups above names, or names that reach over both rows.

    Merged cells say so. Without them, ``upper`` leaves gaps that ``lower`` fills, with names that are known.
    """
    below = [cell.strip() for cell in lower if cell.strip()]
    gaps = [column for column, cell in enumerate(lower) if cell.strip() and not _cell(upper, column)]
    if not below or not gaps or any(len(cell) > MAX_SECOND_ROW_CHARACTERS for cell in below):
        return False
    if any(_spans(span, at, len(upper)) for span in merged):
        return _looks_like_names(below)
    if not any(_cell(upper, column) for column in range(gaps[0])):
        return False
    return sum(map(_is_known, below)) >= MIN_KNOWN_SHARE * len(below)


def _are_groups(upper: Row, lower: Row) -> bool:
    """Whether the row above a header names groups of its columns, which some of them need to be told apart."""
    title_only = not any(_cell(upper, column) for column in range(1, len(upper)))
    short = all(len(cell) <= MAX_SECOND_ROW_CHARACTERS for cell in map(str.strip, upper))
    return short and not title_only and any(_needs_group(name, lower) for name in lower)


def _needs_group(name: str, row: Row) -> bool:
    text = name.strip()
    return bool(text) and (_is_language(text) or [cell.strip() for cell in row].count(text) > 1)


def _spans(span: Merged, at: int, width: int) -> bool:
    """Whether merged cells in row ``at`` are a group of columns or a name over two rows, and no title of the table."""
    (first, left), (last, right) = span
    return first == at and (last == at + 1 or (last == at and 1 < right - left + 1 < width))


def _joined(upper: Row, lower: Row) -> list[str]:
    """One name per column: the lower one, with its group where it says too little or stands there twice."""
    names: list[str] = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        above, name = _cell(upper, column), _cell(lower, column)
        group = above or group
        if not name:
            names.append(above)
        elif _needs_group(name, lower):
            names.append(f"{group} {name}".strip())
        else:
            names.append(name)
    return names


def _cell(row: Row, column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _is_known(name: str) -> bool:
    return _is_language(name) or header_words(name) in _known_names()


def _is_language(name: str) -> bool:
    return header_words(name) in LANG_BY_WORD


@cache
def _known_names() -> frozenset[str]:
    return frozenset(header_words(header) for _, _, header in load_headers(mappings_folder()))
