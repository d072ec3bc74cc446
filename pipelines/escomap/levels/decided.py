"""A level that people decided: it stands above everything the catalogue says, which stays beside it as signals."""

from __future__ import annotations

from dataclasses import replace

from escomap.levels.decide import decide_level
from escomap.model import CourseSignals, LevelBasis, LevelDecision, LevelSignal, OpenReason
from escomap.review.decisions import Judgement, Standing


def with_standing(course: CourseSignals, decision: LevelDecision, standing: Standing) -> LevelDecision:
    """The level of a course after review.

    An accepted level is the course's; a rejected one, and one that reviewers are unsure of or differ on, is left open.
    A level that only wording speaks for is inferred later, and not where a reviewer rejected one.
    """
    if standing.judgement is Judgement.ACCEPT:
        return decide_level(course, (_signal(standing), *decision.signals), decision.policy)
    is_stated = decision.eqf_level is not None
    if standing.judgement is Judgement.REJECT and is_stated and standing.thing.value != str(decision.eqf_level):
        return decision
    reason = _reason(standing)
    return replace(
        decision,
        eqf_level=None,
        eqf_range=None,
        basis=LevelBasis.NONE,
        confidence=0.0,
        evidence=f"left open in review: {reason.value}; without it: {decision.evidence}",
        conflicts=(),
        hints=("decide the level: escomap review serve",),
        open_reason=reason.value,
    )


def _signal(standing: Standing) -> LevelSignal:
    level = int(standing.thing.value)
    evidence = f"EQF {level}, decided by {_people(standing)}"
    return LevelSignal(LevelBasis.DECISION, "review", f"EQF {level}", level, level, 1.0, evidence)


def _reason(standing: Standing) -> OpenReason:
    if standing.is_disputed:
        return OpenReason.DISPUTED
    return OpenReason.UNSURE if standing.judgement is Judgement.UNSURE else OpenReason.REJECTED


def _people(standing: Standing) -> str:
    # Their names stay in dec_decision: evidence goes into documents without persons.
    count = len(standing.decisions)
    return "one reviewer" if count == 1 else f"{count} reviewers"
