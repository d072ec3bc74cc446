"""JSON-LD without its contexts, which nobody fetches: nodes by identifier, names without vocabulary, texts by language.

Names are told by their last part: ``schema:name``, ``http://schema.org/name`` and ``name`` are one. The vocabularies
read here have no two properties that this would confuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from escomap.codes import language_code
from escomap.errors import EscomapError
from escomap.readers.cells import cell_text

NAMES = ("name", "prefLabel", "title", "legalName", "noteLiteral", "headline", "alternateName")
_TAIL = re.compile(r"[^/#:]+$")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*|@?none)")
_MAX_STEPS = 20
Node = dict[str, Any]
Texts = list[tuple[str, str]]


class Graph:
    """The nodes of one document; a reference stands for the node it points at.

    Graphs that share ``by_id`` point at each other's nodes, as the scripts of a page do. ``where`` is for messages.
    """

    def __init__(self, document: Any, by_id: dict[str, Node] | None = None, where: str = "") -> None:
        self.language = _default_language(document)
        try:
            self.root = _tidy(document)
            self._by_id = {} if by_id is None else by_id
            self._index(self.root)
        except RecursionError as error:
            raise EscomapError(
                "corrupt_file",
                "The JSON-LD is nested too deeply.",
                where=where,
                hint="check that this describes courses; nothing in a course is hundreds of levels deep",
            ) from error

    def _index(self, value: Any) -> None:
        for node in walked(value):
            if len(node) > 1 and isinstance(identifier := node.get("@id"), str):
                self._by_id.setdefault(identifier, {}).update(
                    {key: entry for key, entry in node.items() if key not in self._by_id[identifier]}
                )

    def node(self, value: Any) -> Node | None:
        """The node a value is or points at; None for a plain value."""
        if isinstance(value, str):
            return self._by_id.get(value)
        if not isinstance(value, dict) or "@value" in value:
            return None
        return self._by_id.get(str(value.get("@id") or ""), value)

    def nodes(self, value: Any) -> list[Node]:
        """The nodes among the values of a property."""
        return [node for entry in listed(value) if (node := self.node(entry)) is not None]

    def texts(self, value: Any, names: tuple[str, ...] = NAMES) -> Texts:
        """``(text, language)`` pairs of a property: of its texts, and of the names of the nodes it points at."""
        return list(self._texts(value, names, 0))

    def text(self, value: Any, names: tuple[str, ...] = NAMES) -> str:
        """The first of those texts, one in English if it comes in several languages; empty where there is none."""
        found = self.texts(value, names)
        return next((text for text, lang in found if lang == "en"), found[0][0] if found else "")

    def _texts(self, value: Any, names: tuple[str, ...], depth: int) -> Iterator[tuple[str, str]]:
        if depth > _MAX_STEPS:
            return
        if isinstance(value, list):
            for entry in value:
                yield from self._texts(entry, names, depth + 1)
        elif isinstance(value, dict) and "@value" in value:
            if text := cell_text(value["@value"]).strip():
                yield text, _code(value.get("@language")) or ("" if "@type" in value else self.language)
        elif isinstance(value, dict) and is_language_map(value):
            for lang, entry in value.items():
                for text, _ in self._texts(entry, names, depth + 1):
                    yield text, _code(lang)
        elif isinstance(value, dict) or _points(value, self._by_id):
            node = self.node(value) or {}
            for name in names:
                if found := list(self._texts(node.get(name), names, depth + 1)):
                    yield from found
                    return
        elif text := cell_text(value).strip():
            yield text, self.language


def listed(value: Any) -> list[Any]:
    """The values of a property, which JSON-LD writes alone where there is one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def types(node: Mapping[str, Any]) -> frozenset[str]:
    """The names of a node's types, without their vocabulary."""
    return frozenset(short_name(entry) for entry in listed(node.get("@type")) if isinstance(entry, str))


def walked(value: Any) -> Iterator[Node]:
    """Every object inside a value, outer ones first."""
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            yield current
            stack.extend(reversed(list(current.values())))
        elif isinstance(current, list):
            stack.extend(reversed(current))


def short_name(name: str) -> str:
    """A name without its vocabulary.

    >>> short_name("http://schema.org/Course"), short_name("schema:teaches"), short_name("@id")
    ('Course', 'teaches', '@id')
    """
    if name.startswith("@"):
        return name
    match = _TAIL.search(name)
    return match[0] if match else name


def is_language_map(value: Mapping[str, Any]) -> bool:
    """Whether an object gives a text by language: ``{"en": "Welding", "it": "Saldatura"}``."""
    return bool(value) and all(
        _LANGUAGE.fullmatch(key) and isinstance(entry, str | list) and (_code(key) or "none" in key)
        for key, entry in value.items()
    )


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if is_language_map(value):
        return value
    for wrapper in ("@list", "@set"):
        if wrapper in value:
            return _tidy(value[wrapper])
    node: Node = {}
    for key, entry in value.items():
        if key != "@context":
            name = {"id": "@id", "type": "@type"}.get(key, short_name(key))
            node.setdefault(name, _tidy(entry))
    return node


def _points(value: Any, nodes: Mapping[str, Node]) -> bool:
    # A context may declare that a property holds addresses, which then stand there as plain texts.
    return isinstance(value, str) and any(mark in value for mark in ":/#") and value in nodes


def _code(language: Any) -> str:
    return language_code(re.split("[-_]", str(language))[0]) or "" if language else ""


def _default_language(document: Any) -> str:
    contexts = [entry for node in listed(document) if isinstance(node, dict) for entry in listed(node.get("@context"))]
    return next((_code(c["@language"]) for c in contexts if isinstance(c, dict) and c.get("@language")), "")
