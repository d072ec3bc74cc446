"""The ladder of one course as a person reads it: every rung, what it saw, and why it won or lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escomap.levels.decide import SHOWN_ONLY, contradicts
from escomap.levels.policy import parts_by_policy
from escomap.levels.reading import span_of
from escomap.levels.signals import RUNGS, rank
from escomap.model import LevelBasis, LevelDecision, LevelSignal, OpenReason

_WIDEST = 44
_NOTHING = "saw nothing"
_WORDING = "(its wording)"
# The rung at which a level stays open, by the reason, and what it saw.
_OPEN_AT: dict[str, tuple[LevelBasis, str]] = {
    OpenReason.BARE_LEVEL: (LevelBasis.NATIONAL_LEVEL, "a level without its framework"),
    OpenReason.UNKNOWN_FRAMEWORK: (LevelBasis.NATIONAL_LEVEL, "a framework it does not know"),
    OpenReason.AMBIGUOUS_FRAMEWORK: (LevelBasis.NATIONAL_LEVEL, "a framework that several countries have"),
    OpenReason.UNKNOWN_LEVEL: (LevelBasis.NATIONAL_LEVEL, "a level that its framework does not have"),
    OpenReason.UNCLEAR_LEVEL: (LevelBasis.NATIONAL_LEVEL, "several numbers"),
    OpenReason.UNKNOWN_CYCLE: (LevelBasis.CYCLE, "a value it does not know"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ladder; only ``basis`` and ``verdict`` are filled where the rung saw nothing."""

    basis: LevelBasis
    verdict: str
    field: str = ""
    saw: str = ""
    says: str = ""
    confidence: float | None = None
    evidence: str = ""


def ladder(decision: LevelDecision) -> list[Rung]:
    """Every rung in its order, with a line for each of its signals; that of reviewers only where one decided."""
    is_decided = any(signal.basis is LevelBasis.DECISION for signal in decision.signals)
    left_out = (LevelBasis.NONE,) if is_decided else (LevelBasis.NONE, LevelBasis.DECISION)
    return [rung for basis in RUNGS if basis not in left_out for rung in _rung(basis, decision)]


def to_table(decision: LevelDecision) -> str:
    """The ladder as lines of a table, the answer above it and what would settle an open level below."""
    level = f"EQF {decision.eqf_level}" if decision.eqf_level is not None else "no level"
    if decision.eqf_level is None and decision.eqf_range is not None:
        level += f", {span_of(*decision.eqf_range)}"
    head = f"{level}   confidence {decision.confidence:.2f}   policy {decision.policy}"
    if decision.eqf_level is None:
        head += f"   reason {decision.open_reason}"
    rows = [("rung", "field", "saw", "says", "conf", "verdict"), *map(_cells, ladder(decision))]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    lines = ["  ".join((*map(str.ljust, row[:5], widths), row[5])) for row in rows]
    below = (f"evidence: {decision.evidence}", *(f"to settle it: {hint}" for hint in decision.hints))
    return "\n".join((head, "", *lines, "", *below))


def to_json(decision: LevelDecision) -> list[dict[str, object]]:
    """The ladder as JSON-able objects."""
    return [
        {
            "rung": rung.basis.value,
            "field": rung.field,
            "saw": rung.saw,
            "says": rung.says,
            "confidence": rung.confidence,
            "evidence": rung.evidence,
            "verdict": rung.verdict,
        }
        for rung in ladder(decision)
    ]


def _rung(basis: LevelBasis, decision: LevelDecision) -> Iterator[Rung]:
    own = [signal for signal in decision.signals if signal.basis is basis]
    if not own:
        open_at, saw = _OPEN_AT.get(decision.open_reason, (LevelBasis.NONE, ""))
        yield Rung(basis, f"saw {saw} ({decision.open_reason})" if open_at is basis else _NOTHING)
    for signal in own:
        says = f"EQF {signal.eqf_min}" if signal.eqf_level else f"EQF {signal.eqf_min}-{signal.eqf_max}"
        verdict = _verdict(signal, decision)
        yield Rung(basis, verdict, signal.field, signal.raw_value, says, signal.confidence, signal.evidence)


def _verdict(signal: LevelSignal, decision: LevelDecision) -> str:
    winner = decision.signals[0]
    if signal.basis in SHOWN_ONLY:
        return "shown only: descriptions never decide"
    if signal is winner:
        return _victory(winner, decision)
    if parts_by_policy(signal, winner):
        return f"loses: of the {'module' if signal.grades_modules else 'programme'}, policy {decision.policy}"
    rank = "a stronger rung" if signal.basis is not winner.basis else "a surer signal of the rung"
    return f"loses to {rank}, {'contradicts it' if contradicts(signal, winner) else 'agrees'}"


def _victory(winner: LevelSignal, decision: LevelDecision) -> str:
    if winner.eqf_level is None:
        return "strongest, but leaves a range"
    if decision.eqf_level is None:
        return f"strongest, but left open in review: {decision.open_reason}"
    if min(map(rank, decision.signals)) != rank(winner):
        return f"wins: policy {decision.policy}"
    return "wins: strongest rung with a signal"


def _cells(rung: Rung) -> tuple[str, ...]:
    saw = " ".join(rung.saw.split()) or (_WORDING if rung.field == "text" else "")
    saw = saw if len(saw) <= _WIDEST else f"{saw[: _WIDEST - 1]}…"
    confidence = "" if rung.confidence is None else f"{rung.confidence:.2f}"
    return (rung.basis.value, rung.field, saw, rung.says, confidence, rung.verdict)
