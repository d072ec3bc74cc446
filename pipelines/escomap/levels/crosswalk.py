"""The form of the facts in nqf_eqf.csv: what each must say, and that no two hold at the same time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from escomap.codes import country_code
from escomap.levels.rows import EVIDENCE_CLASSES

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_FIRST, _LAST = "0000", "9999"
# Where a source is shown it is an address or a named document; class C may say that nobody has looked.
UNVERIFIED_SOURCE = "general knowledge"
Row = Mapping[str, Any]


def check_facts(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """What is wrong with rows of nqf_eqf.csv, as row (from 0) and message."""
    for number, row in enumerate(rows):
        yield from ((number, message) for message in _problems(row))
    yield from _overlaps(rows)


def _problems(row: Row) -> Iterator[str]:
    code = row["country_code"]
    if code != "*" and country_code(code) != code:
        yield f"the country {code!r} is no ISO 3166-1 code or region"
    if not row["framework"]:
        yield "the framework is empty"
    if bool(row["nqf_level"]) == bool(row["qualification"]):
        yield "either nqf_level or qualification must be filled, not both"
    if not re.fullmatch("[1-8]", str(row["eqf_level"])):
        yield f"the EQF level {row['eqf_level']!r} is not 1 to 8"
    if row["evidence_class"] not in EVIDENCE_CLASSES:
        yield f"the evidence class {row['evidence_class']!r} is not A, B or C"
    if not row["source"].strip():
        yield "the source is empty"
    if row["evidence_class"] in ("A", "B") and row["source"].strip() == UNVERIFIED_SOURCE:
        yield f"general knowledge is class C, not {row['evidence_class']}"
    years = [row["valid_from"], row["valid_to"]]
    if not all(year == "" or _YEAR.fullmatch(year) for year in years):
        yield f"the validity {'-'.join(years)} is not in years"
    elif all(years) and years[0] > years[1]:
        yield f"the validity ends in {years[1]}, before it begins in {years[0]}"


def _overlaps(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    known: dict[tuple[str, ...], list[Row]] = {}
    for number, row in enumerate(rows):
        key = tuple(row[name] for name in ("country_code", "framework", "nqf_level", "qualification"))
        for other in known.setdefault(key, []):
            if _begin(row) <= _end(other) and _begin(other) <= _end(row):
                yield number, f"holds in the same years as another row of {' '.join(filter(None, key))}"
        known[key].append(row)


def _begin(row: Row) -> str:
    return row["valid_from"] or _FIRST


def _end(row: Row) -> str:
    return row["valid_to"] or _LAST
