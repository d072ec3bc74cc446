"""Which courses resemble each other so much that a model which saw one has seen the other."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Texts that share about nine in ten of their word triples meet in one of the bands nearly always, those that share
# half in one case of eight (bands of rows of hashes: Leskovec et al., Mining of Massive Datasets, ch. 3).
_BANDS, _ROWS, _WORDS = 4, 5, 3
# A programme with more of the courses than this is a faculty in all but name, and would leave nothing to learn from.
_LARGEST_PROGRAMME = 0.1
_VARIANT = re.compile(r"[\W_]*[a-z]{0,2}$")
_PRIME = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class CourseTexts:
    """What is read of a course to learn from it: words without those that state a level, and what tells relatives."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    course_code: str = ""
    programme: str = ""
    area: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All words, the title's first."""
        return self.title + self.body


def family_numbers(courses: Sequence[CourseTexts]) -> NDArray[np.int64]:
    """A number per course, the same for courses that are relatives: those that share a title (numbers and degrees
    apart), a code but for its variant letters, a programme, or nearly all of a text.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    members: dict[Hashable, list[int]] = defaultdict(list)
    programmes = Counter(course.programme for course in courses)
    for number, course in enumerate(courses):
        is_small = programmes[course.programme] <= max(2, _LARGEST_PROGRAMME * len(courses))
        for key in _keys(course, has_programme=bool(course.programme) and is_small):
            members[key].append(number)
    pairs = [(group[0], other) for group in members.values() for other in group[1:]]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    links = coo_array((np.ones(len(pairs)), (first, second)), shape=(len(courses), len(courses)))
    _, numbers = connected_components(links, directed=False)
    return np.asarray(numbers, dtype=np.int64)


def area_numbers(courses: Sequence[CourseTexts]) -> NDArray[np.int64]:
    """A number per course, the same within an area."""
    _, numbers = np.unique([course.area for course in courses], return_inverse=True)
    return np.asarray(numbers, dtype=np.int64)


def area_of(subject: str, course_code: str) -> str:
    """The letters a course code begins with, else the subject a course is filed under, else nothing.

    The subject comes second, and is never learnt from: it may hold the level. Mid Sweden files its doctoral courses,
    all 344 of them, under one subject.
    """
    letters = re.match(r"[^\W\d_]+", course_code.strip())
    return letters.group().casefold() if letters else subject.strip().casefold()


def _keys(course: CourseTexts, *, has_programme: bool) -> Iterator[Hashable]:
    if course.title:
        yield "title", course.title
    code = course.course_code.strip().casefold()
    if any(letter.isdigit() for letter in code):
        yield "code", _VARIANT.sub("", code)
    if has_programme:
        yield "programme", course.programme.casefold()
    if len(course.body) >= _WORDS:
        yield from _bands(course.body)


def _bands(words: tuple[str, ...]) -> Iterator[Hashable]:
    """Keys that two texts share with a probability that rises steeply with the share of word triples they share."""
    triples = {zlib.crc32(" ".join(words[i : i + _WORDS]).encode()) for i in range(len(words) - _WORDS + 1)}
    hashes = np.fromiter(triples, dtype=np.int64) % _PRIME
    least = ((hashes[:, None] * _FACTORS + _SHIFTS) % _PRIME).min(axis=0)
    for band in range(_BANDS):
        yield "text", band, tuple(least[band * _ROWS : (band + 1) * _ROWS].tolist())


_RANDOM = np.random.default_rng(0)
_FACTORS = _RANDOM.integers(1, _PRIME, _BANDS * _ROWS)
_SHIFTS = _RANDOM.integers(0, _PRIME, _BANDS * _ROWS)
