"""Files out of a published database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from escomap import tables
from escomap.descriptor import build_descriptors
from escomap.exports.files import ExportReport, write_edc
from escomap.exports.tables import write_tables
from escomap.steps.describe import descriptor_frames
from escomap.store.db import Store

if TYPE_CHECKING:
    import pyarrow as pa

# What a user of the tables works with; raw_, map_ and the ESCO release itself stay in the database.
EXPORTED_TABLES = (
    tables.OUT_DESCRIPTOR,
    tables.OUT_OUTCOME_SKILL,
    tables.OUT_SKILL,
    tables.OUT_SKILL_OCCUPATION,
    tables.CORE_OUTCOME,
    tables.SUG_SKILL,
    tables.SUG_LEVEL,
    tables.SUG_DIMENSION,
    tables.SUG_FIELD,
    tables.SUG_REPLACEMENT,
    tables.RAW_REJECT,
)


def export_tables(
    store: Store, out: Path, formats: Sequence[str] = ("csv", "xlsx", "parquet"), *, include_ended: bool = False
) -> list[Path]:
    """The tables of a database as CSV, XLSX and Parquet, without ended courses unless asked; the files written."""
    found = {table.name: store.read_arrow(table) for table in EXPORTED_TABLES}
    if not include_ended:
        ended = store.arrow("ended_courses")
        found = {name: _without(rows, ended) for name, rows in found.items()}
    return write_tables(found, out, formats)


def export_edc(
    store: Store,
    out: Path,
    *,
    accept_inferred: bool = False,
    include_ended: bool = False,
    standards: Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """One European Digital Credentials descriptor per current course, and with ``include_ended`` per ended one too."""
    frames = descriptor_frames(store, include_ended=include_ended)
    known = frozenset(store.rows("skill_uris")["concept_uri"])
    return write_edc(
        build_descriptors(frames),
        out,
        accept_inferred=accept_inferred,
        known_esco_uris=known,
        standards=standards,
        progress=on_progress,
    )


def _without(rows: pa.Table, ended: pa.Table) -> pa.Table:
    """The rows that belong to no ended course; rows of outcomes name only the outcome."""
    import pyarrow.compute as pc

    key = next((name for name in ("course_id", "outcome_id") if name in rows.column_names), None)
    return rows.filter(pc.invert(pc.is_in(rows[key], value_set=ended[key]))) if key else rows
