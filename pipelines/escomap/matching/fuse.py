"""From features to one score, a confidence and a band.

The score is a weighted sum of the features. The confidence is the probability that a reviewer accepts the concept,
from that score and from how it stands among the query's other candidates. The numbers lie in ``fusion.json``, written
by ``python -m tests.quality.fit_fusion``, which says what data they come from.
"""

from __future__ import annotations

import hashlib
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


CROWD = 10


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights for one relation between the language of the text and that of the labels.

    ``weights`` follow ``FEATURES``, ``calibration`` follows ``calibration_inputs``. ``candidate_weights`` choose the
    candidates. For English they are equal (RP@5 on gold/jobads_validation.csv .663 against .653 with ``weights``),
    elsewhere fitted (recall@10 on the German, French and Spanish training outcomes .226 against .183 with equal ones).
    """

    weights: NDArray[np.float64]
    candidate_weights: NDArray[np.float64]
    calibration: NDArray[np.float64]

    @property
    def used_features(self) -> frozenset[str]:
        """The features that weigh anything: the others need not be measured."""
        weighs = (self.weights > 0) | (self.candidate_weights > 0)
        return frozenset(name for name, used in zip(FEATURES, weighs, strict=True) if used)

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Fused scores, shape ``(queries, candidates)``, unbounded."""
        fused: NDArray[np.float64] = features.astype(np.float64) @ self.weights
        return fused

    def confidences(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of acceptance of each candidate, same shape as ``scores``."""
        logit = np.clip(calibration_inputs(scores) @ self.calibration, -30, 30)
        confidence: NDArray[np.float64] = 1 / (1 + np.exp(-logit))
        return confidence

    def shares(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each feature adds to the score."""
        added: NDArray[np.float64] = features.astype(np.float64) * self.weights
        return added


def calibration_inputs(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a confidence is made of, shape ``(queries, candidates, 4)``: 1, the score, its distance to the best of the
    other candidates, and the mean of the query's ten best scores (how crowded the top is).
    """
    count = scores.shape[1]
    if count < 2:
        distance = np.zeros_like(scores)
    else:
        top_two = np.partition(scores, -2, axis=1)[:, -2:]
        distance = scores - np.where(scores == top_two[:, 1:], top_two[:, :1], top_two[:, 1:])
    crowd = np.sort(scores, axis=1)[:, -CROWD:].mean(axis=1, keepdims=True)
    return np.stack([np.ones_like(scores), scores, distance, np.broadcast_to(crowd, scores.shape)], axis=-1)


def fusion_for(text_lang: str, index_lang: str) -> Fusion:
    """The weights for a text in ``text_lang`` matched against labels in ``index_lang``."""
    if text_lang == "en":
        return _fusions()["english"]
    return _fusions()["same_language" if text_lang == index_lang else "cross_language"]


def fusion_digest() -> str:
    """Changes whenever the weights do; part of every match key."""
    return hashlib.sha256(_fusion_text().encode()).hexdigest()[:16]


def band_of(confidence: float, accept_threshold: float, review_threshold: float) -> Band:
    """The band of a confidence."""
    if confidence >= accept_threshold:
        return Band.ACCEPT
    return Band.REVIEW if confidence >= review_threshold else Band.NONE


def parse_fusion(stored: dict[str, Any]) -> Fusion:
    """A ``Fusion`` from its JSON form: weights by feature name."""

    def by_feature(kind: str) -> NDArray[np.float64]:
        return np.array([stored[kind][name] for name in FEATURES], dtype=np.float64)

    return Fusion(
        by_feature("weights"),
        by_feature("candidate_weights"),
        np.array(stored["calibration"], dtype=np.float64),
    )


@cache
def _fusion_text() -> str:
    return (files("escomap.matching") / "fusion.json").read_text(encoding="utf-8")


@cache
def _fusions() -> dict[str, Fusion]:
    return {name: parse_fusion(stored) for name, stored in json.loads(_fusion_text())["fusions"].items()}
