"""What the inferred levels of a source are worth, where the levels of its courses are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.levels.calibrate import likely_range, within
from escomap.levels.figures import SEED, level_figures, level_intervals
from escomap.levels.infer import MIN_WORDS
from escomap.levels.learn import LearntLevels, learn_levels
from escomap.levels.outcome_levels import courses_to_review, read_outcomes
from escomap.levels.readable import ReadableCourses
from escomap.levels.text_head import HEAD_LEVELS, MAX_CONFIDENCE, RANGE_SHARE, TextReader

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class KnownLevels:
    """Courses of one source with their levels (0 where not known); ``name`` as the text head knows its sources."""

    name: str
    texts: ReadableCourses
    levels: list[int]
    langs: list[str]


def measure_levels(source: KnownLevels, reader: TextReader) -> dict[str, Any]:
    """Figures of the catalogue's model, of the text head and of the reviews; each says where it cannot be measured."""
    learnt = learn_levels(source.texts.texts, source.levels)
    return {
        "courses": sum(level > 0 for level in source.levels),
        "languages": sorted(set(source.langs)),
        "catalogue_model": _of_catalogue(learnt),
        "text": _of_text(source, reader),
        "reviews": _of_reviews(source, learnt, reader),
    }


def _of_catalogue(learnt: LearntLevels) -> dict[str, Any]:
    if not learnt.figures:
        return {"not_measured": learnt.reason}
    return {
        **learnt.figures,
        "intervals": learnt.intervals,
        "across_areas": learnt.across_areas,
        "not_used": learnt.reason,
    }


def _of_text(source: KnownLevels, reader: TextReader) -> dict[str, Any]:
    """By the text head among EQF 5 to 8, and among those of the source alone; every level counts the same."""
    levels = np.array(HEAD_LEVELS[1:])
    chosen = [
        number
        for number, (level, text) in enumerate(zip(source.levels, source.texts.english, strict=True))
        if level in HEAD_LEVELS[1:] and len(source.texts.texts[number].words) >= MIN_WORDS and text
    ]
    true = np.array([source.levels[number] for number in chosen], dtype=np.int64)
    if len(set(true.tolist())) < 2:
        return {"not_measured": "no English courses of two levels of higher education"}
    own = np.isin(levels, true)
    allowed = np.array([False, *[True] * len(levels)])
    shares = within(reader.courses([source.texts.english[number] for number in chosen]), allowed)[:, 1:]
    ranges = [likely_range(levels, row, RANGE_SHARE) for row in shares]
    inside = np.array([low <= level <= high for level, (low, high) in zip(true, ranges, strict=True)])
    return {
        **_balanced(true, levels, shares),
        "own_levels": _balanced(true, levels[own], within(shares, own)[:, own]),
        "range_holds": float(np.mean([inside[true == level].mean() for level in sorted(set(true.tolist()))])),
        "range_width": float(np.mean([high - low + 1 for low, high in ranges])),
        "was_trained_on": source.name in reader.heads.sources,
    }


def _balanced(true: NDArray[np.int64], levels: NDArray[np.int64], shares: NDArray[np.float64]) -> dict[str, Any]:
    found = levels[shares.argmax(axis=1)]
    confidences = np.minimum(shares.max(axis=1), MAX_CONFIDENCE).tolist()
    return {
        **level_figures(true, found, confidences, balanced=True),
        "intervals": level_intervals(true, found, balanced=True),
    }


def _of_reviews(source: KnownLevels, learnt: LearntLevels, reader: TextReader) -> dict[str, Any]:
    """How many courses are asked to be reviewed with their own level, and with another one in its place."""
    read = read_outcomes(source.texts.outcomes, learnt, source.levels, reader)
    if not len(read.pooled_courses):
        return {"not_measured": "no outcomes read by a model of the catalogue"}
    random = np.random.default_rng(SEED)
    others = [_another(level, learnt.levels.tolist(), random) for level in source.levels]
    asked = [len(courses_to_review(read, learnt, levels)) for levels in (source.levels, others)]
    known = [number for number in read.pooled_courses.tolist() if source.levels[number] in learnt.levels]
    return {"courses": len(known), "asked": asked[0], "false": asked[0] / len(known), "found": asked[1] / len(known)}


def _another(level: int, levels: Sequence[int], random: np.random.Generator) -> int:
    return int(random.choice([other for other in levels if other != level])) if level in levels else 0
