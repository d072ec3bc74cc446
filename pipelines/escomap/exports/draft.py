"""A document in the making: stable identifiers, and a record of what could not be said."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from escomap.exports.findings import Finding
from escomap.exports.official_lists import OfficialLists
from escomap.exports.words import CatalogueWords
from escomap.model import Descriptor

# Changing this name changes every identifier ever exported.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:escomap:descriptor")

Node = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """What every part of a document needs, and ``left_out``, the notes its parts add.

    ``official`` are the lists of the standards folder, where one is at hand; ``homepage`` is the address of course
    pages with ``{course_code}`` in it, for courses that have none of their own.
    """

    descriptor: Descriptor
    words: CatalogueWords
    accept_inferred: bool
    official: OfficialLists = field(default_factory=dict)
    homepage: str = ""
    left_out: list[Finding] = field(default_factory=list)

    @property
    def main_lang(self) -> str:
        """The language of the course's main title."""
        return next(iter(self.descriptor.titles), "en")

    def node(self, part: str, type_: str, **properties: Any) -> Node:
        """A node of its own for ``part`` of this course, without the properties that are empty."""
        given = {key: value for key, value in properties.items() if value not in (None, "", [], {})}
        return {"id": stable_id(self.descriptor.provider, self.descriptor.course_id, part), "type": type_} | given

    def note(self, part: str, texts: Mapping[str, str]) -> Node | None:
        """A note, or None without a text."""
        literal = language_map(texts)
        return self.node(f"note/{part}", "Note", noteLiteral=literal) if literal else None

    def leave_out(self, code: str, where: str, message: str) -> None:
        """Records something the source says and the document does not."""
        self.left_out.append(Finding(code, where, message, is_error=False))

    def told(self) -> tuple[Finding, ...]:
        """What was left out, each once, though several parts may need the same value."""
        return tuple(dict.fromkeys(self.left_out))


def stable_id(*parts: str) -> str:
    """The same identifier for the same parts, on every machine and in every run."""
    return f"urn:uuid:{stable_uuid(*parts)}"


def stable_uuid(*parts: str) -> uuid.UUID:
    """The UUID behind ``stable_id``."""
    return uuid.uuid5(_NAMESPACE, json.dumps(parts, ensure_ascii=False))


def language_map(texts: Mapping[str, str]) -> dict[str, str]:
    """``texts`` as a JSON-LD language map: one value per language, blank ones left out."""
    return {lang: text.strip() for lang, text in texts.items() if lang and text.strip()}
