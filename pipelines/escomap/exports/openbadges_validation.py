"""Open Badges against the JSON schema and the contexts of 1EdTech, from a standards folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escomap.exports.findings import Finding
from escomap.exports.formats import Document
from escomap.exports.jsonld import expansion_findings, load_contexts, missing_validator, read_artefact
from escomap.exports.openbadges_keys import CONTEXT_FILES, SCHEMA_FILE
from escomap.exports.openbadges_template import credential_template


@dataclass(frozen=True, slots=True)
class BadgeValidator:
    """The schema of the credential, and the contexts for expansion in safe mode."""

    schema: Any = field(repr=False)
    contexts: Mapping[str, Any] = field(repr=False)
    artefacts: tuple[str, ...] = (SCHEMA_FILE, *CONTEXT_FILES.values())

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """What is found in each achievement and in the credential made of it; the schema of the credential holds
        that of the achievement.
        """
        return [self.credential_findings(credential_template(d)) + self._expanded(d) for d in documents]

    def credential_findings(self, credential: Mapping[str, Any]) -> list[Finding]:
        """What the schema and the expansion find in an AchievementCredential."""
        errors = sorted(self.schema.iter_errors(credential), key=lambda error: (error.json_path, error.message))
        schema = [Finding("schema", error.json_path, error.message[:500]) for error in errors]
        return schema + self._expanded(credential)

    def _expanded(self, document: Mapping[str, Any]) -> list[Finding]:
        return expansion_findings(document, self.contexts)


def load_badge_validator(standards: Path) -> BadgeValidator:
    """The validator of a standards folder with ``openbadges/`` in it."""
    try:
        from jsonschema import Draft201909Validator
    except ImportError as error:
        raise missing_validator("jsonschema") from error
    folder = standards / "openbadges"
    schema = read_artefact(folder / SCHEMA_FILE)
    checker = Draft201909Validator.FORMAT_CHECKER
    return BadgeValidator(Draft201909Validator(schema, format_checker=checker), load_contexts(folder, CONTEXT_FILES))
