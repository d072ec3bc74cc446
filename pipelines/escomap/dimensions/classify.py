"""One outcome classified, with the words that told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from escomap.dimensions.cues import CueSet, Dimension, FoundCue
from escomap.dimensions.weights import Weights, measure

# How often a heading names the dimension of an outcome under it: 42 of 60 dev outcomes of data/dimensions.
SECTION_CONFIDENCE = 0.7


@dataclass(frozen=True, slots=True)
class Reading:
    """What an outcome says of the learner.

    ``confidence`` is the estimated probability of ``dimension``, which is none, at 0, where neither the words nor the
    section tell one. ``cue`` is None where the section alone told it. ``bloom_level`` is that of the first cue that
    has one, and says nothing about an EQF level.
    """

    dimension: Dimension
    confidence: float
    section: Dimension
    cue: FoundCue | None
    bloom_level: str
    bloom_cue: FoundCue | None


def classify(text: str, cue_set: CueSet | None, weights: Weights, section: Dimension = Dimension.NONE) -> Reading:
    """The dimension and Bloom level of one outcome; ``section`` is the dimension of the heading it stands under."""
    cues = cue_set.find(text) if cue_set else []
    if not cues:
        return Reading(section, SECTION_CONFIDENCE if section is not Dimension.NONE else 0.0, section, None, "", None)
    probabilities = weights.probabilities(measure(cues, section))
    dimension = max(probabilities, key=lambda each: probabilities[each])
    bloom = next((found for found in cues if found.cue.bloom_level), None)
    return Reading(
        dimension,
        probabilities[dimension],
        section,
        _strongest(cues, dimension),
        bloom.cue.bloom_level if bloom else "",
        bloom,
    )


def _strongest(cues: Sequence[FoundCue], dimension: Dimension) -> FoundCue | None:
    own = [found for found in cues if found.cue.dimension is dimension]
    return max(own, key=lambda found: (found.cue.weight, -found.start), default=None)
