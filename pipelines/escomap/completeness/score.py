"""Courses scored element by element, and the totals of a faculty or of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from escomap.completeness.elements import ELEMENTS, Element, Group
from escomap.completeness.judge import Found, Status
from escomap.model import Descriptor

COUNTED = (Status.PRESENT, Status.INFERRED, Status.MISSING)


@dataclass(frozen=True, slots=True)
class CourseScore:
    """A course with what was found of each element, in the order of ``ELEMENTS``."""

    course_id: str
    provider: str
    faculty: str
    course_code: str
    title: str
    title_lang: str
    found: tuple[Found, ...]

    def count(self, group: Group, status: Status) -> int:
        """How many elements of a group have a status."""
        return sum(
            found.status is status and element.group is group
            for element, found in zip(ELEMENTS, self.found, strict=True)
        )

    def fields_to_fill(self, group: Group) -> list[str]:
        """The fields that would give the missing elements of a group: the first of each element."""
        return [
            element.fields[0]
            for element, found in zip(ELEMENTS, self.found, strict=True)
            if element.group is group and found.status is Status.MISSING
        ]


@dataclass(frozen=True, slots=True)
class ElementTotal:
    """In how many courses an element is present, inferred and missing."""

    element: Element
    present: int
    inferred: int
    missing: int


@dataclass(frozen=True, slots=True)
class Total:
    """The courses of one faculty, or of all where provider and faculty are empty; ``complete`` lack nothing mandatory.

    ``complete`` counts courses with every mandatory element that a catalogue can give present, ``nearly`` those with
    every one present or inferred.
    """

    provider: str
    faculty: str
    courses: int
    complete: int
    nearly: int
    elements: tuple[ElementTotal, ...]

    def of(self, group: Group) -> list[ElementTotal]:
        """The totals of the elements of a group."""
        return [each for each in self.elements if each.element.group is group]

    def share(self, status: Status) -> float:
        """Share of the mandatory elements of all courses that have a status, 0..1; of those a catalogue can give."""
        given = [each for each in self.of(Group.MANDATORY) if each.element.fields]
        possible = self.courses * len(given)
        return sum(int(getattr(each, status.value)) for each in given) / possible if possible else 0.0


def score_course(descriptor: Descriptor) -> CourseScore:
    """What a course says of each element."""
    lang, title = next(iter(descriptor.titles.items()))
    return CourseScore(
        descriptor.course_id,
        descriptor.provider,
        descriptor.faculty,
        descriptor.course_code,
        title,
        lang,
        tuple(element.found_in(descriptor) for element in ELEMENTS),
    )


def total(scores: Sequence[CourseScore], provider: str = "", faculty: str = "") -> Total:
    """The total of these courses, named as given."""
    counts = [
        ElementTotal(element, *(sum(score.found[place].status is status for score in scores) for status in COUNTED))
        for place, element in enumerate(ELEMENTS)
    ]
    missing = [score.count(Group.MANDATORY, Status.MISSING) for score in scores]
    inferred = [score.count(Group.MANDATORY, Status.INFERRED) for score in scores]
    complete = sum(not (lacking or implied) for lacking, implied in zip(missing, inferred, strict=True))
    return Total(provider, faculty, len(scores), complete, missing.count(0), tuple(counts))


def totals_by_faculty(scores: Iterable[CourseScore]) -> list[Total]:
    """One total per provider and faculty, ordered by both; courses without a faculty are one of their provider."""
    by_faculty: dict[tuple[str, str], list[CourseScore]] = defaultdict(list)
    for score in scores:
        by_faculty[score.provider, score.faculty].append(score)
    return [total(by_faculty[key], *key) for key in sorted(by_faculty)]
