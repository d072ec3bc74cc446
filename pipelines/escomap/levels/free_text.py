"""The last rung: levels and degrees that a description mentions. They are shown, and never decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from escomap.levels.countries import country_code_of
from escomap.levels.degree import degree_words_in
from escomap.levels.degree_languages import languages_for
from escomap.levels.facts import LevelFacts
from escomap.levels.mentions import read_short_text
from escomap.levels.reading import FIELD_CERTAINTY, Hint, Reading, quoted
from escomap.levels.stated import signals_of
from escomap.model import CourseSignals, LevelBasis, LevelSignal, OpenReason

# Enough of a description to find what it says near its head.
TEXT_CHARACTERS = 4000
_DIGIT = re.compile(r"\d")


def read_free_text(course: CourseSignals, facts: LevelFacts) -> Reading:
    """The first level with its framework in the description, else its degree words, as one signal and a hint."""
    text = course.text[:TEXT_CHARACTERS]
    signal = _stated(text, course, facts) or _degrees(text, course, facts)
    if signal is None:
        return Reading()
    hint = (
        f"the text says {quoted(signal.raw_value)}: if this is the course's level, put it in the level or award field"
    )
    return Reading((signal,), (Hint(OpenReason.ONLY_FREE_TEXT, hint),))


def _stated(text: str, course: CourseSignals, facts: LevelFacts) -> LevelSignal | None:
    country = country_code_of(course.country_code)
    for part in _sentences(text):
        # Cheap test first: almost no sentence of a description holds a digit and the name of a framework.
        if not (_DIGIT.search(part) and any(word in facts.starts for word in part.casefold().split())):
            continue
        for mention in read_short_text(part, facts).mentions:
            for signal in signals_of(mention, "text", part.strip(), country, facts).signals:
                return replace(signal, basis=LevelBasis.FREE_TEXT)
    return None


def _degrees(text: str, course: CourseSignals, facts: LevelFacts) -> LevelSignal | None:
    for part in _sentences(text):
        found = list(degree_words_in(part, languages_for(course), facts))
        if found:
            low, high = min(each.eqf_level for each in found), max(each.eqf_level for each in found)
            best = max(found, key=lambda each: each.score)
            confidence = round(best.score * FIELD_CERTAINTY["text"], 4)
            evidence = f"text {quoted(part.strip())}: {best.evidence}"
            keys = tuple(dict.fromkeys(each.fact_key for each in found))
            return LevelSignal(
                LevelBasis.FREE_TEXT, "text", part.strip(), low, high, confidence, evidence, fact_keys=keys
            )
    return None


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from line.split(". ")
