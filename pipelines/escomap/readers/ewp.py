"""Erasmus Without Paper: a response of the Courses API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.model import RawRecord
from escomap.readers.credit_points import CREDIT_COLUMNS, Credit, add_credits
from escomap.readers.record_columns import RecordColumns
from escomap.readers.xml_stream import Element, local_name, pieces
from escomap.readers.xml_text import attribute, children, first_value, language_of, text_of, value_of

COLUMNS = (
    "los-id", "los-code", "title", "type", "programme", "description", "iscedCode", "subjectArea", "eqfLevel",
    "credit level", "languageOfInstruction", "engagementHours", "start", "url", *CREDIT_COLUMNS,
)  # fmt: skip
_SPECIFICATION = "learningOpportunitySpecification"
_DEGREE_PROGRAMME = "degree programme"


def is_ewp_root(namespace: str, name: str) -> bool:
    """Whether this root element begins a response of the Courses API."""
    return name == "courses-response" and "ewp-specs-api-courses" in namespace


def read_ewp(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """One record per learning opportunity specification; ``row`` is the line on which it begins."""
    encoding = profile.encoding if profile else ""
    programmes = _programmes(path, encoding)
    for specification in pieces(path, _is_specification, encoding=encoding):
        yield RawRecord(path.name, specification.sourceline or 0, _columns(specification, programmes))


def _is_specification(names: Sequence[str]) -> bool:
    return names[-1] == _SPECIFICATION


def _programmes(path: Path, encoding: str) -> dict[str, list[str]]:
    """The titles of the degree programmes that contain each specification, which may stand before or after it."""
    titles: dict[str, list[str]] = {}
    for specification in pieces(path, _is_specification, encoding=encoding):
        if first_value(specification, "type").lower() == _DEGREE_PROGRAMME:
            for contained in children(specification, "contains"):
                for child in children(contained, "los-id"):
                    titles.setdefault(value_of(child), []).append(first_value(specification, "title"))
    return titles


def _columns(specification: Element, programmes: dict[str, list[str]]) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    for child in children(specification):
        name = local_name(child)
        if name in ("title", "description"):
            columns.add(name, text_of(child), language_of(child))
        elif name == "contains":
            for contained in children(child):
                columns.listed("contains", value_of(contained))
        elif name == "eqfLevel":
            columns.put(name, f"EQF {value_of(child)}" if value_of(child) else "")
        elif name != "specifies":
            columns.listed(name, value_of(child))
    for programme in programmes.get(first_value(specification, "los-id"), ()):
        columns.listed("programme", programme)
    instances = [found for group in children(specification, "specifies") for found in children(group)]
    # The latest instance first: where instances differ, it says what holds now.
    instances.sort(key=lambda instance: first_value(instance, "start"), reverse=True)
    add_credits(columns, [_credit(credit) for instance in instances for credit in children(instance, "credit")])
    for instance in instances:
        _add_instance(columns, instance)
    return columns.values()


def _credit(credit: Element) -> Credit:
    # The level here is a word such as Bachelor, not one of the credit scheme: it has a column of its own.
    return Credit(first_value(credit, "scheme"), "", first_value(credit, "value"))


def _add_instance(columns: RecordColumns, instance: Element) -> None:
    for child in children(instance):
        name = local_name(child)
        if name in ("start", "languageOfInstruction", "engagementHours"):
            columns.listed(name, value_of(child))
        elif name == "credit":
            columns.listed("credit level", first_value(child, "level"))
        elif name == "resultDistribution":
            for category in children(child, "category"):
                columns.listed(
                    "instance.resultDistribution", f"{attribute(category, 'label')}: {attribute(category, 'count')}"
                )
        elif name == "academic-term":
            columns.listed("instance.academic-term", first_value(child, "academic-year-id"))
        else:
            columns.listed(f"instance.{name}", value_of(child))
