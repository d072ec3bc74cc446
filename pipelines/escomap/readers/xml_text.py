"""What XML elements say: texts with their line structure, short values, languages, children by name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from escomap.codes import language_code
from escomap.readers.xml_stream import Element, local_name
from escomap.text.plain import KNOWN_TAGS

_LANGUAGE_ATTRIBUTES = ("{http://www.w3.org/XML/1998/namespace}lang", "lang", "language", "blockLang")
_SUBTAG = re.compile(r"[-_]")


def children(element: Element, *names: str) -> list[Element]:
    """The children with one of these local names, in document order; with no names all of them."""
    return [child for child in element if (name := local_name(child)) and (not names or name in names)]


def first_value(element: Element | None, *names: str) -> str:
    """The value of the first child with one of these names that has one, else an empty text."""
    found = children(element, *names) if element is not None else []
    return next((value for value in map(value_of, found) if value), "")


def value_of(element: Element) -> str:
    """The text inside an element on one line."""
    return " ".join("".join(element.itertext()).split())


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    return next((value.strip() for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def text_of(element: Element, renamed: Mapping[str, str] | None = None) -> str:
    """The text of an element as HTML where it has structure, as it stands where it has none.

    ``renamed`` gives the HTML tag for elements of a format that has its own; unknown ones leave only their text.
    """
    if not len(element):
        return (element.text or "").strip()
    return "".join(_markup(element, renamed or {})).strip()


def _markup(element: Element, renamed: Mapping[str, str]) -> Iterator[str]:
    yield html.escape(element.text or "", quote=False)
    for child in element:
        name = local_name(child)
        tag = renamed.get(name, name).lower()
        if not name:
            # An entity that was not replaced, such as &eacute;, which HTML knows.
            yield child.text or ""
        elif tag not in KNOWN_TAGS:
            yield from _markup(child, renamed)
        elif len(child) or child.text:
            yield f"<{tag}>"
            yield from _markup(child, renamed)
            yield f"</{tag}>"
        else:
            yield f"<{tag}/>"
        yield html.escape(child.tail or "", quote=False)


def language_of(element: Element) -> str:
    """ISO 639-1 code of the language an element or the nearest element around it declares, else an empty text."""
    current: Element | None = element
    while current is not None:
        for name in _LANGUAGE_ATTRIBUTES:
            if declared := (current.get(name) or "").strip():
                return language_code(_SUBTAG.split(declared)[0]) or ""
        current = current.getparent()
    return ""
