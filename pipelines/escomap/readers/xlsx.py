"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, every sheet with a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import unknown_name
from escomap.model import RawRecord
from escomap.readers.cells import cell_text
from escomap.readers.continued_rows import joined_rows
from escomap.readers.merged_cells import whole_records
from escomap.readers.table_header import MAX_TITLE_ROWS, Merged, find_header
from escomap.readers.workbook_limits import corrupt_workbook, require_sound_workbook


def read_xlsx(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of all sheets, or of the profile's sheet; empty rows are not records."""
    import python_calamine

    require_sound_workbook(path)
    try:
        with path.open("rb") as file:
            # Of a path the suffix would decide, and systems call XLSX files .xls.
            workbook = python_calamine.CalamineWorkbook.from_filelike(file)
    except (python_calamine.CalamineError, OSError) as error:
        raise corrupt_workbook(path, str(error)) from error
    wanted = profile.sheet if profile else ""
    if wanted and wanted not in workbook.sheet_names:
        raise unknown_name("sheet", wanted, workbook.sheet_names)
    for name in [wanted] if wanted else workbook.sheet_names:
        try:
            sheet = workbook.get_sheet_by_name(name)
        except python_calamine.CalamineError as error:
            raise corrupt_workbook(path, str(error)) from error
        yield from _sheet_records(path, name, sheet.iter_rows(), _merged(sheet), profile)


def _merged(sheet: Any) -> list[Merged]:
    """Merged cells by the row numbers people see and by their place in the rows; some formats do not tell them.

    The rows begin with the first of the sheet, but their cells with the first column that is not empty.
    """
    left = sheet.start[1] if sheet.start else 0
    spans = sheet.merged_cell_ranges or ()
    return [((a + 1, b - left), (c + 1, d - left)) for (a, b), (c, d) in spans if b >= left]


def _numbered(path: Path, name: str, rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, row in enumerate(rows, start=1):
            yield number, [cell_text(cell) for cell in row]
    except (OverflowError, ValueError) as error:
        problem = f"row {number + 1} of sheet {name!r} has a date or time beyond the calendar: {error}"
        raise corrupt_workbook(path, problem) from error


def _sheet_records(
    path: Path,
    name: str,
    rows: Iterable[Sequence[object]],
    merged: Sequence[Merged],
    profile: CatalogueProfile | None,
) -> Iterator[RawRecord]:
    numbered = _numbered(path, name, rows)
    head = list(islice(numbered, MAX_TITLE_ROWS * 2))
    spans = [((a - 1, b), (c - 1, d)) for (a, b), (c, d) in merged]
    header = find_header([row for _, row in head], profile.header_row if profile else 0, spans)
    if header is None:
        if content := next((row for _, row in head if any(row)), None):
            values = {f"column {place}": cell for place, cell in enumerate(content, start=1)}
            yield RawRecord(path.name, head[0][0], values, name, f"sheet {name!r} has no header row")
        return
    at = head[header.last][0]
    if profile and not set(header.names) & set(profile.for_columns(header.names).source_columns):
        problem = f"sheet {name!r} has no column of the profile"
        yield RawRecord(path.name, at, dict.fromkeys(header.names, ""), name, problem)
        return
    below = chain(head[header.last + 1 :], numbered)
    whole = whole_records(below, [span for span in merged if span[0][0] > at])
    records = (
        RawRecord(path.name, number, dict(zip(header.names, row, strict=False)), name, joined=joined)
        for number, row, joined in whole
        if any(cell.strip() for cell in row)
    )
    yield from joined_rows(records, header.names, profile)
