"""A course as an Open Badges 3.0 achievement, and the credential an issuer fills from it."""

from __future__ import annotations

import re
from typing import Any

from escomap.exports import concept_lists, concepts, facts
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.draft import Draft, stable_id
from escomap.exports.edc_parts import organisation_id
from escomap.exports.formats import Build, Document, DocumentFormat, ExportOptions, document_bytes
from escomap.exports.inferences import field_note, level_note, stated_field, stated_level
from escomap.exports.node_table import LANGUAGE, check_nodes
from escomap.exports.openbadges_keys import CONTEXTS, TABLE, require_target_types
from escomap.exports.openbadges_template import credential_template
from escomap.exports.openbadges_validation import load_badge_validator
from escomap.model import DescribedOutcome, Descriptor, SkillLink

Node = dict[str, Any]

# By the codes of mappings/course_types.csv; kinds without a counterpart in the standard name none.
_TYPES = {
    "05053c1cbe": "Course",
    "0f7dac46ca": "Course",
    "17744a2647": "Course",
    "79343569f3": "LearningProgram",
    "74a4a268e8": "LearningProgram",
}
_MICRO = re.compile(r"micro-?credential", re.IGNORECASE)
# A narrative is Markdown: what begins a link, emphasis, code or HTML there is plain text in a catalogue.
_MARKDOWN = re.compile(r"[\\`*\[\]<]")


def build_achievement(descriptor: Descriptor, options: ExportOptions) -> Build:
    """The achievement in the main language of the course, for an achievement has one language.

    Each pair of outcome and ESCO skill is an alignment, with the outcome as its description; all outcomes are in the
    criteria. A level that is inferred and accepted says so in the description of its alignment.
    """
    draft = options.draft(descriptor)
    types = require_target_types(options.target_types)
    points = facts.ects_points(draft, "creditsAvailable")
    field = stated_field(draft, "fieldOfStudy")
    document = {
        "@context": list(CONTEXTS),
        "id": stable_id(descriptor.provider, descriptor.course_id, "achievement"),
        "type": ["Achievement"],
        "achievementType": _achievement_type(draft),
        "name": _title(draft),
        "description": _text(draft, descriptor.descriptions) or _title_as_description(draft),
        "inLanguage": draft.main_lang if LANGUAGE.fullmatch(draft.main_lang) else None,
        "creditsAvailable": points,
        "fieldOfStudy": _field_label(draft, field),
        "humanCode": descriptor.course_code.strip(),
        "criteria": _criteria(draft, points),
        "creator": _creator(descriptor),
        "alignment": [
            *_skills(draft, types["esco"]),
            *_level(draft, types["eqf"]),
            *_field(draft, field, types["iscedf"]),
        ],
        "tag": _tags(draft),
    }
    return Build({k: v for k, v in document.items() if v not in (None, "", [], {})}, tuple(draft.left_out))


def _achievement_type(draft: Draft) -> str:
    if _MICRO.search(draft.descriptor.course_type):
        return "MicroCredential"
    named = {_TYPES[code] for code, _ in facts.course_types(draft, "achievementType") if code in _TYPES}
    return named.pop() if len(named) == 1 else ""


def _title(draft: Draft) -> str:
    return _text(draft, draft.descriptor.titles)


def _title_as_description(draft: Draft) -> str:
    draft.leave_out("no_description", "description", "the course has no description; its title stands there")
    return _title(draft)


def _text(draft: Draft, texts: Any) -> str:
    return (texts.get(draft.main_lang) or next(iter(texts.values()), "")).strip()


