"""European Learning Model, learning opportunities and qualifications (LOQ) as XML.

A document holds lists of things that point at each other by ``idref``, in any order. So it is read twice: once for
what learning opportunities point at, then for the opportunities themselves. An achievement or qualification that no
opportunity leads to is a record of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.model import RawRecord
from escomap.readers.credit_points import CREDIT_COLUMNS, Credit, add_credits
from escomap.readers.elm_terms import word_of
from escomap.readers.record_columns import RecordColumns, as_list
from escomap.readers.xml_stream import Element, local_name, pieces
from escomap.readers.xml_text import children, first_value, language_of, text_of, value_of

COLUMNS = (
    "course code", "title", "type", "provider", "provider country", "description", "learningOutcome",
    "learningOutcomeSummary", "relatedESCOSkill", "entryRequirement", "provenBy", "programme", "qualification",
    "EQFLevel", "NQFLevel", "educationLevel", "ISCEDFCode", "educationSubject", "volumeOfLearning", "language", "mode",
    "start", "url", *CREDIT_COLUMNS,
)  # fmt: skip
_OPPORTUNITY = "learningOpportunity"
_SPECIFICATIONS = ("learningAchievementSpecification", "qualification")
# Pictures are no catalogue data, and large.
_PICTURES = ("bannerImage", "logo")
Texts = tuple[tuple[str, str], ...]
References = dict[str, list[str]]


@dataclass(slots=True)
class _Specification:
    """An achievement or qualification: what it says itself, and what it points at by name of the relation."""

    row: int
    columns: Texts
    references: References


@dataclass(slots=True)
class _Index:
    """What is pointed at, by identifier, as small as it can be; titles are pairs of text and language."""

    specifications: dict[str, _Specification] = field(default_factory=dict)
    titles: dict[str, Texts] = field(default_factory=dict)
    skills: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)

    def name(self, identifier: str) -> str:
        """The first title of a thing, or its identifier where the document does not hold it."""
        return next((text for text, _ in self.titles.get(identifier, ())), identifier)


def is_elm_loq_root(namespace: str, name: str) -> bool:
    """Whether this root element begins an LOQ document."""
    return name == "Courses" and "data.europa.eu/snb/model/ap/loq" in namespace


def read_elm_loq(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """One record per learning opportunity, then one per achievement or qualification that none of them leads to."""
    encoding = profile.encoding if profile else ""
    index = _Index()
    for thing in pieces(path, _is_listed, encoding=encoding):
        _add_to(index, thing)
    used: set[str] = set()
    for opportunity in pieces(path, _is_opportunity, encoding=encoding):
        used.update(*(_references(opportunity).get(name, ()) for name in _SPECIFICATIONS))
        yield RawRecord(path.name, opportunity.sourceline or 0, _of_opportunity(opportunity, index))
    for identifier, specification in index.specifications.items():
        if identifier not in used:
            yield RawRecord(path.name, specification.row, _of_specification(specification, index))


def _is_listed(names: Sequence[str]) -> bool:
    return len(names) == 3 and names[1].endswith("References")


def _is_opportunity(names: Sequence[str]) -> bool:
    return _is_listed(names) and names[2] == _OPPORTUNITY


def _add_to(index: _Index, thing: Element) -> None:
    identifier, name = thing.get("id", ""), local_name(thing)
    titles = children(thing, "title", "legalName", "prefLabel")
    index.titles[identifier] = tuple((text_of(title), language_of(title)) for title in titles)
    if name in _SPECIFICATIONS:
        index.specifications[identifier] = _specification(thing)
    elif name == "learningOutcome":
        index.skills[identifier] = tuple(skill.get("uri", "") for skill in children(thing, "relatedESCOSkill"))
    elif name == "organisation":
        index.places[identifier] = _references(thing).get("location", [])
    elif name == "location":
        codes = [code for address in children(thing, "address") for code in children(address, "countryCode")]
        found = [word_of(code.get("uri", "")) for code in (*codes, *children(thing, "spatialCode"))]
        index.countries[identifier] = next(filter(None, found), "")


def _references(thing: Element) -> References:
    found: References = {}
    for child in children(thing):
        if identifier := child.get("idref"):
            found.setdefault(local_name(child), []).append(identifier)
    return found


def _specification(thing: Element) -> _Specification:
    columns = RecordColumns(())
    _add_own(columns, thing)
    if local_name(thing) == "qualification" and first_value(thing, "isPartialQualification") != "true":
        columns.put("qualification", first_value(thing, "title"))
    references = _references(thing)
    for awarding in children(thing, "awardingOpportunity"):
        references.setdefault("awardingBody", []).extend(_references(awarding).get("awardingBody", ()))
    own = tuple((sys.intern(name), text) for name, text in columns)
    return _Specification(thing.sourceline or 0, own, references)


def _of_opportunity(opportunity: Element, index: _Index) -> dict[str, str]:
    columns, references = RecordColumns(COLUMNS), _references(opportunity)
    _add_own(columns, opportunity)
    _add_provider(columns, references.get("providedBy", []), index)
    for parent in references.get("isPartOf", ()):
        columns.listed("programme", index.name(parent))
    for name in _SPECIFICATIONS:
        for identifier in references.pop(name, ()):
            if specification := index.specifications.get(identifier):
                _add_specification(columns, specification, index)
    _add_references(columns, references, index)
    return columns.values()


def _of_specification(specification: _Specification, index: _Index) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    _add_specification(columns, specification, index)
    _add_provider(columns, specification.references.get("awardingBody", []), index)
    return columns.values()


def _add_specification(columns: RecordColumns, specification: _Specification, index: _Index) -> None:
    columns.take(specification.columns, "specification")
    references = dict(specification.references)
    outcomes: dict[str, list[str]] = {}
    for outcome in references.pop("learningOutcome", ()):
        for text, lang in index.titles.get(outcome, ()):
            outcomes.setdefault(lang, []).append(text)
        for skill in index.skills.get(outcome, ()):
            columns.listed("relatedESCOSkill", f"{index.name(outcome)}: {skill}")
    for lang, texts in outcomes.items():
        columns.add("learningOutcome", as_list(texts), lang)
    for assessment in references.pop("provenBy", ()):
        for text, lang in index.titles.get(assessment, ()):
            columns.add("provenBy", text, lang)
    _add_references(columns, references, index)


def _add_references(columns: RecordColumns, references: References, index: _Index) -> None:
    for name, identifiers in references.items():
        for identifier in identifiers:
            columns.listed(name, index.name(identifier))


def _add_provider(columns: RecordColumns, organisations: Sequence[str], index: _Index) -> None:
    for organisation in organisations:
        columns.put("provider", index.name(organisation))
        for place in index.places.get(organisation, ()):
            columns.put("provider country", index.countries.get(place, ""))


def _add_own(columns: RecordColumns, thing: Element) -> None:
    """What an opportunity or specification says itself, whatever it points at."""
    for child in children(thing):
        name, lang = local_name(child), language_of(child)
        if name == "identifier":
            columns.put("course code", first_value(child, "notation"))
            columns.listed("identifier", first_value(child, "notation"))
        elif name in ("title", "description"):
            columns.add(name, text_of(child), lang)
        elif name == "homepage":
            columns.put("url", first_value(child, "contentUrl"))
        elif name == "temporal":
            columns.listed("start", first_value(child, "startDate").partition("T")[0])
        elif literals := children(child, "noteLiteral"):
            for literal in literals:
                columns.add(name, text_of(literal), language_of(literal))
        elif address := child.get("uri"):
            columns.listed(name, _word(child, address))
        elif not child.get("idref") and name not in ("creditPoint", "awardingOpportunity", *_PICTURES):
            columns.listed(name, value_of(child))
    add_credits(columns, [_credit(credit) for credit in children(thing, "creditPoint")])


def _credit(credit: Element) -> Credit:
    framework = next((word_of(child.get("uri", "")) for child in children(credit, "framework")), "")
    return Credit(framework, "", first_value(credit, "point"))


def _word(concept: Element, address: str) -> str:
    """What a concept of a known list says, else its label, in English where there is one."""
    word = word_of(address)
    if word != address:
        return word
    labels = {language_of(label): value_of(label) for label in children(concept, "prefLabel")}
    return labels.get("en") or next(iter(labels.values()), address)
