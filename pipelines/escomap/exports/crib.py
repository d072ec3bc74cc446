"""A readable page per course for those who fill in the Europass form by hand."""

from __future__ import annotations

from collections.abc import Container

from escomap.completeness.judge import Status
from escomap.errors import EscomapError
from escomap.exports.crib_form import LEFT_TO_ISSUER, form_sections
from escomap.exports.crib_outcomes import form_outcomes
from escomap.exports.crib_pdf import crib_pdf
from escomap.exports.findings import Finding
from escomap.exports.formats import Build, Document, DocumentFormat, ExportOptions
from escomap.exports.pages import render_page
from escomap.model import Descriptor


def crib_format(*, with_pdf: bool = False) -> DocumentFormat:
    """The pages as a format of one HTML page per course, and on request the same as PDF beside it."""
    return DocumentFormat(
        name="crib",
        build=lambda descriptor, options: Build(crib(descriptor, options), ()),
        check=_check_with_pdf if with_pdf else check_crib,
        load_validator=lambda _: None,
        render=_html_and_pdf if with_pdf else _html,
        limits=(
            "The order of the fields is that of the published source of the issuer, version 2.0.6; labels may differ.",
        ),
    )


def crib(descriptor: Descriptor, options: ExportOptions) -> Document:
    """What the page of a course says, as plain values: sections of the form, outcomes, and what is missing."""
    sections = form_sections(descriptor, options.words)
    fields = [field for section in sections for field in section["fields"]]
    lang, title = next(iter(descriptor.titles.items()))
    return {
        "course_code": descriptor.course_code,
        "provider": descriptor.provider,
        "title": title,
        "title_lang": lang,
        "sections": sections,
        "outcomes": form_outcomes(descriptor),
        "missing": [field["name"] for field in fields if field["status"] == Status.MISSING.value],
        "inferred": [field["name"] for field in fields if field["status"] == Status.INFERRED.value],
        "left_to_issuer": list(LEFT_TO_ISSUER),
        "esco_version": descriptor.esco_version,
    }


def check_crib(document: Document, known_esco_uris: Container[str]) -> list[Finding]:
    """ESCO skills that do not exist as errors, and as notes the fields that are missing."""
    uris = dict.fromkeys(skill["uri"] for outcome in document["outcomes"] for skill in outcome["skills"])
    unknown = [
        Finding("unknown_skill", "ESCO skills", f"{uri} is no skill of the loaded ESCO release")
        for uri in uris
        if uri not in known_esco_uris
    ]
    missing = [Finding("missing", name, "the catalogue does not say", is_error=False) for name in document["missing"]]
    return unknown + missing


def _check_with_pdf(document: Document, known_esco_uris: Container[str]) -> list[Finding]:
    try:
        crib_pdf(document)
    except EscomapError as error:
        return [*check_crib(document, known_esco_uris), Finding(error.code, "", error.message, is_error=False)]
    return check_crib(document, known_esco_uris)


def _html(document: Document) -> dict[str, bytes]:
    return {".html": render_page("crib.html.j2", **document)}


def _html_and_pdf(document: Document) -> dict[str, bytes]:
    try:
        return {**_html(document), ".pdf": crib_pdf(document)}
    except EscomapError:
        # Told among the findings of the document, of which the HTML page holds everything.
        return _html(document)
