"""The recognition sheet of two courses as HTML, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from escomap.errors import unknown_name
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.pages import render_markdown, render_page
from escomap.model import DescribedOutcome, SkillLink
from escomap.recognition.outcomes import COUNTERPART
from escomap.recognition.sheet import Sheet
from escomap.recognition.side import Side
from escomap.recognition.verdicts import Aspect


def render_sheet(sheet: Sheet, format_: str) -> bytes:
    """The sheet in one of ``FORMATS``."""
    return FORMATS[format_](sheet_values(sheet))


def require_format(name: str) -> None:
    """Raises for a name that is no format of a sheet."""
    if name not in FORMATS:
        raise unknown_name("format", name, sorted(FORMATS))


def sheet_values(sheet: Sheet) -> dict[str, Any]:
    """Everything the sheet says, as plain values."""
    return {
        "a": _course(sheet.a, sheet.outcomes.a),
        "b": _course(sheet.b, sheet.outcomes.b),
        "differences": list(sheet.differences),
        "unknown": list(sheet.unknown),
        "aspects": [_aspect(aspect) for aspect in sheet.aspects],
        "skills": {
            "shared": _skills(sheet.skills.shared),
            "near": [
                {"uri": near.family.uri, "label": near.family.label, "a": _skills(near.a), "b": _skills(near.b)}
                for near in sheet.skills.near
            ],
            "only_a": _skills(sheet.skills.only_a),
            "only_b": _skills(sheet.skills.only_b),
        },
        "outcomes": {
            "pairs": [
                {
                    "a": _outcome(pair.a),
                    "b": _outcome(pair.b),
                    "score": round(pair.score, 2),
                    "concepts": None if pair.concepts is None else round(pair.concepts, 2),
                    "wording": round(pair.wording, 2),
                }
                for pair in sheet.outcomes.pairs
            ],
            "only_a": [_outcome(outcome) for outcome in sheet.outcomes.only_a],
            "only_b": [_outcome(outcome) for outcome in sheet.outcomes.only_b],
            "counterpart_from": COUNTERPART,
        },
    }


def _as_html(values: Mapping[str, Any]) -> bytes:
    return render_page("recognition.html.j2", **values)


def _as_markdown(values: Mapping[str, Any]) -> bytes:
    return render_markdown("recognition.md.j2", **values)


def _as_json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps({**values, "attribution": ESCO_ATTRIBUTION}, ensure_ascii=False, indent=1) + "\n").encode()


FORMATS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {"html": _as_html, "md": _as_markdown, "json": _as_json}


def _course(side: Side, compared: Sequence[DescribedOutcome]) -> dict[str, Any]:
    course = side.descriptor
    return {
        "course_id": course.course_id,
        "provider": course.provider,
        "country_code": course.country_code,
        "faculty": course.faculty,
        "course_code": course.course_code,
        "titles": dict(course.titles),
        "lang": next(iter(course.titles)),
        "title": next(iter(course.titles.values())),
        "url": course.url,
        "ended_on": side.ended_on,
        "esco_version": course.esco_version,
        "outcomes": len(course.outcomes),
        "outcomes_compared": len(compared),
        "skills": len(side.skills),
    }


def _aspect(aspect: Aspect) -> dict[str, Any]:
    return {
        "key": aspect.key,
        "label": aspect.label,
        "a": aspect.a,
        "b": aspect.b,
        "verdict": aspect.verdict.value,
        "remark": aspect.remark,
    }


def _skills(links: Iterable[SkillLink]) -> list[dict[str, Any]]:
    return [{"uri": link.uri, "label": link.labels.get("en", link.uri), "type": link.skill_type} for link in links]


def _outcome(outcome: DescribedOutcome) -> dict[str, Any]:
    return {
        "outcome_id": outcome.outcome_id,
        "text": outcome.text,
        "lang": outcome.lang,
        "skills": _skills(outcome.skills),
    }
