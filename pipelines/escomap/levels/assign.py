"""EQF levels for all courses of a catalogue."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from escomap.levels.decide import decide_level
from escomap.levels.explain import to_conflict
from escomap.levels.facts import LevelFacts
from escomap.levels.signals import read_course
from escomap.model import CourseSignals, LevelDecision
from escomap.tables import SUG_LEVEL, SUG_LEVEL_SIGNAL, empty_frame, require_frame

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = (
    "title", "title_lang", "provider", "country_code", "level_text", "framework", "cycle", "award", "programme",
    "course_code",
)  # fmt: skip
# What the ladder reads: two courses that agree here get the same answer.
_UNREAD = {"provider": "", "course_code": ""}


def assign_levels(
    courses: pd.DataFrame, course_texts: pd.DataFrame, facts: LevelFacts, policy: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of ``sug_level`` and ``sug_level_signal`` for the courses of ``core_course``, in their order."""
    texts = _texts_by_course(course_texts)
    known: dict[CourseSignals, LevelDecision] = {}
    levels: list[dict[str, Any]] = []
    signals: list[dict[str, Any]] = []
    columns = (courses[name].tolist() for name in ("course_id", *_FIELDS))
    for course_id, *values in zip(*columns, strict=True):
        course = CourseSignals(**dict(zip(_FIELDS, values, strict=True)), text=texts.get(course_id, ""))
        key = replace(course, **_UNREAD)
        if key not in known:
            reading = read_course(key, facts)
            known[key] = decide_level(key, reading.signals, policy, reading.hints)
        levels.append(_level_row(course_id, known[key], policy))
        signals.extend(_signal_rows(course_id, known[key]))
    return _frame(levels, SUG_LEVEL), _frame(signals, SUG_LEVEL_SIGNAL)


def _texts_by_course(course_texts: pd.DataFrame) -> dict[str, str]:
    """The descriptions of each course; other texts speak of other levels, such as those of the prerequisites."""
    texts: dict[str, str] = {}
    columns = (course_texts[name].tolist() for name in ("course_id", "field", "text"))
    for course_id, field, text in zip(*columns, strict=True):
        if field == "description":
            texts[course_id] = f"{texts[course_id]}\n{text}" if course_id in texts else text
    return texts


def _level_row(course_id: str, decision: LevelDecision, policy: str) -> dict[str, Any]:
    eqf_min, eqf_max = decision.eqf_range or (None, None)
    conflicts = [to_conflict(signal) for signal in decision.conflicts]
    return {
        "course_id": course_id,
        "eqf_level": decision.eqf_level,
        "eqf_min": eqf_min,
        "eqf_max": eqf_max,
        "basis": decision.basis.value,
        "confidence_score": decision.confidence,
        "evidence": decision.evidence,
        "has_conflict": bool(conflicts),
        "conflicts_json": json.dumps(conflicts, ensure_ascii=False),
        "hints": "; ".join(decision.hints),
        "level_policy": policy,
    }


def _signal_rows(course_id: str, decision: LevelDecision) -> list[dict[str, Any]]:
    return [
        {
            "course_id": course_id,
            "signal_rank": rank,
            "basis": signal.basis.value,
            "field": signal.field,
            "raw_value": signal.raw_value,
            "eqf_min": signal.eqf_min,
            "eqf_max": signal.eqf_max,
            "confidence_score": signal.confidence,
            "evidence": signal.evidence,
            "evidence_class": signal.evidence_class,
        }
        for rank, signal in enumerate(decision.signals, start=1)
    ]


def _frame(rows: list[dict[str, Any]], table: Any) -> pd.DataFrame:
    import pandas as pd

    if not rows:
        return empty_frame(table)
    frame = pd.DataFrame(rows, columns=table.column_names)
    for column in table.columns:
        if column.type == "integer" and column.nullable:
            frame[column.name] = frame[column.name].astype("Int64")
    require_frame(frame, table)
    return frame
