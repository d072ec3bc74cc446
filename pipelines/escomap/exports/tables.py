"""Tables for people and programs: CSV files, one XLSX workbook, Parquet files."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from escomap.atomic_files import replacing
from escomap.errors import EscomapError, unknown_name
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.rows import ArrowRows, table_rows
from escomap.exports.workbook import write_workbook
from escomap.tables import TABLES, to_arrow

# A spreadsheet takes a cell that starts so for a formula, even from a CSV file (CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# In a row group; all of a table would have to be in memory.
PARQUET_ROWS = 100_000
_FILE_STEM = re.compile(r"[A-Za-z0-9_-]{1,100}")


def write_tables(
    frames: Mapping[str, pd.DataFrame | ArrowRows], out: Path, formats: Iterable[str] = ("csv", "xlsx", "parquet")
) -> list[Path]:
    """The tables under ``out``, each in every format; the files written, in order.

    CSV is as in RFC 4180, in UTF-8 without a byte order mark; Parquet and XLSX carry the ESCO attribution. A frame with
    the name of a table of ``escomap.tables`` must keep its contract; any other is written as it is.
    """
    chosen = list(dict.fromkeys(formats))
    for name in chosen:
        if name not in FORMATS:
            raise unknown_name("format", name, sorted(FORMATS))
    for name in frames:
        if not _FILE_STEM.fullmatch(name):
            raise EscomapError(
                "bad_table_name", f"A table cannot be named {name!r}.", hint="use letters, digits, _ and - only"
            )
    tables = {name: _arrow(name, frame) for name, frame in frames.items()}
    out.mkdir(parents=True, exist_ok=True)
    return [file for name in chosen for file in FORMATS[name](tables, out)]


def _write_csv(tables: Mapping[str, ArrowRows], out: Path) -> Iterator[Path]:
    for name, table in tables.items():
        file = out / f"{name}.csv"
        with replacing(file) as part, part.open("w", encoding="utf-8", newline="") as stream:
            # Line ends as in RFC 4180; with a bare line feed, older versions of csv leave a carriage return in a
            # cell unquoted, which ends the row for whoever reads it.
            writer = csv.writer(stream, lineterminator="\r\n")
            for row in chain([table.schema.names], table_rows(table)):
                writer.writerow([_csv_cell(value) for value in row])
        yield file


def _write_parquet(tables: Mapping[str, ArrowRows], out: Path) -> Iterator[Path]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, table in tables.items():
        file = out / f"{name}.parquet"
        schema = table.schema.with_metadata(
            {**(table.schema.metadata or {}), b"attribution": ESCO_ATTRIBUTION.encode()}
        )
        with replacing(file) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in table.to_batches(PARQUET_ROWS):
                writer.write_table(pa.Table.from_batches([batch.cast(schema)], schema))
        yield file


def _write_xlsx(tables: Mapping[str, ArrowRows], out: Path) -> Iterator[Path]:
    file = out / "tables.xlsx"
    with replacing(file) as part:
        write_workbook(tables, part)
    yield file


FORMATS: Mapping[str, Callable[[Mapping[str, Any], Path], Iterator[Path]]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "parquet": _write_parquet,
}


def _arrow(name: str, frame: pd.DataFrame | ArrowRows) -> ArrowRows:
    import pyarrow as pa

    if not isinstance(frame, pd.DataFrame):
        return frame
    table: ArrowRows = (
        to_arrow(frame, TABLES[name]) if name in TABLES else pa.Table.from_pandas(frame, preserve_index=False)
    )
    return table


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime | date) else value
