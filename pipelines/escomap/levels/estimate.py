"""Inferred levels of whole catalogues as rows: levels, signals, outcomes, reviews, and what each model is worth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.levels.assign import level_frame
from escomap.levels.estimate_rows import level_values, signal_row, text_values
from escomap.levels.infer import UNSTATED, InferredLevel, by_catalogue, by_text, is_readable
from escomap.levels.learn import LearntLevels, learn_levels
from escomap.levels.outcome_levels import LevelReview, ReadOutcomes, courses_to_review, read_outcomes
from escomap.levels.plausible import plausible_levels
from escomap.levels.priors import EXPLICIT, MIN_KNOWN_SHARE
from escomap.levels.readable import ReadableCourses, readable_courses
from escomap.levels.text_head import TextReader
from escomap.model import LevelBasis
from escomap.tables import OUT_LEVEL_REVIEW, SUG_LEVEL, SUG_LEVEL_SIGNAL, SUG_OUTCOME_LEVEL

if TYPE_CHECKING:
    import pandas as pd

# What is less sure is contested, or a word such as undergraduate that some take for another level; it teaches nothing.
# What rests on facts of class C teaches, and its class goes on to the levels learnt from it: else no catalogue of the
# United Kingdom would teach anything.
MIN_TAUGHT_CONFIDENCE = 0.7
_KIND_FIELDS = ("provider", "course_type", "programme", "award", "faculty")


@dataclass(slots=True)
class EstimatedLevels:
    """Rows of sug_level, sug_level_signal, sug_outcome_level and out_level_review, and what was learnt by catalogue."""

    levels: list[dict[str, Any]]
    signals: list[dict[str, Any]]
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    learnt: dict[str, LearntLevels] = field(default_factory=dict)
    inferred: dict[str, InferredLevel] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    reviewed: Counter[str] = field(default_factory=Counter)

    def frames(self) -> dict[str, pd.DataFrame]:
        """The rows as frames, by table."""
        tables = (SUG_LEVEL, SUG_LEVEL_SIGNAL, SUG_OUTCOME_LEVEL, OUT_LEVEL_REVIEW)
        rows = (self.levels, self._signals(), self.outcomes, self.reviews)
        return {table.name: level_frame(found, table) for table, found in zip(tables, rows, strict=True)}

    def _signals(self) -> list[dict[str, Any]]:
        """The signals with those inferred, which stand before what a course only mentions."""
        moved = [
            {**row, "signal_rank": row["signal_rank"] + (row["course_id"] in self.inferred)} for row in self.signals
        ]
        return moved + [signal_row(course_id, answer) for course_id, answer in self.inferred.items()]


def explicit_levels(levels: pd.DataFrame) -> list[int]:
    """The level of each row of sug_level that something states clearly enough to learn from, else 0."""
    columns = levels["eqf_level"].fillna(0).astype(int), levels["basis"], levels["confidence_score"]
    return [
        level if basis in EXPLICIT and score >= MIN_TAUGHT_CONFIDENCE else 0
        for level, basis, score in zip(*(column.tolist() for column in columns), strict=True)
    ]


def estimate_levels(
    courses: pd.DataFrame,
    course_texts: pd.DataFrame,
    outcomes: pd.DataFrame,
    levels: pd.DataFrame,
    signals: pd.DataFrame,
    reader: TextReader,
) -> EstimatedLevels:
    """Completes ``levels`` (a row per course, in the order of ``courses``) where they are open.

    Each catalogue is learnt from by itself; what it cannot tell is read by ``reader``. What is stated is never changed.
    """
    found = EstimatedLevels(_records(levels), _records(signals))
    explicit = np.array(explicit_levels(levels), dtype=np.int64)
    names = courses["catalogue"].to_numpy()
    for catalogue in sorted(set(names.tolist())):
        places = np.flatnonzero(names == catalogue)
        own = courses.iloc[places].reset_index(drop=True)
        texts = readable_courses(own, course_texts, outcomes)
        known = explicit[places].tolist()
        learnt = learn_levels(texts.texts, known)
        found.learnt[catalogue] = learnt
        classes = _worst_classes(known, levels["evidence_class"].to_numpy()[places].tolist())
        is_open = [found.levels[place]["open_reason"] in UNSTATED for place in places]
        answers = _by_catalogue(learnt, is_open, classes)
        answers |= _by_text(
            texts, [one and n not in answers for n, one in enumerate(is_open)], _bounds(own, known), reader
        )
        _add_answers(found, catalogue, places.tolist(), answers)
        read = read_outcomes(texts.outcomes, learnt, known, reader)
        _add_outcomes(found, places.tolist(), texts, read)
        _add_reviews(found, catalogue, places.tolist(), courses_to_review(read, learnt, known))
    return found


def _bounds(courses: pd.DataFrame, known: list[int]) -> list[tuple[int, int] | None]:
    """The plausible levels of each course; those known of its provider count before any word."""
    by_provider: dict[str, list[int]] = defaultdict(list)
    for provider, level in zip(courses["provider"].tolist(), known, strict=True):
        by_provider[provider].append(level)
    # Few known ones may be those whose title names a degree, and not like the others.
    told = {
        provider: tuple(filter(None, levels))
        for provider, levels in by_provider.items()
        if sum(map(bool, levels)) >= MIN_KNOWN_SHARE * len(levels)
    }
    kinds = zip(*(courses[name].tolist() for name in _KIND_FIELDS), strict=True)
    return [plausible_levels(kind, told.get(kind[0], ())) for kind in kinds]


def _worst_classes(known: Sequence[int], evidence_classes: Sequence[str]) -> dict[int, str]:
    """For each level the worst evidence class among the courses that taught it."""
    worst: dict[int, str] = {}
    for level, evidence_class in zip(known, evidence_classes, strict=True):
        worst[level] = max(worst.get(level, ""), evidence_class)
    return worst


def _by_catalogue(
    learnt: LearntLevels, is_open: Sequence[bool], classes: Mapping[int, str]
) -> dict[int, InferredLevel]:
    answers = {}
    for number in (n for n, one in enumerate(is_open) if one):
        if answer := by_catalogue(learnt, number):
            low, high = answer.eqf_range
            worst = max(classes.get(level, "") for level in range(low, high + 1))
            answers[number] = replace(answer, evidence_class=worst)
    return answers


def _by_text(
    texts: ReadableCourses, is_open: Sequence[bool], bounds: Sequence[tuple[int, int] | None], reader: TextReader
) -> dict[int, InferredLevel]:
    numbers = [n for n, one in enumerate(is_open) if one and is_readable(texts.english[n])]
    shares = reader.courses([texts.english[n] for n in numbers])
    answers = {n: by_text(row, bounds[n]) for n, row in zip(numbers, shares, strict=True)}
    return {n: answer for n, answer in answers.items() if answer}


def _add_answers(found: EstimatedLevels, catalogue: str, places: list[int], answers: dict[int, InferredLevel]) -> None:
    for number, answer in answers.items():
        row = found.levels[places[number]]
        row.update(level_values(row, answer))
        found.inferred[row["course_id"]] = answer
        found.answered[catalogue] += answer.basis is LevelBasis.CATALOGUE_MODEL


def _add_outcomes(found: EstimatedLevels, places: list[int], texts: ReadableCourses, read: ReadOutcomes) -> None:
    for one, estimate in zip(texts.outcomes, read.levels, strict=True):
        course = found.levels[places[one.course]]
        found.outcomes.append(
            {
                "outcome_id": one.outcome_id,
                "course_id": course["course_id"],
                "eqf_level": course["eqf_level"],
                "basis": course["basis"],
                **text_values(estimate),
            }
        )


def _add_reviews(found: EstimatedLevels, catalogue: str, places: list[int], reviews: Sequence[LevelReview]) -> None:
    for review in reviews:
        course = found.levels[places[review.course]]
        found.reviewed[catalogue] += 1
        found.reviews.append(
            {
                "course_id": course["course_id"],
                "eqf_level": course["eqf_level"],
                "eqf_basis": course["basis"],
                "outcomes_eqf_level": review.likeliest,
                "level_score": review.score,
                "outcome_count": review.outcomes,
            }
        )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, empty cells as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]
