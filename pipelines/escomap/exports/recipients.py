"""Lists of recipients, checked row by row. What they hold is kept nowhere but in the credentials themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.exports.credential import Recipient
from escomap.model import RawRecord
from escomap.readers.registry import read_records, sniff_format

REQUIRED_COLUMNS = ("given_name", "family_name", "issued_on")
# course_code may be left out where one course was chosen.
COLUMNS: Mapping[str, str] = {
    "given_name": "given name",
    "family_name": "family name",
    "issued_on": "day the credential is valid from, as 2026-06-30",
    "course_code": "code of the course, or its course_id",
    "full_name": "name as it is to be shown; left out: given and family name",
    "date_of_birth": "as 2001-02-03",
    "email": "where the credential is sent",
    "grade": "grade, as it is to be shown",
    "certificate_number": "the institution's number of this certificate",
    "wallet_address": "address of the recipient's wallet",
}
_TABLE_FORMATS = ("csv", "xlsx")
_SURPLUS = re.compile(r"column \d+")
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+")
_WALLET = re.compile(r"\S{1,500}")
_EARLIEST_BIRTH = date(1900, 1, 1)
_LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row of the list; the value is not repeated, since it is personal."""

    row: int
    column: str
    message: str
    sheet: str = ""

    def __str__(self) -> str:
        sheet = f"{self.sheet}:" if self.sheet else ""
        return f"{sheet}row {self.row}, column {self.column or 'none'}: {self.message}"


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A row that can be used: the recipient, and the course as the row names it, empty where it names none."""

    row: int
    course: str
    recipient: Recipient
    sheet: str = ""


def read_recipients(file: Path) -> tuple[list[RecipientRow], list[RowProblem]]:
    """The rows of a CSV file or workbook below the names of columns, and what is wrong with others.

    Raises:
        EscomapError: the file is no table, lacks a required column, or has one that is not known.
    """
    format_name = sniff_format(file)
    if format_name not in _TABLE_FORMATS:
        raise EscomapError("not_a_table", "Recipients are read from CSV or a spreadsheet.", where=str(file))
    rows: list[RecipientRow] = []
    problems: list[RowProblem] = []
    for record in read_records(file, None, format_name):
        values = _named(record, file)
        found = _problems(record, values)
        problems += found
        if not found:
            rows.append(RecipientRow(record.row, values.get("course_code", ""), _recipient(values), record.sheet))
    if not rows and not problems:
        raise EscomapError(
            "no_recipients",
            "The list of recipients has no row below names of columns.",
            where=str(file),
            hint=f"its columns are {', '.join(COLUMNS)}",
        )
    return rows, problems


def _named(record: RawRecord, file: Path) -> dict[str, str]:
    # A row with more fields than the header has them under made-up names.
    given = {header: value for header, value in record.values.items() if not _SURPLUS.fullmatch(header)}
    names = [re.sub(r"[\s-]+", "_", header.strip().casefold()) for header in given]
    unknown = [place for place, name in enumerate(names, start=1) if name not in COLUMNS]
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    if unknown or missing:
        # Names of columns are not repeated: in a file without a header they would be a person's.
        raise EscomapError(
            "unknown_column" if unknown else "missing_column",
            f"The list of recipients has names of columns that are not known: {_numbers(unknown)}."
            if unknown
            else f"The list of recipients lacks {', '.join(missing)}.",
            where=str(file),
            hint=f"its columns are {', '.join(COLUMNS)}",
        )
    return {name: " ".join(value.split()) for name, value in zip(names, given.values(), strict=True)}


def _numbers(places: Sequence[int]) -> str:
    return ", ".join(f"column {place}" for place in places)


def _problems(record: RawRecord, values: Mapping[str, str]) -> list[RowProblem]:
    def problem(column: str, message: str) -> RowProblem:
        return RowProblem(record.row, column, message, record.sheet)

    if record.problem:
        return [problem("", record.problem)]
    found = [problem(name, "is empty") for name in REQUIRED_COLUMNS if not values[name]]
    for name, value in values.items():
        if len(value) > _LONGEST_VALUE:
            found.append(problem(name, f"is longer than {_LONGEST_VALUE} characters"))
        elif value and name in _CHECKS and (message := _CHECKS[name](value)):
            found.append(problem(name, message))
    return found


def _bad_day(value: str) -> str:
    return "" if _day(value) else "is no date such as 2026-06-30"


def _bad_birth(value: str) -> str:
    day = _day(value)
    if day is None:
        return _bad_day(value)
    return "" if _EARLIEST_BIRTH <= day <= date.today() else "is no date of birth: too early, or in the future"


def _form(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    return lambda value: "" if pattern.fullmatch(value) else f"is no {what}"


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "issued_on": _bad_day,
    "date_of_birth": _bad_birth,
    "email": _form(_EMAIL, "e-mail address"),
    "wallet_address": _form(_WALLET, "wallet address"),
}


def _day(value: str) -> date | None:
    # Spreadsheets hand over days as midnight.
    try:
        return date.fromisoformat(re.sub(r"[T ]00:00:00(?:\.0+)?$", "", value))
    except ValueError:
        return None


def _recipient(values: Mapping[str, str]) -> Recipient:
    texts: dict[str, Any] = {name: value for name, value in values.items() if name != "course_code"}
    issued_on, born = _day(values["issued_on"]), _day(values.get("date_of_birth", ""))
    return Recipient(**(texts | {"issued_on": issued_on, "date_of_birth": born}))
