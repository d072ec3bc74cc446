"""Cells that are shown as one over several rows: each row gets the value, and a course may be several rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from escomap.readers.table_header import Merged

NumberedRow = tuple[int, list[str]]
JoinedRow = tuple[int, list[str], int]


def whole_records(rows: Iterable[NumberedRow], merged: Iterable[Merged]) -> Iterator[JoinedRow]:
    """Numbered rows, merged cells filled in all the rows they reach over, with the number of rows joined to each.

    Rows of which more than half of the filled cells are merged with the row before are joined with it: so a course
    whose outcomes stand in rows of their own is one record, and its row the first of them. ``merged`` counts rows as
    the numbers do; cells merged only across are headings between the rows of a table and stay as they are.
    """
    number, kept, joined = 0, list[str](), 0
    for current, row, shared in _filled(rows, merged):
        filled = [column for column, cell in enumerate(row) if cell.strip()]
        if kept and 2 * sum(column in shared for column in filled) > len(filled):
            pairs = enumerate(zip_longest(kept, row, fillvalue=""))
            kept = [above if column in shared else _below(above, cell) for column, (above, cell) in pairs]
            joined += any(column not in shared for column in filled)
        else:
            if kept:
                yield number, kept, joined
            number, kept, joined = current, row, 0
    if kept:
        yield number, kept, joined


def _filled(rows: Iterable[NumberedRow], merged: Iterable[Merged]) -> Iterator[tuple[int, list[str], set[int]]]:
    """Each row with the columns that continue cells of the row before."""
    waiting = sorted((span for span in merged if span[1][0] > span[0][0]), reverse=True)
    active: list[tuple[Merged, str]] = []
    for number, row in rows:
        active = [(span, value) for span, value in active if number <= span[1][0]]
        shared: set[int] = set()
        for ((_, column), _), value in active:
            if column < len(row):
                row[column] = value
                shared.add(column)
        while waiting and waiting[-1][0][0] <= number:
            span = waiting.pop()
            (first, column), _ = span
            if first == number and column < len(row):
                active.append((span, row[column]))
        yield number, row, shared


def _below(first: str, second: str) -> str:
    return first if not second or second == first else f"{first}\n\n{second}" if first else second
