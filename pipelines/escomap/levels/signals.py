"""All signals for the EQF level of a course, strongest rung first."""

from __future__ import annotations

from escomap.levels.cycle import read_cycle
from escomap.levels.degree import read_degrees
from escomap.levels.facts import LevelFacts
from escomap.levels.free_text import read_free_text
from escomap.levels.local_codes import read_local_codes
from escomap.levels.reading import Hint, Reading, quoted
from escomap.levels.stated import read_stated
from escomap.model import CourseSignals, LevelBasis, LevelSignal, OpenReason

RUNGS = tuple(LevelBasis)


def read_signals(course: CourseSignals, facts: LevelFacts) -> list[LevelSignal]:
    """Every signal, ordered by rung and then by confidence."""
    return list(read_course(course, facts).signals)


def read_course(course: CourseSignals, facts: LevelFacts) -> Reading:
    """Every signal in order, with hints on what would settle what stays open."""
    reading = read_stated(course, facts) + read_cycle(course, facts) + read_degrees(course, facts)
    reading += read_local_codes(course, facts)
    hints = reading.hints
    if course.cycle.strip() and not any(signal.field == "cycle" for signal in reading.signals):
        hints = (*hints, Hint(OpenReason.UNKNOWN_CYCLE, f"cycle {quoted(course.cycle)} is not in cycle_words.csv"))
    reading = Reading(reading.signals, hints)
    if not reading.signals:
        reading += read_free_text(course, facts)
    return Reading(tuple(sorted(reading.signals, key=_place)), reading.hints)


def _place(signal: LevelSignal) -> tuple[int, float]:
    return RUNGS.index(signal.basis), -signal.confidence
