"""A course as a person-free descriptor in the European Learning Model, the language of European Digital Credentials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from escomap.exports import concepts, facts
from escomap.exports.check import Finding, check_document
from escomap.exports.draft import Draft, language_map
from escomap.exports.edc_keys import EDC_CONTEXT
from escomap.exports.edc_notes import additional_notes
from escomap.exports.edc_parts import assessment, awarding_opportunity, homepage, learning_outcomes
from escomap.exports.formats import Build, Document, DocumentFormat, ExportOptions
from escomap.exports.inferences import stated_field, stated_level
from escomap.exports.shapes import SHAPE_FILES, ShapeValidator, load_validator
from escomap.exports.words import CatalogueWords
from escomap.model import Descriptor


def edc_document(
    descriptor: Descriptor, *, accept_inferred: bool = False, words: CatalogueWords | None = None
) -> dict[str, Any]:
    """The JSON-LD document of ``build_edc``, without its notes."""
    return build_edc(descriptor, accept_inferred=accept_inferred, words=words).document


def build_edc(descriptor: Descriptor, *, accept_inferred: bool = False, words: CatalogueWords | None = None) -> Build:
    """The descriptor as JSON-LD: a ``Qualification`` where an EQF level may be stated, else a
    ``LearningAchievementSpecification``, which has no place for one.

    Only a level the source declares as EQF is stated. One read from a cycle, a degree word or a national level is an
    inference: it is told in a note, and stated (with that note) only when ``accept_inferred`` is set. National levels
    count as inferred because the crosswalk speaks of whole qualifications, not of single courses, and because many of
    its rows rest on secondary sources. A field of education inferred from skills is treated likewise.
    """
    draft = Draft(descriptor, words or CatalogueWords(), accept_inferred)
    level = stated_level(draft, "eqfLevel")
    document = draft.node(
        "specification",
        "LearningAchievementSpecification" if level is None else "Qualification",
        identifier=_identifier(draft),
        title=language_map(descriptor.titles),
        description=language_map(descriptor.descriptions),
        dcType=_listed("learning-opportunity", facts.course_types(draft, "dcType")),
        eqfLevel=None if level is None else concepts.eqf_level(level),
        thematicArea=_thematic_area(draft),
        creditPoint=_credit_point(draft),
        volumeOfLearning=_volume(draft),
        language=[concepts.language(code) for code in facts.teaching_languages(draft, "language")],
        mode=_listed("learning-assessment", facts.study_modes(draft, "mode")),
        entryRequirement=draft.note("entry requirement", descriptor.prerequisites),
        learningOutcome=learning_outcomes(draft),
        provenBy=assessment(draft),
        awardingOpportunity=awarding_opportunity(draft),
        homepage=homepage(draft),
        additionalNote=additional_notes(draft, is_level_stated=level is not None),
    )
    return Build({"@context": list(EDC_CONTEXT)} | document, tuple(draft.left_out))


def _build(descriptor: Descriptor, options: ExportOptions) -> Build:
    return build_edc(descriptor, accept_inferred=options.accept_inferred, words=options.words)


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


@dataclass(frozen=True, slots=True)
class _EdcValidator:
    """The shapes of a standards folder, as the exports ask for them."""

    shapes: ShapeValidator
    artefacts: tuple[str, ...] = SHAPE_FILES

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        found = self.shapes.findings(documents)
        return [found[str(document["id"])] for document in documents]


EDC = DocumentFormat(
    name="edc",
    build=_build,
    check=check_document,
    load_validator=lambda standards: _EdcValidator(load_validator(standards)),
)
