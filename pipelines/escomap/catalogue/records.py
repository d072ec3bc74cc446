"""Records of a catalogue sorted into courses and rejected rows: every record becomes one or the other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from escomap.catalogue.profile import TEXT_FIELDS, CatalogueProfile
from escomap.model import RawRecord, Reject, RejectScope
from escomap.text.normalise import HASH_LENGTH, content_hash, normalised
from escomap.text.plain import plain_text

MAX_REJECT_VALUE = 200
MAX_TITLE = 10_000


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


class RecordIndex:
    """What must be known of all records before one is settled: columns, repeats, the fullest record of each course.

    Every record is shown to ``add`` once; then ``entries`` settles the same records, in parts of any size. Texts are
    not kept, so a catalogue need not fit into memory.
    """

    def __init__(self, profile: CatalogueProfile) -> None:
        self.declared = profile
        self.count = 0
        self.broken = 0
        self._columns: dict[str, None] = {}
        self._for_columns = lru_cache(1000)(profile.for_columns)
        self._first_row: dict[int, int] = {}
        self._repeated: set[int] = set()
        # Course to size, identifier and row of its fullest record: whatever their order, the same one wins.
        self._fullest: dict[int, tuple[int, int, int]] = {}
        self._rejected: set[int] = set()

    def add(self, record: RawRecord) -> None:
        """Takes note of a record."""
        self.count += 1
        if record.problem:
            self.broken += 1
        else:
            self._columns.update(dict.fromkeys(record.values))
        key = _content_key(record)
        if key in self._first_row:
            self._repeated.add(key)
            return
        self._first_row[key] = record.row
        course_id, reject = self._course_id(record)
        if reject is None:
            size = sum(map(len, record.values.values()))
            rank = (size, int(self._record_id(key, 1), 16), record.row)
            course = int(course_id, 16)
            self._fullest[course] = max(self._fullest.get(course, rank), rank)
        elif course_id:
            self._rejected.add(int(course_id, 16))

    @property
    def columns(self) -> list[str]:
        """The columns of all records that make sense, in the order of their appearance."""
        return list(self._columns)

    @property
    def profile(self) -> CatalogueProfile:
        """The profile for these columns."""
        return self.declared.for_columns(self._columns)

    def course_ids(self) -> list[str]:
        """The identifiers of all courses."""
        return _as_ids(self._fullest)

    def named_course_ids(self) -> list[str]:
        """The identifiers of all courses, and of those whose record was rejected and still has a code."""
        return _as_ids({**self._fullest, **dict.fromkeys(self._rejected)})

    def entries(self, records: Iterable[RawRecord]) -> Iterator[Entry]:
        """The records with their identifiers; of several records of one course only the fullest is not rejected."""
        occurrences: Counter[int] = Counter()
        for record in records:
            key = _content_key(record)
            occurrence = 1
            if key in self._repeated:
                occurrence = occurrences[key] = occurrences[key] + 1
            record_id = self._record_id(key, occurrence)
            course_id, reject = self._course_id(record)
            if reject is None and occurrence > 1:
                hint = f"the same as row {self._first_row[key]}: remove one of them"
                reject = _row_reject(record, "duplicate_row", hint)
            elif reject is None:
                _, fullest, row = self._fullest[int(course_id, 16)]
                if fullest != int(record_id, 16):
                    hint = (
                        f"row {row} has the same provider and code, or title, and says more: give them different codes"
                    )
                    reject = _row_reject(record, "duplicate_course", hint)
            content = json.dumps(record.values, ensure_ascii=False)
            yield Entry(record.file, record.sheet, record.row, content, record_id, course_id, reject)

    def _record_id(self, key: int, occurrence: int) -> str:
        return content_hash(self.declared.name, f"{key:0{HASH_LENGTH}x}", str(occurrence))

    def _course_id(self, record: RawRecord) -> tuple[str, Reject | None]:
        return _course_id_or_reject(record, self._for_columns(tuple(record.values)))


def _as_ids(courses: Iterable[int]) -> list[str]:
    return [f"{course:0{HASH_LENGTH}x}" for course in courses]


def _content_key(record: RawRecord) -> int:
    return int(content_hash(json.dumps(record.values, ensure_ascii=False, sort_keys=True)), 16)


def _course_id_or_reject(record: RawRecord, profile: CatalogueProfile) -> tuple[str, Reject | None]:
    if record.problem:
        hint = f"{record.problem}: correct the row in the source, often a missing quote"
        return "", _row_reject(record, "row_shape", hint)
    titles = [name for names in profile.texts.get("title", {}).values() for name in names]
    title = next((text for name in titles if (text := _title(record.values, name, profile))), "")
    provider = normalised(plain_value(record.values, "provider", profile))
    code = " ".join(plain_value(record.values, "course_code", profile).split()).casefold()
    identity = ("code", code) if code else ("title", normalised(title))
    course_id = content_hash("course", provider, *identity) if code or title else ""
    if title:
        return course_id, None
    hint = "give the course a title, or map another column to title"
    return course_id, _row_reject(record, "missing_title", hint, titles[0] if titles else "")


def _title(values: Mapping[str, str], column: str, profile: CatalogueProfile) -> str:
    text = given(values, column, profile)
    # Markup without any text is no title.
    return text if text and plain_text(text[:MAX_TITLE]).text.strip() else ""


def _row_reject(record: RawRecord, code: str, hint: str, column: str = "") -> Reject:
    return Reject(code, RejectScope.ROW, record.file, record.row, hint, column, "", record.sheet)


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
