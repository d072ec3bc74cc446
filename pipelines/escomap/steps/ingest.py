"""Catalogue files into raw_ and core_ tables; a bad file never costs the good ones, nor its own courses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from escomap import tables
from escomap.catalogue.build import PART_RECORDS, Catalogue, build_parts
from escomap.catalogue.profile import CatalogueProfile
from escomap.catalogue.propose import Sample, propose_profile
from escomap.catalogue.records import RecordIndex
from escomap.errors import EscomapError
from escomap.mappings import load_headers, load_phrases, load_profile
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import file_sha256, format_of, read_records, standard_profile
from escomap.steps.ending import COURSE_TABLES, end_missing, make_way
from escomap.steps.run import Run
from escomap.text.phrases import Phrases

# Records of small files are kept between the passes over them, those of large ones are read again.
HELD_CHARACTERS = 30_000_000


@dataclass(slots=True)
class Seen:
    """What a first pass saw of a file: its records and the rows joined to them, a sample, the records where few."""

    records: int = 0
    rows_joined: int = 0
    sample: Sample = field(default_factory=Sample)
    held: list[RawRecord] | None = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file that could be read to its end; ``name`` tells it from the run's other files, ``profile`` is what it was
    read by.
    """

    path: Path
    name: str
    sha256: str
    profile: CatalogueProfile | None
    format_name: str
    seen: Seen

    def records(self) -> Iterator[RawRecord]:
        """The records, under the file's name in this run."""
        held = self.seen.held
        given = held if held is not None else read_records(self.path, self.profile, self.format_name)
        return (replace(record, file=self.name) for record in given)


def ingest(run: Run) -> None:
    """Reads the files of the request and puts their catalogues in the place of an earlier reading of them.

    With a profile all files are one catalogue; without, each is one of its own. Courses that are gone from a catalogue
    are marked as ended after all of them are read: a course may have moved from one to another.

    Raises:
        EscomapError: no file could be used; otherwise the unusable ones are reported.
    """
    _require_one_catalogue(run)
    folder = mappings_folder(run.request.mappings)
    phrases = load_phrases(folder)
    profile = load_profile(run.request.profile, folder) if run.request.profile else None
    files, errors = _read_files(run, profile, folder)
    known: dict[str, tuple[RecordIndex, int]] = {}
    for group in [files] if profile else [[file] for file in files]:
        try:
            chosen = profile or _own_profile(run, group[0], folder)
            chosen = replace(chosen, name=run.request.catalogue_name or chosen.name)
            index, parts = _prepared(run, group, chosen, phrases)
        except EscomapError as error:
            errors.append(error)
            run.report.failed_files |= {file.name: error.message for file in group}
            continue
        known[chosen.name] = index, _store(run, chosen.name, index, parts)
        for file in group:
            run.report.files[file.name] = file.seen.records + file.seen.rows_joined
            run.report.rows_joined += file.seen.rows_joined
    if not known:
        raise errors[0]
    # Without a profile a file that failed is a catalogue of its own, which nobody touched.
    failed = list(run.report.failed_files) if profile else []
    for name, (index, continued) in known.items():
        end_missing(run, name, index, continued, failed)
    run.catalogues += known
    run.report.catalogue = ", ".join(run.catalogues)
    run.report.rows = sum(run.report.files.values())


def _require_one_catalogue(run: Run) -> None:
    if run.request.catalogue_name and not run.request.profile and len(set(run.request.catalogues)) > 1:
        raise EscomapError(
            "several_catalogues",
            "One name was given for several files, each of which is a catalogue of its own.",
            where=", ".join(map(str, run.request.catalogues)),
            hint="give them a --profile, which makes them one catalogue, or run them one by one",
        )


