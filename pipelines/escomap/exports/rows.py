"""Rows of an Arrow table as flat values, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

LIST_SEPARATOR = "|"
_BATCH_ROWS = 10_000


def table_rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, lists joined by ``|``."""
    for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
        yield from zip(*(map(_flat, column.to_pylist()) for column in batch.columns), strict=True)


def _flat(value: Any) -> Any:
    return LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
