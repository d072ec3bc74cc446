"""Courses, runs and programmes of Open edX as its course discovery and course list interfaces answer them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.model import RawRecord
from escomap.readers.cells import cell_text
from escomap.readers.json_records import flattened
from escomap.readers.json_stream import json_values, unpaged
from escomap.readers.record_columns import RecordColumns

COLUMNS = (
    *("kind", "key", "title", "description", "outcome", "prerequisites", "owners", "level_type", "subjects", "award"),
    *("content_language", "effort_hours", "start", "marketing_url", "programs"),
)
_KEYS = re.compile(
    rb'"(?:course_runs|course_run_keys|marketing_url|expected_learning_items|blocks_url|authoring_organizations'
    rb'|authoring_organization_uuids|syllabus_raw|canonical_course_run_key|pacing_type|start_display)"\s*:'
)
# A key of one of these interfaces alone may be chance.
_MIN_KEYS = 2
_OUTCOMES = ("outcome", "what_you_will_learn", "expected_learning_items")
_OWNERS = ("owners", "authoring_organizations", "organizations", "org")


def read_openedx_discovery(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The courses of saved answers: pages with ``results``, lists, or one object per line.

    What only the runs of a course say (effort, languages, dates) is taken from its advertised or canonical run, or
    from the last one.
    """
    for number, found in enumerate(unpaged(json_values(path, profile.encoding if profile else ""), _results), start=1):
        values = {"value": str(found.value)} if found.problem else _columns(found.value)
        yield RawRecord(path.name, number, values, problem=found.problem)


def is_openedx_discovery(_path: Path, start: bytes) -> bool:
    """Whether a file that begins like this comes from one of the interfaces."""
    is_json = start.lstrip().startswith((b"{", b"["))
    return is_json and len(set(_KEYS.findall(start))) >= _MIN_KEYS


def _results(page: Mapping[str, Any]) -> Any:
    return page.get("results")


def _columns(record: Mapping[str, Any]) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    runs = [run for run in _listed(record.get("course_runs")) if isinstance(run, Mapping)]
    sources: list[Mapping[str, Any]] = [record]
    if runs:
        sources.append(_main_run(record, runs))
    columns.put("kind", _kind(record))
    if _kind(record) == "programme":
        # Of a course the type is how it is sold, of a programme what it leads to.
        columns.put("award", _text(record.get("type")))
    for name in ("key", "course_id", "id", "uuid"):
        columns.put("key", _text(record.get(name)))
    for source in sources:
        columns.put("title", _text(source.get("title") or source.get("name")))
        for name in ("level_type", "marketing_url", "start"):
            columns.put(name, _text(source.get(name)))
        columns.put("prerequisites", _text(source.get("prerequisites_raw") or source.get("prerequisites")))
        columns.put("effort_hours", _effort_hours(source))
        if not columns.has("outcome"):
            for name in _OUTCOMES:
                columns.items("outcome", ((text, "") for entry in _listed(source.get(name)) if (text := _text(entry))))
        if not columns.has("owners"):
            for name in _OWNERS:
                _list_all(columns, "owners", source.get(name))
        for name in ("subjects", "programs"):
            _list_all(columns, name, source.get(name))
        for name in ("content_language", "language", "languages"):
            _list_all(columns, "content_language", source.get(name))
    for name in ("full_description", "overview", "short_description", "subtitle"):
        for source in sources:
            columns.put("description", _text(source.get(name)))
    for name, text in flattened(record).items():
        columns.put(name, text)
    return columns.values()


def _main_run(record: Mapping[str, Any], runs: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    advertised = record.get("advertised_course_run_uuid")
    canonical = record.get("canonical_course_run_key")
    chosen = [run for run in runs if advertised and run.get("uuid") == advertised]
    chosen += [run for run in runs if canonical and run.get("key") == canonical]
    # Runs come in the order of their start.
    return (chosen or [runs[-1]])[0]


def _kind(record: Mapping[str, Any]) -> str:
    content = str(record.get("content_type") or "")
    return "programme" if content == "program" or ("courses" in record and "course_runs" not in record) else "course"


def _effort_hours(source: Mapping[str, Any]) -> str:
    """Hours of effort in all: the estimate of the provider's system, or weeks times the middle of hours per week."""
    for name in ("estimated_hours", "total_hours_of_effort"):
        if isinstance(source.get(name), int | float) and source[name]:
            return cell_text(source[name])
    weeks = _number(source, "weeks_to_complete", "weeks_to_complete_max")
    low = _number(source, "min_effort", "min_hours_effort_per_week")
    high = _number(source, "max_effort", "max_hours_effort_per_week")
    per_week = [value for value in (low, high) if value]
    return cell_text(weeks * sum(per_week) / len(per_week)) if weeks and per_week else ""


def _number(source: Mapping[str, Any], *names: str) -> float:
    values = (source.get(name) for name in names)
    return next((float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool) and v > 0), 0.0)


def _text(value: Any) -> str:
    """A text, or the names in what stands for one: ``{"name": "Computer Science"}``."""
    if isinstance(value, Mapping):
        names = (value.get(name) for name in ("name", "title", "value", "key"))
        return next((cell_text(name) for name in names if name and not isinstance(name, Mapping | list)), "")
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    return cell_text(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _list_all(columns: RecordColumns, name: str, value: Any) -> None:
    for entry in _listed(value):
        if text := _text(entry):
            columns.listed(name, text)
