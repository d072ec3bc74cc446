"""One field of the Europass form: its values by language, stated, inferred or missing, and what to know about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from escomap.completeness.judge import Found, Status
from escomap.exports.words import Reading

# Bounds the form sets to texts and to addresses, in characters.
LONGEST_TEXT = 4000
LONGEST_ADDRESS = 255

Node = dict[str, Any]
# Language tab (empty where a value is the same in all) and text.
Values = list[tuple[str, str]]


def field(
    name: str,
    values: Values,
    column: str,
    *,
    is_required: bool = False,
    note: str = "",
    longest: int = LONGEST_TEXT,
) -> Node:
    """A field that is stated, or missing where it has no values; ``column`` is the catalogue's field that gives it."""
    if any(len(text) > longest for _, text in values):
        note = f"{note} Longer than the {longest} characters the form takes.".strip()
    status = Status.PRESENT if values else Status.MISSING
    return _node(name, values, column, status, note, is_required=is_required)


def inferred(name: str, value: str, note: str) -> Node:
    """A field nobody has stated, with what it rests on."""
    return _node(name, plain(value), "", Status.INFERRED, note, is_required=False)


def listed(name: str, told: str, reading: Reading, column: str, found: Found | None = None) -> Node:
    """A field with a fixed list: what the catalogue's words were read as, or that they name nothing on the list."""
    if reading.concepts:
        unread = f"Not on the form's list: {'; '.join(reading.unknown)}." if reading.unknown else ""
        return field(name, entries(entry for _, entry in reading.concepts), column, note=unread)
    if told:
        return field(name, [], column, note=not_listed(told))
    if found and found.status is Status.INFERRED:
        return inferred(name, found.evidence, "The catalogue does not say; its kind of course implies it.")
    return field(name, [], column)


def not_listed(told: str) -> str:
    """The note on words that name no entry of a fixed list."""
    return f"The catalogue says '{told}', which names no entry of the form's list."


def by_language(texts: Mapping[str, str]) -> Values:
    """Texts, each for its language tab."""
    return [(lang, text.strip()) for lang, text in texts.items() if text.strip()]


def plain(value: str) -> Values:
    """A value that has no language."""
    return entries([value.strip()])


def entries(values: Iterable[str]) -> Values:
    """Entries of the form's own lists, the same whichever language tab is open."""
    return [("", value) for value in values if value]


def english(concept: Node | None) -> str:
    """The English label of a concept, empty where there is none."""
    return str(concept["prefLabel"]["en"]) if concept else ""


def _node(name: str, values: Values, column: str, status: Status, note: str, *, is_required: bool) -> Node:
    return {
        "name": name,
        "values": values,
        "status": status.value,
        "is_required": is_required,
        "column": column,
        "note": note,
    }
