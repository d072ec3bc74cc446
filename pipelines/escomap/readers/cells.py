"""Cells of any source as text, and the header row of a table."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

MAX_TITLE_ROWS = 20
MAX_HEADER_CHARACTERS = 120


def cell_text(value: object) -> str:
    """A cell as a person reads it: whole numbers without decimals, dates in ISO form, nothing as an empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value.is_finite() else ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    # JSON can name half of a surrogate pair, which no encoder, database or file takes.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def header_index(rows: Sequence[Sequence[str]], header_row: int = 0) -> int:
    """Index of the header among the first rows of a table, or -1 when there is none.

    ``header_row`` counts from 1 and wins. Otherwise the header is the first row about as wide as the table that holds
    only short texts, none of them repeated: titles and notes above a table fill fewer cells.
    """
    if header_row:
        return header_row - 1 if header_row <= len(rows) else -1
    filled = [[cell for cell in map(str.strip, row) if cell] for row in rows]
    width = max((len(cells) for cells in filled), default=0)
    for index, cells in enumerate(filled[:MAX_TITLE_ROWS]):
        if len(cells) >= max(1, 0.6 * width) and _looks_like_names(cells):
            return index
    return -1


def _looks_like_names(cells: Sequence[str]) -> bool:
    numeric = sum(cell.replace(".", "").replace(",", "").isdigit() for cell in cells)
    return all(len(cell) <= MAX_HEADER_CHARACTERS for cell in cells) and numeric <= len(cells) / 4


def column_names(header: Iterable[str]) -> list[str]:
    """Names for all columns: trimmed, made different by a number where repeated, ``column N`` where empty."""
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        name = " ".join(cell.replace("\ufeff", "").split()) or f"column {position}"
        unique, number = name, 2
        while unique in names:
            unique, number = f"{name} ({number})", number + 1
        names.append(unique)
    return names
