"""From the signals of a course to its EQF level: the strongest rung wins, contradictions are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from escomap.levels.signals import RUNGS
from escomap.model import CourseSignals, LevelBasis, LevelDecision, LevelSignal

# A signal this sure counts as strong when it contradicts the winner: all but class C facts and words in titles.
STRONG_CONFIDENCE = 0.8
# With a strong contradiction the winner's confidence is multiplied by this once: in the catalogues behind
# NOTES.md explicit signals often disagree, mostly because a programme's degree stands beside a module's own level.
CONFLICT_FACTOR = 0.7

_MODULE_FRAMEWORKS = re.compile(r"\b(?:FHEQ|SCQF|NFQ|CQFW|RQF)\b")
_MODULE_REMARK = {
    "programme": "levels of this framework are given per module too: a first-year bachelor module is EQF 5 here, "
    "although its programme is EQF 6 (policy programme: check that the level is the programme's)",
    "module": "levels of this framework are given per module too (policy module: taken as the module's own)",
}
_NO_SIGNAL = "no field names a level together with its framework, a cycle or a degree"
_NO_SIGNAL_HINT = "fill level with its framework (e.g. 'EQF 6'), cycle (e.g. 'first cycle') or award"


def decide_level(
    course: CourseSignals, signals: Sequence[LevelSignal], policy: str, hints: Iterable[str] = ()
) -> LevelDecision:
    """The level of a course by its strongest signal, with the signals that contradict it.

    ``policy`` (``programme`` or ``module``) changes no level; it is named in the evidence where the two differ.
    """
    ordered = tuple(sorted(signals, key=_strength))
    if not ordered:
        return _undecided(course, tuple(hints))
    winner = ordered[0]
    conflicts = tuple(signal for signal in ordered[1:] if _contradicts(signal, winner))
    confidence, evidence = winner.confidence, [winner.evidence]
    if any(signal.confidence >= STRONG_CONFIDENCE for signal in conflicts):
        confidence = round(confidence * CONFLICT_FACTOR, 4)
    if conflicts:
        evidence.append(f"contradicted by {', '.join(dict.fromkeys(signal.field for signal in conflicts))}")
    if winner.basis is LevelBasis.NATIONAL_LEVEL and _MODULE_FRAMEWORKS.search(winner.evidence):
        evidence.append(_MODULE_REMARK.get(policy, _MODULE_REMARK["module"]))
    return LevelDecision(
        winner.eqf_level,
        (winner.eqf_min, winner.eqf_max),
        winner.basis,
        confidence,
        "; ".join(evidence),
        conflicts,
        ordered,
        (*hints, *_range_hint(winner, ordered)),
    )


def _strength(signal: LevelSignal) -> tuple[int, int, float]:
    # In one rung a single level says more than a range.
    return RUNGS.index(signal.basis), signal.eqf_level is None, -signal.confidence


def _contradicts(signal: LevelSignal, winner: LevelSignal) -> bool:
    return signal.eqf_max < winner.eqf_min or signal.eqf_min > winner.eqf_max


def _range_hint(winner: LevelSignal, signals: Sequence[LevelSignal]) -> tuple[str, ...]:
    if winner.eqf_level is not None:
        return ()
    inside = next((s for s in signals if s.eqf_level is not None and not _contradicts(s, winner)), None)
    named = f"; {inside.field} points to EQF {inside.eqf_level}" if inside else ""
    return (f"{winner.field} leaves EQF {winner.eqf_min} to {winner.eqf_max}: give one level{named}",)


def _undecided(course: CourseSignals, hints: tuple[str, ...]) -> LevelDecision:
    fields = ("level_text", "framework", "cycle", "award", "programme", "title")
    read = ", ".join(field for field in fields if getattr(course, field).strip()) or "nothing"
    evidence = f"{_NO_SIGNAL} (read: {read})"
    return LevelDecision(None, None, LevelBasis.NONE, 0.0, evidence, (), (), hints or (_NO_SIGNAL_HINT,))
