"""Parquet files, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.json_records import flattened

# A small file may unpack to very long texts.
BATCH_ROWS = 200


def read_parquet(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of a Parquet file, nested columns flattened as in JSON; rows are numbered from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                columns = [_values(column) for column in batch.columns]
                for row in zip(*columns, strict=True):
                    number += 1
                    values = flattened(dict(zip(names, row, strict=True)))
                    if any(values.values()):
                        yield RawRecord(path.name, number, values)
    except (pa.ArrowException, OSError) as error:
        raise EscomapError(
            "corrupt_file",
            f"The Parquet file cannot be read ({str(error).splitlines()[0]}).",
            where=str(path),
            hint="write the file again; it may be cut off",
        ) from error


def _values(column: Any) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError, KeyError):
        # One value that Python has no object for, such as a date in the year 10000.
        values = [_value(scalar) for scalar in column]
    return values


def _value(scalar: Any) -> Any:
    """A value, or the text Arrow writes for one that Python has no object for."""
    import pyarrow as pa

    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()
    except (ValueError, OverflowError, KeyError):
        try:
            return scalar.cast(pa.string()).as_py()
        except pa.ArrowException:
            return str(getattr(scalar, "value", ""))
