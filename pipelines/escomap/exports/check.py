"""Our own checks of a document: what the official shapes let pass, such as a misspelt key or an unknown skill."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from escomap.exports.application_profiles import CREDENTIAL_TYPES, DESCRIPTOR, ApplicationProfile
from escomap.exports.concept_lists import list_for
from escomap.exports.findings import Finding, at

_ALWAYS_ALLOWED = ("id", "type")
_UNLISTED = "unlisted_concept"
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "decimal": (re.compile(r"\d+(?:\.\d+)?"), "a number such as 7.5"),
    "duration": (
        re.compile(r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"),
        "a duration such as PT25H",
    ),
    "dateTime": (
        re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})"),
        "a date and time such as 2026-06-30T00:00:00Z",
    ),
    "uri": (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+"), "an address"),
}


def check_document(
    document: Mapping[str, Any], known_esco_uris: Container[str], profile: ApplicationProfile = DESCRIPTOR
) -> list[Finding]:
    """What is wrong with a document of an application profile; an empty list when nothing is."""
    findings = []
    if list(document.get("@context", [])) != list(profile.context):
        findings.append(Finding("bad_context", "@context", f"the context is not {profile.context}"))
    root = _class_of(document)
    if root not in profile.roots:
        findings.append(Finding("bad_type", "type", f"a document is one of {', '.join(profile.roots)}, not {root!r}"))
        return findings
    body = _body(document)
    findings.extend(_Checks(profile, known_esco_uris).of_node(body, root, ""))
    return findings + _repeated_ids(body)


def unlisted_concepts(
    document: Mapping[str, Any], profile: ApplicationProfile, lists: Mapping[str, Container[str]]
) -> list[Finding]:
    """Concepts of a document that the official lists, by the beginning of their identifiers, do not have."""
    if _class_of(document) not in profile.roots:
        return []
    found = _Checks(profile, (), lists).of_node(_body(document), _class_of(document), "")
    return [finding for finding in found if finding.code == _UNLISTED]


def _body(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "@context"}


def _class_of(node: Mapping[str, Any]) -> Any:
    return CREDENTIAL_TYPES[-1] if node.get("type") == CREDENTIAL_TYPES else node.get("type")


@dataclass(frozen=True, slots=True)
class _Checks:
    profile: ApplicationProfile
    known_esco_uris: Container[str]
    lists: Mapping[str, Container[str]] = field(default_factory=dict)

    def of_node(self, node: Any, classes: str, where: str) -> Iterator[Finding]:
        if not isinstance(node, Mapping):
            yield Finding("not_a_node", where, f"a {classes} is an object with id and type, not {node!r}")
            return
        class_ = _class_of(node)
        if class_ not in classes.split("|"):
            yield Finding("bad_type", at(where, "type"), f"the type is {class_!r}, not {classes}")
            return
        if not isinstance(node.get("id"), str) or not node["id"]:
            yield Finding("no_id", at(where, "id"), f"a {class_} needs an id")
        for key in self.profile.required.get(class_, ()):
            if not node.get(key):
                yield Finding("missing", at(where, key), f"a {class_} needs {key}")
        for key, value in node.items():
            if key not in _ALWAYS_ALLOWED:
                yield from self.of_property(class_, key, value, at(where, key))

    def of_property(self, class_: str, key: str, value: Any, where: str) -> Iterator[Finding]:
        kind = self.profile.keys[class_].get(key)
        if kind is None:
            yield self._misplaced(class_, key, where)
            return
        classes = kind.removesuffix("!")
        is_list = isinstance(value, list)
        if classes != kind and is_list:
            yield Finding("several_values", where, f"{key} may be given once")
        if classes.partition("|")[0] not in self.profile.keys:
            yield from _value_findings(classes, value, where)
            return
        for position, node in enumerate(value) if is_list else [(None, value)]:
            place = where if position is None else f"{where}[{position}]"
            yield from self.of_node(node, classes, place)
            if classes == "Concept" and isinstance(node, Mapping):
                yield from self.of_concept(class_, key, node, place)

    def of_concept(self, class_: str, key: str, node: Mapping[str, Any], where: str) -> Iterator[Finding]:
        due = list_for(class_, key)
        scheme, uri = node.get("inScheme"), node.get("id")
        is_skill = key == "relatedESCOSkill"
        if is_skill and not self.profile.names_esco_scheme:
            if scheme is not None:
                yield Finding("wrong_scheme", at(where, "inScheme"), "ESCO skills name no scheme in this profile")
        elif not scheme:
            yield Finding("missing", at(where, "inScheme"), "a Concept needs inScheme")
        elif due and isinstance(scheme, Mapping) and scheme.get("id") != due.scheme:
            yield Finding("wrong_scheme", at(where, "inScheme"), f"{key} takes concepts of {due.scheme}")
        if due is None or not isinstance(uri, str):
            return
        if due.prefix in self.lists and uri not in self.lists[due.prefix]:
            yield Finding(_UNLISTED, at(where, "id"), f"{uri!r} is in no official list for {key}")
        if not due.has(uri):
            yield Finding("bad_concept", at(where, "id"), f"{uri!r} is no concept for {key}")
        elif is_skill and uri not in self.known_esco_uris:
            yield Finding("unknown_skill", at(where, "id"), f"{uri} is not a concept of the loaded ESCO release")

    def _misplaced(self, class_: str, key: str, where: str) -> Finding:
        owners = [name for name, keys in self.profile.keys.items() if key in keys]
        if owners:
            return Finding("wrong_class", where, f"{key} belongs to {', '.join(owners)}, not to {class_}")
        return Finding("unknown_key", where, f"{key} is no key of the model")


def _value_findings(kind: str, value: Any, where: str) -> Iterator[Finding]:
    if kind == "texts":
        yield from _text_findings(value, where)
    elif kind == "reference":
        if not isinstance(value, Mapping) or set(value) != {"id", "type"}:
            yield Finding("not_a_reference", where, "a reference is an object of id and type")
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield Finding("not_boolean", where, f"{value!r} is not true or false")
    elif kind == "integer":
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            yield Finding("not_an_integer", where, f"{value!r} is not a positive whole number")
    elif not isinstance(value, str):
        yield Finding("not_a_string", where, f"{value!r} must be written as a string")
    elif not value.strip():
        yield Finding("empty_text", where, "the value is empty")
    elif kind in _FORMS and not _FORMS[kind][0].fullmatch(value):
        yield Finding(f"bad_{kind}", where, f"{value!r} is not {_FORMS[kind][1]}")


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
    # Two nodes with one id become one node in RDF: a node may come again only unchanged, or as a bare reference.
    first: dict[str, Mapping[str, Any]] = {}
    findings = []
    for where, node in nodes(document):
        if set(node) <= {"id", "type"}:
            continue
        other = first.setdefault(str(node.get("id")), node)
        if other is not node and dict(other) != dict(node):
            findings.append(Finding("repeated_id", at(where, "id"), f"{node.get('id')} names two different nodes"))
    return findings


def nodes(value: Any, where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every node of a document that has an id, with its path."""
    if isinstance(value, Mapping):
        if "id" in value:
            yield where, value
        for key, inner in value.items():
            yield from nodes(inner, at(where, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from nodes(inner, f"{where}[{position}]")
