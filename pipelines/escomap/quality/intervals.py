"""Intervals for shares, and how many cases an interval needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """A share in 0..1 with its interval; ``cases`` is what it rests on."""

    value: float
    low: float
    high: float
    cases: int


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """How many standard deviations a two-sided interval reaches; 1.96 for .95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(share: float, cases: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927); ``cases`` may be an effective number. Without cases it is 0..1.

    Chosen over the normal one, which is empty at shares of 0 and 1 and too short near them.
    """
    if cases <= 0:
        return 0.0, 1.0
    if math.isinf(cases):
        return share, share
    squared = normal_quantile(confidence) ** 2
    centre = (share + squared / (2 * cases)) / (1 + squared / cases)
    reach = math.sqrt(squared * (share * (1 - share) / cases + squared / (4 * cases**2))) / (1 + squared / cases)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def counted_share(hits: int, cases: int) -> Share:
    """The share of ``hits`` among equally likely ``cases``."""
    share = hits / cases if cases else 0.0
    return Share(share, *wilson(share, cases), cases)


def weighted_share(hits: Sequence[bool], weights: Sequence[float]) -> Share:
    """The share of hits among cases that each stand for ``weight`` cases of the whole, these included.

    The interval is Wilson's over the effective number of cases (Kish 1965), which unequal weights make smaller, with
    the correction for a finite whole: where everything was drawn nothing is left to chance. What strata gain is not
    counted, so it errs on the long side.
    """
    whole = math.fsum(weights)
    if not weights or whole <= 0:
        return Share(0.0, 0.0, 1.0, 0)
    share = math.fsum(weight for hit, weight in zip(hits, weights, strict=True) if hit) / whole
    effective = whole**2 / math.fsum(weight**2 for weight in weights)
    unseen = 1 - len(weights) / whole
    return Share(share, *wilson(share, effective / unseen if unseen > 1e-9 else math.inf), len(weights))


def cases_needed(share: float, half_width: float, whole: int, confidence: float = CONFIDENCE) -> int:
    """How many of ``whole`` cases to look at so that the interval of a share is ``half_width`` to each side.

    By the normal approximation with the correction for a finite whole (Cochran 1977, 4.4); at most ``whole``.
    """
    if whole <= 0:
        return 0
    endless = normal_quantile(confidence) ** 2 * share * (1 - share) / half_width**2
    return min(whole, max(1, math.ceil(endless / (1 + (endless - 1) / whole))))
