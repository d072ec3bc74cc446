"""A catalogue from its records: raw rows, rejects, typed courses, their texts and learning outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from escomap import tables
from escomap.catalogue.course_texts import Cell, Outcome, course_cells, cut_outcomes, with_languages
from escomap.catalogue.courses import course_row, value_reject
from escomap.catalogue.profile import CatalogueProfile
from escomap.catalogue.records import Entry, RecordIndex
from escomap.errors import EscomapError
from escomap.model import RawRecord, Reject
from escomap.settings import Settings
from escomap.text.normalise import content_hash
from escomap.text.phrases import Phrases

if TYPE_CHECKING:
    import pandas as pd

# Records built and written at a time: enough for the language detector to work in bulk.
PART_RECORDS = 4000


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The frames of one catalogue, or of a part of its records, and what the profile left open.

    The frames are as ``tables.py`` declares them. ``unplaced_columns`` are columns of the source that the profile
    neither reads nor ignores, ``missing_columns`` those it names and the source lacks; ``unmapped_values`` counts
    ``(field, value)`` pairs missing from a mapping.
    """

    raw_record: pd.DataFrame
    raw_reject: pd.DataFrame
    core_course: pd.DataFrame
    core_course_text: pd.DataFrame
    core_outcome: pd.DataFrame
    unplaced_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    unmapped_values: Mapping[tuple[str, str], int] = field(default_factory=dict)


def build_catalogue(
    records: Iterable[RawRecord],
    profile: CatalogueProfile,
    phrases: Phrases,
    *,
    settings: Settings,
    digests: Mapping[str, str],
) -> Catalogue:
    """Makes a catalogue of ``records``; ``digests`` maps file names to their SHA-256.

    Every record ends as a course or as a rejected row. The order of the records changes nothing but which of two
    equal records is called the repeat.
    """
    held = list(records)
    index = RecordIndex(profile)
    for record in held:
        index.add(record)
    (catalogue,) = build_parts(held, index, phrases, settings=settings, digests=digests, size=len(held))
    return catalogue


def build_parts(
    records: Iterable[RawRecord],
    index: RecordIndex,
    phrases: Phrases,
    *,
    settings: Settings,
    digests: Mapping[str, str],
    size: int,
) -> Iterator[Catalogue]:
    """The catalogue of ``records``, all of which ``index`` has seen, in parts of ``size`` records.

    Together they are what one part would be: a course is one record, and what a course says depends on no other.
    """
    _require_courses(index)
    profile = index.profile
    entries = index.entries(records)
    while part := list(islice(entries, size)):
        yield _part(part, index.columns, profile, phrases, settings, digests)


def _part(
    entries: Sequence[Entry],
    present: Sequence[str],
    profile: CatalogueProfile,
    phrases: Phrases,
    settings: Settings,
    digests: Mapping[str, str],
) -> Catalogue:
    unmapped: Counter[tuple[str, str]] = Counter()
    rejects = [(entry, entry.reject) for entry in entries if entry.reject is not None]
    rows: list[tuple[Entry, dict[str, Any]]] = []
    cells: list[Cell] = []
    for entry in entries:
        if entry.reject is None:
            row, value_rejects = course_row(entry, profile, unmapped)
            own_cells, long_cells = course_cells(entry, profile, settings)
            rows.append((entry, row))
            cells += own_cells
            rejects += [(entry, reject) for reject in (*value_rejects, *long_cells)]
    fallbacks = {e.course_id: next(iter(row["teaching_langs"]), settings.default_language) for e, row in rows}
    cells = with_languages(cells, fallbacks)
    texts, repeated = _course_texts(cells)
    by_course = {entry.course_id: entry for entry, _ in rows}
    rejects += [(by_course[cell.course_id], _repeated_text(by_course[cell.course_id], cell)) for cell in repeated]
    return Catalogue(
        _frame(tables.RAW_RECORD, [_raw_row(entry, profile.name, digests) for entry in entries]),
        _frame(tables.RAW_REJECT, [_reject_row(entry, reject, profile.name) for entry, reject in rejects]),
        _frame(
            tables.CORE_COURSE,
            [_course(entry, row, profile.name, cells_of) for (entry, row), cells_of in _titled(rows, cells)],
        ),
        _frame(tables.CORE_COURSE_TEXT, texts),
        _frame(tables.CORE_OUTCOME, [_outcome_row(outcome) for outcome in cut_outcomes(cells, phrases)]),
        profile.unplaced(present),
        tuple(name for name in profile.source_columns if name not in present),
        dict(unmapped.most_common()),
    )


