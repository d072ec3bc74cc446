"""ESCO as linked data: the concepts of a dump in Turtle, JSON-LD or RDF/XML.

The model is that of http://data.europa.eu/esco/model with SKOS and SKOS-XL: labels as literals or as label nodes,
descriptions as literals or as ``esco:NodeLiteral``, the status by ``iso-thes:status``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from escomap.vocabulary.codes import skill_type_of, tail_of
from escomap.vocabulary.concepts import OCCUPATION, SCHEMES, SKILL, SKILL_GROUP, Concept
from escomap.vocabulary.files import ReleaseFile
from escomap.vocabulary.triples import Text, Triples, parse_dumps

_ESCO = "http://data.europa.eu/esco/model#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SKOSXL = "http://www.w3.org/2008/05/skos-xl#"
_DCT = "http://purl.org/dc/terms/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STATUS = "http://purl.org/iso25964/skos-thes#status"
_LITERAL_FORM, _NODE_LITERAL, _LANGUAGE = f"{_SKOSXL}literalForm", f"{_ESCO}nodeLiteral", f"{_ESCO}language"
# The skills that a concept needs or can use, as told by it, and as told by them.
_NEEDS = {"essential": f"{_ESCO}relatedEssentialSkill", "optional": f"{_ESCO}relatedOptionalSkill"}
_NEEDED_BY = {
    "essential": (f"{_ESCO}isEssentialSkillFor", f"{_ESCO}isEssentialForSkill"),
    "optional": (f"{_ESCO}isOptionalSkillFor", f"{_ESCO}isOptionalForSkill"),
}
_LABELS = {name: (f"{_SKOS}{name}", f"{_SKOSXL}{name}") for name in ("prefLabel", "altLabel", "hiddenLabel")}
_READ = frozenset((
    _TYPE, _STATUS, _LITERAL_FORM, _NODE_LITERAL, _LANGUAGE, *_NEEDS.values(), *_NEEDED_BY["essential"],
    *_NEEDED_BY["optional"], *(name for names in _LABELS.values() for name in names), f"{_DCT}description",
    f"{_SKOS}scopeNote", f"{_SKOS}notation", f"{_SKOS}inScheme", f"{_SKOS}broader", f"{_ESCO}skillType",
    f"{_ESCO}skillReuseLevel", f"{_ESCO}memberOfISCOGroup",
))  # fmt: skip
_GROUP_SCHEMES = frozenset(f"{SCHEMES}{name}" for name in ("skills-hierarchy", "isced-f"))
# Regional variants, such as en-us in dumps of 1.0, have no file in the package.
_LANG = re.compile(r"[a-z]{2,3}")
_ISCO = re.compile(r"/isco/C(\d{4})$")


def read_linked_data(dumps: Iterable[ReleaseFile], langs: frozenset[str] | None, source: Path) -> list[Concept]:
    """The skills, skill groups and occupations of dumps, read together as one graph.

    Raises:
        EscomapError: rdflib is not installed, or a dump is damaged or names other addresses or files.
    """
    graph = parse_dumps(dumps, _READ, lambda lang: not lang or langs is None or lang in langs, source)
    needs = _needs(graph)
    return [_concept(uri, kind, graph, needs) for uri in graph.subjects() if (kind := _kind(uri, graph))]


def _kind(uri: str, graph: Triples) -> str:
    types, schemes = set(graph.links(uri, _TYPE)), set(graph.links(uri, f"{_SKOS}inScheme"))
    if schemes & _GROUP_SCHEMES:
        return SKILL_GROUP
    if f"{_ESCO}Skill" in types or f"{SCHEMES}member-skills" in schemes:
        return SKILL
    if f"{SCHEMES}skills" in schemes:
        return SKILL_GROUP
    return OCCUPATION if f"{_ESCO}Occupation" in types or f"{SCHEMES}member-occupations" in schemes else ""


def _concept(uri: str, kind: str, graph: Triples, needs: Mapping[str, Mapping[str, set[str]]]) -> Concept:
    preferred, alternative, hidden = (_labels(uri, name, graph) for name in _LABELS)
    codes = sorted(text.value for text in graph.texts(uri, f"{_SKOS}notation"))
    broader = sorted(graph.links(uri, f"{_SKOS}broader"))
    code = codes[0] if codes else ""
    return Concept(
        uri,
        kind,
        {lang: labels[0] for lang, labels in preferred.items()},
        alternative,
        hidden,
        _notes(uri, f"{_DCT}description", graph),
        _notes(uri, f"{_SKOS}scopeNote", graph),
        skill_type_of(_first(uri, f"{_ESCO}skillType", graph)),
        tail_of(_first(uri, f"{_ESCO}skillReuseLevel", graph)),
        code,
        _isco_group([*graph.links(uri, f"{_ESCO}memberOfISCOGroup"), *broader], code) if kind == OCCUPATION else "",
        _first(uri, _STATUS, graph),
        sorted(graph.links(uri, f"{_SKOS}inScheme")),
        broader,
        sorted(needs["essential"].get(uri, ())),
        sorted(needs["optional"].get(uri, ())),
    )


def _needs(graph: Triples) -> dict[str, dict[str, set[str]]]:
    """The essential and the optional skills of each concept, whichever side of the relation the dump states."""
    found: dict[str, dict[str, set[str]]] = {"essential": {}, "optional": {}}
    for uri in graph.subjects():
        for relation, of_relation in found.items():
            for other in graph.links(uri, _NEEDS[relation]):
                of_relation.setdefault(uri, set()).add(other)
            for name in _NEEDED_BY[relation]:
                for other in graph.links(uri, name):
                    of_relation.setdefault(other, set()).add(uri)
    return found


def _labels(uri: str, name: str, graph: Triples) -> dict[str, list[str]]:
    plain, extended = _LABELS[name]
    nodes = [text for node in graph.links(uri, extended) for text in graph.texts(node, _LITERAL_FORM)]
    return _by_lang([*graph.texts(uri, plain), *nodes])


def _notes(uri: str, name: str, graph: Triples) -> dict[str, str]:
    return {lang: texts[0] for lang, texts in _by_lang([*graph.texts(uri, name), *_nodes(uri, name, graph)]).items()}


def _nodes(uri: str, name: str, graph: Triples) -> Iterator[Text]:
    """The texts of note nodes, whose language is a property of its own."""
    for node in graph.links(uri, name):
        langs = [text.value.lower() for text in graph.texts(node, _LANGUAGE)] or [""]
        for text in graph.texts(node, _NODE_LITERAL):
            yield Text(text.value, text.lang or langs[0])


def _by_lang(texts: Iterable[Text]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for text in texts:
        if _LANG.fullmatch(text.lang) and text.value.strip():
            found.setdefault(text.lang, set()).add(text.value.strip())
    return {lang: sorted(values) for lang, values in found.items()}


def _first(uri: str, name: str, graph: Triples) -> str:
    return min([*graph.links(uri, name), *(text.value for text in graph.texts(uri, name))], default="")


def _isco_group(above: Iterable[str], code: str) -> str:
    """The unit group above an occupation; one below another occupation has it in its code, e.g. 2654.1.7."""
    return next((match[1] for uri in above if (match := _ISCO.search(uri))), code.split(".")[0])
