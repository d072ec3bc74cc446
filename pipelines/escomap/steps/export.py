"""Files out of a published database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from escomap import tables
from escomap.descriptor import build_descriptors
from escomap.exports.crib import crib_format
from escomap.exports.crib_index import write_crib_index
from escomap.exports.crib_pdf import require_typst
from escomap.exports.documents import write_documents
from escomap.exports.files import ExportReport
from escomap.exports.formats import ExportOptions
from escomap.exports.registry import document_format
from escomap.exports.tables import write_tables
from escomap.exports.words import load_catalogue_words
from escomap.paths import mappings_folder
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
    tables.SUG_OUTCOME_LEVEL,
    tables.OUT_LEVEL_REVIEW,
    tables.RAW_REJECT,
)


def export_tables(
    store: Store, out: Path, formats: Sequence[str] = ("csv", "xlsx", "parquet"), *, include_ended: bool = False
) -> list[Path]:
    """The tables of a database as CSV, XLSX and Parquet, without ended courses unless asked; the files written."""
    found = {table.name: store.read_arrow(table) for table in EXPORTED_TABLES}
    if not include_ended:
        found = _of_current_courses(found, store.arrow("ended_courses"))
    return write_tables(found, out, formats)


def export_documents(
    store: Store,
    name: str,
    out: Path,
    *,
    accept_inferred: bool = False,
    include_ended: bool = False,
    target_types: Mapping[str, str] | None = None,
    standards: Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """One document per current course in the format ``name``, and with ``include_ended`` per ended one too;
    ``target_types`` are those of Open Badges alignments.

    Raises:
        EscomapError: there is no such format, or its official artefacts are not usable.
    """
    options = ExportOptions(accept_inferred, load_catalogue_words(mappings_folder()), target_types or {})
    return write_documents(
        document_format(name),
        build_descriptors(descriptor_frames(store, include_ended=include_ended)),
        out,
        options=options,
        known_esco_uris=frozenset(store.rows("skill_uris")["concept_uri"]),
        standards=standards,
        progress=on_progress,
    )


def export_crib(
    store: Store,
    out: Path,
    *,
    with_pdf: bool = False,
    include_ended: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """A page per current course with the values for the Europass form, as HTML, on request as PDF, and a list of them.

    Raises:
        EscomapError: PDF is asked for and Typst is not installed.
    """
    if with_pdf:
        require_typst()
    options = ExportOptions(words=load_catalogue_words(mappings_folder()))
    descriptors = list(build_descriptors(descriptor_frames(store, include_ended=include_ended)))
    report = write_documents(
        crib_format(with_pdf=with_pdf),
        descriptors,
        out,
        options=options,
        known_esco_uris=frozenset(store.rows("skill_uris")["concept_uri"]),
        progress=on_progress,
    )
    write_crib_index(descriptors, out, options)
    return report


def _of_current_courses(found: dict[str, pa.Table], ended: pa.Table) -> dict[str, pa.Table]:
    """The rows of no ended course and none of its outcomes; concepts stay where a link still leads to them."""
    import pyarrow.compute as pc

    kept = dict(found)
    for name, rows in found.items():
        key = next((key for key in ("course_id", "outcome_id") if key in rows.column_names), None)
        if key:
            kept[name] = rows.filter(pc.invert(pc.is_in(rows[key], value_set=ended[key])))
    linked = kept[tables.OUT_OUTCOME_SKILL.name]["skill_uri"]
    for table in (tables.OUT_SKILL, tables.OUT_SKILL_OCCUPATION):
        kept[table.name] = kept[table.name].filter(pc.is_in(kept[table.name]["skill_uri"], value_set=linked))
    return kept