def _require_courses(index: RecordIndex) -> None:
    """Raises where the records lack what makes a catalogue: then a good one must not be replaced."""
    if not index.count:
        raise EscomapError(
            "empty_catalogue", "The catalogue holds no records.", hint="check that this is the right file and sheet"
        )
    present, declared, found = index.columns, index.declared, index.profile
    for text_field in ("title", "outcomes"):
        asked = [name for names in declared.texts.get(text_field, {}).values() for name in names]
        named = [name for names in found.texts.get(text_field, {}).values() for name in names]
        if present and asked and not set(named) & set(present):
            raise EscomapError(
                "missing_column",
                f"The {text_field} column {' or '.join(asked)} of profile {declared.name} is not in the file.",
                where=f"columns: {', '.join(present[:40])}",
                hint="choose another profile, or write one with: escomap profile FILE --out PROFILE.toml",
            )


def _titled(
    rows: Sequence[tuple[Entry, dict[str, Any]]], cells: Sequence[Cell]
) -> Iterable[tuple[tuple[Entry, dict[str, Any]], Cell]]:
    """Every course with its main title: the one in its language of instruction, else the first of the profile."""
    titles: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.field == "title":
            titles.setdefault(cell.course_id, []).append(cell)
    for entry, row in rows:
        order = {lang: place for place, lang in enumerate(row["teaching_langs"])}
        yield (entry, row), min(titles[entry.course_id], key=lambda cell: order.get(cell.guess.lang, len(order)))


def _course(entry: Entry, row: Mapping[str, Any], catalogue: str, title: Cell) -> dict[str, Any]:
    return {
        **row,
        "course_id": entry.course_id,
        "catalogue": catalogue,
        "record_id": entry.record_id,
        "file_name": entry.file,
        "source_row": entry.row,
        "title": " ".join(title.text.split()),
        "title_lang": title.guess.lang,
        "ended_at": None,
    }


def _course_texts(cells: Sequence[Cell]) -> tuple[list[dict[str, Any]], list[Cell]]:
    """The texts of the courses, one per field and language, and cells that would have been a second one.

    A declared language goes before a detected one: a title read as English beside an English title column is not.
    """
    texts: dict[tuple[str, str, str], str] = {}
    repeated: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: not cell.declared):
        key = (cell.course_id, cell.field, cell.guess.lang)
        if cell.field != "outcomes" and texts.setdefault(key, cell.text) != cell.text:
            repeated.append(cell)
    rows = [
        {"course_id": course, "field": field, "lang": lang, "text": text}
        for (course, field, lang), text in texts.items()
    ]
    return rows, repeated


def _repeated_text(entry: Entry, cell: Cell) -> Reject:
    hint = f"the course has another {cell.field} in the language {cell.guess.lang}: declare the column's language"
    return value_reject(entry, "repeated_text", cell.column, cell.text, hint)


def _raw_row(entry: Entry, catalogue: str, digests: Mapping[str, str]) -> dict[str, Any]:
    return {
        "record_id": entry.record_id,
        "catalogue": catalogue,
        "file_name": entry.file,
        "file_sha256": digests.get(entry.file, ""),
        "sheet": entry.sheet,
        "source_row": entry.row,
        "content_json": entry.content_json,
        "record_status": "rejected" if entry.reject else "course",
    }


def _reject_row(entry: Entry, reject: Reject, catalogue: str) -> dict[str, Any]:
    return {
        "reject_id": content_hash(entry.record_id, reject.code, reject.column),
        "catalogue": catalogue,
        "reject_code": reject.code,
        "reject_scope": str(reject.scope),
        "file_name": reject.file,
        "sheet": reject.sheet,
        "source_row": reject.row,
        "column_name": reject.column,
        "raw_value": reject.value,
        "hint": reject.hint,
    }


def _outcome_row(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome_id": outcome.outcome_id,
        "course_id": outcome.course_id,
        "position": outcome.position,
        "text": outcome.text,
        "lang": outcome.guess.lang,
        "lang_score": outcome.guess.score,
        "lang_basis": outcome.guess.basis,
        "text_key": outcome.text_key,
        "source_column": outcome.column,
        "span_start": outcome.span[0],
        "span_end": outcome.span[1],
    }


def _frame(table: tables.Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    empty = tables.empty_frame(table)
    if not rows:
        return empty
    frame = pd.DataFrame(rows, columns=table.column_names)
    for column in table.columns:
        if column.type == "number":
            frame[column.name] = frame[column.name].astype("float64")
    tables.require_frame(frame, table)
    return frame
