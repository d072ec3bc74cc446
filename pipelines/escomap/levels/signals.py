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


def rank(signal: LevelSignal) -> tuple[int, int]:
    """The place of a signal on the ladder, strongest first.

    A degree in a title stands behind a code of the institution: of 6,327 courses of Edinburgh whose codes hold the
    level, 32 titles name the degree of another course or programme ("PhD Research Seminar").
    """
    is_in_title = signal.basis is LevelBasis.DEGREE_WORD and signal.field == "title"
    return RUNGS.index(LevelBasis.LOCAL_CODE if is_in_title else signal.basis), int(is_in_title)


def read_course(course: CourseSignals, facts: LevelFacts) -> Reading:
    """Every signal in order, with hints on what would settle what stays open."""
    reading = read_stated(course, facts) + read_cycle(course, facts) + read_degrees(course, facts)
    reading += read_local_codes(course, facts)
    hints = reading.hints
    if course.cycle.strip() and not any(signal.field == "cycle" for signal in reading.signals):
        hints = (*hints, Hint(OpenReason.UNKNOWN_CYCLE, _unknown_cycle(course.cycle)))
    reading = Reading(reading.signals, hints)
    if not reading.signals:
        reading += read_free_text(course, facts)
    return Reading(tuple(sorted(reading.signals, key=_place)), reading.hints)


def _unknown_cycle(cycle: str) -> str:
    value = cycle.strip()
    key = value if value.isascii() and value.isalnum() else f'"{value}"'
    return (
        f"cycle {quoted(cycle)} is not known: say under [values.cycle] of the catalogue's profile which it is, as "
        f'{key} = "second cycle", or add it to cycle_words.csv'
    )


def _place(signal: LevelSignal) -> tuple[tuple[int, int], float]:
    return rank(signal), -signal.confidence
