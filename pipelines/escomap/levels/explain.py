"""A course as a JSON object in, its level as a JSON object out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from escomap.errors import EscomapError
from escomap.levels.countries import country_code_of
from escomap.levels.decide import decide_level
from escomap.levels.facts import LevelFacts
from escomap.levels.infer import UNSTATED, by_text, is_readable
from escomap.levels.plausible import plausible_levels
from escomap.levels.signals import read_course
from escomap.levels.text_head import LANG, TextReader, load_heads
from escomap.model import CourseSignals, LevelDecision, LevelSignal

# Keys of the JSON Lines interface and the field each fills; other keys are ignored.
KEYS = {
    "title": "title", "title_lang": "title_lang", "lang": "title_lang", "text": "text", "provider": "provider",
    "country": "country_code", "country_code": "country_code", "level_text": "level_text", "level": "level_text",
    "framework": "framework", "cycle": "cycle", "degree": "award", "award": "award", "programme": "programme",
    "code": "course_code", "course_code": "course_code", "catalogue": "catalogue",
}  # fmt: skip


def parse_course(obj: Mapping[str, Any]) -> CourseSignals:
    """The fields of a course from an object with the keys of ``KEYS``; unknown keys and null values are ignored.

    Numbers become text (``{"level_text": 6}``), lists are joined, anything else is ``bad_course``.
    """
    if not isinstance(obj, Mapping):
        raise EscomapError(
            "bad_course", f"A course must be a JSON object, not {type(obj).__name__}.", hint='e.g. {"title": "..."}'
        )
    values: dict[str, str] = {}
    for key, field in KEYS.items():
        text = _text_of(key, obj.get(key))
        if text and not values.get(field):
            values[field] = text
    country = values.get("country_code", "")
    values["country_code"] = country_code_of(country) or country
    return CourseSignals(**values)


def answer_level(
    obj: Mapping[str, Any], facts: LevelFacts, policy: str, reader: TextReader | None = None
) -> dict[str, Any]:
    """The level of one course as a JSON-able object."""
    return to_answer(decide_course(obj, facts, policy, reader))


def decide_course(
    obj: Mapping[str, Any], facts: LevelFacts, policy: str, reader: TextReader | None = None
) -> LevelDecision:
    """The level of one course given as a JSON object; a single course has no neighbours to learn from.

    Where it states none, its wording is read by ``reader`` (``load_text_reader``); without one, by cues alone.
    """
    course = parse_course(obj)
    reading = read_course(course, facts)
    decision = decide_level(course, reading.signals, policy, reading.hints)
    if decision.open_reason not in UNSTATED:
        return decision
    return _by_wording(course, decision, reader or TextReader(load_heads()))


def _by_wording(course: CourseSignals, decision: LevelDecision, reader: TextReader) -> LevelDecision:
    """A range by what an English course reads like, where it states no level and nothing else carries one."""
    text = f"{course.title}. {course.text}"
    if course.title_lang[:2].lower() not in ("", LANG) or not is_readable(text):
        return decision
    bounds = plausible_levels((course.provider, course.programme, course.award))
    found = by_text(reader.courses([text])[0], bounds)
    if found is None:
        return decision
    low, high = found.eqf_range
    signal = LevelSignal(found.basis, "text", "", low, high, found.confidence, found.evidence)
    return replace(
        decision,
        eqf_range=found.eqf_range,
        basis=found.basis,
        confidence=found.confidence,
        evidence=f"{decision.evidence}; {found.evidence}",
        signals=(signal, *decision.signals),
    )


def to_answer(decision: LevelDecision) -> dict[str, Any]:
    """A decision as a JSON-able object: level, range, basis, confidence, evidence, conflicts, hints and policy."""
    return {
        "eqf_level": decision.eqf_level,
        "eqf_range": list(decision.eqf_range) if decision.eqf_range else None,
        "basis": decision.basis.value,
        "confidence": decision.confidence,
        "evidence": decision.evidence,
        "conflicts": [to_conflict(signal) for signal in decision.conflicts],
        "hints": list(decision.hints),
        "evidence_class": decision.evidence_class,
        "open_reason": decision.open_reason,
        "policy": decision.policy,
    }


def to_conflict(signal: LevelSignal) -> dict[str, Any]:
    """A contradicting signal as a JSON-able object."""
    return {
        "basis": signal.basis.value,
        "field": signal.field,
        "raw_value": signal.raw_value,
        "eqf_level": signal.eqf_level,
        "eqf_range": [signal.eqf_min, signal.eqf_max],
        "confidence": signal.confidence,
        "evidence": signal.evidence,
    }


def _text_of(key: str, value: Any) -> str:
    if value is None or value != value:  # NaN, an empty cell of a table
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, (_text_of(key, part) for part in value)))
    raise EscomapError(
        "bad_course", f"The value of {key!r} must be text or a number.", where=f"{key}={value!r:.80}", hint="give text"
    )
