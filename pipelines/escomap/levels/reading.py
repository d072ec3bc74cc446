"""What one rung of the ladder returns, and how far each field is trusted."""

from __future__ import annotations

from dataclasses import dataclass

from escomap.model import LevelSignal, OpenReason

# A field made for the level says it of the course; other fields may name the level of something else. Titles with a
# level and its framework are right in all 2,195 cases in the register of England. "Prepares for a Master" is the common
# case in a description; the number keeps it below anything that decides, and is no measurement.
FIELD_CERTAINTY = {
    "level_text": 1.0, "framework": 1.0, "cycle": 0.97, "award": 0.97, "programme": 0.97, "title": 0.96,
    "text": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """What would settle a level that stays open, and the kind of it."""

    reason: OpenReason
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Signals with the hints that go with them."""

    signals: tuple[LevelSignal, ...] = ()
    hints: tuple[Hint, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.signals + other.signals, tuple(dict.fromkeys(self.hints + other.hints)))


def span_of(low: int, high: int) -> str:
    """One level or a range of them in words.

    >>> span_of(6, 6), span_of(6, 7)
    ('EQF 6', 'EQF 6 to 7')
    """
    return f"EQF {low}" if low == high else f"EQF {low} to {high}"


def quoted(text: str) -> str:
    """``text`` in quotation marks, cut at 80 characters."""
    return repr(text if len(text) <= 80 else f"{text[:79]}…")
