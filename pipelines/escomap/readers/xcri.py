"""XCRI-CAP 1.1 and 1.2: the courses of a catalog, provider or course document.

Names are compared without their namespaces: 1.1 has one, 1.2 borrows from Dublin Core, MLO and credit models, and
feeds in use mix them. Version 1.1 and many 1.2 feeds say with ``xsi:type`` on a description what 1.2 has elements for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.model import RawRecord
from escomap.readers.credit_points import CREDIT_COLUMNS, Credit, add_credits
from escomap.readers.record_columns import RecordColumns
from escomap.readers.xml_stream import Element, local_name, pieces
from escomap.readers.xml_text import attribute, children, first_value, language_of, text_of, value_of

COLUMNS = (
    "course code", "title", "provider", "provider country", "department", "description", "abstract",
    "learningOutcome", "assessment", "prerequisite", "subject", "course type", "qualification", "educationLevel",
    "attendanceMode", "studyMode", "languageOfInstruction", "start", "url", *CREDIT_COLUMNS,
)  # fmt: skip
_TEXTS = ("title", "abstract", "learningOutcome", "assessment", "prerequisite")
# Elements of 1.2 for what these refinements of a description say.
_REFINED = {
    "abstract": "abstract",
    "assessmentstrategy": "assessment",
    "learningoutcome": "learningOutcome",
    "learningoutcomes": "learningOutcome",
    "prerequisites": "prerequisite",
    "prerequisite": "prerequisite",
}
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
# Read by functions of their own.
_HANDLED = ("identifier", "credit", "credits", "level", "qualification", "presentation", "url")


def is_xcri_root(namespace: str, name: str) -> bool:
    """Whether this root element begins an XCRI-CAP document."""
    return name in ("catalog", "provider", "course") and "xcri.org/profiles" in namespace


def read_xcri(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """One record per course; ``row`` is the line on which the course begins."""
    encoding = profile.encoding if profile else ""
    providers = _providers(path, encoding)
    for course, provider in zip(pieces(path, _is_course, encoding=encoding), providers, strict=True):
        yield RawRecord(path.name, course.sourceline or 0, _columns(course, provider))


@dataclass(slots=True)
class _Provider:
    """What a course needs to know of its provider."""

    title: str = ""
    country: str = ""


def _providers(path: Path, encoding: str) -> list[_Provider]:
    """The provider of each course, in the order of the courses: a provider's place stands after its courses."""
    providers: list[_Provider] = []
    element, provider = None, _Provider()
    for piece in pieces(path, lambda names: _is_course(names) or _is_of_provider(names), encoding=encoding):
        if piece.getparent() is not element:
            element, provider = piece.getparent(), _Provider()
        name = local_name(piece)
        if name == "course":
            providers.append(provider)
        elif name == "title":
            provider.title = provider.title or value_of(piece)
        elif _is_british(piece):
            provider.country = "GB"
    return providers


def _is_course(names: Sequence[str]) -> bool:
    return names[-1] == "course"


def _is_of_provider(names: Sequence[str]) -> bool:
    # Not of a venue, which is a provider too.
    is_top = len(names) in (2, 3) and names[-2] == "provider"
    return is_top and names[-1] in ("title", "identifier", "location", "address", "postcode")


def _is_british(element: Element) -> bool:
    """Whether this tells that a provider is in the UK, by its register or a postcode: XCRI does not name countries."""
    if local_name(element) == "identifier":
        return "ukprn" in attribute(element, "type").lower()
    return any(_UK_POSTCODE.fullmatch(value_of(found).upper()) for found in (element, *children(element)))


def _columns(course: Element, provider: _Provider) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    columns.put("provider", provider.title)
    columns.put("provider country", provider.country)
    for child in children(course):
        name = local_name(child)
        if name in _TEXTS:
            columns.add(name, _text(child), language_of(child))
        elif name == "description":
            columns.add(_description_column(child), _text(child), language_of(child))
        elif name == "subject":
            columns.listed("subject", value_of(child))
            columns.listed("subject code", attribute(child, "identifier"))
        elif name == "isPartOf":
            columns.listed("department", value_of(child))
        elif name == "type":
            columns.listed("type", value_of(child))
        elif name not in _HANDLED:
            columns.listed(name, value_of(child) or attribute(child, "href"))
    _add_identity(columns, course)
    _add_qualification(columns, course)
    add_credits(columns, [*_credits(course)])
    for presentation in children(course, "presentation"):
        _add_presentation(columns, presentation)
    if not columns.has("description"):
        _describe_by_abstract(columns, course)
    return columns.values()


def _text(element: Element) -> str:
    # In 1.1 a text may stand elsewhere; the address is better than nothing.
    return text_of(element) or attribute(element, "href")


def _description_column(description: Element) -> str:
    refinement = attribute(description, "type").rpartition(":")[2]
    if not refinement:
        return "description"
    return _REFINED.get(refinement.lower(), f"description:{refinement}")


def _describe_by_abstract(columns: RecordColumns, course: Element) -> None:
    for abstract in children(course, "abstract"):
        columns.add("description", _text(abstract), language_of(abstract))


def _add_identity(columns: RecordColumns, course: Element) -> None:
    found = [(attribute(child, "type"), value_of(child)) for child in children(course, "identifier")]
    typed = [value for kind, value in found if kind]
    plain = [value for kind, value in found if not kind]
    codes = [value for value in (*typed, *plain) if "://" not in value]
    for value in (*codes, *typed, *plain):
        columns.put("course code", value)
        columns.listed("identifier", value)
    for value in (*map(value_of, children(course, "url")), *plain):
        if "://" in value:
            columns.put("url", value)


def _add_qualification(columns: RecordColumns, course: Element) -> None:
    for qualification in children(course, "qualification"):
        columns.listed("qualification", first_value(qualification, "title"))
        columns.listed("educationLevel", first_value(qualification, "educationLevel", "level"))
        for child in children(qualification):
            if local_name(child) not in ("title", "educationLevel", "level"):
                columns.listed(f"qualification.{local_name(child)}", value_of(child))
    for kind in children(course, "type"):
        # Undergraduate or postgraduate, as the Course Data Programme of the UK has it.
        if attribute(kind, "type").rpartition(":")[2] == "courseTypeGeneral":
            columns.put("course type", value_of(kind))


def _credits(course: Element) -> Iterator[Credit]:
    places = [course, *children(course, "qualification")]
    for credit in (found for place in places for found in children(place, "credit", "credits")):
        yield Credit(first_value(credit, "scheme"), first_value(credit, "level"), first_value(credit, "value"))
    for level in children(course, "level"):
        yield Credit(level=value_of(level))


def _add_presentation(columns: RecordColumns, presentation: Element) -> None:
    for child in children(presentation):
        name = local_name(child)
        if name in ("start", "end"):
            date = attribute(child, "dtf") or value_of(child)
            columns.listed("start" if name == "start" else "presentation.end", date)
        elif name in ("attendanceMode", "studyMode", "languageOfInstruction"):
            columns.listed(name, value_of(child))
        elif name in ("learningOutcome", "assessment", "prerequisite"):
            columns.add(name, _text(child), language_of(child))
        elif name == "venue":
            columns.listed("presentation.venue", first_value(next(iter(children(child, "provider")), child), "title"))
        else:
            columns.listed(f"presentation.{name}", value_of(child) or attribute(child, "href"))
