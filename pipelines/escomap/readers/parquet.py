"""Parquet files, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.json_records import flattened

BATCH_ROWS = 2000


def read_parquet(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of a Parquet file, nested columns flattened as in JSON; rows are numbered from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    values = flattened(row)
                    if any(values.values()):
                        yield RawRecord(path.name, number, values)
    except (pa.ArrowInvalid, OSError) as error:
        raise EscomapError(
            "corrupt_file",
            f"The Parquet file cannot be read ({str(error).splitlines()[0]}).",
            where=str(path),
            hint="write the file again; it may be cut off",
        ) from error
