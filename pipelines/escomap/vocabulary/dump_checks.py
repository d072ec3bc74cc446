"""What is looked at before a dump is parsed: nothing in it may lead to another file or address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.parsers import expat

from escomap.errors import EscomapError
from escomap.vocabulary.files import ReleaseFile, damaged_file


def require_self_contained(dump: ReleaseFile, syntax: str, source: Path) -> None:
    """Raises an EscomapError for JSON-LD with a context elsewhere, XML that declares entities, and what is neither."""
    if syntax == "json-ld":
        _require_local_contexts(_json(dump, source), f"{source}:{dump.path}")
    elif syntax == "xml":
        _require_no_entities(dump, source)


def _json(dump: ReleaseFile, source: Path) -> Any:
    try:
        return json.loads(dump.content)
    except (ValueError, RecursionError) as error:
        raise damaged_file(dump, source, str(error)) from error


def _require_local_contexts(document: Any, where: str) -> None:
    """Walks without recursion: the depth of a file is the file's choice."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            named = value.get("@context")
            contexts = named if isinstance(named, list) else [named]
            elsewhere = [text for text in (*contexts, value.get("@import")) if isinstance(text, str)]
            if elsewhere:
                raise EscomapError(
                    "remote_context",
                    f"The JSON-LD has its context elsewhere ({elsewhere[0][:100]}), and nothing is fetched.",
                    where=where,
                    hint="put the context into the file, or use the Turtle or CSV of the same release",
                )
            waiting += value.values()


def _require_no_entities(dump: ReleaseFile, source: Path) -> None:
    def refuse(name: str, *_rest: object) -> None:
        raise EscomapError(
            "unsafe_xml",
            f"The XML declares an entity ({name!r}): entities can name other files and grow without end.",
            where=f"{source}:{dump.path}",
            hint="use the Turtle or CSV of the same release",
        )

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(dump.content, True)
    except expat.ExpatError as error:
        raise damaged_file(dump, source, str(error)) from error
