"""A course as the Open Education API (OOAPI) v5 answers it at ``/courses/{courseId}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escomap.exports import concept_lists, concepts, facts
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.draft import Draft, language_map, stable_id
from escomap.exports.edc_parts import organisation_id
from escomap.exports.formats import Build, DocumentFormat, ExportOptions
from escomap.exports.inferences import field_note, level_note, stated_field, stated_level
from escomap.exports.node_table import LANGUAGE, check_nodes
from escomap.exports.ooapi_keys import TABLE
from escomap.exports.ooapi_validation import load_ooapi_validator
from escomap.model import Descriptor, LevelBasis

Node = dict[str, Any]

# By the codes of mappings/study_modes.csv.
_MODES = {
    "920fbb3cbe": "online",
    "9191af2ed9": "on campus",
    "e92d221e4d": "hybrid",
    "729f3bed4b": "situated",
}
# The degree a course belongs to, by the EQF level its cycle stands for: QF-EHEA short cycle to third cycle.
_DEGREES = {5: "associate degree", 6: "bachelor", 7: "master", 8: "doctoral"}
_UNKNOWN_LANGUAGE = "und"  # ISO 639-2: undetermined
_LONGEST_NAME = 256
_LONGEST_ADDRESS = 2048


def build_course(descriptor: Descriptor, options: ExportOptions) -> Build:
    """The course with everything the API requires; skills and EQF level, which it does not know, are in ``ext``."""
    draft = options.draft(descriptor)
    languages = facts.teaching_languages(draft, "teachingLanguage")
    field = stated_field(draft, "fieldsOfStudy")
    load, others = _study_load(draft)
    document = {
        "courseId": _uuid(stable_id(descriptor.provider, descriptor.course_id, "course")),
        "primaryCode": _code(descriptor),
        "name": _texts(descriptor.titles),
        "abbreviation": (descriptor.course_code.strip() or _title(descriptor))[:_LONGEST_NAME].strip(),
        "studyLoad": load,
        "modeOfDelivery": _modes(draft),
        "description": _texts(descriptor.descriptions) or _title_as_description(draft),
        "teachingLanguage": _teaching_language(draft, languages),
        "fieldsOfStudy": field,
        "learningOutcomes": [_texts({one.lang: one.text}) for one in descriptor.outcomes if one.text.strip()],
        "admissionRequirements": _texts(descriptor.prerequisites),
        "assessment": _texts(descriptor.assessment),
        "level": _degree(descriptor),
        "link": _link(draft),
        "organization": _organization(descriptor),
        "ext": {"escomap": _extension(draft, field, languages, others)},
    }
    given = {key: value for key, value in document.items() if value not in (None, "", [], {}, {"escomap": {}})}
    return Build(given, tuple(draft.left_out))


def _uuid(identifier: str) -> str:
    return identifier.removeprefix("urn:uuid:")


def _code(descriptor: Descriptor) -> Node:
    code = descriptor.course_code.strip()
    own = _uuid(stable_id(descriptor.provider, descriptor.course_id, "course"))
    return {"codeType": "identifier", "code": code} if code else {"codeType": "uuid", "code": own}


def _texts(texts: Mapping[str, str]) -> list[Node]:
    return [
        ({"language": lang} if LANGUAGE.fullmatch(lang) else {}) | {"value": text}
        for lang, text in language_map(texts).items()
    ]


def _title(descriptor: Descriptor) -> str:
    return next(iter(language_map(descriptor.titles).values()), "")


def _title_as_description(draft: Draft) -> list[Node]:
    draft.leave_out("no_description", "description", "the course has no description; its title stands there")
    return _texts(draft.descriptor.titles)


def _study_load(draft: Draft) -> tuple[Node | None, list[Node]]:
    """The one study load the API takes, ECTS before hours, and the credits and hours that remain."""
    loads: list[Node] = []
    if (points := facts.ects_points(draft, "studyLoad")) is not None:
        loads.append({"studyLoadUnit": "ects", "value": points})
    if hours := facts.workload_hours(draft, "studyLoad"):
        loads.append({"studyLoadUnit": "hour", "value": hours})
    others = loads[1:]
    if other := facts.other_credits(draft, "studyLoad"):
        others.append({"studyLoadUnit": other[1], "value": other[0]})
    return (loads[0] if loads else None), others


def _modes(draft: Draft) -> list[str]:
    named = []
    for code, label in facts.study_modes(draft, "modeOfDelivery"):
        if code in _MODES:
            named.append(_MODES[code])
        else:
            draft.leave_out("unknown_value", "modeOfDelivery", f"the API has no mode of delivery for {label!r}")
    return named


def _teaching_language(draft: Draft, languages: list[str]) -> str:
    if not languages:
        draft.leave_out("no_language", "teachingLanguage", "no language of instruction is known: und stands there")
        return _UNKNOWN_LANGUAGE
    return concepts.language_alpha_3(languages[0])


def _degree(descriptor: Descriptor) -> str:
    """The degree the cycle of the course names, which says nothing about an EQF level; else undefined."""
    if descriptor.eqf_basis is not LevelBasis.CYCLE or descriptor.eqf_level is None:
        return "undefined"
    return _DEGREES.get(descriptor.eqf_level, "undefined")


def _link(draft: Draft) -> str:
    url = facts.web_address(draft, "link")
    if len(url) > _LONGEST_ADDRESS:
        draft.leave_out("bad_address", "link", f"the address is longer than {_LONGEST_ADDRESS} characters")
        return ""
    return url


def _organization(descriptor: Descriptor) -> Node | None:
    name = descriptor.provider.strip()
    if not name:
        return None
    own = _uuid(organisation_id(name, descriptor.country_code))
    country = concepts.country_code(descriptor.country_code)
    node: Node = {
        "organizationId": own,
        "primaryCode": {"codeType": "uuid", "code": own},
        "organizationType": "root",
        "name": [{"value": name}],
        "shortName": name[:_LONGEST_NAME].strip(),
    }
    return node | ({"addresses": [{"addressType": "postal", "countryCode": country}]} if country else {})


def _extension(draft: Draft, field: str, languages: list[str], others: list[Node]) -> Node:
    descriptor = draft.descriptor
    skills = [
        {"outcome": position, "uri": link.uri, "labels": dict(link.labels)}
        for position, outcome in enumerate(one for one in descriptor.outcomes if one.text.strip())
        for link in {link.uri: link for link in outcome.skills}.values()
    ]
    level = stated_level(draft, "ext.escomap.eqfLevel")
    node = {
        "escoSkills": skills,
        "attribution": f"{ESCO_ATTRIBUTION} {modification_statement(descriptor.esco_version)}" if skills else "",
        "eqfLevel": None if level is None else f"{concept_lists.SNB}/eqf/{level}",
        "eqfLevelNote": "" if level is None else level_note(descriptor, is_level_stated=True),
        "fieldNote": field_note(descriptor, is_field_stated=True) if field else "",
        "otherTeachingLanguages": [concepts.language_alpha_3(code) for code in languages[1:]],
        "otherStudyLoads": others,
    }
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


OOAPI = DocumentFormat(
    name="ooapi",
    build=build_course,
    check=lambda document, known: check_nodes(document, TABLE, known),
    load_validator=load_ooapi_validator,
    limits=(
        "The API knows neither ESCO nor the EQF: skills (by the position of their outcome, from 0) and the level are "
        "in ext.escomap, which other systems need not read.",
        "level is the degree of the cycle a source states, else undefined; it is never read from an EQF level.",
        "Each file is the answer for one course, with its organisation in full; offerings, programmes and persons are "
        "not carried.",
    ),
)
