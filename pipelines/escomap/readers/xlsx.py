"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, every sheet with a table."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError, unknown_name
from escomap.model import RawRecord
from escomap.readers.cells import MAX_TITLE_ROWS, cell_text, column_names, header_index

MAX_UNPACKED_BYTES = 2_000_000_000


def read_xlsx(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of all sheets, or of the profile's sheet; empty rows are not records."""
    import python_calamine

    _require_sound_archive(path)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError) as error:
        raise _corrupt(path, str(error)) from error
    wanted = profile.sheet if profile else ""
    if wanted and wanted not in workbook.sheet_names:
        raise unknown_name("sheet", wanted, workbook.sheet_names)
    for name in [wanted] if wanted else workbook.sheet_names:
        try:
            sheet = workbook.get_sheet_by_name(name)
        except python_calamine.CalamineError as error:
            raise _corrupt(path, str(error)) from error
        first_row = sheet.start[0] if sheet.start else 0
        yield from _sheet_records(path, name, sheet.iter_rows(), first_row, profile)


def _sheet_records(
    path: Path, name: str, rows: Iterable[Sequence[object]], first_row: int, profile: CatalogueProfile | None
) -> Iterator[RawRecord]:
    texts = ([cell_text(cell) for cell in row] for row in rows)
    numbered = enumerate(texts, start=first_row + 1)
    head = list(islice(numbered, MAX_TITLE_ROWS * 2))
    header_row = profile.header_row - first_row if profile and profile.header_row else 0
    at = header_index([row for _, row in head], max(0, header_row))
    if at < 0:
        if content := next((row for _, row in head if any(row)), None):
            values = {f"column {place}": cell for place, cell in enumerate(content, start=1)}
            yield RawRecord(path.name, head[0][0], values, name, f"sheet {name!r} has no header row")
        return
    names = column_names(head[at][1])
    if profile and not set(names) & set(profile.for_columns(names).source_columns):
        yield RawRecord(
            path.name, head[at][0], dict.fromkeys(names, ""), name, f"sheet {name!r} has no column of the profile"
        )
        return
    for number, row in chain(head[at + 1 :], numbered):
        if any(cell.strip() for cell in row):
            yield RawRecord(path.name, number, dict(zip(names, row, strict=False)), name)


def _require_sound_archive(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _corrupt(path, str(error)) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise EscomapError(
            "too_large",
            f"The workbook unpacks to {unpacked // 1_000_000} MB.",
            where=str(path),
            hint="export the sheet as CSV, or split the workbook",
        )


def _corrupt(path: Path, reason: str) -> EscomapError:
    return EscomapError(
        "corrupt_file",
        f"The workbook cannot be read ({reason.strip()}).",
        where=str(path),
        hint="open it in a spreadsheet program and save it again without a password, or export it as CSV",
    )
