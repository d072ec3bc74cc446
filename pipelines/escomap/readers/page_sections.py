"""The sections of a course page: which part of its HTML holds the outcomes, which the prerequisites, which the rest."""

from __future__ import annotations

import html
from functools import cache
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, fragment_fromstring, tostring

from escomap.catalogue.headers import header_words, name_score
from escomap.mappings import load_headers
from escomap.paths import mappings_folder

SECTION_FIELDS = ("outcomes", "prerequisites", "assessment")
# Words for a heading are the words for a column; what only comes near them is none.
MIN_SCORE = 0.92
MAX_HEADING_WORDS = 10
_LEVELS = {f"h{level}": level for level in range(1, 7)}
# A paragraph in bold is a heading below all others.
_BOLD = 7

Element = Any


def page_sections(page: str) -> dict[str, str]:
    """The HTML under each heading that names one of ``SECTION_FIELDS``, and the rest under an empty name."""
    body = _parsed(page)
    if body is None:
        return {"": page.strip()}
    sections: dict[str, list[str]] = {}
    for heading in [element for element in body.iter(etree.Element) if _level(element)]:
        field = _field(" ".join(heading.text_content().split()))
        # A heading inside a section that was taken out went with it.
        if field and body in heading.iterancestors():
            sections.setdefault(field, []).append(_taken_under(heading, body))
    sections[""] = [_inside(body)]
    joined = {name: "\n".join(parts).strip() for name, parts in sections.items()}
    return {name: text for name, text in joined.items() if text}


def without_sections(page: str, class_name: str) -> tuple[str, str]:
    """The page without the sections of a class, and what stood in those."""
    body = _parsed(page)
    if body is None:
        return page, ""
    taken: list[str] = []
    for section in list(body.iter("section")):
        if class_name in section.get("class", "").split() and body in section.iterancestors():
            taken.append(_inside(section))
            section.drop_tree()
    return _inside(body), "\n".join(taken)


def _parsed(page: str) -> Element | None:
    if not page.strip():
        return None
    try:
        parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
        return fragment_fromstring(page, create_parent="div", parser=parser)
    except (etree.LxmlError, ValueError):
        # What no parser can read is a text all the same.
        return None


def _level(element: Element) -> int:
    """The level of a heading, 1 the highest; 0 for what is none."""
    if level := _LEVELS.get(element.tag):
        return level
    if element.tag not in ("p", "div") or not len(element) or (element.text or "").strip():
        return 0
    is_bold = all(child.tag in ("b", "strong", "br") and not (child.tail or "").strip() for child in element)
    return _BOLD if is_bold and 0 < len(element.text_content().split()) <= MAX_HEADING_WORDS else 0


def _taken_under(heading: Element, body: Element) -> str:
    """Takes a heading out with all that belongs to it: up to the next heading of its level or above."""
    level, anchor = _level(heading), heading
    while len(anchor.getparent()) == 1 and not (anchor.tail or "").strip() and anchor.getparent() is not body:
        # A heading wrapped for its looks: what belongs to it follows the wrapping.
        anchor = anchor.getparent()
    parts = []
    for sibling in anchor.itersiblings(etree.Element):
        if any(0 < _level(inner) <= level for inner in sibling.iter(etree.Element)):
            break
        parts.append(sibling)
    taken = html.escape(anchor.tail or "", quote=False) + "".join(map(_outside, parts))
    for element in (anchor, *parts):
        element.tail = None
        element.getparent().remove(element)
    return taken


def _outside(element: Element) -> str:
    return str(tostring(element, encoding="unicode"))


def _inside(element: Element) -> str:
    return html.escape(element.text or "", quote=False) + "".join(map(_outside, element))


def _field(heading: str) -> str:
    words = header_words(heading)
    if not words or len(words.split()) > MAX_HEADING_WORDS:
        return ""
    scored = [(name_score(words, names), field) for field, names in _names().items()]
    score, field = max(scored)
    return field if score >= MIN_SCORE else ""


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {field: [] for field in SECTION_FIELDS}
    for field, _, header in load_headers(mappings_folder()):
        if field in names:
            names[field].append(header_words(header))
    return names
