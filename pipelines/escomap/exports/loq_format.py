"""The format of learning opportunities: JSON-LD and XML of each course, and XML of all courses of an institution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from escomap.exports.application_profiles import COURSE_SEARCH
from escomap.exports.check import check_document
from escomap.exports.elm_validation import ElmValidator, load_elm_validator
from escomap.exports.faithful import check_faithful
from escomap.exports.findings import Finding
from escomap.exports.formats import Build, Document, DocumentFormat, ExportOptions, document_bytes
from escomap.exports.loq import draft_opportunity
from escomap.exports.loq_schema import SCHEMA_FILE, XmlValidator, load_xml_validator
from escomap.exports.loq_xml import to_xml, together
from escomap.exports.shapes import LOQ_SHAPES
from escomap.model import Descriptor

SPECIFICATION = ("learningAchievementSpecification",)
_check = partial(check_document, profile=COURSE_SEARCH)


@dataclass(frozen=True, slots=True)
class LoqValidator:
    """The shapes for the JSON-LD, the schema for the XML."""

    linked_data: ElmValidator
    xml: XmlValidator

    @property
    def artefacts(self) -> tuple[str, ...]:
        """The names of the files applied."""
        return (*self.linked_data.artefacts, SCHEMA_FILE)

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """What is found in each document; in its XML only where the JSON-LD is right, for what one form lacks the other
        lacks too, and the schema names the element that follows.
        """
        linked = self.linked_data.validate(documents)
        return [found or self._in_xml(document) for document, found in zip(documents, linked, strict=True)]

    def _in_xml(self, document: Document) -> list[Finding]:
        # Which skills exist is not asked here.
        is_right = {finding.code for finding in _check(document, ())} <= {"unknown_skill"}
        return self.xml.findings(to_xml([document])) if is_right else []


def _build(descriptor: Descriptor, options: ExportOptions) -> Build:
    return draft_opportunity(options.draft(descriptor))


def _render(document: Document) -> dict[str, bytes]:
    return {".json": document_bytes(document), ".xml": to_xml([document])}


def _load_validator(standards: Path) -> LoqValidator:
    return LoqValidator(load_elm_validator(standards, LOQ_SHAPES, COURSE_SEARCH), load_xml_validator(standards))


LOQ = DocumentFormat(
    name="loq",
    build=_build,
    check=_check,
    load_validator=_load_validator,
    render=_render,
    compare=partial(check_faithful, path=SPECIFICATION),
    together=together,
    limits=(
        "an EQF level stands only beside a national level, whose codes are in the official lists alone",
        "the XML has a note that may come once in the main language only",
        "the official shapes look at qualifications alone; the schema and our own checks look at other specifications",
        "whether a national database takes a document over was not tried",
    ),
)
