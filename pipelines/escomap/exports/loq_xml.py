"""Learning opportunities as one XML document of the LOQ schema, from their JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from escomap.exports.application_profiles import COURSE_SEARCH

# Own documents are parsed again to be put together; even so nothing outside them is ever read.
TRUST_NOTHING: Mapping[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
LOQ = "http://data.europa.eu/snb/model/ap/loq-constraints/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
_LANG = "language"

# The blocks of the document in the order of the schema, and the classes whose records each holds.
_BLOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("learningOpportunityReferences", ("LearningOpportunity",)),
    ("learningAchievementSpecificationReferences", ("LearningAchievementSpecification", "Qualification")),
    ("learningOutcomeReferences", ("LearningOutcome",)),
    ("learningAssessmentSpecificationReferences", ("LearningAssessmentSpecification",)),
    ("agentReferences", ("Organisation",)),
    ("gradingSchemeReferences", ("GradingScheme",)),
    ("locationReferences", ("Location",)),
)
_RECORDS = frozenset(class_ for _, classes in _BLOCKS for class_ in classes)
_ACHIEVEMENT = (
    "identifier title altLabel description additionalNote homepage dcType learningOutcomeSummary thematicArea "
    "volumeOfLearning creditPoint language mode learningSetting maximumDuration targetGroup entryRequirement "
    "learningOutcome provenBy awardingOpportunity"
)
# Keys in the order of the schema. A class without a line has its keys in the order of the JSON-LD.
_ORDER: Mapping[str, list[str]] = {
    class_: keys.split()
    for class_, keys in {
        "LearningOpportunity": "identifier title description dcType additionalNote homepage temporal mode "
        "scheduleInformation providedBy learningAchievementSpecification defaultLanguage",
        "LearningAchievementSpecification": _ACHIEVEMENT,
        "Qualification": f"{_ACHIEVEMENT} isPartialQualification eqfLevel nqfLevel",
        "LearningOutcome": "identifier title dcType additionalNote reusabilityLevel relatedESCOSkill",
        "LearningAssessmentSpecification": "title description additionalNote dcType language mode gradingScheme",
        "Organisation": "altLabel legalName identifier homepage additionalNote location",
        "AwardingOpportunity": "identifier awardingBody location temporal learningAchievementSpecification",
    }.items()
}
_NAMES = {
    "contentURL": "contentUrl",
    "dcType": "type",
    "eqfLevel": "EQFLevel",
    "nqfLevel": "NQFLevel",
    "thematicArea": "ISCEDFCode",
}
# Control characters, surrogates and two code points that are no characters ("Char" in XML 1.0).
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SKOS_NAMES = frozenset({"altLabel", "notation", "prefLabel"})

Node = Mapping[str, Any]


def to_xml(opportunities: Iterable[Node]) -> bytes:
    """The document of all opportunities; a record that several of them share, such as the institution, comes once."""
    from lxml import etree

    records: dict[str, dict[str, Node]] = {class_: {} for class_ in _RECORDS}
    for opportunity in opportunities:
        for node in _record_nodes(opportunity):
            records[node["type"]].setdefault(node["id"], node)
    root = etree.Element(f"{{{LOQ}}}Courses", nsmap={None: LOQ, "skos": SKOS}, xsdVersion="3.1.0")
    for block, classes in _BLOCKS:
        found = [node for class_ in classes for node in records[class_].values()]
        parent = etree.SubElement(root, f"{{{LOQ}}}{block}") if found else None
        for node in found:
            name = node["type"][0].lower() + node["type"][1:]
            _fill(etree.SubElement(parent, f"{{{LOQ}}}{name}", id=node["id"]), node)
    return _written(root)


def together(documents: Iterable[bytes]) -> bytes:
    """Documents of ``to_xml`` as one."""
    from lxml import etree

    root = etree.Element(f"{{{LOQ}}}Courses", nsmap={None: LOQ, "skos": SKOS}, xsdVersion="3.1.0")
    blocks = {name: etree.Element(f"{{{LOQ}}}{name}") for name, _ in _BLOCKS}
    seen: set[str] = set()
    for document in documents:
        for block in etree.fromstring(document, etree.XMLParser(remove_blank_text=True, **TRUST_NOTHING)):
            for record in block:
                if record.get("id") not in seen:
                    seen.add(record.get("id"))
                    blocks[etree.QName(block).localname].append(record)
    root.extend(block for block in blocks.values() if len(block))
    return _written(root)


def _written(root: Any) -> bytes:
    from lxml import etree

    etree.indent(root, " ")
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def _record_nodes(node: Any) -> Iterator[Node]:
    if isinstance(node, list):
        for each in node:
            yield from _record_nodes(each)
    elif isinstance(node, Mapping):
        if node.get("type") in _RECORDS and set(node) > {"id", "type"}:
            yield node
        for key, value in node.items():
            if key != "@context":
                yield from _record_nodes(value)


def _fill(parent: Any, node: Node) -> None:
    keys = _ORDER.get(node["type"], [key for key in node if key not in ("id", "type")])
    for key in keys:
        if key in node:
            _add(parent, node["type"], key, node[key])


def _add(parent: Any, class_: str, key: str, value: Any) -> None:
    from lxml import etree

    name = f"{{{SKOS if key in _SKOS_NAMES else LOQ}}}{_NAMES.get(key, key)}"
    kind = COURSE_SEARCH.keys[class_][key]
    for each in value if isinstance(value, list) else [value]:
        if kind == "texts":
            for lang, text in each.items():
                etree.SubElement(parent, name, {_LANG: lang}).text = _printable(text)
        elif not isinstance(each, Mapping):
            etree.SubElement(parent, name).text = _printable(str(each).lower() if kind == "boolean!" else str(each))
        elif each["type"] in _RECORDS:
            etree.SubElement(parent, name, idref=each["id"])
        elif each["type"] == "Concept":
            element = etree.SubElement(parent, name, uri=each["id"])
            if key == "relatedESCOSkill":
                _add(element, "Concept", "prefLabel", each.get("prefLabel", {}))
        elif each["type"] == "Note":
            _add_note(parent, name, each, is_single=kind.endswith("!"))
        else:
            _fill(etree.SubElement(parent, name), each)


def _add_note(parent: Any, name: str, note: Node, *, is_single: bool) -> None:
    """A note holds one language in this schema: one element per language, or the main language where one may come."""
    from lxml import etree

    texts = list(note["noteLiteral"].items())
    for lang, text in texts[:1] if is_single else texts:
        literal = etree.SubElement(etree.SubElement(parent, name), f"{{{LOQ}}}noteLiteral", {_LANG: lang})
        literal.text = _printable(text)


def _printable(text: str) -> str:
    """``text`` without the characters that XML 1.0 has no way to write."""
    return _UNPRINTABLE.sub("", text)
