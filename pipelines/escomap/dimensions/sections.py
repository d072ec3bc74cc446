"""The section of a course's outcomes that an outcome stands in: "Knowledge and understanding", "Skills" and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping

from escomap.dimensions.cues import Dimension, folded

_TAG = re.compile(r"<[^<>]{0,500}>")
_PARTS = re.compile(r"[\n\r\t:;,.•·()|]|\s[-–—]\s|\s{2,}")
_AROUND = " -–—*\"'0123456789"


def heading_in(text: str, headings: Mapping[str, Dimension]) -> Dimension | None:
    """The dimension of the last heading in the text that stands between two outcomes, or before the first."""
    lines = (" ".join(part.strip(_AROUND).split()) for part in _PARTS.split(folded(_TAG.sub("\n", text))))
    found = [headings[line] for line in lines if line in headings]
    return found[-1] if found else None
