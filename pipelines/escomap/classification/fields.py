"""The field of education of a course from its accepted skills, or none.

The knowledge concepts of ESCO hang on the fields of ISCED-F 2013. Each accepted one votes for its fields with its
confidence, shared equally where it has several. From broad to detailed, a field is taken where at least
``LEAST_CONCEPTS`` concepts vote for it with at least ``LEAST_SHARE`` of all votes; below the last such field nothing
is claimed, and without a broad one the course has no inferred field. Skills and competences have no field in ESCO and
do not vote, but for the few that it puts below a knowledge concept.

``tests/quality/field_inference.py`` prints how often the field is right, and for how many courses. The two bounds were
chosen with these figures in sight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from escomap.tables import SUG_FIELD

if TYPE_CHECKING:
    FieldsOf = Callable[[str], tuple[str, ...]]

LEAST_CONCEPTS = 2
LEAST_SHARE = 0.7
_DIGITS = (2, 3, 4)
_SHOWN_CONCEPTS = 5


@dataclass(frozen=True, slots=True)
class Vote:
    """An accepted concept of a course with a field: its weight, and the ISCED-F codes it hangs on."""

    label: str
    weight: float
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """The inferred ISCED-F code, empty where nothing is claimed, its share of the votes in 0..1, and why."""

    code: str
    share: float
    evidence: str


def decide_field(votes: list[Vote]) -> FieldDecision:
    """The field that the votes of a course carry."""
    total = sum(vote.weight for vote in votes)
    code, share = "", 0.0
    for digits in _DIGITS:
        weights, concepts = _counted(votes, code, digits)
        best = min(weights, key=lambda one: (-weights[one], one), default="")
        if not best or concepts[best] < LEAST_CONCEPTS or weights[best] < LEAST_SHARE * total:
            break
        code, share = best, weights[best] / total
    return FieldDecision(code, round(share, 4), _evidence(votes, code))


def infer_fields(links: pd.DataFrame, fields_of: FieldsOf) -> pd.DataFrame:
    """The rows of SUG_FIELD: one per course with an accepted concept that has a field, sorted by course.

    ``links`` are rows of OUT_OUTCOME_SKILL; a concept accepted for several outcomes counts once, with its best
    confidence. ``fields_of`` gives the ISCED-F codes of a concept.
    """
    votes = _votes(links, fields_of)
    rows = [_row(course, found) for course, found in sorted(votes.items())]
    return pd.DataFrame(rows, columns=SUG_FIELD.column_names)


def _votes(links: pd.DataFrame, fields_of: FieldsOf) -> Mapping[str, list[Vote]]:
    ordered = links.sort_values(["course_id", "confidence_score", "skill_uri"], ascending=[True, False, True])
    columns = ["course_id", "skill_uri", "skill_label_en", "confidence_score"]
    votes: dict[str, list[Vote]] = defaultdict(list)
    for course, uri, label, confidence in _tuples(ordered.drop_duplicates(columns[:2])[columns]):
        if codes := fields_of(uri):
            votes[course].append(Vote(label, confidence, codes))
    return votes


def _tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return frame.itertuples(index=False, name=None)


def _row(course: str, votes: list[Vote]) -> dict[str, object]:
    decision = decide_field(votes)
    return {
        "course_id": course,
        "isced_f_code": decision.code,
        "share_score": decision.share,
        "voting_count": len(votes),
        "evidence": decision.evidence,
    }


def _counted(votes: list[Vote], below: str, digits: int) -> tuple[dict[str, float], dict[str, int]]:
    """Weight and number of concepts of each field of so many digits below another."""
    weights: dict[str, float] = defaultdict(float)
    concepts: dict[str, int] = defaultdict(int)
    for vote in votes:
        codes = [code[:digits] for code in vote.codes if code.startswith(below) and len(code) >= digits]
        for code in codes:
            weights[code] += vote.weight / len(vote.codes)
        for code in set(codes):
            concepts[code] += 1
    return weights, concepts


def _evidence(votes: list[Vote], code: str) -> str:
    meant = [vote for vote in votes if any(one.startswith(code) for one in vote.codes)]
    named = ", ".join(f"{vote.label} ({'/'.join(vote.codes)})" for vote in meant[:_SHOWN_CONCEPTS])
    more = f" and {len(meant) - _SHOWN_CONCEPTS} more" if len(meant) > _SHOWN_CONCEPTS else ""
    if code:
        return f"{len(meant)} of {len(votes)} accepted concepts with a field: {named}{more}"
    return f"no field has {LEAST_CONCEPTS} concepts and {LEAST_SHARE:.0%} of the votes: {named}{more}"
