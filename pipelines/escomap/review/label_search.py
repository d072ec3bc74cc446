"""ESCO concepts by what a person types: every label in every language of a release, at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 12
SHORTEST = 2
LONGEST = 100


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A concept, with the label that met what was typed."""

    uri: str
    label: str
    lang: str


class LabelSearch:
    """Labels as an Arrow table of ``concept_uri``, ``label``, ``lang`` and ``folded``, short ones first.

    ``folded`` is the label in lower case and without accents.
    """

    def __init__(self, labels: pa.Table) -> None:
        self._labels = labels.combine_chunks()

    def find(self, typed: str) -> list[FoundLabel]:
        """At most ``SHOWN`` concepts with a label that holds every word: the whole label first, then its beginning."""
        import pyarrow.compute as pc

        phrase = folded(typed[:LONGEST])
        if len(phrase) < SHORTEST:
            return []
        labels = self._labels
        for word in sorted(phrase.split(), key=len, reverse=True):
            labels = labels.filter(pc.match_substring(labels["folded"], word))
        found: dict[str, FoundLabel] = {}
        is_whole, is_start = pc.equal(labels["folded"], phrase), pc.starts_with(labels["folded"], phrase)
        for mask in (is_whole, is_start, None):
            chosen = labels if mask is None else labels.filter(mask)
            # A concept has dozens of labels in all languages: looking at more rows than are shown is enough to be full.
            for row in chosen.slice(0, SHOWN * 50).to_pylist():
                found.setdefault(row["concept_uri"], FoundLabel(row["concept_uri"], row["label"], row["lang"]))
                if len(found) == SHOWN:
                    return list(found.values())
        return list(found.values())


def folded(text: str) -> str:
    """The text in lower case, without accents, with single spaces."""
    parts = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", bare).split())
