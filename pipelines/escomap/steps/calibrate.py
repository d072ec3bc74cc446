"""The confidence fitted to what the reviewers of an institution decided."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from escomap.calibration_file import Origin, save_refit
from escomap.errors import EscomapError
from escomap.matching.ranking import ranking_digest
from escomap.quality.calibration import LEAST_DECISIONS, LEAST_OF_EACH, Refit, is_enough, refit
from escomap.quality.decided import decided_only
from escomap.review.settle import settle_decisions
from escomap.steps.suggested import require_decisions
from escomap.store.db import open_store


def calibrate(db: Path, decisions: Path, out: Path) -> Refit:
    """Fits slope and offset on the decided suggestions of a database and writes them to ``out`` where they help.

    They help where they lower the log loss of decisions that were not used for the fit.

    Raises:
        EscomapError: ``few_decisions``, there are too few to fit on; ``several_models``, the suggestions do not come
            from the same encoders and release, so that their confidences cannot be compared.
    """
    decided = require_decisions(decisions)
    with open_store(db) as store:
        judged = decided_only(store.rows("scored_links"), settle_decisions(decided))
    right = judged["is_right"].tolist()
    if not is_enough(right):
        raise EscomapError(
            "few_decisions",
            f"{sum(right)} accepted and {len(right) - sum(right)} rejected suggestions are too few to fit on.",
            where=str(decisions),
            hint=f"decide {LEAST_DECISIONS} suggestions, {LEAST_OF_EACH} of each kind at least: escomap quality sample",
        )
    origin = _origin(judged)
    scores, present = judged["model_score"].tolist(), judged["confidence_score"].tolist()
    fitted = refit(scores, present, right, judged["outcome_id"].tolist())
    if fitted.helps:
        save_refit(out, fitted, origin, max(decision.decided_at for decision in decided))
    return fitted


def to_text(fitted: Refit) -> str:
    """The figures before and after, as a person reads them."""
    lines = [
        f"{fitted.decisions:,} decided suggestions, {fitted.accepted:,} accepted",
        f"{'':26}{'before':>8}{'after':>8}   (after: on decisions not used for the fit)",
    ]
    for name, label in (("error", "calibration error (ECE)"), ("log_loss", "log loss"), ("brier", "Brier score")):
        lines.append(f"{label:26}{getattr(fitted.before, name):8.3f}{getattr(fitted.after, name):8.3f}")
    lines.append(f"slope {fitted.recalibration.slope}, offset {fitted.recalibration.offset} on the logit")
    return "\n".join(lines)


def _origin(judged: pd.DataFrame) -> Origin:
    found = judged[["model_id", "esco_version"]].drop_duplicates()
    if len(found) > 1:
        raise EscomapError(
            "several_models",
            "The decided suggestions come from different encoders or ESCO releases.",
            where=", ".join(f"{row.model_id} with {row.esco_version}" for row in found.itertuples()),
            hint="match everything with one of them: escomap run CATALOGUE --db FILE --esco RELEASE",
        )
    return Origin(str(found["model_id"].iloc[0]), ranking_digest(), str(found["esco_version"].iloc[0]))
