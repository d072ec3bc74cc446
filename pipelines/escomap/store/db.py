"""The DuckDB file of a project: written beside, published in one step, read by anyone in between.

While one process writes a DuckDB file no other can open it. So a run works on ``NAME.duckdb.work`` and publishes with
one rename. A run that is killed leaves the published file as it was; the next run starts from that again and takes
over the matches that were finished, and nothing else: it may be a run on another catalogue.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from shlex import quote
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from escomap import tables
from escomap.errors import EscomapError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from escomap.tables import Table

# Left alone, DuckDB takes up to 80 % of the memory there is. A part of a catalogue and its pages fit into this.
LOADING_MEMORY = "300MB"


class Store:
    """An open database: rows in, rows out, always through a declared table or a named statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; changes are kept."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside take effect together or not at all."""
        self._run("begin transaction")
        try:
            yield
        except BaseException:
            self._run("rollback")
            raise
        self._run("commit")

    @contextmanager
    def loading(self) -> Iterator[None]:
        """For bulk loads and reads: DuckDB keeps few pages in memory inside, since none is needed again soon."""
        self._run(f"set memory_limit = '{LOADING_MEMORY}'")
        try:
            yield
        finally:
            self._run("reset memory_limit")

    def execute(self, statement: str, **parameters: Any) -> None:
        """Runs the statement file ``sql/<statement>.sql`` with bound parameters."""
        self._run(sql(statement), parameters or None)

    def rows(self, statement: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a named statement."""
        frame: pd.DataFrame = self.arrow(statement, **parameters).to_pandas()
        return frame

    def arrow(self, statement: str, **parameters: Any) -> pa.Table:
        """The rows of a named statement as an Arrow table."""
        return self._connection.sql(sql(statement), params=parameters or None).to_arrow_table()

    def read(self, table: Table) -> pd.DataFrame:
        """All rows of a table, in key order."""
        frame: pd.DataFrame = self.read_arrow(table).to_pandas()
        return frame

    def read_arrow(self, table: Table) -> pa.Table:
        """All rows of a table as Arrow, in key order."""
        return self._connection.sql(_in_key_order(table)).to_arrow_table()

    def batches(self, table: Table, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows of a table in key order, so many at a time; the statements that come next wait for the last."""
        with self.loading():
            reader = self._connection.sql(_in_key_order(table)).to_arrow_reader(rows)
            try:
                yield from reader
            finally:
                reader.close()

    def count(self, table: Table) -> int:
        """Number of rows of a table."""
        return int(self._run(f"select count(*) from {table.name}")[0][0])

    def append(self, frame: pd.DataFrame, table: Table) -> None:
        """Adds rows after checking them against the table's declaration."""
        self._insert(tables.to_arrow(frame, table), table)

    def replace(self, frame: pd.DataFrame, table: Table) -> None:
        """Puts rows in the place of all rows of the table."""
        rows = tables.to_arrow(frame, table)
        self._run(f"delete from {table.name}")
        self._insert(rows, table)

    @contextmanager
    def lookup(self, frame: pd.DataFrame) -> Iterator[None]:
        """Makes ``frame`` readable as ``given_rows`` in statements inside."""
        import pyarrow as pa

        # Arrow, not pandas: scans of strided frames have returned wrong values in recent DuckDB releases.
        self._connection.register("given_rows", pa.Table.from_pandas(frame, preserve_index=False))
        try:
            yield
        finally:
            self._connection.unregister("given_rows")

    def checkpoint(self) -> None:
        """Writes everything into the one file."""
        self._run("checkpoint")

    def _run(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        # Fetched to the end: DuckDB 2 refuses the next statement while a result is unfinished.
        return self._connection.execute(text, parameters).fetchall()

    def _insert(self, rows: pa.Table, table: Table) -> None:
        self._connection.register("new_rows", rows)
        try:
            self._run(f"insert into {table.name} by name select * from new_rows")
        finally:
            self._connection.unregister("new_rows")


@dataclass(frozen=True, slots=True)
class StoredRows:
    """A table of a database as exports take one: its rows are read in batches, as often as they are asked for."""

    store: Store
    table: Table

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return tables.arrow_schema(self.table)

    def to_batches(self, max_chunksize: int) -> Iterator[pa.RecordBatch]:
        """The rows in key order, at most so many in a batch."""
        return self.store.batches(self.table, max_chunksize)


def _in_key_order(table: Table) -> str:
    # Only names declared in tables.py are put into the text.
    return f"select {', '.join(table.column_names)} from {table.name} order by {', '.join(table.key)}"


def open_work(path: Path) -> Store:
    """The work file of a run on ``path``: a copy of the published file with the matches an interrupted run finished.

    Raises:
        EscomapError: another process writes it, or the published file is damaged.
    """
    work, left = work_path(path), left_path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_whole = work.exists() and _is_readable(work)
    if is_whole and not left.exists():
        work.replace(left)
    else:
        # Damaged, or of a run stopped while it took over: then it is only a part of what was left.
        discard_work(path)
    if path.exists():
        open_store(path).close()
        shutil.copyfile(path, work)
    store = _with_tables(work)
    if left.exists():
        _take_over_matches(store, left)
        left.unlink()
    return store


def open_store(path: Path) -> Store:
    """The published database, read-only.

    Raises:
        EscomapError: the file is missing, damaged, or not written by escomap.
    """
    if not path.exists():
        raise EscomapError(
            "missing_database",
            "The database does not exist.",
            where=str(path),
            hint=f"create it first: escomap run CATALOGUE --db {path}",
        )
    connection = _connect(path, read_only=True)
    known = set(connection.execute("select table_name, column_name from duckdb_columns()").fetchall())
    declared = {(table.name, column) for table in tables.TABLES.values() for column in table.column_names}
    if missing := sorted(declared - known):
        connection.close()
        table, column = missing[0]
        raise EscomapError(
            "not_an_escomap_database",
            f"Another program or version wrote the database: it lacks {len(missing)} columns, first {table}.{column}.",
            where=str(path),
            hint=_writing_again(path),
        )
    return Store(connection, path)


def publish(store: Store, path: Path) -> None:
    """Closes the work file and puts it in the place of the published one, in one step."""
    store.checkpoint()
    store.close()
    store.path.replace(path)


def discard_work(path: Path) -> None:
    """Removes the work file, as after a run that stored nothing worth keeping."""
    for leftover in (work_path(path), work_path(path).with_name(work_path(path).name + ".wal")):
        leftover.unlink(missing_ok=True)


def work_path(path: Path) -> Path:
    """The work file beside a published file."""
    return path.with_name(path.name + ".work")


def left_path(path: Path) -> Path:
    """The work file of an interrupted run, while the next run takes over from it."""
    return path.with_name(path.name + ".work.left")


def _with_tables(work: Path) -> Store:
    connection = _connect(work, read_only=False)
    for table in tables.TABLES.values():
        connection.execute(tables.create_statement(table))
    return Store(connection, work)


def _is_readable(work: Path) -> bool:
    """Whether a work file can be opened, which also brings its log into the one file; raises while a run holds it."""
    try:
        with _with_tables(work) as store:
            store.checkpoint()
    except EscomapError as error:
        if error.code != "damaged_database":
            raise
        return False
    return True


def _take_over_matches(store: Store, left: Path) -> None:
    with _with_tables(left) as earlier:
        matches, suggestions = (earlier.read(table) for table in (tables.SUG_MATCH, tables.SUG_SKILL))
        # Only a stopped migration adds to it; what it took out of the suggestions must not be lost with its work file.
        replacements = earlier.read(tables.SUG_REPLACEMENT)
    with store.transaction():
        with store.lookup(matches[["outcome_id"]]):
            for table in (tables.SUG_MATCH, tables.SUG_SKILL):
                store.execute(f"drop_matched_{table.name}")
        store.append(matches, tables.SUG_MATCH)
        store.append(suggestions, tables.SUG_SKILL)
        store.replace(replacements, tables.SUG_REPLACEMENT)


def statement_names() -> list[str]:
    """The names of all statement files."""
    return sorted(entry.name.removesuffix(".sql") for entry in _sql_folder().iterdir() if entry.name.endswith(".sql"))


@cache
def sql(name: str) -> str:
    """The text of a statement file."""
    text: str = (_sql_folder() / f"{name}.sql").read_text(encoding="utf-8")
    return text


def _sql_folder() -> Any:
    return files("escomap.store") / "sql"


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    # Nothing is ever downloaded or read from elsewhere by a statement.
    config: Mapping[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    try:
        return duckdb.connect(str(path), read_only=read_only, config=dict(config))
    except duckdb.IOException as error:
        # The whole phrase: the message holds the path, and "lock" alone is found in /clock/a.duckdb too.
        if any(phrase in str(error).lower() for phrase in ("could not set lock", "used by another process")):
            raise EscomapError(
                "database_in_use",
                "Another process is writing this database.",
                where=str(path),
                hint="wait for it to end; readers can use the published file meanwhile",
            ) from error
        raise _damaged(path, error) from error
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> EscomapError:
    return EscomapError(
        "damaged_database",
        f"The file is not a readable DuckDB database: {str(error).splitlines()[0]}",
        where=str(path),
        hint=_writing_again(path),
    )


def _writing_again(path: Path) -> str:
    aside, here = quote(f"{path}.old"), quote(str(path))
    return f"move it away and write it again: mv {here} {aside} && escomap run CATALOGUE --db {here}"
