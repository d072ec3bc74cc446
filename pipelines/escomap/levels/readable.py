"""What the models read of each course: its texts in one language, and the English ones for the text head."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escomap.levels.families import CourseTexts, area_of
from escomap.levels.text_head import LANG
from escomap.levels.unstated import unstated_words

if TYPE_CHECKING:
    import pandas as pd

# Prerequisites and assessment speak of other levels, or of none.
_FIELDS = ("description",)


@dataclass(frozen=True, slots=True)
class ReadableOutcome:
    """An outcome with its words, those that state a level left out."""

    outcome_id: str
    course: int
    lang: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadableCourses:
    """Courses in the order of the frame: ``texts`` to learn from, ``english`` for the head (empty without any), and the
    outcomes, each with the number of its course.
    """

    texts: list[CourseTexts]
    english: list[str]
    outcomes: list[ReadableOutcome]


def readable_courses(courses: pd.DataFrame, course_texts: pd.DataFrame, outcomes: pd.DataFrame) -> ReadableCourses:
    """The texts of courses (``core_course``) in the language of their title; where none is in it, in any.

    A translation is not read beside its original: whether a course has one often goes with its level.
    """
    place = {course_id: number for number, course_id in enumerate(courses["course_id"].tolist())}
    main = courses["title_lang"].tolist()
    pieces: list[dict[str, list[str]]] = [defaultdict(list) for _ in main]
    columns = (course_texts[name].tolist() for name in ("course_id", "field", "lang", "text"))
    for course_id, field, lang, text in zip(*columns, strict=True):
        if field in _FIELDS and course_id in place:
            pieces[place[course_id]][lang].append(text)
    read = []
    ordered = outcomes.sort_values(["course_id", "position", "outcome_id"])
    columns = (ordered[name].tolist() for name in ("outcome_id", "course_id", "lang", "text"))
    for outcome_id, course_id, lang, text in zip(*columns, strict=True):
        if course_id in place:
            number = place[course_id]
            pieces[number][lang].append(text)
            read.append(ReadableOutcome(outcome_id, number, lang, text, tuple(unstated_words(text))))
    rows = zip(*(courses[name].tolist() for name in ("title", "course_code", "programme", "subject")), strict=True)
    texts, english = [], []
    for (title, code, programme, subject), lang, found in zip(rows, main, pieces, strict=True):
        body = found.get(lang) or [text for _, parts in sorted(found.items()) for text in parts]
        area = area_of(subject, code)
        texts.append(
            CourseTexts(tuple(unstated_words(title)), tuple(unstated_words("\n".join(body))), code, programme, area)
        )
        own = [title] if lang == LANG else []
        english.append(". ".join(own + found[LANG]) if found.get(LANG) else "")
    return ReadableCourses(texts, english, read)
