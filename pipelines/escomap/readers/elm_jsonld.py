"""European Learning Model, learning opportunities and qualifications as JSON-LD, in the columns of the XML reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.credit_points import Credit, add_credits
from escomap.readers.elm_loq import COLUMNS, read_elm_loq
from escomap.readers.elm_terms import word_of
from escomap.readers.encoding import as_utf8
from escomap.readers.jsonld import Graph, Node, listed, types, walked
from escomap.readers.jsonld_records import jsonld_records
from escomap.readers.record_columns import RecordColumns

_SPECIFICATIONS = frozenset(("LearningAchievementSpecification", "Qualification"))
# Names of the credential context for what the vocabulary and the XML call otherwise.
_NAMES = {"dcType": "type", "eqfLevel": "EQFLevel", "nqfLevel": "NQFLevel", "thematicArea": "ISCEDFCode"}
_TEXTS = ("title", "description", "altLabel")
# Relations that are followed, and what is no catalogue data.
_FOLLOWED = frozenset((
    "@id", "@type", "identifier", "homepage", "temporal", "creditPoint", "providedBy", "isPartOf", "learningOutcome",
    "provenBy", "awardingOpportunity", "learningAchievementSpecification", "accreditation", "bannerImage", "logo",
))  # fmt: skip
_MODEL = re.compile(rb"data\.europa\.eu/snb/|\"elm:")
_TYPES = re.compile(rb'"(?:[^"]*[/#:])?(?:LearningOpportunity|LearningAchievementSpecification|Qualification)"')


def read_elm_jsonld(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """One record per learning opportunity, then one per achievement or qualification that none of them leads to."""
    found = False
    for record in jsonld_records(path, profile.encoding if profile else "", _records):
        found = True
        yield record
    if not found:
        raise EscomapError(
            "not_a_catalogue",
            "The JSON-LD holds no learning opportunity, achievement specification or qualification.",
            where=str(path),
            hint="give a document of the European Learning Model (LOQ)",
        )


def read_elm(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of an LOQ document in either of its syntaxes."""
    with path.open("rb") as file:
        is_json = as_utf8(file.read(4096)).lstrip().startswith((b"{", b"["))
    return read_elm_jsonld(path, profile) if is_json else read_elm_loq(path, profile)


def is_elm_jsonld(_path: Path, start: bytes) -> bool:
    """Whether a file that begins like this is JSON-LD of the model."""
    is_json = start.lstrip().startswith((b"{", b"["))
    return bool(is_json and _TYPES.search(start) and _MODEL.search(start))


def _records(graph: Graph) -> Iterator[dict[str, str]]:
    nodes = {id(node): node for node in (graph.node(given) or given for given in walked(graph.root))}
    used: set[int] = set()
    for node in nodes.values():
        if "LearningOpportunity" in types(node):
            specifications = graph.nodes(node.get("learningAchievementSpecification"))
            used.update(map(id, specifications))
            yield _of_opportunity(node, specifications, graph)
    for node in nodes.values():
        # A node without a title only points at a specification of another document.
        if types(node) & _SPECIFICATIONS and id(node) not in used and "title" in node:
            yield _of_specification(node, graph)


def _of_opportunity(node: Node, specifications: list[Node], graph: Graph) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    _add_own(columns, node, graph)
    _add_provider(columns, node.get("providedBy"), graph)
    for parent in listed(node.get("isPartOf")):
        columns.listed("programme", graph.text(parent))
    for specification in specifications:
        _add_specification(columns, specification, graph)
    return columns.values()


def _of_specification(node: Node, graph: Graph) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    _add_specification(columns, node, graph)
    for awarding in graph.nodes(node.get("awardingOpportunity")):
        _add_provider(columns, awarding.get("awardingBody"), graph)
    return columns.values()


def _add_specification(columns: RecordColumns, node: Node, graph: Graph) -> None:
    own = RecordColumns(())
    _add_own(own, node, graph)
    if "Qualification" in types(node) and graph.text(node.get("isPartialQualification")) != "true":
        own.put("qualification", graph.text(node.get("title")))
    columns.take(own, "specification")
    outcomes = graph.nodes(node.get("learningOutcome"))
    columns.items("learningOutcome", (pair for outcome in outcomes for pair in graph.texts(outcome.get("title"))))
    for outcome in outcomes:
        for skill in graph.nodes(outcome.get("relatedESCOSkill")):
            columns.listed("relatedESCOSkill", f"{graph.text(outcome.get('title'))}: {skill.get('@id') or ''}")
    for assessment in graph.nodes(node.get("provenBy")):
        for text, lang in graph.texts(assessment.get("title")):
            columns.add("provenBy", text, lang)


def _add_own(columns: RecordColumns, node: Node, graph: Graph) -> None:
    """What an opportunity or specification says itself, whatever it points at."""
    for identifier in listed(node.get("identifier")):
        notation = graph.text(identifier, ("notation",))
        columns.put("course code", notation)
        columns.listed("identifier", notation)
    for page in listed(node.get("homepage")):
        columns.put("url", graph.text(page, ("contentURL", "contentUrl")))
    for period in graph.nodes(node.get("temporal")):
        columns.listed("start", graph.text(period.get("startDate")).partition("T")[0])
    for key, value in node.items():
        if key not in _FOLLOWED:
            _add_property(columns, _NAMES.get(key, key), value, graph)
    add_credits(columns, [_credit(credit, graph) for credit in graph.nodes(node.get("creditPoint"))])


def _add_property(columns: RecordColumns, name: str, value: Any, graph: Graph) -> None:
    for entry in listed(value):
        address = _address(entry, graph)
        word = word_of(address) if "://" in address else address
        if name in _TEXTS or "noteLiteral" in (graph.node(entry) or {}):
            for text, lang in graph.texts(entry):
                columns.add(name, text, lang)
        elif word != address:
            columns.listed(name, word)
        else:
            columns.listed(name, graph.text(entry) or address)


def _add_provider(columns: RecordColumns, organisations: Any, graph: Graph) -> None:
    for organisation in listed(organisations):
        columns.put("provider", graph.text(organisation))
        for node in graph.nodes(organisation):
            for place in graph.nodes(node.get("location")):
                columns.put("provider country", _country(place, graph))


def _address(value: Any, graph: Graph) -> str:
    """The address of the concept a value is or points at."""
    node = graph.node(value) or {}
    return str(node.get("@id") or (value if isinstance(value, str) else ""))


def _country(place: Node, graph: Graph) -> str:
    codes = [code for address in graph.nodes(place.get("address")) for code in listed(address.get("countryCode"))]
    for code in [*codes, *listed(place.get("spatialCode"))]:
        if word := word_of(_address(code, graph)):
            return word
    return ""


def _credit(credit: Node, graph: Graph) -> Credit:
    framework = next(iter(listed(credit.get("framework"))), None)
    address = _address(framework, graph)
    word = word_of(address)
    return Credit(graph.text(framework) if word == address else word, "", graph.text(credit.get("point")))
