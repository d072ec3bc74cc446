"""What a workbook may hold, checked before it is parsed: the parser lays out every sheet as one full table."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from escomap.errors import EscomapError

MAX_UNPACKED_BYTES = 2_000_000_000
# Sheets pack 5 to 20 times, 100 times where they repeat themselves; what unpacks to far more is a bomb.
MAX_RATIO = 300
# From the first cell to the last: 20 million cells, almost all of them empty, were 800 MB.
MAX_CELLS = 25_000_000
_CHUNK = 1 << 20
_MAX_TAG = 1 << 16
# Enough for a number that is beyond any table.
_MAX_LENGTH = 12
# Elements of tables with their attributes; cells that only have a format close themselves.
_XLSX_PART = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^<>]*)>")
_XLSX_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)")
_ODS_PART = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^<>]*)>")
_ODS_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d+)")

Extent = tuple[int, int]


def require_sound_workbook(path: Path) -> None:
    """Raises where a workbook that is a zip archive is damaged, or larger than what its parser can take."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            _require_size(path, archive)
            for entry in archive.infolist():
                # Read to its end: a member larger than it says it is does not get past its check sum.
                with archive.open(entry) as file:
                    for rows, columns in _extents(entry.filename, iter(partial(file.read, _CHUNK), b"")):
                        if rows * columns > MAX_CELLS:
                            raise _too_large(path, f"has cells up to row {rows:,} and column {columns:,}")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise corrupt_workbook(path, str(error)) from error


def corrupt_workbook(path: Path, reason: str) -> EscomapError:
    """The error for a file that begins like a workbook and cannot be read as one."""
    return EscomapError(
        "corrupt_file",
        f"The workbook cannot be read ({reason.strip()}).",
        where=str(path),
        hint="open it in a spreadsheet program and save it again without a password, or export it as CSV",
    )


def _require_size(path: Path, archive: zipfile.ZipFile) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise _too_large(path, f"unpacks to {unpacked // 1_000_000:,} MB")
    if unpacked > MAX_RATIO * max(path.stat().st_size, _CHUNK):
        raise _too_large(path, f"unpacks to over {MAX_RATIO} times its size")


def _extents(name: str, chunks: Iterable[bytes]) -> Iterator[Extent]:
    """The last row and column of each table in a member of the archive; of XLSX any member may be a sheet."""
    return _ods_extents(chunks) if name == "content.xml" else _xlsx_extents(chunks)


def _xlsx_extents(chunks: Iterable[bytes]) -> Iterator[Extent]:
    row = column = last = widest = 0
    for tags in _whole_tags(chunks):
        for name, attributes in _XLSX_PART.findall(tags):
            place = _XLSX_PLACE.search(attributes)
            if name == b"row":
                row, column = _number(place[2]) if place else row + 1, 0
                continue
            # Rows and cells that do not say where they stand follow the one before.
            row, column = (_number(place[2]), _column_number(place[1])) if place else (row, column + 1)
            if not attributes.endswith(b"/"):
                last, widest = max(last, row), max(widest, column)
    yield last, widest


def _number(digits: bytes) -> int:
    return int(digits[:_MAX_LENGTH])


@lru_cache(maxsize=20_000)
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:_MAX_LENGTH].upper():
        number = number * 26 + letter - 64
    return number


def _ods_extents(chunks: Iterable[bytes]) -> Iterator[Extent]:
    rows = columns = last = widest = 0
    for tags in _whole_tags(chunks):
        for name, attributes in _ODS_PART.findall(tags):
            repeated = _ODS_REPEATED.search(attributes)
            times = _number(repeated[1]) if repeated else 1
            if name == b"table":
                yield last, widest
                rows = columns = last = widest = 0
            elif name == b"table-row":
                rows, columns = rows + times, 0
            else:
                columns += times
                if not attributes.endswith(b"/") or b"value" in attributes:
                    last, widest = rows, max(widest, columns)
    yield last, widest


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a document in parts that cut no tag in two, save one too long to be of a table."""
    rest = b""
    for chunk in chunks:
        part = rest + chunk
        cut = part.rfind(b"<")
        is_open = cut >= 0 and b">" not in part[cut:]
        yield part[:cut] if is_open else part
        rest = part[cut : cut + _MAX_TAG] if is_open else b""


def _too_large(path: Path, problem: str) -> EscomapError:
    return EscomapError(
        "too_large",
        f"The workbook {problem}.",
        where=str(path),
        hint="delete what stands outside the table, split the workbook, or export the sheet as CSV",
    )
