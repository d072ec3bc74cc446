"""The section of a course's outcomes that an outcome stands in: "Knowledge and understanding", "Skills" and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from escomap.dimensions.cues import Dimension, folded

_TAG = re.compile(r"<[^<>]{0,500}>")
_PARTS = re.compile(r"[\n\r\t:;,.•·()|]|\s[-–—]\s|\s{2,}")
_AROUND = " -–—*\"'0123456789"
# What stands between two outcomes is short; a long stretch is text that was no outcome.
_MAX_GAP = 2000


def sections_of(
    raw: str, spans: Sequence[tuple[int, int]], headings: Mapping[str, Dimension]
) -> Iterator[Dimension]:
    """The dimension that the last heading before each outcome names, or none; ``spans`` are in their order in ``raw``.

    A heading holds until another one follows.
    """
    section, at = Dimension.NONE, 0
    for start, end in spans:
        section = heading_in(raw[max(at, start - _MAX_GAP) : start], headings) or section
        yield section
        at = max(at, end)


def heading_in(gap: str, headings: Mapping[str, Dimension]) -> Dimension | None:
    """The dimension of the last heading in the text between two outcomes."""
    lines = (part.strip(_AROUND) for part in _PARTS.split(folded(_TAG.sub("\n", gap))))
    found = [headings[line] for line in map(_single_spaced, lines) if line in headings]
    return found[-1] if found else None


def _single_spaced(line: str) -> str:
    return " ".join(line.split())
