"""Where records are in a JSON document, as a JSONPath of names and stars that can be followed while reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from escomap.errors import EscomapError

_STEP = re.compile(r"""\.([A-Za-z_@][\w@-]*)|\[['"]([^'"]+)['"]\]|(\[\*\])|(\.\*)""")


@dataclass(frozen=True, slots=True)
class Place:
    """Steps from the root: a name, ``[*]`` for each item of a list, ``*`` for each member of an object."""

    steps: tuple[str, ...] = ()

    def values(self, file: Any) -> Iterator[tuple[str, Any]]:
        """``(key, value)`` of every value here; the key is that of the innermost member a star stands for."""
        import ijson

        at = self.steps.index("*") if "*" in self.steps else len(self.steps)
        prefix = ".".join("item" if step == "[*]" else step for step in self.steps[:at])
        if at == len(self.steps):
            yield from (("", value) for value in ijson.items(file, prefix, use_float=True))
            return
        for key, value in ijson.kvitems(file, prefix, use_float=True):
            yield from _followed(value, self.steps[at + 1 :], key)


def _followed(value: Any, steps: Sequence[str], key: str) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield key, value
    elif steps[0] == "[*]":
        for item in value if isinstance(value, list) else ():
            yield from _followed(item, steps[1:], key)
    elif isinstance(value, dict):
        named = [(key, value[steps[0]])] if steps[0] in value else []
        members = list(value.items()) if steps[0] == "*" else named
        for name, member in members:
            yield from _followed(member, steps[1:], name)


def parse_place(path: str) -> Place:
    """The place a JSONPath names.

    >>> parse_place("$.units.*").steps
    ('units', '*')
    """
    text = path.strip()
    steps: list[str] = []
    at = 1
    while text.startswith("$") and at < len(text):
        match = _STEP.match(text, at)
        if not match:
            break
        name, quoted, item, _ = match.groups()
        steps.append(name or quoted or ("[*]" if item else "*"))
        at = match.end()
    if at != len(text) or not text.startswith("$"):
        raise EscomapError(
            "bad_profile",
            f"The path to the records cannot be followed: {path!r}.",
            where=f"catalogue.records, character {at + 1}",
            hint="use names and stars, e.g. $.courses[*], $.faculties[*].courses[*], or $.units.* for records by code",
        )
    return Place(tuple(steps))
