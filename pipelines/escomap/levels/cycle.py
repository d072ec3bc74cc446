"""Rung three: the cycle of the QF-EHEA (short, first, second, third: EQF 5 to 8)."""

from __future__ import annotations

from escomap.levels.degree_languages import languages_for
from escomap.levels.facts import LevelFacts
from escomap.levels.level_words import ORDINAL_ENDINGS
from escomap.levels.mentions import read_short_text
from escomap.levels.reading import FIELD_CERTAINTY, Reading, quoted, span_of
from escomap.levels.resolve import QF_EHEA, Resolved, resolve
from escomap.levels.rows import LevelFact, WordRule
from escomap.levels.wording import about_the_course, clean, word_set, words_of
from escomap.model import CourseSignals, LevelBasis, LevelSignal

# An official table (class A in nqf_eqf.csv), but the cycle is the programme's, not the course's own level.
CYCLE_CONFIDENCE = 0.95
_FIELDS = ("cycle", "level_text", "award", "programme")
_NUMBERS = {
    "1": "first", "2": "second", "3": "third", "i": "first", "ii": "second", "iii": "third",
    "first": "first", "second": "second", "third": "third", "short": "short",
}  # fmt: skip
_CYCLE_NOUNS = word_set(
    "cycle cycles ciclo ciclos ciclu ciclul zyklus studienzyklus cyclus cykel cyklus cykl cyklu syklus sykli ciklus "
    "κυκλος bologna ehea qf"
)


def read_cycle(course: CourseSignals, facts: LevelFacts) -> Reading:
    """Signals of the fields that name a cycle."""
    reading = Reading()
    for field in _FIELDS:
        text = about_the_course(clean(getattr(course, field)))
        is_cycle = field == "cycle" or (field == "level_text" and _names_qf_ehea(course, facts))
        signal = _signal(field, text, course, facts, is_cycle=is_cycle) if text else None
        if signal is not None:
            reading += Reading((signal,))
    return reading


def _names_qf_ehea(course: CourseSignals, facts: LevelFacts) -> bool:
    for text in (course.framework, course.level_text):
        for mention in read_short_text(text, facts).mentions:
            found = resolve(mention.name, "", facts)
            if isinstance(found, Resolved) and found.framework == QF_EHEA:
                return True
    return False


def _signal(field: str, text: str, course: CourseSignals, facts: LevelFacts, *, is_cycle: bool) -> LevelSignal | None:
    if is_cycle and (fact := _numbered(text, facts)) is not None:
        found = [(fact.eqf_level, fact.name)]
    else:
        found = [(rule.eqf_level, rule.name) for rule in _rules(text, course, facts, is_cycle=is_cycle)]
    if not found:
        return None
    levels = [level for level, _ in found]
    names = " and ".join(dict.fromkeys(name for _, name in sorted(found)))
    evidence = f"{field} {quoted(text)} names the {names} cycle of the QF-EHEA, {span_of(min(levels), max(levels))}"
    confidence = round(CYCLE_CONFIDENCE * FIELD_CERTAINTY[field] / FIELD_CERTAINTY["cycle"], 4)
    confidence = min(confidence, CYCLE_CONFIDENCE)
    return LevelSignal(LevelBasis.CYCLE, field, text, min(levels), max(levels), confidence, evidence, "A")


def _numbered(text: str, facts: LevelFacts) -> LevelFact | None:
    """The cycle of a value such as ``2``, ``Cycle II`` or ``first``, which only a cycle field can mean."""
    words = words_of(text)
    numbers = [
        word.removesuffix(".0")
        for before, word in zip(("", *words), words, strict=False)
        # The e of 1e is an ending, the A of A1E is not: a Swedish code of the second cycle.
        if word not in _CYCLE_NOUNS and not (word in ORDINAL_ENDINGS and before.isdigit())
    ]
    name = _NUMBERS.get(numbers[0]) if len(numbers) == 1 else None
    return facts.levels.get(("*", QF_EHEA), {}).get(name or "")


def _rules(text: str, course: CourseSignals, facts: LevelFacts, *, is_cycle: bool) -> list[WordRule]:
    found = [rule for rule in facts.cycle_words if rule.pattern.search(text)]
    if is_cycle:
        return found
    if len(words_of(text)) == 1:
        # Words such as First or GR mean a cycle in a cycle field; elsewhere only in their own language's country.
        found = [rule for rule in found if rule.lang in languages_for(course) and rule.lang != "en"]
    return found
