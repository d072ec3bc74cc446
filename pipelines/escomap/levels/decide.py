"""From the signals of a course to its EQF level: the strongest rung wins, contradictions are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from escomap.levels.policy import FIRST_CYCLE, FIRST_YEARS, by_policy, hides_module, parts_by_policy, remark
from escomap.levels.reading import Hint, quoted, span_of
from escomap.levels.signals import rank
from escomap.model import CourseSignals, LevelBasis, LevelDecision, LevelSignal, OpenReason

# A signal this sure counts as strong when it contradicts the winner, unless it rests on a fact of class C or stands in
# a title: where a title of Edinburgh names another degree, the code beside it is right in all of 32 cases.
STRONG_CONFIDENCE = 0.8
# With a strong contradiction the winner's confidence is multiplied by this once: in the catalogues behind
# NOTES.md explicit signals often disagree, mostly because a programme's degree stands beside a module's own level.
CONFLICT_FACTOR = 0.7
# Rungs that are shown and never decide: "prepares for a Master" stands in descriptions of every level.
SHOWN_ONLY = frozenset({LevelBasis.FREE_TEXT})

_NO_SIGNAL = "no field names a level together with its framework, a cycle or a degree"
_NO_SIGNAL_HINT = "fill level with its framework (e.g. 'EQF 6'), cycle (e.g. 'first cycle') or award"
_LANGUAGE_LEVEL = re.compile(
    r"(?:(?:cefr|cecrl?|ger|erk|mcer|qcer|level|niveau|stufe|nivel|livello|niv[åa]|taso|poziom)[\s:-]*)*"
    r"[ABC][12]\+?(?:\s*\(?(?:cefr|cecrl?|ger|erk|mcer|qcer)\)?)?",
    re.IGNORECASE,
)
_MODULE_HINT = (
    "a module of a bachelor's programme is EQF 5 or 6 here: give the module's level with its framework "
    "(e.g. 'FHEQ Level 4'), or set level_policy to programme"
)


def decide_level(
    course: CourseSignals, signals: Sequence[LevelSignal], policy: str, hints: Iterable[Hint] = ()
) -> LevelDecision:
    """The level of a course by its strongest signal, with the signals that contradict it.

    ``policy`` (``programme`` or ``module``) says whose level is meant where a framework levels modules one by one.
    """
    ordered = by_policy(sorted(signals, key=_strength), policy)
    if not ordered or ordered[0].basis in SHOWN_ONLY:
        return _undecided(course, ordered, tuple(hints), policy)
    if hides_module(course, ordered[0], policy):
        ordered = (replace(ordered[0], eqf_min=FIRST_YEARS, eqf_max=FIRST_CYCLE), *ordered[1:])
        hints = (Hint(OpenReason.MODULE_LEVEL, _MODULE_HINT), *hints)
    winner = ordered[0]
    conflicts = tuple(signal for signal in ordered[1:] if contradicts(signal, winner))
    hints = (*hints, *_range_hint(winner, ordered))
    return LevelDecision(
        winner.eqf_level,
        (winner.eqf_min, winner.eqf_max),
        winner.basis,
        _confidence(winner, conflicts),
        _evidence(winner, ordered[1:], conflicts, policy),
        conflicts,
        ordered,
        tuple(hint.text for hint in hints),
        _open_reason(winner, hints),
        policy,
    )


def _strength(signal: LevelSignal) -> tuple[tuple[int, int], bool, float]:
    # In one rung a single level says more than a range.
    return rank(signal), signal.eqf_level is None, -signal.confidence


def contradicts(signal: LevelSignal, winner: LevelSignal) -> bool:
    """Whether a signal says another level than the winner, apart from what programme and module differ in."""
    is_apart = signal.eqf_max < winner.eqf_min or signal.eqf_min > winner.eqf_max
    return is_apart and signal.basis not in SHOWN_ONLY and not parts_by_policy(signal, winner)


def _confidence(winner: LevelSignal, conflicts: Sequence[LevelSignal]) -> float:
    if winner.basis is LevelBasis.DECISION:
        return winner.confidence
    is_contested = any(_is_strong(signal) for signal in conflicts)
    return round(winner.confidence * CONFLICT_FACTOR, 4) if is_contested else winner.confidence


def _is_strong(signal: LevelSignal) -> bool:
    return signal.confidence >= STRONG_CONFIDENCE and signal.evidence_class != "C" and signal.field != "title"


def _evidence(winner: LevelSignal, others: Sequence[LevelSignal], conflicts: Sequence[LevelSignal], policy: str) -> str:
    contradicted = ", ".join(dict.fromkeys(map(_said, conflicts)))
    parts = (winner.evidence, contradicted and f"contradicted by {contradicted}", remark(winner, others, policy))
    return "; ".join(part for part in parts if part)


def _said(signal: LevelSignal) -> str:
    return f"{signal.field} {quoted(' '.join(signal.raw_value.split()))} ({span_of(signal.eqf_min, signal.eqf_max)})"


def _range_hint(winner: LevelSignal, signals: Sequence[LevelSignal]) -> tuple[Hint, ...]:
    if winner.eqf_level is not None:
        return ()
    inside = next((s for s in signals if s.eqf_level is not None and not contradicts(s, winner)), None)
    named = f"; {inside.field} points to EQF {inside.eqf_level}" if inside else ""
    text = f"{winner.field} leaves EQF {winner.eqf_min} to {winner.eqf_max}: give one level{named}"
    return (Hint(OpenReason.SEVERAL_LEVELS, text),)


def _open_reason(winner: LevelSignal, hints: Sequence[Hint]) -> str:
    if winner.eqf_level is not None:
        return ""
    reasons = {hint.reason for hint in hints}
    return str(OpenReason.MODULE_LEVEL if OpenReason.MODULE_LEVEL in reasons else OpenReason.SEVERAL_LEVELS)


def _not_understood(level_text: str) -> str:
    if not level_text.strip():
        return ""
    if _LANGUAGE_LEVEL.fullmatch(level_text.strip()):
        return f"level {quoted(level_text)} is a language level (CEFR), which says nothing of an EQF level; "
    return f"level {quoted(level_text)} names none that is known; "


def _undecided(
    course: CourseSignals, signals: tuple[LevelSignal, ...], hints: tuple[Hint, ...], policy: str
) -> LevelDecision:
    fields = ("level_text", "framework", "cycle", "award", "programme", "title")
    read = ", ".join(field for field in fields if getattr(course, field).strip()) or "nothing"
    hints = hints or (Hint(OpenReason.NO_SIGNAL, _not_understood(course.level_text) + _NO_SIGNAL_HINT),)
    return LevelDecision(
        None,
        None,
        LevelBasis.NONE,
        0.0,
        f"{_NO_SIGNAL} (read: {read})",
        (),
        signals,
        tuple(hint.text for hint in hints),
        str(hints[0].reason),
        policy,
    )
