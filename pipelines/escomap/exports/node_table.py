"""Our own checks of a document against a table of the classes and keys that are known, and of what it points to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from escomap.exports.concept_lists import ISCED_F_CODES, SNB
from escomap.exports.findings import Finding

LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DURATION = re.compile(r"PT\d+H(?:\d+M)?")
_ESCO_SKILL = "http://data.europa.eu/esco/skill/"
_LISTS = {f"{SNB}/eqf/": "[1-8]", f"{SNB}/isced-f/": "|".join(sorted(ISCED_F_CODES))}
_LIST_ITSELF = "25831c2"


@dataclass(frozen=True, slots=True)
class NodeTable:
    """Which keys each class takes, with what values.

    ``classes`` maps class to key to what may stand there: names of classes or of ``VALUES``, apart by spaces. Lists
    are allowed everywhere. ``type_key`` is the key that names the class of a node, empty where no node names one;
    nodes of the classes ``untyped`` need not.
    """

    root: str
    type_key: str
    classes: Mapping[str, Mapping[str, str]]
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untyped: tuple[str, ...] = ()


def check_nodes(document: Mapping[str, Any], table: NodeTable, known_esco_uris: Container[str]) -> list[Finding]:
    """What is wrong with a document; an empty list when nothing is."""
    body = {key: value for key, value in document.items() if key != "@context"}
    return [*_value(body, [table.root], "", table), *_pointers(document, "", known_esco_uris)]


def _node(node: Mapping[str, Any], class_: str, where: str, table: NodeTable) -> Iterator[Finding]:
    keys = table.classes[class_]
    for key in table.required.get(class_, ()):
        if node.get(key) in (None, "", [], {}):
            yield Finding("missing", _at(where, key), f"a {class_} needs {key}")
    for key, value in node.items():
        if key == table.type_key:
            continue
        if key not in keys:
            owners = [name for name, taken in table.classes.items() if key in taken]
            reason = f"belongs to {', '.join(owners)}, not to {class_}" if owners else "is no key of the format"
            yield Finding("wrong_class" if owners else "unknown_key", _at(where, key), f"{key} {reason}")
            continue
        for place, item in _items(value, _at(where, key)):
            yield from _value(item, keys[key].split(), place, table)


def _items(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, list):
        yield where, value
        return
    for position, item in enumerate(value):
        yield from _items(item, f"{where}[{position}]")


def _value(value: Any, kinds: list[str], where: str, table: NodeTable) -> Iterator[Finding]:
    if any(kind in VALUES and VALUES[kind](value) for kind in kinds):
        return
    if not isinstance(value, Mapping):
        yield Finding("bad_value", where, f"{value!r} is not {' or '.join(kinds)}")
        return
    classes = [kind for kind in kinds if kind in table.classes]
    given = value.get(table.type_key)
    if given is None:
        named = [class_ for class_ in classes if not table.type_key or class_ in table.untyped]
    else:
        named = [class_ for class_ in classes if given in (class_, [class_])]
    if named:
        yield from _node(value, named[0], where, table)
    else:
        yield Finding("bad_type", where, f"the type is {given!r}, not {' or '.join(kinds)}")


def _pointers(value: Any, where: str, known: Container[str]) -> Iterator[Finding]:
    """Identifiers of ESCO, EQF and ISCED-F that do not exist, wherever they stand."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _pointers(inner, _at(where, key), known)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _pointers(inner, f"{where}[{position}]", known)
    elif isinstance(value, str):
        if value.startswith(_ESCO_SKILL) and value not in known:
            yield Finding("unknown_skill", where, f"{value} is not a concept of the loaded ESCO release")
        for prefix, codes in _LISTS.items():
            code = value.removeprefix(prefix)
            if code != value and code != _LIST_ITSELF and not re.fullmatch(codes, code):
                yield Finding("bad_concept", where, f"{value!r} is no concept of its list")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_tagged(value: Any) -> bool:
    is_pair = isinstance(value, Mapping) and set(value) == {"@value", "@language"}
    return is_pair and _is_text(value["@value"]) and _is_language(value["@language"])


def _is_language_map(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_is_language(k) and _is_text(v) for k, v in value.items())


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and bool(LANGUAGE.fullmatch(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


VALUES: Mapping[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "tagged": _is_tagged,
    "texts": _is_language_map,
    "language": _is_language,
    "number": _is_number,
    "uri": lambda value: isinstance(value, str) and bool(_ABSOLUTE.fullmatch(value)),
    "duration": lambda value: isinstance(value, str) and bool(_DURATION.fullmatch(value)),
    "anything": lambda value: True,
}


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
