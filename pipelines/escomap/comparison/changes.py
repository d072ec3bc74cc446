"""What a comparison finds: values that a program reads as JSON and a person as lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseName:
    """A course as people know it, with its identifier."""

    course_id: str
    provider: str
    course_code: str
    title: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a course before and after; texts are named with their language, e.g. ``description@sv``."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CourseChange:
    """A course that is ``added``, ``ended`` or ``changed``, with its outcomes and, where it changed, the fields."""

    kind: str
    course: CourseName
    outcomes: int
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """An outcome ``added``, ``removed`` or ``changed`` in a course that both databases have; no text is empty."""

    kind: str
    course: CourseName
    lang: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link of an outcome to an ESCO concept: ``gained``, ``lost``, in another ``band``, or of other ``confidence``.

    ``cause`` says what happened to the outcome: added, removed, changed, or nothing (``matched anew``). Confidences are
    0..1, None where the database keeps no suggestion in a band.
    """

    kind: str
    cause: str
    course: CourseName
    outcome: str
    skill_uri: str
    skill_label: str
    old_band: str
    new_band: str
    old_confidence: float | None
    new_confidence: float | None


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The EQF level of a course, None for no level, with what it rests on, before and after."""

    course: CourseName
    old_level: int | None
    new_level: int | None
    old_basis: str
    new_basis: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes in the order of provider, code and title.

    ``counts`` has a group (courses, outcomes, links, levels) of amounts per kind; ``conditions`` name what differs
    beside the catalogue (ESCO release, encoders, settings), old and new; ``notes`` say how to read the comparison.
    """

    counts: Mapping[str, Mapping[str, int]]
    conditions: Mapping[str, tuple[str, str]]
    notes: tuple[str, ...]
    courses: tuple[CourseChange, ...]
    outcomes: tuple[OutcomeChange, ...]
    links: tuple[LinkChange, ...]
    levels: tuple[LevelChange, ...]
