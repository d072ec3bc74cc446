"""Rung two: a national level together with its framework."""

from __future__ import annotations

import re

from escomap.levels.countries import state_of
from escomap.levels.facts import LevelFacts
from escomap.levels.numbers import LevelNumber, roman_to_digit
from escomap.levels.policy import grades_modules
from escomap.levels.reading import FIELD_CERTAINTY, Hint, Reading, quoted
from escomap.levels.resolve import QF_EHEA, Resolved
from escomap.levels.rows import EVIDENCE_CLASSES, LevelFact
from escomap.model import LevelBasis, LevelSignal, OpenReason

# How often a fact of each evidence class of nqf_eqf.csv is right. Compared with the table of the authorities of the
# United Kingdom and Ireland (tests/quality/uk_ireland_levels.csv) 16 of 16 facts of class A agreed, and 27 of 28 of
# class C: the rule of succession gives .93. Those 27 are of class B since, with the table as their source. Other
# countries could not be compared, so that C stays below the sure answers (.9 and more). That nobody verified a fact
# is told by its class.
CLASS_CONFIDENCE = {"A": 0.97, "B": 0.93, "C": 0.89}
_OLDER = re.compile(r"-\d{4}")


def national_reading(
    number: LevelNumber, found: Resolved, field: str, text: str, country_code: str, facts: LevelFacts
) -> Reading:
    """The signal of a national level, or a range of them, of the framework ``found``."""
    ends = [level_fact(found, key, facts) for key in (number.low, number.high)]
    low, high = ends
    if low is None or high is None:
        wrong = number.low if low is None else number.high
        text = (
            f"nqf_eqf.csv has no level {wrong} of {found.framework} ({found.country_code}): correct level or framework"
        )
        return Reading(hints=(Hint(OpenReason.UNKNOWN_LEVEL, text),))
    worst = max((low, high), key=lambda fact: fact.evidence_class)
    confidence = round(CLASS_CONFIDENCE[worst.evidence_class] * FIELD_CERTAINTY[field], 4)
    evidence = f"{field} {quoted(text)}: {'; '.join(dict.fromkeys((describe(low), describe(high))))}"
    if country_code and state_of(country_code) != state_of(found.country_code):
        evidence += f"; the course itself is in {country_code}"
    eqf_min, eqf_max = sorted((low.eqf_level, high.eqf_level))
    signal = LevelSignal(
        LevelBasis.NATIONAL_LEVEL,
        field,
        text,
        eqf_min,
        eqf_max,
        confidence,
        evidence,
        worst.evidence_class,
        tuple(dict.fromkeys((low.key, high.key))),
        grades_modules(found.country_code, found.framework),
    )
    return Reading((signal,))


def level_fact(found: Resolved, key: str, facts: LevelFacts) -> LevelFact | None:
    """The fact of a national level; Roman numerals count in a nomenclature that used them, else as digits."""
    table = facts.levels.get((found.country_code, found.framework), {})
    if key in table:
        return table[key]
    if not key[:1].isdigit():
        # A Roman numeral beside the framework of today names the older one: niveau III (RNCP) is BTS, EQF 5.
        for (country, framework), older in facts.levels.items():
            if country == found.country_code and _OLDER.fullmatch(framework.removeprefix(found.framework)):
                return older.get(key)
    return table.get(roman_to_digit(key))


def describe(fact: LevelFact) -> str:
    """A fact in words, with its evidence class, its remark and, where it has ended, its years."""
    years = f", valid {fact.valid_from or '...'} to {fact.valid_to}" if fact.valid_to else ""
    remark = f"; {fact.remark}" if fact.remark else ""
    if fact.framework == QF_EHEA:
        named = f"the {fact.name} cycle of the {QF_EHEA}"
    elif fact.is_level:
        named = f"{fact.framework} level {fact.name} ({fact.country_code})"
    else:
        named = f"{fact.name} in the {fact.framework} ({fact.country_code})"
    evidence_class = f"class {fact.evidence_class}, {EVIDENCE_CLASSES[fact.evidence_class]}"
    return f"{named} is EQF {fact.eqf_level} ({evidence_class}{years}{remark})"
