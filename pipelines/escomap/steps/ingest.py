"""Catalogue files into raw_ and core_ tables; a bad file never costs the good ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from escomap import tables
from escomap.catalogue.build import Catalogue, build_catalogue
from escomap.catalogue.profile import CatalogueProfile
from escomap.catalogue.propose import propose_profile, sample_of
from escomap.errors import EscomapError
from escomap.mappings import load_headers, load_phrases, load_profile
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import file_sha256, format_of, read_records, standard_profile
from escomap.steps.run import Run

COURSE_TABLES = ("core_course_text", "core_outcome", "core_course")


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file that could be read; ``name`` tells it from the run's other files, ``profile`` is what it was read by."""

    path: Path
    name: str
    sha256: str
    records: list[RawRecord]
    profile: CatalogueProfile | None


def ingest(run: Run) -> None:
    """Reads the files of the request and puts their catalogues in the place of an earlier reading of them.

    With a profile all files are one catalogue; without, each is one of its own.

    Raises:
        EscomapError: no file could be used; otherwise the unusable ones are reported.
    """
    folder = mappings_folder(run.request.mappings)
    phrases = load_phrases(folder)
    profile = load_profile(run.request.profile, folder) if run.request.profile else None
    files, errors = _read_files(run, profile, folder)
    for group in [files] if profile else [[file] for file in files]:
        try:
            chosen = profile or _own_profile(run, group[0], folder)
            catalogue = build_catalogue(
                [record for file in group for record in file.records],
                chosen,
                phrases,
                settings=run.request.settings,
                digests={file.name: file.sha256 for file in group},
            )
        except EscomapError as error:
            errors.append(error)
            run.report.failed_files |= {file.name: error.message for file in group}
            continue
        _store(run, chosen.name, catalogue)
        _note_open_ends(run, catalogue)
        run.catalogues.append(chosen.name)
        run.report.files |= {file.name: len(file.records) for file in group}
    if not run.catalogues:
        raise errors[0]
    run.report.catalogue = ", ".join(run.catalogues)
    run.report.rows = sum(run.report.files.values())


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """A name for each path: the file's own, with as many folders before it as tell it from the others.

    >>> distinct_names([Path("a/courses.csv"), Path("b/courses.csv"), Path("b/more.csv")])
    ['a/courses.csv', 'b/courses.csv', 'more.csv']
    """
    names = []
    for path in paths:
        parts = path.resolve().parts
        length = next(
            count
            for count in range(1, len(parts) + 1)
            if count == len(parts) or sum(other.resolve().parts[-count:] == parts[-count:] for other in paths) == 1
        )
        names.append("/".join(parts[-length:]))
    return names


def _read_files(
    run: Run, profile: CatalogueProfile | None, folder: Path
) -> tuple[list[CatalogueFile], list[EscomapError]]:
    paths = list(dict.fromkeys(run.request.catalogues))
    files: list[CatalogueFile] = []
    errors: list[EscomapError] = []
    for path, name in zip(paths, distinct_names(paths), strict=True):
        run.on_progress(f"read {name}", 0, 0)
        try:
            format_name = format_of(path, profile, run.request.format)
            known = profile or standard_profile(format_name, folder)
            records = [replace(record, file=name) for record in read_records(path, known, format_name)]
            files.append(CatalogueFile(path, name, file_sha256(path), records, known))
        except EscomapError as error:
            errors.append(error)
            run.report.failed_files[name] = error.message
            continue
        run.note_input("catalogue", name, files[-1].sha256)
    return files, errors


def _own_profile(run: Run, file: CatalogueFile, folder: Path) -> CatalogueProfile:
    """The profile of a file read without one, under the file's name: that of its format, or one by its headers."""
    stems = [path.stem for path in run.request.catalogues]
    name = file.path.stem if stems.count(file.path.stem) == 1 else file.name
    if file.profile is not None:
        run.report.notes.append(f"{file.name}: read as {file.profile.title} (profile {file.profile.name})")
        return replace(file.profile, name=name)
    proposed = propose_profile(name, sample_of(file.records), load_headers(folder))
    profile = proposed.require_usable(file.path)
    placed = ", ".join(f"{field} = {column}" for field, column in proposed.placed())
    run.report.notes.append(f"{file.name}: no profile given, columns placed by their headers: {placed}")
    return profile


def _store(run: Run, name: str, catalogue: Catalogue) -> None:
    with run.store.transaction():
        # Texts and outcomes first: which of them belong to the catalogue is told by its courses.
        for table in COURSE_TABLES:
            run.store.execute(f"clear_{table}", catalogue=name)
        for table in ("raw_record", "raw_reject"):
            run.store.execute(f"clear_{table}", catalogue=name)
        with run.store.lookup(catalogue.core_course[["course_id"]]):
            _take_over(run, name)
        for table in ("raw_record", "raw_reject", *reversed(COURSE_TABLES)):
            run.store.append(getattr(catalogue, table), tables.TABLES[table])
    rejected = catalogue.raw_record["record_status"] == "rejected"
    run.report.rows_rejected += int(rejected.sum())


def _take_over(run: Run, name: str) -> None:
    """A course is one course under whatever name its catalogue is read: the latest reading has it."""
    for row in run.store.rows("count_courses_held").itertuples():
        run.report.notes.append(f"{row.amount} courses of catalogue {row.name} are now taken from {name}")
    for table in COURSE_TABLES:
        run.store.execute(f"take_over_{table}")


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
