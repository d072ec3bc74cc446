"""CDM, and CDM-fr which profiles it: the programmes and courses of a university.

Read twice: which institution and programme a course belongs to may stand before or after it. Persons are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.model import RawRecord
from escomap.readers.credit_points import CREDIT_COLUMNS, Credit, add_credits
from escomap.readers.record_columns import RecordColumns
from escomap.readers.xml_stream import Element, local_name, pieces, root_of
from escomap.readers.xml_text import attribute, children, first_value, language_of, text_of, value_of

COLUMNS = (
    "code", "kind", "name", "provider", "provider country", "department", "programme", "description",
    "learningObjectives", "prerequisites", "formOfAssessment", "qualification", "searchword",
    "instructionLanguage", "formOfTeaching", "teachingTerm", "url", "description.domaine", "description.mention",
    "credits.totalWorkLoad", *CREDIT_COLUMNS,
)  # fmt: skip
_RECORDS = ("program", "subProgram", "course")
_TEXTS = (
    "description", "learningObjectives", "prerequisites", "formOfAssessment", "regulations", "syllabus",
    "admissionInfo", "targetGroup", "benefits", "infoBlock", "formOfTeaching",
)  # fmt: skip
# Elements of the format's texts, and the HTML they stand for.
_AS_HTML = {"subBlock": "div", "infoBlock": "div", "header": "h3", "list": "ul", "listItem": "li"}
# Names of elements say again whether a course or a programme has them.
_PARTS = {"ID": "id", "Code": "code", "Name": "name", "Description": "description"}
_OWN = {f"{kind}{part}": own for kind in _RECORDS for part, own in _PARTS.items()}
_OWN |= {"formalPrerequisites": "prerequisites", "recommendedPrerequisites": "prerequisites"}
# Persons are left out; what records point at is resolved.
_LEFT_OUT = ("contacts", "person", "refPerson", *_RECORDS)
_COUNTRIES = {"cdm-fr": "FR", "utdanning.no": "NO"}


@dataclass(slots=True)
class _Index:
    """The units of an institution with the unit above, and what belongs to which unit and programme."""

    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    unit_of: dict[str, str] = field(default_factory=dict)
    programmes: dict[str, list[str]] = field(default_factory=dict)
    country: str = ""

    def chain(self, unit: str) -> list[str]:
        """The names of a unit and those above it, the institution last; of the whole document where none is named."""
        at = unit if unit in self.units else next((key for key, (_, above) in self.units.items() if not above), "")
        names: list[str] = []
        seen: set[str] = set()
        while at in self.units and at not in seen:
            seen.add(at)
            name, at = self.units[at]
            names.append(name)
        return [name for name in names if name]


def is_cdm_root(namespace: str, name: str) -> bool:
    """Whether this root element begins a CDM document."""
    return name == "CDM" and "cdm" in namespace.lower()


def read_cdm_fr(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """One record per programme, part of a programme and course; ``row`` is the line on which it begins."""
    encoding = profile.encoding if profile else ""
    namespace = root_of(path).namespace
    index = _Index(country=next((code for part, code in _COUNTRIES.items() if part in namespace), ""))
    for piece in pieces(path, lambda names: _is_record(names) or names[-1] == "orgUnit", encoding=encoding):
        _add_to(index, piece)
    for record in pieces(path, _is_record, encoding=encoding):
        yield RawRecord(path.name, record.sourceline or 0, _columns(record, index))


def _is_record(names: Sequence[str]) -> bool:
    return names[-1] in _RECORDS


def _add_to(index: _Index, piece: Element) -> None:
    identifier, above = _identifier(piece), piece.getparent()
    if local_name(piece) == "orgUnit":
        inside = _identifier(above) if above is not None and local_name(above) == "orgUnit" else ""
        index.units[identifier] = (first_value(piece, "orgUnitName"), inside)
        for belonging in _targets(piece, "refProgram", "refCourse"):
            index.unit_of[belonging] = identifier
        return
    for unit in _targets(piece, "refOrgUnit"):
        index.unit_of.setdefault(identifier, unit)
    if local_name(piece) != "course":
        name = _main_name(piece)
        for belonging in _targets(piece, "refCourse", "refProgram"):
            index.programmes.setdefault(belonging, []).append(name)
    if above is not None and local_name(above) in _RECORDS:
        index.programmes.setdefault(identifier, []).append(_main_name(above))


def _identifier(element: Element) -> str:
    return attribute(element, "id") or first_value(element, *(name for name, own in _OWN.items() if own == "id"))


def _main_name(record: Element) -> str:
    names = children(record, *(name for name, own in _OWN.items() if own == "name"))
    return next((first_value(name, "text") or value_of(name) for name in names), "")


def _targets(element: Element, *names: str) -> list[str]:
    found = (child for child in element.iter("{*}*") if local_name(child) in names)
    return [target for child in found if (target := attribute(child, "idRef") or attribute(child, "ref"))]


def _columns(record: Element, index: _Index) -> dict[str, str]:
    columns, identifier = RecordColumns(COLUMNS), _identifier(record)
    columns.put("kind", "course" if local_name(record) == "course" else "programme")
    units = index.chain(index.unit_of.get(identifier, ""))
    columns.put("provider", units[-1] if units else "")
    columns.put("provider country", index.country)
    for unit in units[:-1]:
        columns.listed("department", unit)
    for programme in index.programmes.get(identifier, ()):
        columns.listed("programme", programme)
    for child in children(record):
        _add_child(columns, child)
    columns.put("code", identifier)
    return columns.values()


def _add_child(columns: RecordColumns, child: Element) -> None:
    name = _OWN.get(local_name(child), local_name(child))
    if name == "name":
        _add_names(columns, child)
    elif name in _TEXTS:
        _add_blocks(columns, name, child)
    elif name == "qualification":
        columns.put(name, first_value(child, "qualificationName"))
        for part in children(child):
            columns.listed(f"qualification.{local_name(part)}", value_of(part))
    elif name == "credits":
        _add_credits(columns, child)
    elif name == "instructionLanguage":
        columns.listed(name, attribute(child, "teachingLang") or value_of(child))
    elif name == "webLink":
        columns.put("url", first_value(child, "href"))
    elif name in ("id", "code"):
        columns.put(name, value_of(child))
    elif name not in _LEFT_OUT:
        columns.listed(name, value_of(child))


def _add_names(columns: RecordColumns, element: Element) -> None:
    """The name in each language; a variant such as ``fr-FR-TRL``, made for sorting, is none."""
    for text in children(element, "text") or [element]:
        lang, variant = language_of(text), attribute(text, "language").count("-") > 1
        column = f"name@{lang}" if lang else "name"
        if variant or columns.values().get(column):
            columns.listed("other name", value_of(text))
        else:
            columns.add("name", value_of(text), lang)


def _add_blocks(columns: RecordColumns, name: str, element: Element) -> None:
    """The blocks of a text by language; those an institution defined for itself become columns of their own."""
    if name == "formOfTeaching":
        columns.put(name, attribute(element, "method") or attribute(element, "attendance"))
    for own in [block for block in children(element, "subBlock") if attribute(block, "userDefined")]:
        for leaf in _defined(own):
            columns.listed(f"{name}.{attribute(leaf, 'userDefined')}", value_of(leaf))
        element.remove(own)
    blocks = children(element, "subBlock", "text")
    for block in blocks or [element]:
        columns.add(name, text_of(block, _AS_HTML), language_of(block))


def _defined(block: Element) -> Iterator[Element]:
    inner = [leaf for child in children(block, "subBlock") for leaf in _defined(child)]
    if inner:
        yield from inner
    elif attribute(block, "userDefined"):
        yield block


def _add_credits(columns: RecordColumns, element: Element) -> None:
    given = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    points = next((value for key, value in given.items() if key.lower() == "ectscredits"), "")
    add_credits(columns, [Credit("ECTS", value=points) if points else Credit(value=(element.text or "").strip())])
    for key, value in given.items():
        if key.lower() != "ectscredits":
            columns.listed(f"credits.{key}", value)
    for part in children(element):
        columns.listed(
            f"credits.{local_name(part)}", " ".join(filter(None, [attribute(part, "teachingtype"), value_of(part)]))
        )
