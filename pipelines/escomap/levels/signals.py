"""All signals for the EQF level of a course, strongest rung first."""

from __future__ import annotations

import re

from escomap.levels.cycle import read_cycle
from escomap.levels.degree import read_degrees
from escomap.levels.facts import LevelFacts
from escomap.levels.mentions import read_short_text
from escomap.levels.reading import Reading, quoted
from escomap.levels.stated import read_stated
from escomap.model import CourseSignals, LevelBasis, LevelSignal

RUNGS = tuple(LevelBasis)
# Enough of a description to find a level near its head; it only leads to a hint.
_TEXT_CHARACTERS = 4000
_DIGIT = re.compile(r"\d")


def read_signals(course: CourseSignals, facts: LevelFacts) -> list[LevelSignal]:
    """Every signal, ordered by rung and then by confidence."""
    return list(read_course(course, facts).signals)


def read_course(course: CourseSignals, facts: LevelFacts) -> Reading:
    """Every signal in order, with hints on what would settle what stays open."""
    reading = read_stated(course, facts) + read_cycle(course, facts) + read_degrees(course, facts)
    ordered = sorted(reading.signals, key=lambda signal: (RUNGS.index(signal.basis), -signal.confidence))
    hints = reading.hints
    if course.cycle.strip() and not any(signal.field == "cycle" for signal in ordered):
        hints = (*hints, f"cycle {quoted(course.cycle)} is not in cycle_words.csv")
    if not ordered and (mentioned := _mentioned_in_text(course.text, facts)):
        hints = (*hints, f"the text says {quoted(mentioned)}: if this is the course's level, put it in the level field")
    return Reading(tuple(ordered), hints)


def _mentioned_in_text(text: str, facts: LevelFacts) -> str:
    """A line of the text that names a framework with a level; a description never decides a level."""
    for line in text[:_TEXT_CHARACTERS].splitlines():
        for part in line.split(". "):
            # Cheap test first: almost no sentence of a description holds a digit and the name of a framework.
            if _DIGIT.search(part) and any(word in facts.starts for word in part.casefold().split()):
                mentions = read_short_text(part, facts).mentions
                if any(mention.number is not None for mention in mentions):
                    return part.strip()
    return ""
