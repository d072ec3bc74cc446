"""From features to one score, a confidence and a band.

The score is a weighted sum of the features. The confidence is the probability that a reviewer accepts the concept,
from that score and its distance to the query's best other concept. The numbers lie in ``fusion.json``, written by
``python -m tests.quality.fit_fusion`` together with the data they come from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.matching.features import FEATURES
from escomap.model import Band

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights for one relation between text and labels.

    ``weights`` follow ``FEATURES``; ``calibration`` holds intercept, weight of the score, weight of its distance to
    the best other score.
    """

    weights: NDArray[np.float64]
    intercept: float
    calibration: NDArray[np.float64]

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Fused scores, shape ``(queries, candidates)``, unbounded."""
        fused: NDArray[np.float64] = features.astype(np.float64) @ self.weights + self.intercept
        return fused

    def confidences(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of acceptance of each candidate, same shape as ``scores``."""
        inputs = np.stack([np.ones_like(scores), scores, distance_to_best_other(scores)], axis=-1)
        logit = np.clip(inputs @ self.calibration, -30, 30)
        confidence: NDArray[np.float64] = 1 / (1 + np.exp(-logit))
        return confidence

    def shares(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each feature adds to the score."""
        added: NDArray[np.float64] = features.astype(np.float64) * self.weights
        return added


def distance_to_best_other(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each score minus the best of the others in its row; 0 where there is no other."""
    if scores.shape[1] < 2:
        return np.zeros_like(scores)
    top_two = np.partition(scores, -2, axis=1)[:, -2:]
    best_other = np.where(scores == top_two[:, 1:], top_two[:, :1], top_two[:, 1:])
    distance: NDArray[np.float64] = scores - best_other
    return distance


def fusion_for(text_lang: str, index_lang: str) -> Fusion:
    """The weights for a text in ``text_lang`` matched against labels in ``index_lang``."""
    if text_lang == "en":
        return _fusions()["english"]
    return _fusions()["same_language" if text_lang == index_lang else "cross_language"]


def fusion_digest() -> str:
    """Changes whenever the weights do; part of every match key."""
    import hashlib

    return hashlib.sha256(_fusion_text().encode()).hexdigest()[:16]


def band_of(confidence: float, accept_threshold: float, review_threshold: float) -> Band:
    """The band of a confidence."""
    if confidence >= accept_threshold:
        return Band.ACCEPT
    return Band.REVIEW if confidence >= review_threshold else Band.NONE


def parse_fusion(stored: dict[str, Any]) -> Fusion:
    """A ``Fusion`` from its JSON form: weights by feature name."""
    weights = np.array([stored["weights"][name] for name in FEATURES], dtype=np.float64)
    return Fusion(weights, float(stored["intercept"]), np.array(stored["calibration"], dtype=np.float64))


@cache
def _fusion_text() -> str:
    return (files("escomap.matching") / "fusion.json").read_text(encoding="utf-8")


@cache
def _fusions() -> dict[str, Fusion]:
    return {name: parse_fusion(stored) for name, stored in json.loads(_fusion_text())["fusions"].items()}
