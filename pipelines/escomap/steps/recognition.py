"""Two courses of one or two databases, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from escomap.descriptor import DescriptorFrames, build_descriptors
from escomap.exports.words import WordFact, concepts_named, load_catalogue_words
from escomap.paths import mappings_folder
from escomap.recognition.sheet import Sheet, compare_courses
from escomap.recognition.side import Family, Side
from escomap.steps.course_lookup import find_course
from escomap.steps.describe import descriptor_frames
from escomap.store.db import Store, open_store


def compare(course_a: str, course_b: str, db: Path, db_b: Path | None = None) -> Sheet:
    """The recognition sheet of two courses, each given by its code, title or identifier; B is looked for in ``db_b``.

    Raises:
        EscomapError: a database is not usable, or has no such course, or several.
    """
    with open_store(db) as store:
        a = load_side(store, course_a)
        if db_b is None:
            return compare_courses(a, load_side(store, course_b))
    with open_store(db_b) as store:
        return compare_courses(a, load_side(store, course_b))


def load_side(store: Store, wanted: str) -> Side:
    """What a comparison needs of the course with this code, title or identifier."""
    found = find_course(store, wanted)
    course_id = str(found["course_id"])
    # Whoever asks for recognition may have taken a course that is no longer offered.
    frames = descriptor_frames(store, include_ended=True)
    descriptor = next(build_descriptors(_of_course(frames, course_id)))
    words = load_catalogue_words(mappings_folder())
    suggested: dict[str, dict[str, float]] = defaultdict(dict)
    for row in store.rows("suggestions_of_course", course_id=course_id).to_dict("records"):
        suggested[row["outcome_id"]][row["skill_uri"]] = float(row["confidence_score"])
    families: dict[str, tuple[Family, ...]] = defaultdict(tuple)
    for row in store.rows("families_of_course", course_id=course_id).to_dict("records"):
        families[row["skill_uri"]] += (Family(row["broader_uri"], row["label"]),)
    return Side(
        descriptor,
        suggested=suggested,
        families=families,
        modes=_named([descriptor.mode], words.study_modes),
        assessments=_named(descriptor.assessment.values(), words.assessment_types),
        ended_on="" if pd.isna(found["ended_at"]) else f"{found['ended_at']:%Y-%m-%d}",
    )


def _of_course(frames: DescriptorFrames, course_id: str) -> DescriptorFrames:
    names = ("courses", "texts", "outcomes", "levels", "links", "fields")
    whole = {name: getattr(frames, name) for name in names}
    return replace(frames, **{name: rows[rows["course_id"] == course_id] for name, rows in whole.items()})


def _named(values: Iterable[str], facts: Iterable[WordFact]) -> tuple[str, ...]:
    """English labels of the concepts these values name; a value understood in part names none."""
    readings = [concepts_named(value, facts) for value in values]
    whole = (concept for reading in readings if not reading.unknown for concept in reading.concepts)
    return tuple(dict.fromkeys(label for _, label in whole))
