"""The form of the files under ``mappings/``: all problems at once, where a run stops at the first."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from escomap.errors import EscomapError
from escomap.exports.words import COLUMNS as WORD_COLUMNS
from escomap.exports.words import NATIONAL_COLUMNS, NATIONAL_KEY, load_catalogue_words
from escomap.levels.crosswalk import check_facts
from escomap.mappings import (
    CUE_COLUMNS,
    FILE_NAMES,
    HEADER_COLUMNS,
    LEXICON_COLUMNS,
    PHRASE_COLUMNS,
    SYNONYM_COLUMNS,
    SYNONYM_KEY,
    load_cues,
    load_headers,
    load_phrases,
    load_profile,
    read_synonyms,
)
from escomap.steps.level import FACT_TABLES, load_level_facts

FACTS = "nqf_eqf.csv"
_WORD_FILES = ("assessment_types.csv", "course_types.csv", "study_modes.csv")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file; ``row`` counts as a person sees it, 0 is the file as a whole."""

    file: str
    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}  {self.message}" if self.row else f"{self.file}  {self.message}"


@dataclass(frozen=True, slots=True)
class Form:
    """The columns and the key of the files that a pattern names."""

    pattern: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


FORMS = (
    *(Form(FILE_NAMES[table.name], tuple(table.column_names), table.key) for table in FACT_TABLES),
    *(Form(name, tuple(WORD_COLUMNS), ("lang", "pattern")) for name in _WORD_FILES),
    Form("nqf_lists.csv", tuple(NATIONAL_COLUMNS), NATIONAL_KEY),
    Form("cues/*.csv", tuple(CUE_COLUMNS), ("kind", "pattern")),
    Form("headers.csv", tuple(HEADER_COLUMNS), ("field", "lang", "header")),
    Form("lexicons/*.csv", tuple(LEXICON_COLUMNS), ("word",)),
    Form("phrases/*.csv", tuple(PHRASE_COLUMNS), ("kind", "pattern")),
    Form("synonyms/*.csv", tuple(SYNONYM_COLUMNS), SYNONYM_KEY),
)


def check_mappings(folder: Path) -> list[Problem]:
    """Every problem of the form of the files, and what the readers say of their content."""
    problems = [problem for form, file in _files(folder) for problem in _check_rows(folder, file, form)]
    problems += _check_crosswalk(folder)
    if not problems:
        # The readers stop at the first problem of a file; only well-formed files are worth reading.
        problems += _check_contents(folder)
    return problems


def sort_mappings(folder: Path) -> list[str]:
    """Sorts the rows of every table by its key and leaves out rows that stand twice; the files that changed."""
    changed = []
    for form, file in _files(folder):
        header, rows = _rows(file)
        if tuple(header) != form.columns or any(len(row) != len(header) for row in rows):
            continue
        key = [header.index(name) for name in form.key]
        unique = dict.fromkeys(map(tuple, rows))
        ordered = sorted(unique, key=lambda row: [row[place] for place in key])
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([header, *ordered])
        if written.getvalue().encode() != file.read_bytes():
            file.write_bytes(written.getvalue().encode())
            changed.append(_name(folder, file))
    return changed


def _files(folder: Path) -> Iterator[tuple[Form, Path]]:
    for form in FORMS:
        yield from ((form, file) for file in sorted(folder.glob(form.pattern)))


def _check_rows(folder: Path, file: Path, form: Form) -> Iterator[Problem]:
    name = _name(folder, file)
    try:
        header, rows = _rows(file)
    except UnicodeDecodeError:
        yield Problem(name, 0, "is not UTF-8")
        return
    if tuple(header) != form.columns:
        yield Problem(name, 1, f"the header must be {','.join(form.columns)}")
        return
    if b"\r" in file.read_bytes():
        yield Problem(name, 0, "ends its lines with CR LF: --fix writes LF")
    previous: list[str] = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            yield Problem(name, number, f"{len(row)} fields where the header has {len(header)}")
            continue
        current = [row[header.index(column)] for column in form.key]
        if current == previous:
            yield Problem(name, number, f"repeats the key {' '.join(filter(None, current))}")
        elif current < previous:
            yield Problem(name, number, "is not in the order of its key: --fix sorts")
        previous = current


def _check_crosswalk(folder: Path) -> Iterator[Problem]:
    if not (folder / FACTS).is_file():
        yield Problem(FACTS, 0, "does not exist")
        return
    header, lines = _rows(folder / FACTS)
    form = next(form for form in FORMS if form.pattern == FACTS)
    if tuple(header) == form.columns and all(len(line) == len(header) for line in lines):
        rows = [dict(zip(header, line, strict=True)) for line in lines]
        yield from (Problem(FACTS, number + 2, message) for number, message in check_facts(rows))


def _check_contents(folder: Path) -> Iterator[Problem]:
    readers: list[tuple[str, Callable[[], object]]] = [
        ("level facts", partial(load_level_facts, folder)),
        ("cues", partial(load_cues, folder)),
        ("phrases", partial(load_phrases, folder)),
        ("headers.csv", partial(load_headers, folder)),
        ("words of exports", partial(load_catalogue_words, folder)),
    ]
    for file in sorted((folder / "synonyms").glob("*.csv")):
        readers.append((_name(folder, file), partial(read_synonyms, file)))
    for file in sorted((folder / "catalogues").glob("*.toml")):
        readers.append((_name(folder, file), partial(load_profile, file, folder)))
    for name, read in readers:
        try:
            read()
        except EscomapError as error:
            yield Problem(name, 0, error.message)


def _rows(file: Path) -> tuple[list[str], list[list[str]]]:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    return (rows[0], rows[1:]) if rows else ([], [])


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder).as_posix()
