"""Figures of inferred levels: of a database, of a catalogue, or of texts whose levels are known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from escomap import tables
from escomap.errors import EscomapError
from escomap.levels.assign import assign_levels
from escomap.levels.estimate import explicit_levels
from escomap.levels.families import CourseTexts, area_of
from escomap.levels.measure import KnownLevels, measure_levels
from escomap.levels.readable import ReadableCourses, readable_courses
from escomap.levels.text_head import LANG
from escomap.levels.unstated import unstated_words
from escomap.paths import mappings_folder
from escomap.readers.levelled import LevelledText, is_levelled, read_levelled
from escomap.settings import Settings
from escomap.steps.ingest import ingest
from escomap.steps.level import load_level_facts, load_text_reader
from escomap.steps.run import OnProgress, RunRequest, start_run
from escomap.store.db import Store, open_store, open_work

_NAMES = ("exact", "majority", "gain", "macro_f1", "qwk", "mae", "ece", "sure", "sure_exact")


def evaluate_levels(
    sources: Sequence[Path],
    settings: Settings,
    *,
    profile: str | None = None,
    mappings: Path | None = None,
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """Figures by source: a DuckDB file, a CSV with ``text`` and ``eqf_level``, or else a catalogue.

    Levels of databases and catalogues are those that their own fields state.
    """
    found: dict[str, Any] = {}
    reader = load_text_reader(settings)
    for path in sources:
        for source in known_levels(path, settings, profile, mappings):
            if on_progress:
                on_progress(f"levels of {source.name}", 0, 0)
            found[source.name] = measure_levels(source, reader)
    return {"sources": found}


def to_level_table(figures: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    lines = [f"{'':34}{'courses':>9}" + "".join(f"{name:>12}" for name in _NAMES)]
    notes: list[str] = []
    for name, found in figures["sources"].items():
        for basis in ("catalogue_model", "text"):
            lines += _rows(f"{name}: {basis}", found[basis], notes)
        reviews = found["reviews"]
        if "asked" in reviews:
            notes.append(
                f"{name}: {reviews['asked']} of {reviews['courses']:,} courses for review, {reviews['false']:.2%}; "
                f"with their level exchanged for another {reviews['found']:.0%}"
            )
    return "\n".join([*lines, *notes])


def _rows(title: str, values: dict[str, Any], notes: list[str]) -> Iterator[str]:
    if "not_measured" in values:
        notes.append(f"{title}: not measured: {values['not_measured']}")
        return
    yield f"{title[:33]:34}{int(values['courses']):9,}" + _cells(values)
    intervals = values["intervals"]
    cells = [f"{intervals[n][0]:.3f}-{intervals[n][1]:.3f}" if n in intervals else "" for n in _NAMES]
    yield f"{'  95 %':34}{'':9}" + "".join(f"{cell:>12}" for cell in cells)
    for key, name in (("across_areas", "  subject left out"), ("own_levels", "  among its own levels")):
        if more := values.get(key):
            yield f"{name:34}{int(more['courses']):9,}" + _cells(more)
    if values.get("not_used"):
        notes.append(f"{title}: not used in runs: {values['not_used']}")
    if values.get("was_trained_on"):
        notes.append(f"{title}: the head was trained on this source; see tests/quality/results/ for it left out")
    if "range_holds" in values:
        notes.append(
            f"{title}: every level counts the same; the range of {values['range_width']:.1f} levels holds the level in "
            f"{values['range_holds']:.0%}"
        )


def _cells(values: dict[str, Any]) -> str:
    return "".join(f"{values[name]:12.3f}" if name in values else f"{'':12}" for name in _NAMES)


def known_levels(
    path: Path, settings: Settings, profile: str | None = None, mappings: Path | None = None
) -> Iterator[KnownLevels]:
    """The courses of a source that state their level, catalogue by catalogue."""
    if path.suffix == ".duckdb":
        with open_store(path) as store:
            yield from _of_store(store, settings, mappings)
    elif is_levelled(path):
        yield from _of_texts(read_levelled(path))
    else:
        request = RunRequest((path,), Path(), profile=profile, mappings=mappings, settings=settings)
        with tempfile.TemporaryDirectory() as folder, open_work(Path(folder) / "levels.duckdb") as store:
            ingest(start_run(request, store))
            yield from _of_store(store, settings, mappings)


def _of_store(store: Store, settings: Settings, mappings: Path | None) -> Iterator[KnownLevels]:
    courses, texts = store.read(tables.CORE_COURSE), store.read(tables.CORE_COURSE_TEXT)
    outcomes = store.read(tables.CORE_OUTCOME)
    facts = load_level_facts(mappings_folder(mappings))
    levels = explicit_levels(assign_levels(courses, texts, facts, settings.level_policy)[0])
    if not any(levels):
        raise EscomapError(
            "no_known_level", "No course states its level, so there is nothing to measure.", where=str(store.path)
        )
    names = courses["catalogue"]
    for catalogue in sorted(set(names.tolist())):
        own = courses[names == catalogue].reset_index(drop=True)
        known = [level for level, name in zip(levels, names.tolist(), strict=True) if name == catalogue]
        yield KnownLevels(catalogue, readable_courses(own, texts, outcomes), known, own["title_lang"].tolist())


def _of_texts(texts: Sequence[LevelledText]) -> Iterator[KnownLevels]:
    for source in sorted({one.source for one in texts}):
        own = [one for one in texts if one.source == source]
        courses = [
            CourseTexts(
                tuple(unstated_words(one.title)),
                tuple(unstated_words(one.body)),
                one.course_code,
                area=area_of("", one.course_code),
            )
            for one in own
        ]
        english = [f"{one.title}{one.body}" if one.lang == LANG else "" for one in own]
        readable = ReadableCourses(courses, english, [])
        yield KnownLevels(source, readable, [one.eqf_level for one in own], [one.lang for one in own])
