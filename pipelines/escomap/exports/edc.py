"""A course as a person-free descriptor in the European Learning Model, the language of European Digital Credentials."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from escomap.exports import concepts
from escomap.exports.check import Finding
from escomap.exports.draft import Draft, language_map
from escomap.exports.edc_keys import EDC_CONTEXT
from escomap.exports.edc_notes import additional_notes
from escomap.exports.edc_parts import assessment, awarding_opportunity, homepage, learning_outcomes
from escomap.exports.words import CatalogueWords, concepts_named
from escomap.model import Descriptor, FieldBasis, LevelBasis


@dataclass(frozen=True, slots=True)
class EdcBuild:
    """A document, and notes on what the source says and the document leaves out."""

    document: dict[str, Any]
    left_out: tuple[Finding, ...]


def edc_document(
    descriptor: Descriptor, *, accept_inferred: bool = False, words: CatalogueWords | None = None
) -> dict[str, Any]:
    """The JSON-LD document of ``build_edc``, without its notes."""
    return build_edc(descriptor, accept_inferred=accept_inferred, words=words).document


def build_edc(
    descriptor: Descriptor, *, accept_inferred: bool = False, words: CatalogueWords | None = None
) -> EdcBuild:
    """The descriptor as JSON-LD: a ``Qualification`` where an EQF level may be stated, else a
    ``LearningAchievementSpecification``, which has no place for one.

    Only a level the source declares as EQF is stated. One read from a cycle, a degree word or a national level is an
    inference: it is told in a note, and stated (with that note) only when ``accept_inferred`` is set. National levels
    count as inferred because the crosswalk speaks of whole qualifications, not of single courses, and because many of
    its rows rest on secondary sources. A field of education inferred from skills is treated likewise.
    """
    draft = Draft(descriptor, words or CatalogueWords(), accept_inferred)
    level = _stated_level(draft)
    document = draft.node(
        "specification",
        "LearningAchievementSpecification" if level is None else "Qualification",
        identifier=_identifier(draft),
        title=language_map(descriptor.titles),
        description=language_map(descriptor.descriptions),
        dcType=_course_type(draft),
        eqfLevel=None if level is None else concepts.eqf_level(level),
        thematicArea=_thematic_area(draft),
        creditPoint=_credit_point(draft),
        volumeOfLearning=_volume(draft),
        language=_languages(draft),
        mode=_modes(draft),
        entryRequirement=draft.note("entry requirement", descriptor.prerequisites),
        learningOutcome=learning_outcomes(draft),
        provenBy=assessment(draft),
        awardingOpportunity=awarding_opportunity(draft),
        homepage=homepage(draft),
        additionalNote=additional_notes(draft, is_level_stated=level is not None),
    )
    return EdcBuild({"@context": list(EDC_CONTEXT)} | document, tuple(draft.left_out))


def _stated_level(draft: Draft) -> int | None:
    descriptor = draft.descriptor
    if descriptor.eqf_level is None:
        return None
    if descriptor.eqf_basis is LevelBasis.DECLARED_EQF or draft.accept_inferred:
        return descriptor.eqf_level
    draft.leave_out(
        "inferred_level",
        "eqfLevel",
        f"EQF level {descriptor.eqf_level} rests on {descriptor.eqf_basis.value}; it is told in a note, not stated",
    )
    return None


def _identifier(draft: Draft) -> dict[str, Any] | None:
    code = draft.descriptor.course_code
    return draft.node("identifier", "Identifier", notation=code, schemeName="Course code") if code else None


def _course_type(draft: Draft) -> list[dict[str, Any]]:
    return _read(draft, "dcType", draft.descriptor.course_type, "learning-opportunity")


def _modes(draft: Draft) -> list[dict[str, Any]]:
    # The list of modes of learning is named learning-assessment in its own identifiers.
    return _read(draft, "mode", draft.descriptor.mode, "learning-assessment")


def _read(draft: Draft, where: str, value: str, list_name: str) -> list[dict[str, Any]]:
    facts = draft.words.study_modes if where == "mode" else draft.words.course_types
    reading = concepts_named(value, facts)
    for part in reading.unknown:
        draft.leave_out("unknown_value", where, f"{part!r} names no concept of the list {list_name}")
    return [concepts.listed(list_name, code, {"en": label}) for code, label in reading.concepts]


def _thematic_area(draft: Draft) -> list[dict[str, Any]]:
    code = draft.descriptor.isced_f_code.strip()
    if draft.descriptor.isced_f_basis is FieldBasis.INFERRED and not draft.accept_inferred:
        reason = f"ISCED-F {code} is inferred from the skills of the course; it is told in a note, not stated"
        draft.leave_out("inferred_field", "thematicArea", reason)
        return []
    field = concepts.isced_field(code, draft.descriptor.isced_f_labels)
    if code and field is None:
        draft.leave_out("unknown_value", "thematicArea", f"{code!r} is not an ISCED-F 2013 code of 2 to 4 digits")
    return [field] if field else []


def _credit_point(draft: Draft) -> dict[str, Any] | None:
    points = draft.descriptor.ects
    if points is None:
        return None
    if not math.isfinite(points) or points < 0:
        draft.leave_out("bad_number", "creditPoint", f"{points} is not a number of credit points")
        return None
    return draft.node("credit point", "CreditPoint", framework=concepts.ects(), point=_decimal(points))


def _volume(draft: Draft) -> str | None:
    hours = draft.descriptor.workload_hours
    if hours is None:
        return None
    if not math.isfinite(hours) or hours <= 0:
        draft.leave_out("bad_number", "volumeOfLearning", f"{hours} is not a number of hours")
        return None
    whole, minutes = divmod(round(hours * 60), 60)
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"


def _languages(draft: Draft) -> list[dict[str, Any]]:
    known = []
    for code in dict.fromkeys(draft.descriptor.teaching_langs):
        if found := concepts.language(code):
            known.append(found)
        else:
            draft.leave_out("unknown_value", "language", f"{code!r} is not an ISO 639 language code")
    return known


def _decimal(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
