"""A consultation form: the courses it shows and the questions it asks about them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from escomap.text.normalise import content_hash


class Question(StrEnum):
    """What is asked, and about what: the ``key`` and ``value`` of ``Asked``."""

    LINK = "link"  # an outcome and an ESCO concept URI: does it fit?
    MISSING = "missing"  # an outcome: what is missing, in words
    LEVEL = "level"  # a course and the EQF level shown: is it right?
    COMMENT = "comment"  # a course, in words


# The answers to choose from, with what the form calls them; the other questions are answered in words.
CHOICES: Mapping[Question, Mapping[str, str]] = {
    Question.LINK: {"fits": "Fits", "does_not_fit": "Does not fit", "not_sure": "Not sure"},
    Question.LEVEL: {
        "too_low": "Seems too low",
        "right": "Seems right",
        "too_high": "Seems too high",
        "not_sure": "I do not know",
    },
}
LONGEST_TEXT = 1_000
LONGEST_ROLE = 64


@dataclass(frozen=True, slots=True, order=True)
class Asked:
    """One question; ``key`` is an ``outcome_id`` or ``course_id``: a hash of content, the same in every run."""

    question: Question
    key: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class AskedConcept:
    """A concept proposed for an outcome."""

    uri: str
    label: str
    lang: str
    description: str


@dataclass(frozen=True, slots=True)
class AskedOutcome:
    """An outcome with the concepts proposed for it."""

    outcome_id: str
    text: str
    lang: str
    concepts: tuple[AskedConcept, ...]


@dataclass(frozen=True, slots=True)
class AskedCourse:
    """A course as the form shows it; ``eqf_level`` is empty where none was found."""

    course_id: str
    course_code: str
    provider: str
    title: str
    lang: str
    description: str
    description_lang: str
    eqf_level: str
    level_basis: str
    outcomes: tuple[AskedOutcome, ...]


@dataclass(frozen=True)
class Form:
    """Everything a form shows; ``lang`` is the language of ``title`` and ``intro``."""

    title: str
    intro: str
    lang: str
    asked_by: str
    send_to: str
    esco_version: str
    courses: tuple[AskedCourse, ...]

    @cached_property
    def form_id(self) -> str:
        """The hash of everything the form shows: answers that carry it are answers to exactly this."""
        return content_hash(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True))

    @cached_property
    def questions(self) -> frozenset[Asked]:
        """Everything that is asked."""
        return frozenset(self._questions())

    def _questions(self) -> Iterator[Asked]:
        for course in self.courses:
            if course.eqf_level:
                yield Asked(Question.LEVEL, course.course_id, course.eqf_level)
            yield Asked(Question.COMMENT, course.course_id)
            for outcome in course.outcomes:
                yield Asked(Question.MISSING, outcome.outcome_id)
                for concept in outcome.concepts:
                    yield Asked(Question.LINK, outcome.outcome_id, concept.uri)


def form_of(content: Mapping[str, Any]) -> Form:
    """The form that ``asdict`` made ``content`` of; raises KeyError or TypeError for anything else."""
    courses = tuple(_course_of(course) for course in content["courses"])
    return Form(**{**content, "courses": courses})


def _course_of(content: Mapping[str, Any]) -> AskedCourse:
    outcomes = tuple(
        AskedOutcome(**{**outcome, "concepts": tuple(AskedConcept(**concept) for concept in outcome["concepts"])})
        for outcome in content["outcomes"]
    )
    return AskedCourse(**{**content, "outcomes": outcomes})
