"""From the cues of an outcome to a probability of each dimension.

A softmax over a dozen features, fitted by ``python -m tests.quality.fit_dimensions``, which says on what data. The
features know no language, so what is learnt in one holds in all. The numbers lie in ``weights.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul

from escomap.dimensions.cues import DIMENSIONS, Dimension, FoundCue

FEATURES = (
    *(f"first_{dimension}" for dimension in DIMENSIONS),
    *(f"second_{dimension}" for dimension in DIMENSIONS),
    *(f"best_{dimension}" for dimension in DIMENSIONS),
    *(f"section_{dimension}" for dimension in DIMENSIONS),
    "several_responsibility_autonomy",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """Per dimension an offset and a weight for each of ``FEATURES``."""

    offsets: Mapping[Dimension, float]
    by_feature: Mapping[Dimension, Sequence[float]]

    def probabilities(self, features: Sequence[float]) -> dict[Dimension, float]:
        """The probability of each dimension; they add up to 1."""
        scores = {
            dimension: self.offsets[dimension] + sum(map(mul, self.by_feature[dimension], features))
            for dimension in DIMENSIONS
        }
        highest = max(scores.values())
        shares = {dimension: math.exp(score - highest) for dimension, score in scores.items()}
        total = sum(shares.values())
        return {dimension: share / total for dimension, share in shares.items()}


def measure(cues: Sequence[FoundCue], section: Dimension) -> list[float]:
    """The values of ``FEATURES``: weights of the first, second and best cue of each dimension, 1 for what is so."""
    places: list[Sequence[FoundCue]] = [cues[:1], cues[1:2], cues]
    weights = [_best_weight(place, dimension) for place in places for dimension in DIMENSIONS]
    sections = [float(section is dimension) for dimension in DIMENSIONS]
    of_responsibility = [found for found in cues if found.cue.dimension is Dimension.RESPONSIBILITY_AUTONOMY]
    return [*weights, *sections, float(len(of_responsibility) > 1)]


@cache
def load_weights() -> Weights:
    """The fitted numbers that ship with the package."""
    stored = json.loads((files("escomap.dimensions") / "weights.json").read_text(encoding="utf-8"))
    return Weights(
        {dimension: stored[dimension]["offset"] for dimension in DIMENSIONS},
        {dimension: [stored[dimension][name] for name in FEATURES] for dimension in DIMENSIONS},
    )


def _best_weight(cues: Sequence[FoundCue], dimension: Dimension) -> float:
    return max((found.cue.weight for found in cues if found.cue.dimension is dimension), default=0.0)
