"""Whether confidences are what they claim to be, and two numbers that make them so.

``links`` are decided suggestions: ``confidences`` in 0..1 with what reviewers said of each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from escomap.evaluation import calibration_error
from escomap.matching.recalibration import Recalibration
from escomap.quality.intervals import counted_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

BINS = 10
FOLDS = 5
# Two numbers are fitted. Fewer cases of either kind than this move them more by chance than by what is true: the
# standard error of the offset is about .3 with 20 of the rarer kind.
LEAST_DECISIONS = 100
LEAST_OF_EACH = 20
# Pulls slope and offset towards "as it is"; worth about one decision, enough to keep separable cases finite.
PENALTY = 1.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well confidences fit decisions: expected calibration error, log loss and Brier score, 0 being perfect."""

    error: float
    log_loss: float
    brier: float


@dataclass(frozen=True, slots=True)
class Refit:
    """A fitted recalibration, and what confidences were worth ``before`` and ``after`` it, on cases it had not seen."""

    recalibration: Recalibration
    decisions: int
    accepted: int
    before: Calibration
    after: Calibration

    @property
    def helps(self) -> bool:
        """Whether confidences are worth more after it."""
        return self.after.log_loss < self.before.log_loss


def reliability(confidences: Sequence[float], are_right: Sequence[bool]) -> pd.DataFrame:
    """Bins of confidence that hold any: mean confidence, share accepted with its interval, number of decisions."""
    frame = pd.DataFrame({"confidence": confidences, "is_right": are_right}).astype(float)
    frame["bin"] = np.minimum((frame["confidence"] * BINS).astype(int), BINS - 1)
    rows = []
    for _, cases in frame.groupby("bin"):
        share = counted_share(int(cases["is_right"].sum()), len(cases))
        rows.append(
            {
                "from_confidence": float(cases["bin"].iloc[0]) / BINS,
                "mean_confidence": cases["confidence"].mean(),
                "accepted_share": share.value,
                "accepted_low": share.low,
                "accepted_high": share.high,
                "decisions": len(cases),
            }
        )
    names = ["from_confidence", "mean_confidence", "accepted_share", "accepted_low", "accepted_high", "decisions"]
    return pd.DataFrame(rows, columns=names)


def refit(
    scores: Sequence[float], confidences: Sequence[float], are_right: Sequence[bool], groups: Sequence[str]
) -> Refit:
    """Slope and offset of ``scores``, what the matching estimates, fitted on all cases.

    Figures before are those of ``confidences``, which an earlier recalibration may have made of the scores; figures
    after come from a cross-validation that keeps ``groups``, the outcomes, together.
    """
    given, right = np.asarray(scores, dtype=float), np.asarray(are_right, dtype=float)
    folds = np.array([int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS for group in groups])
    after = given.copy()
    for fold in range(FOLDS):
        seen = folds != fold
        after[~seen] = _fit(given[seen], right[seen]).apply(given[~seen])
    before = _measure(np.asarray(confidences, dtype=float), right)
    return Refit(_fit(given, right), len(given), int(right.sum()), before, _measure(after, right))


def is_enough(are_right: Sequence[bool]) -> bool:
    """Whether there are enough decisions to fit on."""
    accepted = sum(are_right)
    return len(are_right) >= LEAST_DECISIONS and min(accepted, len(are_right) - accepted) >= LEAST_OF_EACH


def _fit(confidences: Values, right: Values) -> Recalibration:
    """Logistic regression on the logit (Platt 1999), drawn towards slope 1 and offset 0.

    The slope is never negative: where decisions contradict the ranking, confidences say nothing and are all alike.
    """
    from scipy.optimize import minimize

    logits = Recalibration.logits(confidences)

    def loss(weights: Values) -> tuple[float, Values]:
        odds = weights[0] * logits + weights[1]
        drawn = weights - np.array([1.0, 0.0])
        missed = 1 / (1 + np.exp(-np.clip(odds, -700, 700))) - right
        value = float(np.sum(np.logaddexp(0, odds) - right * odds) + PENALTY / 2 * drawn @ drawn)
        return value, np.array([missed @ logits, missed.sum()]) + PENALTY * drawn

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0, None), (None, None)])
    return Recalibration(round(float(found.x[0]), 4), round(float(found.x[1]), 4))


def _measure(confidences: Values, right: Values) -> Calibration:
    safe = np.clip(confidences, 1e-4, 1 - 1e-4)
    return Calibration(
        calibration_error(confidences.tolist(), [bool(one) for one in right]),
        float(-np.mean(right * np.log(safe) + (1 - right) * np.log(1 - safe))),
        float(np.mean((confidences - right) ** 2)),
    )
