"""Rungs one and two: levels stated together with their framework, EQF or national."""

from __future__ import annotations

from dataclasses import replace

from escomap.levels.countries import country_code_of
from escomap.levels.declared import declared_reading
from escomap.levels.facts import LevelFacts
from escomap.levels.level_words import LEVEL_WORDS
from escomap.levels.mentions import Mention, ShortText, read_short_text
from escomap.levels.national import national_reading
from escomap.levels.numbers import LevelNumber
from escomap.levels.reading import Hint, Reading, quoted
from escomap.levels.resolve import EQF, QF_EHEA, Resolved, resolve
from escomap.model import CourseSignals, LevelBasis, LevelSignal, OpenReason


def read_stated(course: CourseSignals, facts: LevelFacts) -> Reading:
    """Levels stated with their framework, from the level field, its framework field, and then all the others."""
    country = country_code_of(course.country_code)
    reading = _from_level_fields(course, country, facts)
    for field in ("cycle", "award", "programme", "title"):
        text = getattr(course, field)
        if text:
            for mention in read_short_text(text, facts).mentions:
                if _is_safe(mention, field, country, facts):
                    reading += Reading(signals_of(mention, field, text, country, facts).signals)
    return reading


def _from_level_fields(course: CourseSignals, country: str, facts: LevelFacts) -> Reading:
    level = read_short_text(course.level_text, facts)
    named = [mention for mention in level.mentions if mention.number is not None]
    if named:
        return _all_of(named, "level_text", course.level_text, country, facts)
    framework = read_short_text(course.framework, facts)
    if not level.numbers:
        complete = [mention for mention in framework.mentions if mention.number is not None]
        return _all_of(complete, "framework", course.framework, country, facts)
    return _from_two_fields(course, level, framework, country, facts)


def _from_two_fields(
    course: CourseSignals, level: ShortText, framework: ShortText, country: str, facts: LevelFacts
) -> Reading:
    number = _only_number(level)
    names = level.mentions or framework.mentions
    if number is None:
        text = f"level {quoted(course.level_text)} holds several numbers: give one, with its framework"
        return Reading(hints=(Hint(OpenReason.UNCLEAR_LEVEL, text),))
    if not names and course.framework:
        text = f"framework {quoted(course.framework)} is not in frameworks.csv: no level was taken from it"
        return Reading(hints=(Hint(OpenReason.UNKNOWN_FRAMEWORK, text),))
    if not names:
        return Reading(hints=(Hint(OpenReason.BARE_LEVEL, _bare_level_hint(course.level_text, country, facts)),))
    mentions = [Mention(mention.name, mention.written, number) for mention in names]
    written = course.level_text if level.mentions else f"{course.framework} {course.level_text}"
    return _all_of(mentions, "level_text", written, country, facts)


def _only_number(level: ShortText) -> LevelNumber | None:
    marked = [number for number in level.numbers if number.has_level_word]
    numbers = marked or list(level.numbers)
    return numbers[0] if len({(number.low, number.high) for number in numbers}) == 1 else None


def _bare_level_hint(level_text: str, country: str, facts: LevelFacts) -> str:
    known = facts.frameworks_of(country) if country else []
    names = f"; frameworks in {country}: {', '.join(known)}" if known else ""
    example = known[0] if len(known) == 1 else "NAME"
    return (
        f"level {quoted(level_text)} names no framework: map a column to framework, or where all levels of the "
        f'catalogue are of one framework write framework = "{example}" under [defaults] of its profile{names}'
    )


def _all_of(mentions: list[Mention], field: str, text: str, country: str, facts: LevelFacts) -> Reading:
    reading = Reading()
    for mention in mentions:
        reading += signals_of(mention, field, text, country, facts)
    return Reading(_merged(reading.signals), reading.hints)


def _merged(signals: tuple[LevelSignal, ...]) -> tuple[LevelSignal, ...]:
    """One signal per rung: where a field states several levels (``EQF 6; EQF 7``), none of them is the one."""
    merged: dict[LevelBasis, LevelSignal] = {}
    for signal in signals:
        known = merged.setdefault(signal.basis, signal)
        if (known.eqf_min, known.eqf_max) != (signal.eqf_min, signal.eqf_max):
            merged[signal.basis] = replace(
                known,
                eqf_min=min(known.eqf_min, signal.eqf_min),
                eqf_max=max(known.eqf_max, signal.eqf_max),
                confidence=min(known.confidence, signal.confidence),
                evidence=f"{known.evidence}; {signal.evidence}",
                evidence_class=max(known.evidence_class, signal.evidence_class),
                fact_keys=tuple(dict.fromkeys((*known.fact_keys, *signal.fact_keys))),
                grades_modules=known.grades_modules and signal.grades_modules,
            )
    return tuple(merged.values())


def _is_safe(mention: Mention, field: str, country: str, facts: LevelFacts) -> bool:
    """Whether a mention outside the level fields is one: CNC in a title is a machine, not the Romanian framework."""
    if mention.number is None or field == "cycle":
        return mention.number is not None
    has_level_word = mention.number.has_level_word or mention.name[-1] in LEVEL_WORDS
    found = resolve(mention.name, country, facts)
    at_home = isinstance(found, Resolved) and (found.is_from_country or found.framework == EQF or not country)
    return at_home and (has_level_word or (field == "award" and mention.written.isupper()))


def signals_of(mention: Mention, field: str, text: str, country: str, facts: LevelFacts) -> Reading:
    """The signal of a framework with its level that stands in ``field``, or a hint why it is none."""
    number = mention.number
    found = resolve(mention.name, country, facts)
    if number is None or (isinstance(found, Resolved) and found.framework == QF_EHEA):
        return Reading()
    if not isinstance(found, Resolved):
        text = f"{mention.written!r} can be {', '.join(found)}: give the country of the course"
        return Reading(hints=(Hint(OpenReason.AMBIGUOUS_FRAMEWORK, text),))
    if found.framework == EQF:
        return declared_reading(number, field, text)
    return national_reading(number, found, field, text, country, facts)
