"""Resources of the ESCO web service, in HAL JSON, as concepts.

Texts are objects by language, links stand under ``_links`` by relation. Source: the service's documentation,
https://ec.europa.eu/esco/api/doc/esco_api_doc.html, and programs that read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from escomap.vocabulary.codes import skill_type_of, tail_of
from escomap.vocabulary.concepts import OCCUPATION, SKILL, SKILL_GROUP, Concept

TEXTS = ("preferredLabel", "alternativeLabel", "hiddenLabel", "description", "scopeNote")
_BROADER = ("broaderConcept", "broaderSkill", "broaderSkillGroup", "broaderHierarchyConcept")
_ISCO = "/esco/isco/C"
# Skill groups of the service may have their code in their URI, e.g. skill/S1.6.1, and fields of study do.
_CODE = re.compile(r"[A-Z](?:\d+(?:\.\d+)*)?|\d{2,4}")


def to_concept(resource: Mapping[str, Any], langs: Iterable[str]) -> Concept | None:
    """A resource as a concept with texts in these languages; None for what is in neither pillar, e.g. an ISCO group."""
    kind = kind_of(resource)
    if not kind:
        return None
    preferred, alternative, hidden, description, scope_note = (
        {lang: found for lang in langs if (found := list(_texts(resource.get(name), lang)))} for name in TEXTS
    )
    uri, code = str(resource["uri"]), str(resource.get("code") or "")
    return Concept(
        uri,
        kind,
        {lang: texts[0] for lang, texts in preferred.items()},
        {lang: sorted(set(texts)) for lang, texts in alternative.items()},
        {lang: sorted(set(texts)) for lang, texts in hidden.items()},
        {lang: texts[0] for lang, texts in description.items()},
        {lang: texts[0] for lang, texts in scope_note.items()},
        skill_type_of(_first(resource, "hasSkillType")),
        tail_of(_first(resource, "hasReuseLevel")),
        code or (tail_of(uri) if _CODE.fullmatch(tail_of(uri)) else ""),
        _isco_group(resource, code) if kind == OCCUPATION else "",
        str(resource.get("status") or ""),
        sorted(_links(resource, "isInScheme")),
        sorted({uri for name in _BROADER for uri in _links(resource, name)}),
        sorted(_links(resource, "hasEssentialSkill")),
        sorted(_links(resource, "hasOptionalSkill")),
    )


def kind_of(resource: Mapping[str, Any]) -> str:
    """The type of a concept as the CSV package names it; empty for other resources."""
    named, uri = resource.get("className"), str(resource.get("uri") or "")
    if named == "Concept":
        return "" if not uri or _ISCO in uri else SKILL_GROUP
    return {"Skill": SKILL, "Occupation": OCCUPATION}.get(str(named), "") if uri else ""


def has_labels(resources: Iterable[Mapping[str, Any]], lang: str) -> bool:
    """Whether any of these resources has a preferred label in a language."""
    return any(True for resource in resources for _ in _texts(resource.get("preferredLabel"), lang))


def _texts(by_lang: Any, lang: str) -> Iterator[str]:
    """The texts in a language, each a string or an object with a ``literal``, alone or in a list."""
    if not isinstance(by_lang, dict):
        return
    # Some English texts stand under en-us alone.
    given = by_lang.get(lang) or (by_lang.get("en-us") if lang == "en" else None)
    for value in given if isinstance(given, list) else [given]:
        text = value.get("literal") if isinstance(value, dict) else value
        if isinstance(text, str) and text.strip():
            yield text.strip()


def _links(resource: Mapping[str, Any], relation: str) -> list[str]:
    links = resource.get("_links")
    found = links.get(relation) if isinstance(links, dict) else None
    return [
        str(link["uri"])
        for link in (found if isinstance(found, list) else [found])
        if isinstance(link, dict) and link.get("uri")
    ]


def _first(resource: Mapping[str, Any], relation: str) -> str:
    return min(_links(resource, relation), default="")


def _isco_group(resource: Mapping[str, Any], code: str) -> str:
    """The unit group above an occupation; one below another occupation has it in its code, e.g. 2654.1.7."""
    above = [uri for name in ("broaderIscoGroup", *_BROADER) for uri in _links(resource, name) if _ISCO in uri]
    return above[0].partition(_ISCO)[2] if above else code.split(".")[0]
