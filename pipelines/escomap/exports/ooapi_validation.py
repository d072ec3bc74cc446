"""Courses of the Open Education API against its OpenAPI document, from a standards folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.exports.findings import Finding
from escomap.exports.formats import Document
from escomap.exports.jsonld import missing_validator, read_artefact
from escomap.exports.ooapi_keys import API_FILE

# What the API answers at /courses/{courseId}.
_ANSWER = "#/components/schemas/CourseExpanded"


@dataclass(frozen=True, slots=True)
class ApiValidator:
    """The schema of one answer inside its OpenAPI document."""

    schema: Any = field(repr=False)
    artefacts: tuple[str, ...] = (API_FILE,)

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """What the schema of the answer finds in each course."""
        return [self._findings(document) for document in documents]

    def _findings(self, document: Document) -> list[Finding]:
        errors = sorted(self.schema.iter_errors(document), key=lambda error: (error.json_path, error.message))
        return [Finding("schema", error.json_path, error.message[:500]) for error in errors]


def load_ooapi_validator(standards: Path) -> ApiValidator:
    """The validator of a standards folder with ``ooapi/`` in it."""
    try:
        from openapi_schema_validator import OAS30ReadValidator, oas30_format_checker
        from referencing import Registry
        from referencing.jsonschema import DRAFT4
    except ImportError as error:
        raise missing_validator("openapi-schema-validator") from error
    file = standards / "ooapi" / API_FILE
    api = read_artefact(file)
    if not isinstance(api, dict) or not str(api.get("openapi", "")).startswith("3.0"):
        raise EscomapError("bad_standard", "The file is not an OpenAPI 3.0 document.", where=str(file))
    # OpenAPI 3.0 schemas resolve their references as JSON Schema draft 4 does.
    registry = Registry().with_resource("urn:ooapi", DRAFT4.create_resource(api))
    schema = {"$ref": f"urn:ooapi{_ANSWER}"}
    return ApiValidator(OAS30ReadValidator(schema, registry=registry, format_checker=oas30_format_checker))
