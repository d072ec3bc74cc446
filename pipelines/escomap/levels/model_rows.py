"""What was learnt inside each catalogue: as rows of run_level_model, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escomap.levels.estimate import EstimatedLevels

_FIGURES = {
    "exact_score": "exact",
    "majority_score": "majority",
    "macro_f1_score": "macro_f1",
    "qwk": "qwk",
    "calibration_error": "ece",
}


def model_rows(estimated: EstimatedLevels) -> list[dict[str, Any]]:
    """A row of run_level_model per catalogue, its run apart."""
    return [
        {
            "catalogue": catalogue,
            "is_used": learnt.is_used,
            "reason": learnt.reason,
            "course_count": int(learnt.figures.get("courses", 0)),
            "answered_count": estimated.answered[catalogue],
            "eqf_levels": ",".join(str(level) for level in learnt.levels.tolist()),
            **{column: learnt.figures.get(name) for column, name in _FIGURES.items()},
            "gain_low": learnt.intervals["gain"][0] if learnt.intervals else None,
            "new_area_exact_score": learnt.across_areas.get("exact"),
            "review_count": estimated.reviewed[catalogue],
        }
        for catalogue, learnt in estimated.learnt.items()
    ]


def describe_model(row: Mapping[str, Any]) -> str:
    """One line for the report of a run."""
    if not row["course_count"]:
        return f"not learnt: {row['reason']}"
    figures = (
        f"exact {row['exact_score']:.2f} (commonest level {row['majority_score']:.2f}), macro-F1 "
        f"{row['macro_f1_score']:.2f}, QWK {row['qwk']:.2f}, ECE {row['calibration_error']:.2f}"
    )
    learnt = f"learnt from {row['course_count']:,} courses of EQF {row['eqf_levels']}, five-fold {figures}"
    if not row["is_used"]:
        return f"{learnt}; not used: {row['reason']}"
    return f"{learnt}; answers for {row['answered_count']:,} courses, {row['review_count']:,} to review"
