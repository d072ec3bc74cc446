"""One fact of two courses, and what can be said of it without judging it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What can be said of two values without judging them."""

    SAME = "same"
    DIFFERS = "differs"
    READ = "to be read"
    ONE_SIDED = "one course does not say"
    UNKNOWN = "neither course says"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One fact of both courses as text (empty where unknown), the verdict, and what a reader should know.

    ``is_material`` marks what recognition turns on: a difference, or that a course does not say, is told in a sentence.
    """

    key: str
    label: str
    a: str
    b: str
    verdict: Verdict
    remark: str = ""
    is_material: bool = False


def verdict_on(a: object, b: object) -> Verdict:
    """What can be said of two values that mean the same where they are equal."""
    if not (_is_told(a) or _is_told(b)):
        return Verdict.UNKNOWN
    if not (_is_told(a) and _is_told(b)):
        return Verdict.ONE_SIDED
    return Verdict.SAME if a == b else Verdict.DIFFERS


def free_verdict(a: str, b: str) -> Verdict:
    """What can be said of two texts in words of their own: unless they are alike, a person has to read them."""
    verdict = verdict_on(" ".join(a.split()).casefold(), " ".join(b.split()).casefold())
    return Verdict.READ if verdict is Verdict.DIFFERS else verdict


def _is_told(value: object) -> bool:
    # 0 ECTS is something told.
    return value is not None and value != "" and value != frozenset()
