"""Levels for courses that state none: by the model learnt inside the catalogue, else by what the text reads like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.levels.calibrate import likely_range, within
from escomap.levels.learn import MAX_CONFIDENCE as MAX_LEARNT_CONFIDENCE
from escomap.levels.learn import LearntLevels
from escomap.levels.plausible import HIGHER
from escomap.levels.reading import span_of
from escomap.levels.text_head import HEAD_LEVELS, MAX_CONFIDENCE, RANGE_SHARE
from escomap.levels.unstated import unstated_words
from escomap.model import LevelBasis, OpenReason

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Below even odds the model names a range and no level.
MIN_LEVEL_CONFIDENCE = 0.5
# Only courses that state nothing are read. One that states what was not understood is no guess: its hint says what
# would settle it, and at Mid Sweden all of them were below the first cycle, unlike any other course.
UNSTATED = frozenset({OpenReason.NO_SIGNAL.value, OpenReason.ONLY_FREE_TEXT.value})
# Fewer words say nothing.
MIN_WORDS = 8


@dataclass(frozen=True, slots=True)
class InferredLevel:
    """A level, or only a range, with what it rests on. ``confidence`` is that of the likeliest level.

    ``evidence_class`` is the worst of the facts that the courses it was learnt from rest on.
    """

    eqf_level: int | None
    eqf_range: tuple[int, int]
    likeliest: int
    basis: LevelBasis
    confidence: float
    evidence: str
    evidence_class: str = ""


def by_catalogue(learnt: LearntLevels, number: int) -> InferredLevel | None:
    """The answer of the catalogue's own model for one course."""
    if not (learnt.is_used and learnt.answers[number]):
        return None
    shares = learnt.shares[number]
    level, confidence = int(learnt.levels[shares.argmax()]), float(shares.max())
    is_level = confidence >= MIN_LEVEL_CONFIDENCE
    figures = learnt.figures
    evidence = (
        f"the wording reads like {_listed(learnt.levels, shares)}, by the {int(figures['courses']):,} courses of this "
        f"catalogue that state their level (of those, left out in turn, {figures['exact']:.0%} are told right; "
        f"{figures['majority']:.0%} have the commonest level)"
    )
    return InferredLevel(
        level if is_level else None,
        (level, level) if is_level else likely_range(learnt.levels, shares, RANGE_SHARE),
        level,
        LevelBasis.CATALOGUE_MODEL,
        round(min(confidence, MAX_LEARNT_CONFIDENCE), 4),
        evidence,
    )


def is_readable(text: str) -> bool:
    """Whether an English text has words enough to be read."""
    return len(unstated_words(text)) >= MIN_WORDS


def by_text(everything: NDArray[np.float64], bounds: tuple[int, int] | None) -> InferredLevel | None:
    """A range among the levels of higher education within ``bounds``, by the probabilities a text was read with.

    ``everything`` holds those of ``HEAD_LEVELS``. Nothing for a provider below higher education, and, where ``bounds``
    are not known, for a text that reads like less than higher education.
    """
    if bounds is None and everything[0] > everything[1:].sum():
        return None
    levels = np.array(HEAD_LEVELS[1:])
    is_lower = bounds is not None and (bounds[0] < HIGHER[0] or bounds[1] == HIGHER[0])
    shares = None if is_lower else _bounded(levels, everything[1:], bounds)
    if shares is None:
        return None
    likeliest = int(levels[shares.argmax()])
    return InferredLevel(
        None,
        likely_range(levels, shares, RANGE_SHARE),
        likeliest,
        LevelBasis.TEXT,
        round(min(float(shares.max()), MAX_CONFIDENCE), 4),
        _hint_of(likely_range(levels, shares, RANGE_SHARE), likeliest),
    )


def _hint_of(eqf_range: tuple[int, int], likeliest: int) -> str:
    return (
        f"the wording alone reads like {span_of(*eqf_range)}, most like EQF {likeliest}: a hint and no level, "
        f"since wording barely tells levels apart (its confidence never exceeds {MAX_CONFIDENCE:.2f})"
    )


def _bounded(
    levels: NDArray[np.int64], shares: NDArray[np.float64], bounds: tuple[int, int] | None
) -> NDArray[np.float64] | None:
    low, high = bounds or (1, 8)
    allowed = (levels >= low) & (levels <= high)
    # Of a single level left, the bounds have decided and not the text.
    return within(shares[None], allowed[None])[0] if allowed.sum() > 1 else None


def _listed(levels: NDArray[np.int64], shares: NDArray[np.float64]) -> str:
    ordered: Sequence[int] = np.argsort(-shares, kind="stable").tolist()
    capped = np.minimum(shares, MAX_LEARNT_CONFIDENCE)
    return ", ".join(f"EQF {levels[i]} ({capped[i]:.2f})" for i in ordered if shares[i] >= 0.05)
