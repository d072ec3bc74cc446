"""The exports by name; a new one is a line here and its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from escomap.errors import unknown_name
from escomap.exports.formats import DocumentFormat

TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Export:
    """An export of one document per course: its name, what it is, and where its format is (imported when used)."""

    name: str
    meaning: str
    module: str
    format: str


EXPORTS: Mapping[str, Export] = {
    export.name: export
    for export in (
        Export("edc", "European Digital Credentials descriptors", "escomap.exports.edc", "EDC"),
        Export("edc-credential", "credentials to upload", "escomap.exports.credential_format", "EDC_CREDENTIAL"),
        Export("loq", "learning opportunities for course search", "escomap.exports.loq_format", "LOQ"),
        Export("openbadges", "Open Badges 3.0 achievements", "escomap.exports.openbadges", "OPEN_BADGES"),
        Export("schemaorg", "schema.org courses for web pages", "escomap.exports.schemaorg", "SCHEMA_ORG"),
        Export("ctdl", "CTDL courses with their competencies", "escomap.exports.ctdl", "CTDL"),
        Export("ooapi", "Open Education API v5 courses", "escomap.exports.ooapi", "OOAPI"),
    )
}


def require_export(name: str) -> None:
    """Raises for a name that is neither a document format nor ``tables``."""
    if name not in EXPORTS and name != TABLES:
        raise unknown_name("export", name, [*EXPORTS, TABLES])


def document_format(name: str) -> DocumentFormat:
    """The document format ``name``."""
    if name not in EXPORTS:
        raise unknown_name("export", name, list(EXPORTS))
    found: DocumentFormat = getattr(import_module(EXPORTS[name].module), EXPORTS[name].format)
    return found
