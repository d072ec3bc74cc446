"""What a course states, read once for every format; what cannot be read is noted under the key it would have had."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from urllib.parse import quote

from escomap.exports import concepts
from escomap.exports.draft import Draft
from escomap.exports.words import WordFact, concepts_named

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def ects_points(draft: Draft, key: str) -> float | None:
    """ECTS credit points, 0 or more."""
    return _points(draft, draft.descriptor.ects, key)


def other_credits(draft: Draft, key: str) -> tuple[float, str] | None:
    """Credit points of another scheme with its name; points without a scheme mean nothing elsewhere."""
    points, scheme = _points(draft, draft.descriptor.other_credits, key), draft.descriptor.credit_scheme.strip()
    if points is not None and not scheme:
        draft.leave_out("no_credit_scheme", key, f"{decimal(points)} credit points name no scheme")
        return None
    return None if points is None else (points, scheme)


def workload_hours(draft: Draft, key: str) -> float | None:
    """Hours of learner effort, more than 0."""
    hours = draft.descriptor.workload_hours
    if hours is None or (math.isfinite(hours) and hours > 0):
        return hours
    draft.leave_out("bad_number", key, f"{hours} is not a number of hours")
    return None


def duration(hours: float) -> str:
    """Hours as an ISO 8601 duration, to the minute: ``PT187H30M``."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"


def decimal(number: float) -> str:
    """A number with at most two decimals and no trailing zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def course_types(draft: Draft, key: str) -> list[tuple[str, str]]:
    """Code and English label of the kinds of learning opportunity the course is."""
    return _read(draft, key, draft.descriptor.course_type, draft.words.course_types, "learning-opportunity")


def study_modes(draft: Draft, key: str) -> list[tuple[str, str]]:
    """Code and English label of the modes of study; their list is named learning-assessment in its identifiers."""
    return _read(draft, key, draft.descriptor.mode, draft.words.study_modes, "learning-assessment")


def teaching_languages(draft: Draft, key: str) -> list[str]:
    """ISO 639 codes of the languages of instruction, each once."""
    known = []
    for code in dict.fromkeys(code.strip().lower() for code in draft.descriptor.teaching_langs):
        if concepts.language(code):
            known.append(code)
        else:
            draft.leave_out("unknown_value", key, f"{code!r} is not an ISO 639 language code")
    return known


def web_address(draft: Draft, key: str) -> str:
    """The page of the course, else where the user says that pages of courses are; empty where its address is none."""
    code = quote(draft.descriptor.course_code.strip(), safe="")
    pattern = draft.homepage if code else ""
    url = draft.descriptor.url.strip() or pattern.replace("{course_code}", code)
    if url and not _WEB_ADDRESS.fullmatch(url):
        draft.leave_out("bad_address", key, f"{url!r} is not a web address")
        return ""
    return url


def _points(draft: Draft, points: float | None, key: str) -> float | None:
    if points is None or (math.isfinite(points) and points >= 0):
        return points
    draft.leave_out("bad_number", key, f"{points} is not a number of credit points")
    return None


def _read(draft: Draft, key: str, value: str, words: Iterable[WordFact], list_name: str) -> list[tuple[str, str]]:
    reading = concepts_named(value, words)
    for part in reading.unknown:
        draft.leave_out("unknown_value", key, f"{part!r} names no concept of the list {list_name}")
    return list(reading.concepts)
