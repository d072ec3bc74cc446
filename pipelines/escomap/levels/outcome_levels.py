"""What level each outcome reads like, and courses whose outcomes read far from the level they state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.levels.calibrate import fit_logistic, logistic_shares, softmax
from escomap.levels.learn import LearntLevels
from escomap.levels.readable import ReadableOutcome
from escomap.levels.text_head import HEAD_LEVELS, LANG, MAX_CONFIDENCE, TextReader
from escomap.model import LevelBasis

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Outcomes that a course needs to be judged by them, and words that an outcome needs to be read by the text head.
MIN_OUTCOMES, MIN_WORDS = 3, 4
# A course is for review where its outcomes leave its stated level less than this. ``escomap evaluate levels`` measures
# how many courses whose level is known it asks to review, and how many of those whose level was exchanged.
REVIEW_SCORE = 0.03


@dataclass(frozen=True, slots=True)
class OutcomeLevel:
    """The level an outcome reads like, with its confidence and what read it."""

    likeliest: int
    confidence: float
    basis: LevelBasis


@dataclass(frozen=True, slots=True)
class LevelReview:
    """A course whose outcomes read far from its level: ``score`` is what they leave that level, 0..1."""

    course: int
    likeliest: int
    score: float
    outcomes: int


@dataclass(frozen=True, slots=True)
class ReadOutcomes:
    """Per outcome its level, or None where nothing reads it; ``pooled`` holds the shares of each course's outcomes
    together, of the courses in ``pooled_courses``, each read by a model that has not seen it.
    """

    levels: list[OutcomeLevel | None]
    pooled_courses: NDArray[np.int64]
    pooled: NDArray[np.float64]
    counts: NDArray[np.int64]


def read_outcomes(
    outcomes: Sequence[ReadableOutcome], learnt: LearntLevels, explicit: Sequence[int], reader: TextReader
) -> ReadOutcomes:
    """The levels of outcomes: by the catalogue's model where it is used, else those in English by the text head."""
    if learnt.is_used and learnt.reader is not None and outcomes:
        return _by_catalogue(outcomes, learnt, np.asarray(explicit, dtype=np.int64))
    nothing = np.zeros(0, dtype=np.int64)
    return ReadOutcomes(_by_text(outcomes, reader), nothing, np.zeros((0, 0)), nothing)


def courses_to_review(read: ReadOutcomes, learnt: LearntLevels, explicit: Sequence[int]) -> list[LevelReview]:
    """Courses with an explicit level that their outcomes leave less than ``REVIEW_SCORE``."""
    reviews = []
    for course, shares, count in zip(read.pooled_courses.tolist(), read.pooled, read.counts.tolist(), strict=True):
        place = np.flatnonzero(learnt.levels == explicit[course])
        if count >= MIN_OUTCOMES and len(place) and shares[place[0]] < REVIEW_SCORE:
            likeliest = int(learnt.levels[shares.argmax()])
            reviews.append(LevelReview(course, likeliest, round(float(shares[place[0]]), 4), count))
    return reviews


def _by_catalogue(
    outcomes: Sequence[ReadableOutcome], learnt: LearntLevels, explicit: NDArray[np.int64]
) -> ReadOutcomes:
    assert learnt.reader is not None
    owners = np.array([one.course for one in outcomes], dtype=np.int64)
    scores = learnt.reader.scores([one.words for one in outcomes], owners)
    known = np.isin(explicit[owners], learnt.levels)
    right = np.searchsorted(learnt.levels, explicit[owners[known]])
    shares = _fitted_shares(scores, known, right)
    levels: list[OutcomeLevel | None] = [
        OutcomeLevel(int(learnt.levels[row.argmax()]), round(float(row.max()), 4), LevelBasis.CATALOGUE_MODEL)
        if one.words
        else None
        for one, row in zip(outcomes, shares, strict=True)
    ]
    courses, which, counts = np.unique(owners, return_inverse=True, return_counts=True)
    means = np.zeros((len(courses), scores.shape[1]))
    np.add.at(means, which, scores)
    means /= counts[:, None]
    judged = np.isin(explicit[courses], learnt.levels)
    right = np.searchsorted(learnt.levels, explicit[courses[judged]])
    pooled = _fitted_shares(means, judged, right)
    return ReadOutcomes(levels, courses, pooled, counts)


def _fitted_shares(
    scores: NDArray[np.float64], known: NDArray[np.bool_], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    return logistic_shares(scores, fit_logistic(scores[known], right)) if known.any() else softmax(scores)


def _by_text(outcomes: Sequence[ReadableOutcome], reader: TextReader) -> list[OutcomeLevel | None]:
    chosen = [n for n, one in enumerate(outcomes) if one.lang == LANG and len(one.words) >= MIN_WORDS]
    levels: list[OutcomeLevel | None] = [None] * len(outcomes)
    if chosen:
        for number, row in zip(chosen, reader.outcomes([outcomes[n].text for n in chosen]), strict=True):
            # What reads like less than higher education is answered by no level: the first share is levels 1 to 4.
            if row.argmax() > 0:
                confidence = round(min(float(row.max()), MAX_CONFIDENCE), 4)
                levels[number] = OutcomeLevel(HEAD_LEVELS[int(row.argmax())], confidence, LevelBasis.TEXT)
    return levels
