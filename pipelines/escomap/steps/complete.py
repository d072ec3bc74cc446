"""How complete the course descriptions of a database are."""

from __future__ import annotations

from escomap.completeness.score import CourseScore, score_course
from escomap.descriptor import build_descriptors
from escomap.steps.describe import descriptor_frames
from escomap.store.db import Store


def score_courses(store: Store) -> list[CourseScore]:
    """The score of every current course, in the order of the descriptors."""
    return [score_course(descriptor) for descriptor in build_descriptors(descriptor_frames(store))]
