"""Records of a catalogue sorted into courses and rejected rows: every record becomes one or the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from escomap.catalogue.profile import TEXT_FIELDS, CatalogueProfile
from escomap.model import RawRecord, Reject, RejectScope
from escomap.text.normalise import content_hash, normalised

MAX_REJECT_VALUE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its identifiers; ``reject`` is set where it did not become a course."""

    file: str
    sheet: str
    row: int
    content_json: str
    record_id: str
    course_id: str = ""
    reject: Reject | None = None

    @property
    def values(self) -> dict[str, str]:
        """The record as given."""
        values: dict[str, str] = json.loads(self.content_json)
        return values

    @property
    def is_broken(self) -> bool:
        """Whether the reader could not make sense of the record, so that its columns mean nothing."""
        return self.reject is not None and self.reject.code == "row_shape"


def sorted_entries(records: Iterable[RawRecord], profile: CatalogueProfile) -> list[Entry]:
    """All records in file order; of several records of one course the fullest stays, whatever their order."""
    entries: list[Entry] = []
    first_row: dict[str, int] = {}
    occurrences: dict[str, int] = {}
    for record in records:
        content = json.dumps(record.values, ensure_ascii=False)
        key = content_hash(json.dumps(record.values, ensure_ascii=False, sort_keys=True))
        occurrence = occurrences[key] = occurrences.get(key, 0) + 1
        entry = Entry(
            record.file,
            record.sheet,
            record.row,
            content,
            content_hash(profile.name, key, str(occurrence)),
            *_course_id_or_reject(record, profile),
        )
        if entry.reject is None and occurrence > 1:
            entry = _rejected(entry, "duplicate_row", f"the same as row {first_row[key]}: remove one of them")
        first_row.setdefault(key, record.row)
        entries.append(entry)
    return _one_per_course(entries)


def _course_id_or_reject(record: RawRecord, profile: CatalogueProfile) -> tuple[str, Reject | None]:
    def reject(code: str, column: str, hint: str) -> tuple[str, Reject]:
        return "", Reject(code, RejectScope.ROW, record.file, record.row, hint, column, "", record.sheet)

    if record.problem:
        return reject("row_shape", "", f"{record.problem}: correct the row in the source, often a missing quote")
    titles = [name for names in profile.texts.get("title", {}).values() for name in names]
    title = next((text for name in titles if (text := given(record.values, name, profile))), "")
    if not title:
        return reject(
            "missing_title", titles[0] if titles else "", "give the course a title, or map another column to title"
        )
    provider = normalised(plain_value(record.values, "provider", profile))
    code = " ".join(plain_value(record.values, "course_code", profile).split()).casefold()
    identity = ("code", code) if code else ("title", normalised(title))
    return content_hash("course", provider, *identity), None


def _one_per_course(entries: list[Entry]) -> list[Entry]:
    best: dict[str, tuple[int, str]] = {}
    for entry in entries:
        if entry.reject is None:
            rank = (sum(map(len, entry.values.values())), entry.record_id)
            best[entry.course_id] = max(best.get(entry.course_id, (0, "")), rank)
    rows = {entry.record_id: entry.row for entry in entries}
    kept = []
    for entry in entries:
        if entry.reject is None and best[entry.course_id][1] != entry.record_id:
            row = rows[best[entry.course_id][1]]
            entry = _rejected(
                entry,
                "duplicate_course",
                f"row {row} has the same provider and code, or title, and says more: give them different codes",
            )
        kept.append(entry)
    return kept


def _rejected(entry: Entry, code: str, hint: str) -> Entry:
    return replace(entry, reject=Reject(code, RejectScope.ROW, entry.file, entry.row, hint, sheet=entry.sheet))


def given(values: Mapping[str, str], column: str, profile: CatalogueProfile) -> str:
    """A cell without spaces around it; empty where it holds a word for "nothing"."""
    text = values.get(column, "").strip()
    return "" if text.lower() in profile.empty_values else text


def source_value(values: Mapping[str, str], field: str, profile: CatalogueProfile) -> tuple[str, str]:
    """The first column of a field that is not empty, and its text; both empty when there is none."""
    for column in profile.columns.get(field, ()):
        if text := given(values, column, profile):
            return column, text
    return "", ""


def plain_value(values: Mapping[str, str], field: str, profile: CatalogueProfile) -> str:
    """A field after the profile's value mapping, or its default."""
    text = source_value(values, field, profile)[1]
    return mapped_value(text, field, profile) if text else profile.defaults.get(field, "")


def mapped_value(text: str, field: str, profile: CatalogueProfile) -> str:
    """What the profile says a value stands for; unchanged where it says nothing."""
    return profile.values.get(field, {}).get(text, text)


def text_columns(field: str, profile: CatalogueProfile) -> list[tuple[str, str]]:
    """``(language, column)`` pairs of a text field in the profile's order."""
    if field not in TEXT_FIELDS:
        return []
    return [(lang, name) for lang, names in profile.texts.get(field, {}).items() for name in names]