def _prepared(
    run: Run, group: Sequence[CatalogueFile], profile: CatalogueProfile, phrases: Phrases
) -> tuple[RecordIndex, Iterator[Catalogue]]:
    """What is known of all records, and the catalogue in parts, of which the first is built."""
    index = RecordIndex(profile)
    for file in group:
        for record in file.records():
            index.add(record)
    records = (record for file in group for record in file.records())
    digests = {file.name: file.sha256 for file in group}
    settings = run.request.settings
    parts = build_parts(records, index, phrases, settings=settings, digests=digests, size=PART_RECORDS)
    return index, chain([next(parts)], parts)


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
    to_hold = HELD_CHARACTERS
    for path, name in zip(paths, distinct_names(paths), strict=True):
        run.on_progress(f"read {name}", 0, 0)
        try:
            format_name = format_of(path, profile, run.request.format)
            known = profile or standard_profile(format_name, folder)
            seen, to_hold = _first_pass(read_records(path, known, format_name), to_hold)
            files.append(CatalogueFile(path, name, file_sha256(path), known, format_name, seen))
        except EscomapError as error:
            errors.append(error)
            run.report.failed_files[name] = error.message
            continue
        run.note_input("catalogue", name, files[-1].sha256)
    return files, errors


def _first_pass(records: Iterator[RawRecord], to_hold: int) -> tuple[Seen, int]:
    """Reads to the end, so that a broken file costs nothing; also gives how many characters may still be held."""
    seen = Seen()
    left = to_hold
    for record in records:
        seen.records += 1
        seen.rows_joined += record.joined
        seen.sample.add(record)
        if seen.held is not None:
            seen.held.append(record)
            left -= sum(map(len, record.values.values()))
            if left < 0:
                seen.held, left = None, to_hold
    return seen, left


def _own_profile(run: Run, file: CatalogueFile, folder: Path) -> CatalogueProfile:
    """The profile of a file read without one, under the file's name: that of its format, or one by its headers."""
    stems = [path.stem for path in run.request.catalogues]
    name = file.path.stem if stems.count(file.path.stem) == 1 else file.name
    if file.profile is not None:
        run.report.notes.append(f"{file.name}: read as {file.profile.title} (profile {file.profile.name})")
        return replace(file.profile, name=name)
    proposed = propose_profile(name, file.seen.sample.records, load_headers(folder))
    profile = proposed.require_usable(file.path)
    placed = ", ".join(f"{field} = {column}" for field, column in proposed.placed())
    run.report.notes.append(f"{file.name}: no profile given, columns placed by their headers: {placed}")
    return profile


def _store(run: Run, name: str, index: RecordIndex, parts: Iterable[Catalogue]) -> int:
    """Puts a catalogue into the tables, each part in a transaction: DuckDB holds in memory what is not committed.

    The file could be read twice before, so an error after the first part ends the run, which publishes nothing. Gives
    the number of courses that were there before and current.
    """
    unmapped: Counter[tuple[str, str]] = Counter()
    continued = 0
    with run.store.loading():
        for number, part in enumerate(parts):
            with run.store.transaction():
                if not number:
                    continued = make_way(run, name, index)
                _append(run, part)
            unmapped.update(part.unmapped_values)
            run.report.rows_rejected += int((part.raw_record["record_status"] == "rejected").sum())
            run.on_progress(f"store {name}", min((number + 1) * PART_RECORDS, index.count), index.count)
    _note_open_ends(run, index, unmapped)
    return continued


def _append(run: Run, part: Catalogue) -> None:
    with run.store.lookup(part.raw_record[["record_id"]]):
        # That of a missing course can be read again, as one that is rejected now.
        run.store.execute("take_over_raw_record")
    for table in ("raw_record", "raw_reject", *COURSE_TABLES):
        run.store.append(getattr(part, table), tables.TABLES[table])


def _note_open_ends(run: Run, index: RecordIndex, unmapped: Counter[tuple[str, str]]) -> None:
    notes, profile, present = run.report.notes, index.profile, set(index.columns)
    if unplaced := profile.unplaced(index.columns):
        notes.append(f"columns kept in raw_record only: {', '.join(unplaced)}")
    if missing := [name for name in profile.source_columns if name not in present]:
        notes.append(f"columns the profile names and the file lacks: {', '.join(missing)}")
    notes += [
        f"the profile maps {field} values, but not {value!r} ({count} rows): kept as given"
        for (field, value), count in unmapped.most_common()
    ]
