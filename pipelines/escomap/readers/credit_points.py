"""Credit points of a course in one or several schemes, and the levels that come with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from escomap.readers.record_columns import RecordColumns

CREDIT_COLUMNS = ("credit", "ects", "credits", "credit scheme", "level")
_ECTS = re.compile(r"\b(?:ects|european credit transfer(?: and accumulation)? system)\b", re.IGNORECASE)
_SPACES = re.compile(r"[-_/#]")


@dataclass(frozen=True, slots=True)
class Credit:
    """Points in a scheme, with the level that scheme gives the course; each may be empty."""

    scheme: str = ""
    level: str = ""
    value: str = ""


def add_credits(columns: RecordColumns, credits_given: Sequence[Credit]) -> None:
    """Fills ``CREDIT_COLUMNS``: ECTS points apart from those of another scheme, and every level with its scheme.

    Points of two schemes are never turned into each other: what a provider did not declare is not said.
    """
    for given in credits_given:
        scheme, level = short_name(given.scheme), short_name(given.level)
        columns.listed("credit", _described(scheme, level, given.value))
        if _ECTS.search(scheme):
            columns.put("ects", given.value)
        elif given.value and not columns.has("credits"):
            columns.put("credits", given.value)
            columns.put("credit scheme", scheme)
        if level:
            columns.listed("level", " ".join(filter(None, [scheme, _numbered(level) if scheme else level])))


def short_name(name: str) -> str:
    """A scheme or level without the address that may stand around it: ``http://purl.org/net/cm/terms/ECTS``."""
    return _SPACES.split(name.rstrip("/#"))[-1] if "://" in name else name


def _numbered(level: str) -> str:
    return level if level.lower().startswith("level") else f"level {level}"


def _described(scheme: str, level: str, value: str) -> str:
    parts = [_numbered(level) if level else "", f"{value} credits" if value else ""]
    return " ".join(filter(None, [f"{scheme}:" if scheme else "", ", ".join(filter(None, parts))]))
