"""Typed fields of a course; a value that is not one of its type is reported and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from escomap.catalogue.profile import PLAIN_FIELDS, CatalogueProfile
from escomap.catalogue.quantities import parse_credits, parse_ects, parse_hours, parse_isced_f, parse_url
from escomap.catalogue.records import MAX_REJECT_VALUE, Entry, mapped_value, source_value
from escomap.codes import country_code, language_codes
from escomap.model import Reject, RejectScope

# Field -> parser, code of its reject, hint.
_PARSERS: Mapping[str, tuple[Callable[[str], Any], str, str]] = {
    "ects": (parse_ects, "bad_ects", "write ECTS points as a number, e.g. 7.5"),
    "credits": (parse_credits, "bad_credits", "write credit points as a number, e.g. 30"),
    "workload_hours": (parse_hours, "bad_hours", "write hours as a number, e.g. 150"),
    "isced_f_code": (parse_isced_f, "bad_isced_f", "write an ISCED-F 2013 code of 2 to 4 digits, e.g. 0613"),
    "country_code": (
        country_code,
        "unknown_country",
        "write an ISO 3166-1 code such as IT, or a region such as GB-SCT",
    ),
    "url": (parse_url, "bad_url", "write an address that begins with https://"),
}
_MISSING: Mapping[str, Any] = {"ects": None, "credits": None, "workload_hours": None, "teaching_langs": []}


def course_row(
    entry: Entry, profile: CatalogueProfile, unmapped: Counter[tuple[str, str]]
) -> tuple[dict[str, Any], list[Reject]]:
    """The plain fields of a course and the values that were left out.

    ``unmapped`` counts values of fields with a value mapping that the mapping does not name.
    """
    values = entry.values
    row: dict[str, Any] = {}
    rejects: list[Reject] = []
    for field in PLAIN_FIELDS:
        column, text = source_value(values, field, profile)
        if text and field in profile.values and text not in profile.values[field]:
            unmapped[field, text] += 1
        given_text = mapped_value(text, field, profile) if text else profile.defaults.get(field, "")
        value, problem = _typed(field, given_text)
        row[field] = value
        if problem:
            rejects.append(value_reject(entry, problem[0], column, text or given_text, problem[1]))
    return row, rejects


def value_reject(entry: Entry, code: str, column: str, value: str, hint: str) -> Reject:
    """The report of one value that was not taken over."""
    return Reject(code, RejectScope.VALUE, entry.file, entry.row, hint, column, value[:MAX_REJECT_VALUE], entry.sheet)


def _typed(field: str, text: str) -> tuple[Any, tuple[str, str] | None]:
    if not text:
        return (list(_MISSING[field]) if field == "teaching_langs" else _MISSING.get(field, "")), None
    if field == "teaching_langs":
        codes, unknown = language_codes(text)
        problem = ("unknown_language", "write ISO 639-1 codes such as it, or names of languages") if unknown else None
        return codes, problem
    if field in _PARSERS:
        parse, code, hint = _PARSERS[field]
        value = parse(text)
        return (_MISSING.get(field, ""), (code, hint)) if value is None else (value, None)
    return " ".join(text.split()), None
