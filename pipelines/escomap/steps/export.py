"""Files out of a published database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from escomap import tables
from escomap.descriptor import build_descriptors
from escomap.exports.credential_files import CredentialReport, write_credentials
from escomap.exports.crib import crib_format
from escomap.exports.crib_index import write_crib_index
from escomap.exports.crib_pdf import require_typst
from escomap.exports.documents import write_documents
from escomap.exports.files import ExportReport
from escomap.exports.formats import ExportOptions
from escomap.exports.official_lists import load_official_lists
from escomap.exports.registry import document_format
from escomap.exports.rows import ArrowRows
from escomap.exports.tables import write_tables
from escomap.exports.words import load_catalogue_words
from escomap.paths import mappings_folder, standards_folder
from escomap.steps.describe import descriptor_frames
from escomap.store.db import Store, StoredRows

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
    tables.DEC_STANDING,
    tables.RAW_REJECT,
)


def export_tables(
    store: Store, out: Path, formats: Sequence[str] = ("csv", "xlsx", "parquet"), *, include_ended: bool = False
) -> list[Path]:
    """The tables of a database as CSV, XLSX and Parquet, without ended courses unless asked; the files written."""
    found: dict[str, ArrowRows] = {table.name: StoredRows(store, table) for table in EXPORTED_TABLES}
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
    homepage: str = "",
    standards: Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """One document per current course in the format ``name``, and with ``include_ended`` per ended one too;
    ``target_types`` are those of Open Badges alignments, ``homepage`` the address of pages of courses without one.

    Raises:
        EscomapError: there is no such format, or its official artefacts are not usable.
    """
    folder = standards_folder(standards)
    return write_documents(
        document_format(name),
        build_descriptors(descriptor_frames(store, include_ended=include_ended)),
        out,
        options=_options(folder, accept_inferred, homepage, target_types),
        known_esco_uris=_known_skills(store),
        standards=folder,
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
    options = _options(None, accept_inferred=False)
    descriptors = list(build_descriptors(descriptor_frames(store, include_ended=include_ended)))
    report = write_documents(
        crib_format(with_pdf=with_pdf),
        descriptors,
        out,
        options=options,
        known_esco_uris=_known_skills(store),
        progress=on_progress,
    )
    write_crib_index(descriptors, out, options)
    return report


def export_credentials(
    store: Store,
    out: Path,
    *,
    courses: Sequence[str] = (),
    recipients: Path | None = None,
    picture: Path | None = None,
    accept_inferred: bool = False,
    include_ended: bool = False,
    standards: Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> CredentialReport:
    """Credentials to upload: one per course with placeholders, or one per row of a list of recipients."""
    folder = standards_folder(standards)
    return write_credentials(
        build_descriptors(descriptor_frames(store, include_ended=include_ended)),
        out,
        options=_options(folder, accept_inferred),
        known_esco_uris=_known_skills(store),
        standards=folder,
        courses=courses,
        recipients=recipients,
        picture=picture,
        progress=on_progress,
    )


def _options(
    standards: Path | None, accept_inferred: bool, homepage: str = "", target_types: Mapping[str, str] | None = None
) -> ExportOptions:
    words = load_catalogue_words(mappings_folder())
    official = load_official_lists(standards) if standards else {}
    return ExportOptions(accept_inferred, words, target_types or {}, official, homepage)


def _known_skills(store: Store) -> frozenset[str]:
    return frozenset(store.rows("skill_uris")["concept_uri"])


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The rows of a table whose value in a column is among some values, or is not."""

    rows: ArrowRows
    column: str
    values: pa.ChunkedArray
    is_among: bool

    @property
    def schema(self) -> pa.Schema:
        return self.rows.schema

    def to_batches(self, max_chunksize: int) -> Iterator[pa.RecordBatch]:
        import pyarrow.compute as pc

        for batch in self.rows.to_batches(max_chunksize):
            found = pc.is_in(batch.column(self.column), value_set=self.values)
            yield batch.filter(found if self.is_among else pc.invert(found))


def _of_current_courses(found: Mapping[str, ArrowRows], ended: pa.Table) -> dict[str, ArrowRows]:
    """The rows of no ended course and none of its outcomes; concepts stay where a link still leads to them."""
    kept = dict(found)
    for name, rows in found.items():
        key = next((key for key in ("course_id", "outcome_id") if key in rows.schema.names), None)
        if key:
            kept[name] = _Chosen(rows, key, ended[key], is_among=False)
    linked = _values(kept[tables.OUT_OUTCOME_SKILL.name], "skill_uri")
    for table in (tables.OUT_SKILL, tables.OUT_SKILL_OCCUPATION):
        kept[table.name] = _Chosen(kept[table.name], "skill_uri", linked, is_among=True)
    return kept


def _values(rows: ArrowRows, column: str) -> pa.ChunkedArray:
    """The values of a column of text, each of them once in every batch."""
    import pyarrow as pa

    return pa.chunked_array([batch.column(column).unique() for batch in rows.to_batches(100_000)], pa.string())
