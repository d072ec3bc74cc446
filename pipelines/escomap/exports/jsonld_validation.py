"""Validation of formats whose only official artefact is a JSON-LD context, where a standards folder holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escomap.exports.findings import Finding
from escomap.exports.formats import Document
from escomap.exports.jsonld import expansion_findings, load_contexts


@dataclass(frozen=True, slots=True)
class ContextValidator:
    """Expansion in safe mode against the official contexts."""

    contexts: Mapping[str, Any] = field(repr=False)
    artefacts: tuple[str, ...]

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """What expansion drops from each document or leaves relative."""
        return [expansion_findings(document, self.contexts) for document in documents]


def load_context_validator(folder: Path, files: Mapping[str, str]) -> ContextValidator | None:
    """The validator of a folder, None where there is no such folder: nobody is asked to keep one."""
    if not folder.is_dir():
        return None
    return ContextValidator(load_contexts(folder, files), tuple(files.values()))
