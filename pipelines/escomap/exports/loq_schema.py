"""Validation of LOQ XML against the official schema, offline: the schema comes from a folder the user points at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.exports.findings import Finding
from escomap.exports.loq_xml import TRUST_NOTHING
from escomap.exports.standards import standards_file

SCHEMA_FILE = "loq/xsd/loq/loq.xsd"
_ELSEWHERE = re.compile(rb'schemaLocation\s*=\s*"[^"]*://')
_NAMESPACE = re.compile(r"\{[^}]*\}")
# Elements of the schema as the JSON-LD names them.
_KEYS = {
    "EQFLevel": "eqfLevel",
    "ISCEDFCode": "thematicArea",
    "NQFLevel": "nqfLevel",
    "contentUrl": "contentURL",
    "type": "dcType",
}


@dataclass(frozen=True, slots=True)
class XmlValidator:
    """The schema, loaded once."""

    schema: Any

    def findings(self, content: bytes) -> list[Finding]:
        """What the schema finds in a document, at the path of the element; nothing where it conforms."""
        from lxml import etree

        try:
            tree = etree.fromstring(content, etree.XMLParser(**TRUST_NOTHING)).getroottree()
        except etree.XMLSyntaxError as error:
            return [Finding("not_xml", "", str(error))]
        self.schema.validate(tree)
        return [
            Finding("schema", _place(tree, entry.path), _NAMESPACE.sub("", entry.message))
            for entry in self.schema.error_log
        ]


def load_xml_validator(standards: Path) -> XmlValidator:
    """The validator of a standards folder.

    Raises:
        EscomapError: a file is missing or unusable, or the schema points outside its folder.
    """
    from lxml import etree

    file = standards_file(standards, SCHEMA_FILE)
    for part in file.parent.rglob("*.xsd"):
        if _ELSEWHERE.search(part.read_bytes()):
            message = "A schema points to the network, from which nothing is fetched."
            raise EscomapError("bad_standards", message, where=str(part))
    try:
        return XmlValidator(etree.XMLSchema(etree.parse(str(file), etree.XMLParser(**TRUST_NOTHING))))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise EscomapError("bad_standards", f"The schema cannot be read: {error}", where=str(file)) from error


def _place(tree: Any, path: str | None) -> str:
    """The element's name inside its record as a path of keys; of an outcome or assessment, the key that leads to it."""
    elements = tree.xpath(path) if path else []
    names = [_NAMESPACE.sub("", each.tag) for each in (elements[0], *elements[0].iterancestors())] if elements else []
    inside = [_KEYS.get(name, name) for name in reversed(names[:-2])]
    leading = {"learningOutcome": "learningOutcome", "learningAssessmentSpecification": "provenBy"}
    rename = {"organisation": "providedBy", "location": "providedBy.location"} | leading
    holders = {"learningOpportunity", "learningAchievementSpecification", "qualification"}
    return ".".join(rename.get(name, name) for name in inside if name not in holders) or "learningOpportunity"
