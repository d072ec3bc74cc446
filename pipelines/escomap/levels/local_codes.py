"""The rung of local codes: what the level profiles of an institution or a country say of its codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from escomap.levels.countries import country_code_of
from escomap.levels.cycle import CYCLE_CONFIDENCE
from escomap.levels.facts import LevelFacts
from escomap.levels.national import CLASS_CONFIDENCE, describe, level_fact
from escomap.levels.policy import grades_modules
from escomap.levels.profiles import LevelCode
from escomap.levels.reading import FIELD_CERTAINTY, Reading, quoted
from escomap.levels.resolve import ANYWHERE, QF_EHEA, Resolved
from escomap.levels.rows import EVIDENCE_CLASSES, LevelFact
from escomap.levels.wording import clean
from escomap.model import CourseSignals, LevelBasis, LevelSignal

# A course code is made for other ends. Of a profile that was not compared with courses, no more is known than its
# source; those that were hold a level in nearly all of them (6,325 of 6,327 at Edinburgh).
_CODE_CERTAINTY = 0.97


def read_local_codes(course: CourseSignals, facts: LevelFacts) -> Reading:
    """One signal for every field that holds a code of a profile of the course."""
    signals = []
    for code, reason in _codes_for(course, facts):
        for field in code.fields:
            text = clean(getattr(course, field))
            match = code.pattern.fullmatch(text) if text else None
            if match is not None and (signal := _signal(code, match, field, text, reason, facts)) is not None:
                signals.append(signal)
    return Reading(tuple(signals))


def reads_course_code(course: CourseSignals, facts: LevelFacts) -> bool:
    """Whether a profile of the course reads its course code."""
    return any("course_code" in code.fields for code, _ in _codes_for(course, facts))


def _codes_for(course: CourseSignals, facts: LevelFacts) -> Iterator[tuple[LevelCode, str]]:
    country = country_code_of(course.country_code)
    for profile in facts.profiles:
        if reason := profile.reason_for(course, country):
            yield from ((code, f"profile {profile.name}, by {reason}") for code in profile.codes)


def _signal(
    code: LevelCode, match: re.Match[str], field: str, text: str, reason: str, facts: LevelFacts
) -> LevelSignal | None:
    fact = _fact(code, match, facts)
    level = code.eqf_level if fact is None else fact.eqf_level
    if level is None:
        return None
    # A code of a cycle in the field made for it says what the word for the cycle would say.
    is_cycle = bool(code.cycle) and field in ("cycle", "level_text")
    basis = LevelBasis.CYCLE if is_cycle else LevelBasis.LOCAL_CODE
    evidence_class = max(code.evidence_class, fact.evidence_class if fact else "")
    confidence = _confidence(code, field, fact)
    meant = f"; {describe(fact)}" if fact else f", EQF {level}"
    remark = f"; {code.remark}" if code.remark else ""
    return LevelSignal(
        basis,
        field,
        text,
        level,
        level,
        round(min(confidence, CYCLE_CONFIDENCE) if is_cycle else confidence, 4),
        f"{field} {quoted(text)} is {code.says} ({reason}; class {code.evidence_class}, "
        f"{EVIDENCE_CLASSES[code.evidence_class]}{remark}){meant}",
        evidence_class,
        (code.key, fact.key) if fact else (code.key,),
        bool(code.framework) and grades_modules(code.country_code, code.framework),
    )


def _confidence(code: LevelCode, field: str, fact: LevelFact | None) -> float:
    """How surely a code says its level, measured on courses (rule of succession) or by its source, and that this is the
    EQF level.
    """
    meant = fact.evidence_class if fact else code.evidence_class
    if code.courses:
        return (code.agreeing + 1) / (code.courses + 2) * CLASS_CONFIDENCE[meant]
    return FIELD_CERTAINTY.get(field, _CODE_CERTAINTY) * CLASS_CONFIDENCE[max(code.evidence_class, meant)]


def _fact(code: LevelCode, match: re.Match[str], facts: LevelFacts) -> LevelFact | None:
    if code.cycle:
        return level_fact(Resolved(ANYWHERE, QF_EHEA), code.cycle, facts)
    if code.framework:
        return level_fact(Resolved(code.country_code, code.framework), code.national_level(match).lower(), facts)
    return None
