"""Levels learnt inside one catalogue: the courses whose level is explicit teach a model, which reads the others.

The model is a linear one over words, pairs of words and groups of four letters, so it needs no language resource. Its
confidence is calibrated on courses it was not trained on, and it is not used where it is no better than the level most
courses have. Part of what it knows is the subject: see ``across_areas`` in the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from escomap.levels.calibrate import fit_temperature, softmax
from escomap.levels.families import CourseTexts, area_numbers, family_numbers
from escomap.levels.figures import level_figures, level_intervals
from escomap.levels.vectors import LevelVectors, decide_all, fit_linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS, SEED = 5, 0
# Below this the folds are too small to tell a model from chance (intervals of ten percent and more).
MIN_COURSES = 100
# Courses, and families of courses, that a level needs to be learnt: some in every fold.
MIN_OF_LEVEL, MIN_FAMILIES = 20, 10
# More courses than this teach nothing new and cost time.
MAX_COURSES = 20_000
# Fewer subjects cannot tell what becomes of the answers in a new one.
MIN_AREAS = 10
# An inferred level never looks as sure as a stated one, whose class B facts begin at .9 (levels/national.py).
MAX_CONFIDENCE = 0.89


@dataclass(frozen=True, slots=True)
class LearntLevels:
    """What was learnt from a catalogue: ``levels`` in the order of the columns of ``shares``.

    ``shares`` holds calibrated probabilities, a row per course: for courses that taught, by a model that saw neither
    them nor their relatives. ``answers`` marks the courses it may answer for. ``reason`` says why the model is not
    used; it is empty where it is.
    """

    levels: NDArray[np.int64]
    shares: NDArray[np.float64]
    answers: NDArray[np.bool_]
    reason: str
    figures: dict[str, float] = field(default_factory=dict)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    across_areas: dict[str, float] = field(default_factory=dict)
    reader: PartReader | None = None

    @property
    def is_used(self) -> bool:
        """Whether it is better than the level most courses have."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads parts of the courses (their outcomes), each by a model that has not seen its course.

    ``model_of`` is the number of that model per course; the last one has seen all courses that taught.
    """

    vectors: LevelVectors
    models: tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]
    model_of: NDArray[np.int64]

    def scores(self, parts: Sequence[Sequence[str]], courses: NDArray[np.int64]) -> NDArray[np.float64]:
        """Scores of parts, given as words, that belong to these courses: shape ``(parts, levels)``."""
        rows = self.vectors.transform(parts)
        scores = np.zeros((len(parts), len(self.models[-1][1])))
        for number, model in enumerate(self.models):
            chosen = self.model_of[courses] == number
            if chosen.any():
                scores[chosen] = decide_all(model, rows[chosen])
        return scores


def learn_levels(courses: Sequence[CourseTexts], explicit: Sequence[int]) -> LearntLevels:
    """Learns from the courses whose ``explicit`` level is not 0, and reads all of them.

    The order of the courses changes nothing. scikit-learn is loaded here.
    """
    order = np.array(sorted(range(len(courses)), key=lambda i: (courses[i].words, courses[i].course_code, explicit[i])))
    ordered = [courses[i] for i in order]
    given = np.asarray(explicit, dtype=np.int64)[order] if len(order) else np.zeros(0, dtype=np.int64)
    families = family_numbers(ordered) if len(order) else np.zeros(0, dtype=np.int64)
    levels = _learnable(given, families)
    teachers = np.flatnonzero(np.isin(given, levels) & np.array([bool(one.words) for one in ordered], dtype=bool))
    if len(teachers) > MAX_COURSES:
        teachers = np.sort(np.random.default_rng(SEED).permutation(teachers)[:MAX_COURSES])
    if len(levels) < 2 or len(teachers) < MIN_COURSES:
        return _not_learnt(len(courses), given, levels)
    return _restored(_learn(ordered, given, families, levels, teachers), order)


def _learnable(given: NDArray[np.int64], families: NDArray[np.int64]) -> NDArray[np.int64]:
    levels = [level for level in range(1, 9) if (given == level).sum() >= MIN_OF_LEVEL]
    return np.array([level for level in levels if len(set(families[given == level])) >= MIN_FAMILIES], dtype=np.int64)


def _not_learnt(count: int, given: NDArray[np.int64], levels: NDArray[np.int64]) -> LearntLevels:
    taught = int(np.isin(given, levels).sum())
    reason = (
        f"{taught:,} courses of {len(levels)} levels can be learnt from; it takes {MIN_COURSES}, of two levels "
        f"with {MIN_OF_LEVEL} courses each"
    )
    return LearntLevels(levels, np.zeros((count, len(levels))), np.zeros(count, dtype=bool), reason)


def _learn(
    courses: Sequence[CourseTexts],
    given: NDArray[np.int64],
    families: NDArray[np.int64],
    levels: NDArray[np.int64],
    teachers: NDArray[np.int64],
) -> LearntLevels:
    vectors = LevelVectors.fitted([one.words for one in courses])
    rows = vectors.transform([one.words for one in courses])
    right = np.searchsorted(levels, given[teachers])
    areas = area_numbers(courses)
    scores, models, fold = _out_of_fold(rows[teachers], right, families[teachers], len(levels))
    temperature = fit_temperature(scores, right)
    shares = softmax(scores, temperature)
    found = levels[shares.argmax(axis=1)]
    figures = level_figures(given[teachers], found, _confidences(shares))
    intervals = level_intervals(given[teachers].tolist(), found.tolist(), families[teachers].tolist())
    new_area = _NewAreas.measured(rows[teachers], right, areas[teachers], levels)

    last = fit_linear(rows[teachers], right, len(levels))
    all_scores = decide_all(last, rows)
    is_new = ~np.isin(areas, areas[teachers])
    all_shares = np.where(
        is_new[:, None], softmax(all_scores, new_area.temperature or temperature), softmax(all_scores, temperature)
    )
    all_shares[teachers] = shares
    answers = ~is_new | (new_area.temperature is None) | new_area.is_better
    answers &= np.array([bool(one.words) for one in courses])
    model_of = np.full(len(courses), len(models))
    model_of[teachers] = fold
    reason = "" if intervals["gain"][0] > 0 else "it is no better than the level most courses have"
    reader = PartReader(vectors, (*models, last), model_of)
    return LearntLevels(levels, all_shares, answers, reason, figures, intervals, new_area.figures, reader)


def _restored(learnt: LearntLevels, order: NDArray[np.int64]) -> LearntLevels:
    """``learnt`` with its rows in the order the courses were given in."""
    back = np.argsort(order)
    reader = learnt.reader and PartReader(learnt.reader.vectors, learnt.reader.models, learnt.reader.model_of[back])
    return LearntLevels(
        learnt.levels,
        learnt.shares[back],
        learnt.answers[back],
        learnt.reason,
        learnt.figures,
        learnt.intervals,
        learnt.across_areas,
        reader,
    )


@dataclass(frozen=True, slots=True)
class _NewAreas:
    """How the answers fare in a subject that taught nothing; without a temperature there are too few subjects."""

    temperature: float | None
    is_better: bool
    figures: dict[str, float]

    @classmethod
    def measured(
        cls, rows: object, right: NDArray[np.int64], areas: NDArray[np.int64], levels: NDArray[np.int64]
    ) -> _NewAreas:
        if len(set(areas.tolist())) < MIN_AREAS:
            return cls(None, False, {})
        scores, _, _ = _out_of_fold(rows, right, areas, len(levels))
        temperature = fit_temperature(scores, right)
        shares = softmax(scores, temperature)
        found = levels[shares.argmax(axis=1)]
        low, _ = level_intervals(levels[right].tolist(), found.tolist(), areas.tolist())["gain"]
        return cls(temperature, low > 0, level_figures(levels[right], found, _confidences(shares)))


def _confidences(shares: NDArray[np.float64]) -> list[float]:
    capped: list[float] = np.minimum(shares.max(axis=1), MAX_CONFIDENCE).tolist()
    return capped


def _out_of_fold(
    rows: object, right: NDArray[np.int64], groups: NDArray[np.int64], columns: int
) -> tuple[NDArray[np.float64], list[tuple[NDArray[np.float64], NDArray[np.float64]]], NDArray[np.int64]]:
    """Scores of each row by a model that saw nothing of its group, the models, and which one read which row."""
    from sklearn.model_selection import StratifiedGroupKFold

    scores = np.zeros((len(right), columns))
    models, fold = [], np.zeros(len(right), dtype=np.int64)
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(right, right, groups)
    for number, (seen, unseen) in enumerate(split):
        models.append(fit_linear(rows[seen], right[seen], columns))  # type: ignore[index]
        scores[unseen] = decide_all(models[-1], rows[unseen])  # type: ignore[index]
        fold[unseen] = number
    return scores, models, fold
