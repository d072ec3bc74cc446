"""How good rankings are against judged concepts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACCEPTED_GRADE = 2


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text with the ESCO concepts judged right for it: 2 = accept, 1 = related. ``group`` names its subset."""

    text: str
    grades: Mapping[str, int]
    lang: str = "en"
    context: str = ""
    group: str = ""

    @property
    def accepted(self) -> frozenset[str]:
        """The concepts a reviewer accepts."""
        return frozenset(uri for uri, grade in self.grades.items() if grade >= ACCEPTED_GRADE)


def r_precision_at(ranked: Sequence[str], accepted: frozenset[str], k: int) -> float:
    """Accepted concepts among the first ``k``, over the most that could be there (Decorte et al. 2023)."""
    return sum(uri in accepted for uri in ranked[:k]) / min(k, len(accepted))


def reciprocal_rank(ranked: Sequence[str], accepted: frozenset[str]) -> float:
    """1 over the rank of the first accepted concept, 0 when there is none."""
    return next((1 / rank for rank, uri in enumerate(ranked, start=1) if uri in accepted), 0.0)


def average_precision(ranked: Sequence[str], accepted: frozenset[str]) -> float:
    """Mean over the accepted concepts of the precision at their rank, 0 for those not ranked; its mean is MAP."""
    ranks = [rank for rank, uri in enumerate(ranked, start=1) if uri in accepted]
    return sum(found / rank for found, rank in enumerate(ranks, start=1)) / len(accepted)


def ndcg_at(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Normalised discounted cumulative gain with gains 2^grade - 1."""

    def gain(values: Sequence[int]) -> float:
        return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(values, start=1))

    ideal = gain(sorted(grades.values(), reverse=True)[:k])
    return gain([grades.get(uri, 0) for uri in ranked[:k]]) / ideal if ideal else 0.0


def recall_at(ranked: Sequence[str], accepted: frozenset[str], k: int) -> float:
    """Share of the accepted concepts among the first ``k``."""
    return sum(uri in accepted for uri in ranked[:k]) / len(accepted)


def ranking_figures(judged: Sequence[JudgedText], rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Mean figures over the texts that have an accepted concept (nDCG: over those with any grade)."""
    values = _values_per_text(judged, rankings)
    with np.errstate(all="ignore"):
        means = {name: float(np.nanmean(found)) if np.isfinite(found).any() else 0.0 for name, found in values.items()}
    return {"texts": float(sum(bool(text.accepted) for text in judged)), **means}


def figure_intervals(
    judged: Sequence[JudgedText], rankings: Sequence[Sequence[str]], *, samples: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """The 95 % bootstrap interval of each figure: texts are drawn with replacement ``samples`` times."""
    values = _values_per_text(judged, rankings)
    drawn = np.random.default_rng(seed).integers(0, max(1, len(judged)), (samples, len(judged)))
    return {name: _interval(found[drawn]) for name, found in values.items() if np.isfinite(found).any()}


def _interval(drawn: NDArray[np.float64]) -> tuple[float, float]:
    known = np.isfinite(drawn)
    means = np.where(known, drawn, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _values_per_text(judged: Sequence[JudgedText], rankings: Sequence[Sequence[str]]) -> dict[str, NDArray[np.float64]]:
    """Each figure for each text, NaN where the text has nothing to find."""
    pairs = [(text.accepted, text.grades, ranked) for text, ranked in zip(judged, rankings, strict=True)]

    def each(value: Callable[[frozenset[str], Sequence[str]], float]) -> NDArray[np.float64]:
        return np.array([value(accepted, ranked) if accepted else np.nan for accepted, _, ranked in pairs])

    return {
        "rp_at_5": each(lambda accepted, ranked: r_precision_at(ranked, accepted, 5)),
        "rp_at_10": each(lambda accepted, ranked: r_precision_at(ranked, accepted, 10)),
        "map": each(lambda accepted, ranked: average_precision(ranked, accepted)),
        "mrr": each(lambda accepted, ranked: reciprocal_rank(ranked, accepted)),
        "ndcg_at_10": np.array([ndcg_at(ranked, grades, 10) if grades else np.nan for _, grades, ranked in pairs]),
        "precision_at_1": each(lambda accepted, ranked: float(bool(accepted.intersection(ranked[:1])))),
        "recall_at_10": each(lambda accepted, ranked: recall_at(ranked, accepted, 10)),
        "hit_at_10": each(lambda accepted, ranked: float(bool(accepted.intersection(ranked[:10])))),
    }


def band_figures(
    judged: Sequence[JudgedText],
    answers: Sequence[Sequence[tuple[str, float]]],
    threshold: float,
    *,
    samples: int = 1000,
    seed: int = 0,
) -> dict[str, float | tuple[float, float]]:
    """Precision and recall of the links at or above a confidence, with 95 % bootstrap intervals over texts.

    Recall is of all accepted concepts, whether they were suggested or not. ``links_per_text`` is the number of links,
    ``coverage`` the share of texts with one.
    """
    counts = np.array(
        [_band_counts(text, answer, threshold) for text, answer in zip(judged, answers, strict=True)], dtype=np.float64
    ).reshape(-1, 3)
    drawn = np.random.default_rng(seed).integers(0, max(1, len(judged)), (samples, len(judged)))
    right, links, wanted = counts.sum(axis=0)
    resampled = counts[drawn].sum(axis=1)
    return {
        "precision": _ratio(right, links),
        "precision_interval": _quantiles(resampled[:, 0], resampled[:, 1]),
        "recall": _ratio(right, wanted),
        "recall_interval": _quantiles(resampled[:, 0], resampled[:, 2]),
        "links_per_text": _ratio(links, len(judged)),
        "coverage": _ratio(float((counts[:, 1] > 0).sum()), len(judged)),
    }


def _band_counts(text: JudgedText, answer: Sequence[tuple[str, float]], threshold: float) -> tuple[int, int, int]:
    """Right links, links, and accepted concepts of one text."""
    taken = [uri for uri, confidence in answer if confidence >= threshold]
    return sum(uri in text.accepted for uri in taken), len(taken), len(text.accepted)


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def _quantiles(parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> tuple[float, float]:
    known = wholes > 0
    if not known.any():
        return 0.0, 1.0
    low, high = np.quantile(parts[known] / wholes[known], [0.025, 0.975])
    return float(low), float(high)


def calibration_error(confidences: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins."""
    values, hits = np.asarray(confidences, dtype=float), np.asarray(outcomes, dtype=float)
    if not len(values):
        return 0.0
    which = np.minimum((values * bins).astype(int), bins - 1)
    gaps = [
        abs(values[which == number].mean() - hits[which == number].mean()) * (which == number).mean()
        for number in range(bins)
        if (which == number).any()
    ]
    return float(sum(gaps))


def mean_of_groups(figures: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Each figure averaged over the groups, every group counting the same."""
    names = next(iter(figures.values())).keys()
    return {name: _mean([group[name] for group in figures.values()]) for name in names}


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
