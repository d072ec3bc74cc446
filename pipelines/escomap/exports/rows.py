"""Rows of a table as flat values, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

LIST_SEPARATOR = "|"
_BATCH_ROWS = 10_000


class ArrowRows(Protocol):
    """A table that gives its rows in batches: one in memory (``pyarrow.Table``), or one in a database."""

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        ...

    def to_batches(self, max_chunksize: int) -> Iterable[pa.RecordBatch]:
        """The rows, at most so many in a batch."""
        ...


def table_rows(table: ArrowRows) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, lists joined by ``|``."""
    for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
        yield from zip(*(map(_flat, column.to_pylist()) for column in batch.columns), strict=True)


def _flat(value: Any) -> Any:
    return LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
