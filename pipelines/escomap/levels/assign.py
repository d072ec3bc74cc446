"""EQF levels for all courses of a catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from escomap.levels.decide import decide_level
from escomap.levels.decided import with_standing
from escomap.levels.explain import to_conflict
from escomap.levels.facts import LevelFacts
from escomap.levels.local_codes import reads_course_code
from escomap.levels.priors import Priors
from escomap.levels.reading import Reading
from escomap.levels.signals import read_course
from escomap.model import CourseSignals, LevelDecision
from escomap.review.decisions import Standing
from escomap.tables import SUG_LEVEL, SUG_LEVEL_SIGNAL, Table, empty_frame, require_frame

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = (
    "title", "title_lang", "provider", "country_code", "level_text", "framework", "cycle", "award", "programme",
    "course_code", "catalogue",
)  # fmt: skip


def assign_levels(
    courses: pd.DataFrame,
    course_texts: pd.DataFrame,
    facts: LevelFacts,
    policy: str,
    standings: Mapping[str, Standing] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of ``sug_level`` and ``sug_level_signal`` for the courses of ``core_course``, in their order.

    ``standings`` are what reviewers decided, by course_id; they decide for their course and teach no other.
    """
    course_ids = courses["course_id"].tolist()
    read = _courses(courses, _texts_by_course(course_texts))
    decisions = [
        with_standing(course, decision, standings[course_id]) if standings and course_id in standings else decision
        for course_id, course, decision in zip(course_ids, read, decide_levels(read, facts, policy), strict=True)
    ]
    levels = [_level_row(*each) for each in zip(course_ids, decisions, strict=True)]
    signals = [row for each in zip(course_ids, decisions, strict=True) for row in _signal_rows(*each)]
    return level_frame(levels, SUG_LEVEL), level_frame(signals, SUG_LEVEL_SIGNAL)


def decide_levels(courses: Sequence[CourseSignals], facts: LevelFacts, policy: str) -> list[LevelDecision]:
    """The level of every course of a catalogue: by its own fields, and where they leave it open by its neighbours."""
    known: dict[CourseSignals, tuple[Reading, LevelDecision]] = {}
    answers: list[tuple[Reading, LevelDecision]] = []
    for course in courses:
        key = _read_by_ladder(course, facts)
        if key not in known:
            reading = read_course(key, facts)
            known[key] = (reading, decide_level(key, reading.signals, policy, reading.hints))
        answers.append(known[key])
    priors = Priors(courses, [decision for _, decision in answers])
    return [
        _with_priors(course, *answer, priors, policy) if answer[1].eqf_level is None else answer[1]
        for course, answer in zip(courses, answers, strict=True)
    ]


def _with_priors(
    course: CourseSignals, reading: Reading, decision: LevelDecision, priors: Priors, policy: str
) -> LevelDecision:
    found = priors.signals(course)
    return decide_level(course, (*reading.signals, *found), policy, reading.hints) if found else decision


def _read_by_ladder(course: CourseSignals, facts: LevelFacts) -> CourseSignals:
    """A course without what the ladder does not read of it: courses that agree in the rest get the same answer."""
    return course if reads_course_code(course, facts) else replace(course, course_code="")


def _courses(frame: pd.DataFrame, texts: Mapping[str, str]) -> list[CourseSignals]:
    columns = (frame[name].tolist() for name in ("course_id", *_FIELDS))
    return [
        CourseSignals(**dict(zip(_FIELDS, values, strict=True)), text=texts.get(course_id, ""))
        for course_id, *values in zip(*columns, strict=True)
    ]


def _texts_by_course(course_texts: pd.DataFrame) -> dict[str, str]:
    """The descriptions of each course; other texts speak of other levels, such as those of the prerequisites."""
    texts: dict[str, str] = {}
    columns = (course_texts[name].tolist() for name in ("course_id", "field", "text"))
    for course_id, field, text in zip(*columns, strict=True):
        if field == "description":
            texts[course_id] = f"{texts[course_id]}\n{text}" if course_id in texts else text
    return texts


def _level_row(course_id: str, decision: LevelDecision) -> dict[str, Any]:
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
        "evidence_class": decision.evidence_class,
        "open_reason": decision.open_reason,
        "hints": "; ".join(decision.hints),
        "level_policy": decision.policy,
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
            "fact_keys": list(signal.fact_keys),
            "is_of_module": signal.grades_modules,
        }
        for rank, signal in enumerate(decision.signals, start=1)
    ]


def level_frame(rows: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    """The rows as a frame of the table, empty levels as missing."""
    import pandas as pd

    if not rows:
        return empty_frame(table)
    frame = pd.DataFrame(rows, columns=table.column_names)
    for column in table.columns:
        if column.type == "integer" and column.nullable:
            frame[column.name] = frame[column.name].astype("Int64")
    require_frame(frame, table)
    return frame
