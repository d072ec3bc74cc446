"""Rows of what was inferred: a level, its signal, what an outcome reads like."""

from __future__ import annotations

from typing import Any

from escomap.levels.infer import InferredLevel
from escomap.levels.outcome_levels import OutcomeLevel
from escomap.model import LevelBasis


def level_values(row: dict[str, Any], answer: InferredLevel) -> dict[str, Any]:
    """What an inferred level changes in a row of ``sug_level``."""
    return {
        "eqf_level": answer.eqf_level,
        "eqf_min": answer.eqf_range[0],
        "eqf_max": answer.eqf_range[1],
        "basis": answer.basis.value,
        "confidence_score": answer.confidence,
        "evidence": f"{row['evidence']}; {answer.evidence}",
        "evidence_class": answer.evidence_class,
        "open_reason": row["open_reason"] if answer.eqf_level is None else "",
    }


def signal_row(course_id: str, answer: InferredLevel) -> dict[str, Any]:
    """The row of ``sug_level_signal`` of an inferred level, ahead of what the course only mentions."""
    return {
        "course_id": course_id,
        "signal_rank": 1,
        "basis": answer.basis.value,
        "field": "text",
        "raw_value": "",
        "eqf_min": answer.eqf_range[0],
        "eqf_max": answer.eqf_range[1],
        "confidence_score": answer.confidence,
        "evidence": answer.evidence,
        "evidence_class": answer.evidence_class,
        "fact_keys": [],
        "is_of_module": False,
    }


def text_values(estimate: OutcomeLevel | None) -> dict[str, Any]:
    """What an outcome reads like, as values of ``sug_outcome_level``; empty where nothing reads it."""
    if estimate is None:
        return {"text_eqf_level": None, "text_confidence_score": None, "text_basis": LevelBasis.NONE.value}
    return {
        "text_eqf_level": estimate.likeliest,
        "text_confidence_score": estimate.confidence,
        "text_basis": estimate.basis.value,
    }