def _criteria(draft: Draft, points: float | None) -> Node:
    descriptor = draft.descriptor
    outcomes = [f"- {_plain(outcome.text)}" for outcome in descriptor.outcomes if outcome.text.strip()]
    if not outcomes:
        draft.leave_out("no_outcomes", "criteria", "the course has no learning outcomes")
    hours = facts.workload_hours(draft, "criteria")
    numbers = [
        f"{facts.decimal(points)} ECTS" if points is not None else "",
        f"{facts.decimal(hours)} h" if hours else "",
    ]
    other = facts.other_credits(draft, "criteria")
    numbers.append(f"{facts.decimal(other[0])} {other[1]}" if other else "")
    parts = [
        "\n".join(outcomes) or _plain(_title(draft)),
        _plain(_text(draft, descriptor.assessment)),
        " · ".join(filter(None, numbers)),
        f"*{ESCO_ATTRIBUTION}*" if any(outcome.skills for outcome in descriptor.outcomes) else "",
    ]
    page = facts.web_address(draft, "criteria.id")
    return ({"id": page} if page else {}) | {"narrative": "\n\n".join(filter(None, parts))}


def _plain(text: str) -> str:
    return _MARKDOWN.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))


def _creator(descriptor: Descriptor) -> Node | None:
    provider = descriptor.provider.strip()
    if not provider:
        return None
    country = concepts.country_code(descriptor.country_code)
    address = {"address": {"type": ["Address"], "addressCountryCode": country}} if country else {}
    return {"id": organisation_id(provider, descriptor.country_code), "type": ["Profile"], "name": provider} | address


def _skills(draft: Draft, type_: str) -> list[Node]:
    return [
        _skill(draft, outcome, link, type_)
        for outcome in draft.descriptor.outcomes
        for link in {link.uri: link for link in outcome.skills}.values()
    ]


def _skill(draft: Draft, outcome: DescribedOutcome, link: SkillLink, type_: str) -> Node:
    return _alignment(
        type_,
        link.uri,
        _label(draft, link),
        f"ESCO {draft.descriptor.esco_version}".strip(),
        link.uri.rpartition("/")[2],
        " ".join(outcome.text.split()),
    )


def _label(draft: Draft, link: SkillLink) -> str:
    return concepts.best_label(link.labels, draft.main_lang) or link.uri


def _level(draft: Draft, type_: str) -> list[Node]:
    level = stated_level(draft, "alignment")
    if level is None:
        return []
    note = level_note(draft.descriptor, is_level_stated=True)
    uri = f"{concept_lists.SNB}/eqf/{level}"
    return [_alignment(type_, uri, f"EQF level {level}", "European Qualifications Framework", str(level), note)]


def _field(draft: Draft, code: str, type_: str) -> list[Node]:
    uri = f"{concept_lists.SNB}/isced-f/{code}"
    note = field_note(draft.descriptor, is_field_stated=True)
    return [_alignment(type_, uri, _field_label(draft, code), "ISCED-F 2013", code, note)] if code else []


def _field_label(draft: Draft, code: str) -> str:
    return code and (concepts.best_label(draft.descriptor.isced_f_labels, draft.main_lang) or f"ISCED-F {code}")


def _alignment(type_: str, uri: str, name: str, framework: str, code: str, description: str = "") -> Node:
    node: Node = {"type": ["Alignment"], "targetType": type_, "targetName": name, "targetUrl": uri}
    node |= {"targetFramework": framework, "targetCode": code}
    return node | ({"targetDescription": description} if description else {})


def _tags(draft: Draft) -> list[str]:
    labels = (_label(draft, link) for outcome in draft.descriptor.outcomes for link in outcome.skills)
    return list(dict.fromkeys(labels))


def _render(document: Document) -> dict[str, bytes]:
    return {
        ".json": document_bytes(document),
        ".credential.json": document_bytes(credential_template(document)),
    }


OPEN_BADGES = DocumentFormat(
    name="openbadges",
    build=build_achievement,
    check=lambda document, known: check_nodes(document, TABLE, known),
    load_validator=load_badge_validator,
    render=_render,
    limits=(
        "An achievement has one language: titles and labels in others are not carried.",
        "In each .credential.json the addresses under placeholder.invalid and the date 9999-12-31 are to be replaced "
        "by the issuer; nothing in it is signed.",
        "creditsAvailable names no scheme; the points are ECTS, as the criteria say.",
        "No term of the standard names an ESCO skill, an EQF level or an ISCED-F field: target types are extensions "
        "unless chosen with --target-type.",
    ),
)
