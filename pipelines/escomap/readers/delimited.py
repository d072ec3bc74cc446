"""Delimited text: CSV, TSV and their many dialects."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.continued_rows import joined_rows
from escomap.readers.encoding import detect_encoding
from escomap.readers.table_header import MAX_TITLE_ROWS, find_header

DELIMITERS = ",;\t|"
MAX_FIELD_CHARACTERS = 10_000_000
_SAMPLE_CHARACTERS = 200_000
# The first line that tells Excel the delimiter.
_DECLARED = re.compile(r"\ufeff?[\"']?sep=(.)[\"']?\r?\n", re.IGNORECASE)


def read_delimited(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of a delimited file; one that does not fit the header carries a problem."""
    encoding = detect_encoding(path, profile.encoding if profile else "")
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE_CHARACTERS)
        file.seek(0)
        delimiter = (profile.delimiter if profile else "") or _delimiter(sample)
        rows = _numbered(csv.reader(_without_nul(file), delimiter=delimiter), path)
        head = list(islice(rows, MAX_TITLE_ROWS * 2))
        header = find_header([row for _, row, _ in head], profile.header_row if profile else 0)
        if header is None or (len(header.names) < 2 and not (profile and profile.delimiter)):
            raise EscomapError(
                "not_a_catalogue",
                "No header row with at least two columns was found.",
                where=str(path),
                hint="name header_row and delimiter in a profile, or check that this is the right file",
            )
        records = (
            _record(path, number, header.names, row, problem)
            for number, row, problem in chain(head[header.last + 1 :], rows)
            if problem or any(cell.strip() for cell in row)
        )
        yield from joined_rows(records, header.names, profile)


def _numbered(reader: Iterator[list[str]], path: Path) -> Iterator[tuple[int, list[str], str]]:
    # A spreadsheet numbers records, so a cell with line ends still fills one row.
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield number, [], f"the row cannot be read ({error})"


def _record(path: Path, number: int, names: Sequence[str], row: list[str], problem: str) -> RawRecord:
    extra = row[len(names) :]
    while extra and not extra[-1].strip():
        extra = extra[:-1]
    if extra:
        problem = f"{len(names) + len(extra)} fields where the header has {len(names)}"
    elif not problem and len(row) < len(names) / 2:
        problem = f"{len(row)} fields where the header has {len(names)}"
    cells = [*row[: len(names)], *[""] * (len(names) - len(row))]
    values = dict(zip(names, cells, strict=True))
    values.update({f"column {len(names) + place}": cell for place, cell in enumerate(extra, start=1)})
    return RawRecord(path.name, number, values, problem=problem)


def _without_nul(lines: io.TextIOBase) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)


def _delimiter(sample: str) -> str:
    """The delimiter a spreadsheet declares, else the one that cuts most rows into the same number of fields.

    Of several, the one that does so from the earliest row on, which is the header: commas in numbers and sentences
    begin below it. Then the one that cuts into the most fields.
    """
    if declared := _DECLARED.match(sample):
        return declared[1]

    def score(delimiter: str) -> tuple[bool, int, int, float]:
        rows = [row for row in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), 60) if row]
        widths = [len(row) for row in rows[:-1] or rows]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        share = widths.count(usual) / max(1, len(widths))
        return usual > 1 and share > 0.5, -widths.index(usual) if usual > 1 else -len(widths), usual, share

    try:
        scores = {delimiter: score(delimiter) for delimiter in DELIMITERS}
    except csv.Error:
        return max(DELIMITERS, key=sample.partition("\n")[0].count)
    return max(DELIMITERS, key=scores.__getitem__)
