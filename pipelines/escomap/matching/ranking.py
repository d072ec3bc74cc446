"""From features to a confidence and a band.

Two steps, both fitted by ``python -m tests.quality.fit_ranking``, which says on what data. A weighted sum chooses the
candidates (``prior``), one sum for each relation of a language to the release and the encoders. A sum of small trees
then gives each candidate a score, and its logistic is the confidence: the probability that a reviewer accepts the
concept. The numbers lie in ``ranking.json``, ``ranking.npz`` and ``nothing.npz``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.features import FEATURES, MEASURED
from escomap.matching.nothing import NothingHead, parse_head
from escomap.matching.trees import Trees, parse_trees
from escomap.model import Band

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ranking:
    """``priors``, by relation, follow ``MEASURED``; ``trees`` read ``FEATURES``; slope and offset give logits.

    ``nothing`` tells texts that name no concept at all.
    """

    priors: Mapping[str, NDArray[np.float64]]
    nothing: NothingHead
    trees: Trees
    slope: float
    offset: float

    def confidences(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of acceptance of each candidate: ``(queries, candidates, features)`` without the last axis."""
        scores = self.trees.scores(features.reshape(-1, features.shape[-1])).reshape(features.shape[:-1])
        confidence: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -30, 30)))
        return confidence


@cache
def load_ranking() -> Ranking:
    """The fitted ranking that ships with the package."""
    stored = json.loads(_packaged("ranking.json"))
    return Ranking(
        {
            relation: np.array([weights[name] for name in MEASURED], dtype=np.float64)
            for relation, weights in stored["priors"].items()
        },
        parse_head(_packaged("nothing.npz")),
        parse_trees(_packaged("ranking.npz"), FEATURES),
        stored["slope"],
        stored["offset"],
    )


@cache
def ranking_digest() -> str:
    """Changes whenever the numbers do; part of every match key."""
    return hashlib.sha256(b"".join(map(_packaged, ("ranking.json", "ranking.npz", "nothing.npz")))).hexdigest()[:16]


def band_of(confidence: float, accept_threshold: float, review_threshold: float) -> Band:
    """The band of a confidence."""
    if confidence >= accept_threshold:
        return Band.ACCEPT
    return Band.REVIEW if confidence >= review_threshold else Band.NONE


@cache
def _packaged(name: str) -> bytes:
    return (files("escomap.matching") / name).read_bytes()
