"""The fields of a course in the order of the Europass form, for those who fill it in by hand.

The order is that of the achievement form of the Online Credential Builder, with its forms of learning outcome and
assessment, in the published source of the issuer (european-digital-credentials, issuer 2.0.6); labels on screen may
differ.
"""

from __future__ import annotations

from escomap.completeness import judge
from escomap.completeness.judge import Status
from escomap.exports import concepts
from escomap.exports.crib_fields import (
    LONGEST_ADDRESS,
    Node,
    Values,
    by_language,
    english,
    entries,
    field,
    inferred,
    listed,
    not_listed,
    plain,
)
from escomap.exports.edc import edc_document
from escomap.exports.inferences import field_note, level_note
from escomap.exports.words import CatalogueWords, concepts_named
from escomap.model import Descriptor, FieldBasis, LevelBasis

# Fields of the form that are about one learner, or that catalogues do not hold.
LEFT_TO_ISSUER = (
    "Awarding date",
    "Maximum duration",
    "Target group",
    "Learning setting",
    "Partial qualification",
    "Related activities, rights earned, sub-achievements",
    "Assessment: date, assessed by, mode, language",
)


def form_sections(descriptor: Descriptor, words: CatalogueWords) -> list[Node]:
    """The sections of the achievement form, each with its fields; ``words`` tell which entry of a list is meant."""
    proof = edc_document(descriptor, words=words).get("provenBy", {})
    sections = {
        "Achievement": _achievement(descriptor),
        "Further details": _details(descriptor, words),
        "Assessed via: assessment": _assessment(descriptor, proof),
        "Qualification": _qualification(descriptor),
        "More information": _more(descriptor),
    }
    return [{"name": name, "fields": fields} for name, fields in sections.items()]


def _achievement(course: Descriptor) -> list[Node]:
    country = english(concepts.country(course.country_code)) or course.country_code
    return [
        field("Title", by_language(course.titles), "title", is_required=True),
        field("Awarding body", plain(course.provider), "provider", is_required=True),
        field("Country of the awarding body", plain(country), "country_code", is_required=True),
        field("Description", by_language(course.descriptions), "description"),
        field("Learning outcome summary", _summary(course), "outcomes"),
    ]


def _details(course: Descriptor, words: CatalogueWords) -> list[Node]:
    mode, kind = concepts_named(course.mode, words.study_modes), concepts_named(course.course_type, words.course_types)
    languages = [english(concepts.language(code)) or code for code in course.teaching_langs]
    has_ects = course.ects is not None
    return [
        _field_of_study(course),
        field("Languages of instruction", entries(languages), "teaching_langs"),
        listed("Mode of learning", course.mode, mode, "mode", judge.mode(course)),
        listed("Type", course.course_type, kind, "course_type"),
        _workload(course),
        field("Credit system", entries([english(concepts.ects())] if has_ects else []), "ects"),
        _credits(course),
        field("Entry requirements", by_language(course.prerequisites), "prerequisites"),
    ]


def _assessment(course: Descriptor, proof: Node) -> list[Node]:
    """The assessment as the EDC export has it: ``proof`` holds its title and, where the words name one, its type."""
    told, type_ = next(iter(course.assessment.values()), ""), english(proof.get("dcType"))
    note = not_listed(told) if told and not type_ else ""
    return [
        field("Assessment title", by_language(proof.get("title", {})), "assessment", is_required=True),
        field("Awarded by", plain(course.provider), "provider", is_required=True),
        field("Assessment description", by_language(course.assessment), "assessment"),
        field(
            "Supervision and identity verification", by_language(course.identity_verification), "identity_verification"
        ),
        field("Assessment type", entries([type_]), "assessment", note=note),
        field("Grading scheme: title", by_language(course.grading_scheme), "grading_scheme"),
    ]


def _qualification(course: Descriptor) -> list[Node]:
    level = "" if course.eqf_level is None else f"Level {course.eqf_level}"
    is_settled = course.eqf_basis in (LevelBasis.DECLARED_EQF, LevelBasis.DECISION)
    if level and is_settled:
        eqf = field("EQF level", plain(level), "level_text", note=f"Basis: {course.eqf_evidence}.")
    elif level:
        note = f"{level_note(course, is_level_stated=False)} Confirm it before you enter it."
        eqf = inferred("EQF level", level, note)
    else:
        eqf = field("EQF level", [], "level_text", note="; ".join(course.notes))
    national = " ".join(filter(None, (course.framework, course.level_text))) if course.framework else ""
    return [eqf, field("NQF level", plain(national), "framework")]


def _more(course: Descriptor) -> list[Node]:
    return [
        field("Title of the specification", by_language(course.titles), "title", is_required=True),
        field("More information: quality assurance", by_language(course.quality_assurance), "quality_assurance"),
        field("More information: recognition", by_language(course.recognition), "recognition"),
        field("More information: award", plain(course.award), "award"),
        field("Home page", plain(course.url), "url", longest=LONGEST_ADDRESS),
    ]


def _field_of_study(course: Descriptor) -> Node:
    name = "Thematic area (ISCED-F)"
    told = f"{course.isced_f_code} {course.isced_f_labels.get('en', '')}".strip()
    if course.isced_f_basis is FieldBasis.INFERRED:
        return inferred(name, told, field_note(course, is_field_stated=False))
    return field(name, plain(told), "isced_f_code")


def _workload(course: Descriptor) -> Node:
    if course.workload_hours is not None:
        whole = round(course.workload_hours)
        is_whole = whole == course.workload_hours
        note = "" if is_whole else f"The catalogue says {course.workload_hours:g}; the form takes whole numbers."
        return field("Workload in hours", plain(f"{whole}"), "workload_hours", note=note)
    found = judge.hours(course)
    note = f"Not stated: {found.evidence}." if found.evidence else ""
    return field("Workload in hours", [], "workload_hours", note=note)


def _credits(course: Descriptor) -> Node:
    if course.ects is not None:
        return field("Credit points", plain(f"{course.ects:g}"), "ects")
    found = judge.workload(course)
    note = f"Not in ECTS: {found.evidence}." if found.status is Status.INFERRED else ""
    return field("Credit points", [], "ects", note=note)


def _summary(course: Descriptor) -> Values:
    by_lang: dict[str, list[str]] = {}
    for outcome in course.outcomes:
        by_lang.setdefault(outcome.lang, []).append(f"- {outcome.text}")
    return [(lang, "\n".join(lines)) for lang, lines in by_lang.items()]
