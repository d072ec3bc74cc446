"""A course as a person-free descriptor in the European Learning Model, the language of European Digital Credentials."""

from __future__ import annotations

from typing import Any

from escomap.exports import concepts, facts
from escomap.exports.application_profiles import DESCRIPTOR, EDC_CONTEXT
from escomap.exports.check import check_document
from escomap.exports.draft import Draft, language_map
from escomap.exports.edc_notes import additional_notes
from escomap.exports.edc_parts import assessment, awarding_opportunity, homepage, learning_outcomes
from escomap.exports.elm_validation import load_elm_validator
from escomap.exports.faithful import check_faithful
from escomap.exports.formats import Build, DocumentFormat, ExportOptions
from escomap.exports.inferences import stated_field, stated_level
from escomap.exports.national_levels import national_level
from escomap.exports.shapes import EDC_SHAPES
from escomap.exports.words import CatalogueWords
from escomap.model import Descriptor


def edc_document(
    descriptor: Descriptor, *, accept_inferred: bool = False, words: CatalogueWords | None = None
) -> dict[str, Any]:
    """The JSON-LD document of ``build_edc``, without its notes."""
    return build_edc(descriptor, accept_inferred=accept_inferred, words=words).document


def build_edc(descriptor: Descriptor, *, accept_inferred: bool = False, words: CatalogueWords | None = None) -> Build:
    """The descriptor as JSON-LD, without official lists."""
    return _build(descriptor, ExportOptions(accept_inferred, words or CatalogueWords()))


def _build(descriptor: Descriptor, options: ExportOptions) -> Build:
    draft = options.draft(descriptor)
    document = {"@context": list(EDC_CONTEXT)} | specification(draft, stated_level(draft, "eqfLevel"))
    return Build(document, draft.told())


def specification(draft: Draft, level: int | None) -> dict[str, Any]:
    """What a course lets its learners achieve: a ``Qualification`` where an EQF level is stated, else a
    ``LearningAchievementSpecification``, which has no place for one.

    Only a level the source declares as EQF, or one that people decided in review, is stated. One read from a cycle, a
    degree word or a national level is an inference: it is told in a note, and stated (with that note) only where
    inferences are accepted. National levels count as inferred because the crosswalk speaks of whole qualifications,
    not of single courses, and because many of its rows rest on secondary sources. A field of education inferred from
    skills is treated likewise.
    """
    descriptor = draft.descriptor
    return draft.node(
        "specification",
        "LearningAchievementSpecification" if level is None else "Qualification",
        identifier=_identifier(draft),
        title=language_map(descriptor.titles),
        description=language_map(descriptor.descriptions),
        dcType=course_types(draft),
        eqfLevel=None if level is None else concepts.eqf_level(level),
        nqfLevel=None if level is None else national_level(draft),
        thematicArea=_thematic_area(draft),
        creditPoint=_credit_point(draft),
        volumeOfLearning=_volume(draft),
        language=[concepts.language(code) for code in facts.teaching_languages(draft, "language")],
        mode=study_modes(draft),
        entryRequirement=draft.note("entry requirement", descriptor.prerequisites),
        learningOutcome=learning_outcomes(draft),
        provenBy=assessment(draft),
        awardingOpportunity=awarding_opportunity(draft),
        homepage=homepage(draft),
        additionalNote=additional_notes(draft, is_level_stated=level is not None),
    )


def course_types(draft: Draft) -> list[dict[str, Any]]:
    """The kinds of learning opportunity the source names."""
    return _listed("learning-opportunity", facts.course_types(draft, "dcType"))


def study_modes(draft: Draft) -> list[dict[str, Any]]:
    """The modes of study the source names; their list is named learning-assessment in its identifiers."""
    return _listed("learning-assessment", facts.study_modes(draft, "mode"))


def _identifier(draft: Draft) -> dict[str, Any] | None:
    code = draft.descriptor.course_code
    return draft.node("identifier", "Identifier", notation=code, schemeName="Course code") if code else None


def _thematic_area(draft: Draft) -> list[dict[str, Any]]:
    field = concepts.isced_field(stated_field(draft, "thematicArea"), draft.descriptor.isced_f_labels)
    return [field] if field else []


def _credit_point(draft: Draft) -> dict[str, Any] | None:
    points = facts.ects_points(draft, "creditPoint")
    if points is None:
        return None
    return draft.node("credit point", "CreditPoint", framework=concepts.ects(), point=facts.decimal(points))


def _volume(draft: Draft) -> str | None:
    hours = facts.workload_hours(draft, "volumeOfLearning")
    return None if hours is None else facts.duration(hours)


def _listed(list_name: str, read: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [concepts.listed(list_name, code, {"en": label}) for code, label in read]


EDC = DocumentFormat(
    name="edc",
    build=_build,
    check=check_document,
    load_validator=lambda standards: load_elm_validator(standards, EDC_SHAPES, DESCRIPTOR),
    compare=check_faithful,
)
