"""Rows that go on with the course above them: its code and title stand once, in the first of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from escomap.catalogue.headers import header_name, header_words
from escomap.catalogue.profile import EMPTY_VALUES, TEXT_FIELDS, CatalogueProfile
from escomap.mappings import load_headers
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.record_columns import joined_texts

# No course has more; without an end, one that goes on for ever would fill the memory.
MAX_ROWS = 5000
_IDENTITY = ("course_code", "title")
_TEXTS = tuple(field for field in TEXT_FIELDS if field != "title")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that say which course a row is, and those that only say something about it."""

    identity: frozenset[str]
    texts: frozenset[str]


def joined_rows(
    records: Iterable[RawRecord], names: Sequence[str], profile: CatalogueProfile | None = None
) -> Iterator[RawRecord]:
    """The records of a table with these columns, rows that go on with the course above joined to it and counted.

    A row goes on where code and title are empty: where the profile says ``continued_rows = "join"`` whatever else it
    holds, and without a word of the profile where it stands directly below and holds nothing but texts such as
    outcomes. A row without a title is no course by itself, so none is lost. ``never`` keeps all rows apart.
    """
    wanted = profile.continued_rows if profile else ""
    columns = _columns(names, profile)
    if wanted == "never" or not columns.identity or not (columns.texts or wanted):
        yield from records
        return
    empty = frozenset(("", *(profile.empty_values if profile else EMPTY_VALUES)))
    rows: list[RawRecord] = []
    for record in records:
        filled = {name for name, text in record.values.items() if text.strip().lower() not in empty}
        is_course = bool(filled & columns.identity) and not record.problem
        says_more = bool(filled) and not is_course and not record.problem and 0 < len(rows) <= MAX_ROWS
        if says_more and (wanted == "join" or (filled <= columns.texts and record.row == _last_row(rows) + 1)):
            rows.append(record)
            continue
        yield from _joined(rows, empty)
        rows = [record] if is_course else []
        if not is_course:
            yield record
    yield from _joined(rows, empty)


def _last_row(rows: Sequence[RawRecord]) -> int:
    return rows[-1].row + rows[-1].joined


def _joined(rows: Sequence[RawRecord], empty: frozenset[str]) -> Iterator[RawRecord]:
    """The course in the first of these rows with what the others say below what it says; nothing of no rows."""
    if len(rows) < 2:
        yield from rows
        return
    values = {}
    for name in rows[0].values:
        below = [row.values.get(name, "").strip() for row in rows[1:]]
        texts = [rows[0].values[name].strip(), *(text for text in below if text.lower() not in empty)]
        values[name] = joined_texts(list(dict.fromkeys(filter(None, texts))))
    yield replace(rows[0], values=values, joined=sum(row.joined for row in rows) + len(rows) - 1)


def _columns(names: Sequence[str], profile: CatalogueProfile | None) -> _Columns:
    fields = _by_profile(profile.for_columns(names)) if profile else {name: _field_of(name) for name in names}
    return _Columns(
        frozenset(name for name in names if fields.get(name) in _IDENTITY),
        frozenset(name for name in names if fields.get(name) in _TEXTS),
    )


def _by_profile(profile: CatalogueProfile) -> dict[str, str]:
    texts = {name: field for field, by_lang in profile.texts.items() for names in by_lang.values() for name in names}
    return {**texts, **dict.fromkeys(profile.columns.get("course_code", ()), "course_code")}


def _field_of(name: str) -> str:
    """The field whose name this is, word for word: what only comes near it is too little to join rows for."""
    words = header_name(name).words
    return _fields_by_words().get(words) or _fields_by_words().get(header_words(name), "")


@cache
def _fields_by_words() -> Mapping[str, str]:
    return {header_words(header): field for field, _, header in load_headers(mappings_folder())}
