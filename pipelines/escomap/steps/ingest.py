"""Catalogue files into raw_ and core_ tables; a bad file never costs the good ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from escomap import tables
from escomap.catalogue.build import Catalogue, build_catalogue
from escomap.catalogue.profile import CatalogueProfile
from escomap.catalogue.propose import propose_profile
from escomap.errors import EscomapError
from escomap.mappings import load_headers, load_phrases, load_profile
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import file_sha256, read_records
from escomap.steps.run import Run

HEADER_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file that could be read."""

    path: Path
    sha256: str
    records: list[RawRecord]


def ingest(run: Run) -> None:
    """Reads the files of the request and puts their catalogue in the place of an earlier reading of it.

    Raises:
        EscomapError: no file could be read; otherwise unreadable files are reported.
    """
    folder = mappings_folder(run.request.mappings)
    phrases = load_phrases(folder)
    profile = load_profile(run.request.profile, folder) if run.request.profile else None
    files = _read_files(run, profile)
    groups = [(profile, files)] if profile else [(_proposed(run, file, folder), [file]) for file in files]
    names = []
    for chosen, group in groups:
        records = [record for file in group for record in file.records]
        catalogue = build_catalogue(
            records,
            chosen,
            phrases,
            settings=run.request.settings,
            digests={file.path.name: file.sha256 for file in group},
        )
        _store(run, chosen.name, catalogue)
        _note_open_ends(run, catalogue)
        names.append(chosen.name)
    run.report.catalogue = ", ".join(names)


def _read_files(run: Run, profile: CatalogueProfile | None) -> list[CatalogueFile]:
    files: list[CatalogueFile] = []
    errors: list[EscomapError] = []
    for path in run.request.catalogues:
        run.on_progress(f"read {path.name}", 0, 0)
        try:
            files.append(
                CatalogueFile(path, file_sha256(path) if path.is_file() else "", list(read_records(path, profile)))
            )
        except EscomapError as error:
            errors.append(error)
            run.report.failed_files[path.name] = error.message
            continue
        run.report.files[path.name] = len(files[-1].records)
        run.note_input("catalogue", path.name, files[-1].sha256)
    if not files:
        raise errors[0]
    run.report.rows = sum(run.report.files.values())
    return files


def _proposed(run: Run, file: CatalogueFile, folder: Path) -> CatalogueProfile:
    proposed = propose_profile(file.path.stem, file.records[:HEADER_SAMPLE_ROWS], load_headers(folder))
    profile = proposed.require_usable(file.path)
    placed = ", ".join(f"{field} = {column}" for field, column in proposed.placed())
    run.report.notes.append(f"{file.path.name}: no profile given, columns placed by their headers: {placed}")
    return profile


def _store(run: Run, name: str, catalogue: Catalogue) -> None:
    with run.store.transaction():
        # Texts and outcomes first: which of them belong to the catalogue is told by its courses.
        for table in ("core_course_text", "core_outcome", "core_course", "raw_record", "raw_reject"):
            run.store.execute(f"clear_{table}", catalogue=name)
        for table in ("raw_record", "raw_reject", "core_course", "core_course_text", "core_outcome"):
            run.store.append(getattr(catalogue, table), tables.TABLES[table])
    rejected = catalogue.raw_record["record_status"] == "rejected"
    run.report.rows_rejected += int(rejected.sum())


def _note_open_ends(run: Run, catalogue: Catalogue) -> None:
    notes = run.report.notes
    if catalogue.unplaced_columns:
        notes.append(f"columns kept in raw_record only: {', '.join(catalogue.unplaced_columns)}")
    if catalogue.missing_columns:
        notes.append(f"columns the profile names and the file lacks: {', '.join(catalogue.missing_columns)}")
    notes += [
        f"the profile maps {field} values, but not {value!r} ({count} rows): kept as given"
        for (field, value), count in (catalogue.unmapped_values or {}).items()
    ]
