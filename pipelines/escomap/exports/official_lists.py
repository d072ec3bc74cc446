"""The controlled lists as the standards folder holds them: the enumerations of the LOQ schema."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from escomap.errors import EscomapError
from escomap.exports.concept_lists import LISTS

_SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
_FOLDER = "loq/xsd/loq/cv"

OfficialLists = Mapping[str, Mapping[str, str]]


def load_official_lists(standards: Path) -> OfficialLists:
    """Per beginning of identifiers the identifiers of a list with their English labels.

    Only lists that our documents use; empty where the standards folder has no lists.
    """
    folder = standards / _FOLDER
    lists: dict[str, dict[str, str]] = {}
    used = {each.prefix for each in LISTS.values()}
    for file in sorted(folder.glob("*.xsd")):
        for uri, label in _enumerated(file):
            prefix = uri[: uri.rfind("/") + 1]
            if prefix in used:
                lists.setdefault(prefix, {})[uri] = label
    return lists


def _enumerated(file: Path) -> list[tuple[str, str]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.parse(str(file), parser)
    except etree.XMLSyntaxError as error:
        raise EscomapError("bad_standards", f"A list cannot be read: {error}", where=str(file)) from error
    return [
        (entry.get("value", ""), " ".join("".join(entry.itertext()).split()))
        for entry in tree.iter(f"{_SCHEMA}enumeration")
    ]
