"""Rung four: the degree or qualification a course leads to, by the country's own facts and by degree words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from escomap.levels.countries import country_code_of
from escomap.levels.degree_languages import languages_for
from escomap.levels.facts import LevelFacts
from escomap.levels.national import CLASS_CONFIDENCE, describe
from escomap.levels.qualifications import Found, find_qualifications
from escomap.levels.reading import Reading, quoted
from escomap.levels.titles import names_degree
from escomap.levels.wording import about_the_course, clean
from escomap.model import CourseSignals, LevelBasis, LevelSignal

# The award field is made for the degree. A level or cycle field names it as clearly, a programme usually. A title may
# name the degree of another course: of 314 titles of Edinburgh that are read as a degree, 282 have its level, and
# 24 of 25 elsewhere (tests/quality/level_confidence.py). Free descriptions are the last rung, free_text.py.
FIELD_WEIGHTS = {"award": 1.0, "level_text": 0.97, "cycle": 0.95, "programme": 0.93, "title": 0.92}
# Several degrees of different levels in one field ("Bachelor/Master") leave a range.
SEVERAL_DEGREES_FACTOR = 0.8
# What is no degree in any language: awards of the British Safety Council (BSC), and other masters.
_NO_DEGREE = re.compile(
    r"\bbsc\s+(?:(?:entry\s+)?level\s+\d|(?:award|certificate|diploma)\b)|\b(?:harbour|station|scrum|quiz|web)\s*master\b|"
    r"\bmaster[\s-]*(?:class(?:es)?|plan(?:s|ning)?|key|budget|schedule|craftsm[ae]n)\b",
    re.IGNORECASE,
)
# MBO 2-3 is neither MBO 2 nor MBO 3.
_RANGE = re.compile(r"\d\s*[-–/]\s*\d")


def read_degrees(course: CourseSignals, facts: LevelFacts) -> Reading:
    """One signal for each field that names a degree."""
    reading = Reading()
    for field in FIELD_WEIGHTS:
        text = about_the_course(clean(getattr(course, field)))
        if text and (found := _degrees_in(text, field, course, facts)):
            reading += Reading((_signal(field, text, found),))
    return reading


def _degrees_in(text: str, field: str, course: CourseSignals, facts: LevelFacts) -> list[Found]:
    known = [
        Found(
            start,
            end,
            fact.eqf_level,
            CLASS_CONFIDENCE[fact.evidence_class],
            describe(fact),
            fact.key,
            fact.evidence_class,
        )
        for start, end, fact in find_qualifications(text, country_code_of(course.country_code), facts)
    ]
    own = languages_for(course) or tuple(facts.degree_words)
    words = list(degree_words_in(text, own, facts))
    if not words and field in ("award", "level_text", "cycle"):
        # A degree of another country in a field made for it; in a title a foreign word is rarely a degree.
        words = list(degree_words_in(text, [lang for lang in facts.degree_words if lang not in own], facts))
    known = [each for each in known if not _RANGE.match(text, each.end - 1)]
    words = [each for each in words if not _RANGE.match(text, each.end - 1)]
    known = [each for each in known if not any(_is_more(word, each) for word in words)]
    found = known + [word for word in words if not any(_overlap(word, fact) for fact in known)]
    if field == "title":
        found = [each for each in found if names_degree(text, each.start, each.end, course.title_lang[:2].lower())]
    return _without_parts(found)


def degree_words_in(text: str, langs: Iterable[str], facts: LevelFacts) -> Iterable[Found]:
    """The degree words of these languages in a text, each with its place."""
    barred = [match.span() for match in _NO_DEGREE.finditer(text)]
    for lang in langs:
        for rule in facts.degree_words.get(lang, ()):
            for match in rule.pattern.finditer(text):
                if any(start < match.end() and match.start() < end for start, end in barred):
                    continue
                # A pattern that looks at the whole text marks the degree itself.
                start = match.start("word") if "word" in rule.pattern.groupindex else match.start()
                word = text[start : match.end()][-80:]
                evidence = f"{word!r} names a degree of EQF {rule.eqf_level} (degree_words.csv, {rule.lang})"
                yield Found(start, match.end(), rule.eqf_level, rule.score, evidence, rule.key)


def _overlap(first: Found, second: Found) -> bool:
    return first.start < second.end and second.start < first.end


def _is_more(word: Found, fact: Found) -> bool:
    """Whether a word says more than the qualification inside it: Post Graduate Diploma is no Graduate Diploma."""
    is_around = word.start <= fact.start and fact.end <= word.end and word.end - word.start > fact.end - fact.start
    return is_around and word.eqf_level != fact.eqf_level


def _without_parts(found: list[Found]) -> list[Found]:
    """``found`` without words inside a longer match: the laurea in laurea magistrale."""
    return [
        each
        for each in found
        if not any(
            other.start <= each.start and each.end <= other.end and other.end - other.start > each.end - each.start
            for other in found
        )
    ]


def _signal(field: str, text: str, found: list[Found]) -> LevelSignal:
    best = max(found, key=lambda each: each.score)
    low, high = min(each.eqf_level for each in found), max(each.eqf_level for each in found)
    factor = 1.0 if low == high else SEVERAL_DEGREES_FACTOR
    used = found if low != high else [best]
    named = "; ".join(dict.fromkeys(each.evidence for each in used))
    span = "" if low == high else f", so EQF {low} to {high}"
    return LevelSignal(
        LevelBasis.DEGREE_WORD,
        field,
        text,
        low,
        high,
        round(best.score * FIELD_WEIGHTS[field] * factor, 4),
        f"{field} {quoted(text)}: {named}{span}",
        max(each.evidence_class for each in used),
        tuple(dict.fromkeys(each.fact_key for each in used)),
    )
