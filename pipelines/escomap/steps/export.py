"""Files out of a published database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from escomap import tables
from escomap.descriptor import build_descriptors
from escomap.exports.files import ExportReport, write_edc
from escomap.exports.tables import write_tables
from escomap.steps.describe import descriptor_frames
from escomap.store.db import Store

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


def export_tables(store: Store, out: Path, formats: Sequence[str] = ("csv", "xlsx", "parquet")) -> list[Path]:
    """The tables of a database as CSV, XLSX and Parquet; the files written."""
    return write_tables({table.name: store.read_arrow(table) for table in EXPORTED_TABLES}, out, formats)


def export_edc(
    store: Store,
    out: Path,
    *,
    accept_inferred: bool = False,
    standards: Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """One European Digital Credentials descriptor per course."""
    frames = descriptor_frames(store)
    known = frozenset(store.rows("skill_uris")["concept_uri"])
    return write_edc(
        build_descriptors(frames),
        out,
        accept_inferred=accept_inferred,
        known_esco_uris=known,
        standards=standards,
        progress=on_progress,
    )
