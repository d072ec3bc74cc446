"""One XLSX workbook: a sheet per table, and a README sheet with the attribution and what each column means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.rows import ArrowRows, table_rows
from escomap.tables import TABLES

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Limits of the file format ("Excel specifications and limits").
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575  # below the header
LONGEST_SHEET_NAME = 31
CUT_NOTE = " [cut: too long for a cell]"

_WIDTHS = (8, 60)
_WIDTH_SAMPLE = 200
_README = "README"
# A fixed date of creation, so that the same tables make the same bytes.
_CREATED = datetime(2000, 1, 1)


# What a cell of a column may hold, offered as a list in the spreadsheet: table, column, values.
Choices = Mapping[str, Mapping[str, Sequence[str]]]


def write_workbook(
    tables: Mapping[str, ArrowRows], file: Path, *, most_rows: int = MOST_ROWS, choices: Choices | None = None
) -> None:
    """The tables as sheets of one workbook; one of more than ``most_rows`` rows is continued on further sheets.

    Columns with ``choices`` get a list to choose from, of at most 255 characters in all.
    """
    import xlsxwriter

    # Text stays text: nothing in a catalogue may become a formula or a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(file), options) as workbook:
        workbook.set_properties({"created": _CREATED, "comments": ESCO_ATTRIBUTION})
        readme = workbook.add_worksheet(_README)
        cut = {
            name: _write_table(workbook, name, table, most_rows, (choices or {}).get(name, {}))
            for name, table in tables.items()
        }
        _write_readme(workbook, readme, tables, cut)


def _write_table(
    workbook: Workbook, name: str, table: ArrowRows, most_rows: int, choices: Mapping[str, Sequence[str]]
) -> int:
    """Writes one table; the number of cells that had to be cut."""
    bold = workbook.add_format({"bold": True})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    rows = table_rows(table)
    sample = list(islice(rows, _WIDTH_SAMPLE))
    widths, rows = list(_widths(table.schema.names, sample)), chain(sample, rows)
    cut = 0
    number = 1
    while True:
        sheet = workbook.add_worksheet(_sheet_name(workbook, name, number))
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(table.schema.names, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
            if title in choices:
                offered = {"validate": "list", "source": list(choices[title])}
                sheet.data_validation(1, column, most_rows, column, offered)
        for row, values in enumerate(islice(rows, most_rows), start=1):
            for column, value in enumerate(values):
                cut += _write_cell(sheet, row, column, value, moment)
        if (following := next(rows, None)) is None:
            return cut
        number, rows = number + 1, chain([following], rows)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, moment: Any) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, moment)
    else:
        text = str(value)
        is_cut = len(text) > LONGEST_CELL
        sheet.write_string(row, column, text[: LONGEST_CELL - len(CUT_NOTE)] + CUT_NOTE if is_cut else text)
        return is_cut
    return False


def _write_readme(
    workbook: Workbook, sheet: Worksheet, tables: Mapping[str, ArrowRows], cut: Mapping[str, int]
) -> None:
    bold = workbook.add_format({"bold": True})
    for column, width in enumerate((26, 26, 12, 90)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, ESCO_ATTRIBUTION)
    for column, title in enumerate(("table", "column", "type", "meaning")):
        sheet.write_string(2, column, title, bold)
    for row, values in enumerate(_dictionary(tables, cut), start=3):
        for column, text in enumerate(values):
            sheet.write_string(row, column, text)


def _dictionary(tables: Mapping[str, ArrowRows], cut: Mapping[str, int]) -> Iterator[tuple[str, str, str, str]]:
    for name, table in tables.items():
        declared = TABLES.get(name)
        remark = f"{cut[name]} cells cut at {LONGEST_CELL} characters; CSV and Parquet have them whole"
        meaning = [declared.meaning] if declared else []
        yield name, "", "", " ".join(meaning + ([remark] if cut[name] else []))
        columns = {column.name: column for column in declared.columns} if declared else {}
        for field in table.schema:
            column = columns.get(field.name)
            yield name, field.name, column.type if column else str(field.type), column.meaning if column else ""


def _widths(names: Sequence[str], sample: Sequence[tuple[Any, ...]]) -> Iterator[int]:
    for position, title in enumerate(names):
        longest = max([len(title), *(len(str(row[position])) for row in sample)])
        yield min(max(longest + 1, _WIDTHS[0]), _WIDTHS[1])


def _sheet_name(workbook: Workbook, name: str, number: int) -> str:
    ending = "" if number == 1 else f"_{number}"
    base = "".join("_" if letter in "[]:*?/\\'" else letter for letter in name) or "table"
    taken = {sheet.get_name().casefold() for sheet in workbook.worksheets()}
    candidate, again = base[: LONGEST_SHEET_NAME - len(ending)] + ending, 1
    while candidate.casefold() in taken or candidate.casefold() == "history":  # a name Excel keeps for itself
        again += 1
        ending = f"_{number}_{again}"
        candidate = base[: LONGEST_SHEET_NAME - len(ending)] + ending
    return candidate
