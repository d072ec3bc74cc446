"""Rung one: an EQF level the source itself declares."""

from __future__ import annotations

from escomap.levels.numbers import LevelNumber, roman_to_digit
from escomap.levels.reading import FIELD_CERTAINTY, Hint, Reading, quoted
from escomap.model import LevelBasis, LevelSignal, OpenReason

# Not 1: the declaration itself may be mistaken, and nothing here can tell.
DECLARED_CONFIDENCE = 0.99


def declared_reading(number: LevelNumber, field: str, text: str) -> Reading:
    """The signal of an EQF level, or a range of them, that stands in ``field``."""
    low, high = roman_to_digit(number.low), roman_to_digit(number.high)
    if not {low, high} <= set("12345678"):
        return Reading(hints=(Hint(OpenReason.UNKNOWN_LEVEL, f"{field} {quoted(text)}: EQF levels run from 1 to 8"),))
    level = f"level {low}" if low == high else f"levels {low} to {high}"
    confidence = round(DECLARED_CONFIDENCE * FIELD_CERTAINTY[field], 4)
    evidence = f"{field} {quoted(text)} states EQF {level}"
    return Reading((LevelSignal(LevelBasis.DECLARED_EQF, field, text, int(low), int(high), confidence, evidence),))
