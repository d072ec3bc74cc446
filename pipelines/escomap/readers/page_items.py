"""Items in the markup of web pages, microdata and RDFa Lite, as JSON-LD has them.

Written after the HTML standard (Microdata) and RDFa Lite 1.1 (W3C, 2015), which say the same in other attributes.
extruct would bring eleven packages, loses the languages of texts, and gives what RDFa says in no order.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring, tostring

from escomap.errors import EscomapError
from escomap.readers.jsonld import Node, walked
from escomap.text.plain import has_blocks

# Where the value of a property stands that is no text of the page.
_ADDRESSES = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
}
_VALUES = {"data": "value", "meter": "value", "time": "datetime"}
# Characters of values, and as many more for each element that a reference leads to.
MAX_WORK = 50_000_000
WORK_PER_ELEMENT = 50
_LANGUAGES = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")

Element = Any


@dataclass(frozen=True, slots=True)
class Markup:
    """The attributes of a syntax: which element begins an item, its types, its identifier, names of properties."""

    begins: tuple[str, ...]
    types: str
    identifiers: tuple[str, ...]
    names: str
    references: str = ""


MICRODATA = Markup(("itemscope",), "itemtype", ("itemid",), "itemprop", "itemref")
RDFA = Markup(("typeof", "resource", "about"), "typeof", ("resource", "about"), "property")


@dataclass(slots=True)
class _Found:
    """What a walk over a page found: by element the item around it and what it says, and items outside all others."""

    around: dict[Element, Node | None] = field(default_factory=dict)
    inside: dict[Element, Node | None] = field(default_factory=dict)
    said: dict[Element, Any] = field(default_factory=dict)
    items: list[tuple[Element, Node]] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    where: str = ""
    work: int = 0

    def spend(self, work: int) -> None:
        """Counts what was done for values and references; raises where a small page would take for ever."""
        self.work += work
        if self.work > MAX_WORK:
            raise EscomapError(
                "too_large",
                "The items in the markup of the page hold each other too often to be read.",
                where=self.where,
                hint="check that this is the page of a course",
            )


def page_items(text: str, where: str = "") -> Iterator[tuple[int, Node]]:
    """The items of a page that are no property of another, in the order of the page, with the lines they begin in.

    Raises:
        EscomapError: the page, which is said to be at ``where``, would take for ever.
    """
    markups = [markup for markup in (MICRODATA, RDFA) if markup.types in text.lower()]
    root = _parsed(text) if markups else None
    for markup in markups if root is not None else ():
        found = _walked(root, markup, where)
        for element, node in found.items:
            if id(node) not in found.held:
                yield element.sourceline or 0, node


def _parsed(text: str) -> Element | None:
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _walked(root: Element, markup: Markup, where: str) -> _Found:
    found = _Found(where=where)
    for element in root.iter(etree.Element):
        around = found.inside.get(element.getparent())
        node = _begun(element, markup)
        found.around[element], found.inside[element] = around, around if node is None else node
        if node is not None:
            found.items.append((element, node))
        if names := (element.get(markup.names) or "").split():
            found.said[element] = _value(element, found) if node is None else node
            if around is not None:
                _add(found, around, names, found.said[element])
    if markup.references:
        _follow(root, markup, found)
    return found


def _begun(element: Element, markup: Markup) -> Node | None:
    if not any(name in element.attrib for name in markup.begins):
        return None
    node: Node = {}
    if types := (element.get(markup.types) or "").split():
        node["@type"] = types
    identifier = next((value for name in markup.identifiers if (value := element.get(name))), "")
    return {**node, "@id": identifier.strip()} if identifier else node


def _follow(root: Element, markup: Markup, found: _Found) -> None:
    """Adds to items what stands elsewhere on the page, under the identifiers they refer to."""
    by_id: dict[str, Element] = {}
    for element in root.iter(etree.Element):
        by_id.setdefault(element.get("id") or "", element)
    for element, node in found.items:
        for identifier in dict.fromkeys((element.get(markup.references) or "").split()):
            target = by_id.get(identifier)
            for part in target.iter(etree.Element) if target is not None else ():
                found.spend(WORK_PER_ELEMENT)
                if part in found.said and found.around[part] is found.around[target] is not node:
                    _add(found, node, part.get(markup.names).split(), found.said[part])


def _add(found: _Found, node: Node, names: list[str], value: Any) -> None:
    # An item that holds itself would have no end.
    if isinstance(value, dict) and any(inner is node for inner in walked(value)):
        return
    if isinstance(value, dict):
        found.held.add(id(value))
    for name in names:
        node.setdefault(name, []).append(value)


def _value(element: Element, found: _Found) -> Any:
    """The value of a property that is no item: of the attribute that stands for it, else the text with its language."""
    for name in ("content", _VALUES.get(element.tag, ""), _ADDRESSES.get(element.tag, "")):
        if name and element.get(name) is not None:
            return element.get(name).strip()
    inner = html.escape(element.text or "", quote=False) + "".join(tostring(c, encoding="unicode") for c in element)
    found.spend(len(inner))
    text = inner.strip() if has_blocks(inner) else " ".join(element.text_content().split())
    language = _language(element)
    return {"@value": text, "@language": language} if language else text


def _language(element: Element) -> str:
    """The language said nearest around an element, but for the page's: that is often the template's."""
    current = element
    while current is not None and current.tag not in ("html", "body"):
        for name in _LANGUAGES:
            if declared := (current.get(name) or "").strip():
                return str(declared)
        current = current.getparent()
    return ""
