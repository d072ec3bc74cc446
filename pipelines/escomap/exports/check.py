"""Our own checks of a descriptor: what the official shapes let pass, such as a misspelt key or an unknown skill."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from escomap.exports.edc_keys import EDC_CONTEXT, KEYS, LISTS, REQUIRED

ROOT_CLASSES = ("LearningAchievementSpecification", "Qualification")

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_DURATION = re.compile(r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")
_ALWAYS_ALLOWED = ("id", "type")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a document, at a path such as ``learningOutcome[2].title``; a note when not an error."""

    code: str
    where: str
    message: str
    is_error: bool = True


def check_document(document: Mapping[str, Any], known_esco_uris: Container[str]) -> list[Finding]:
    """What is wrong with a descriptor; an empty list when nothing is."""
    findings = []
    if list(document.get("@context", [])) != list(EDC_CONTEXT):
        findings.append(Finding("bad_context", "@context", f"the context is not {', '.join(EDC_CONTEXT)}"))
    if document.get("type") not in ROOT_CLASSES:
        findings.append(Finding("bad_type", "type", f"a descriptor is one of {', '.join(ROOT_CLASSES)}"))
        return findings
    body = {key: value for key, value in document.items() if key != "@context"}
    findings.extend(_node_findings(body, document["type"], "", known_esco_uris))
    return findings + _repeated_ids(body)


def _node_findings(node: Any, class_: str, where: str, known: Container[str]) -> Iterator[Finding]:
    if not isinstance(node, Mapping):
        yield Finding("not_a_node", where, f"a {class_} is an object with id and type, not {node!r}")
        return
    if node.get("type") != class_:
        yield Finding("bad_type", _at(where, "type"), f"the type is {node.get('type')!r}, not {class_}")
        return
    if not isinstance(node.get("id"), str) or not node["id"]:
        yield Finding("no_id", _at(where, "id"), f"a {class_} needs an id")
    for key in REQUIRED.get(class_, ()):
        if not node.get(key):
            yield Finding("missing", _at(where, key), f"a {class_} needs {key}")
    for key, value in node.items():
        if key not in _ALWAYS_ALLOWED:
            yield from _property_findings(class_, key, value, _at(where, key), known)


def _property_findings(class_: str, key: str, value: Any, where: str, known: Container[str]) -> Iterator[Finding]:
    kind = KEYS[class_].get(key)
    if kind is None:
        owners = [name for name, keys in KEYS.items() if key in keys]
        if owners:
            yield Finding("wrong_class", where, f"{key} belongs to {', '.join(owners)}, not to {class_}")
        else:
            yield Finding("unknown_key", where, f"{key} is no key of the model")
    elif kind in KEYS:
        for position, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            place = where if position is None else f"{where}[{position}]"
            yield from _node_findings(node, kind, place, known)
            if kind == "Concept" and isinstance(node, Mapping):
                yield from _concept_findings(class_, key, node, place, known)
    else:
        yield from _value_findings(kind, value, where)


def _concept_findings(
    class_: str, key: str, node: Mapping[str, Any], where: str, known: Container[str]
) -> Iterator[Finding]:
    scheme, pattern = LISTS.get(f"{class_}.{key}") or LISTS.get(key) or ("", "")
    if not scheme:
        return
    uri, given = node.get("id"), node.get("inScheme")
    if isinstance(given, Mapping) and given.get("id") != scheme:
        yield Finding("wrong_scheme", _at(where, "inScheme"), f"{key} takes concepts of {scheme}")
    if not isinstance(uri, str) or not re.fullmatch(pattern, uri):
        yield Finding("bad_concept", _at(where, "id"), f"{uri!r} is no concept for {key}")
    elif key == "relatedESCOSkill" and uri not in known:
        yield Finding("unknown_skill", _at(where, "id"), f"{uri} is not a concept of the loaded ESCO release")


def _value_findings(kind: str, value: Any, where: str) -> Iterator[Finding]:
    if kind == "texts":
        yield from _text_findings(value, where)
    elif kind == "boolean" and not isinstance(value, bool):
        yield Finding("not_boolean", where, f"{value!r} is not true or false")
    elif kind in ("string", "duration") and not isinstance(value, str):
        yield Finding("not_a_string", where, f"{value!r} must be written as a string")
    elif kind == "duration" and not _DURATION.fullmatch(value):
        yield Finding("bad_duration", where, f"{value!r} is not a duration such as PT25H")


def _text_findings(value: Any, where: str) -> Iterator[Finding]:
    if not isinstance(value, Mapping):
        yield Finding("not_a_language_map", where, "a text is an object of language to text")
        return
    seen: set[str] = set()
    for lang, text in value.items():
        if not isinstance(lang, str) or not _LANGUAGE_TAG.fullmatch(lang):
            yield Finding("bad_language", where, f"{lang!r} is not a language tag")
        elif lang.lower() in seen:
            yield Finding("repeated_language", where, f"{lang} is given twice")
        seen.add(str(lang).lower())
        if not isinstance(text, str):
            yield Finding("repeated_language", where, f"{lang} needs exactly one text, not {text!r}")
        elif not text.strip():
            yield Finding("empty_text", where, f"the text in {lang} is empty")


def _repeated_ids(document: Mapping[str, Any]) -> list[Finding]:
    # Two nodes with one id become one node in RDF; only concepts and their schemes may come again, and unchanged.
    first: dict[str, Mapping[str, Any]] = {}
    findings = []
    for where, node in _nodes(document, ""):
        other = first.setdefault(str(node.get("id")), node)
        if other is not node and dict(other) != dict(node):
            findings.append(Finding("repeated_id", _at(where, "id"), f"{node.get('id')} names two different nodes"))
    return findings


def _nodes(value: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        if "id" in value:
            yield where, value
        for key, inner in value.items():
            yield from _nodes(inner, _at(where, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _nodes(inner, f"{where}[{position}]")


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
