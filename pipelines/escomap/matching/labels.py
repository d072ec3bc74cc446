"""Which labels are worth a vector: ESCO lists many that only inflect or reorder the words of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

_WORD = re.compile(r"[\w+#.]+")
_EMPTY_WORDS = frozenset(
    ["a", "an", "the", "of", "in", "to", "for", "on", "at", "by", "and", "or", "with", "from", "as"]
)
_ENDING = re.compile(r"(?:ising|izing|ing|ions?|ise|ize|ment|ed|es|s|e)$")
# Of 97,354 English labels of ESCO v1.2.0, 80 keeps 46,874 and 60 keeps 24,809. Before the encoders were adapted to ESCO
# all of them were worth 1.4 points of RP@5 on gold/jobads_validation.csv over 60; the adapted ones have learnt them.
SAME_WORDING = 60


def distinct_labels(labels: Sequence[str], same_wording: int = SAME_WORDING) -> list[int]:
    """Positions of the labels of one concept that say something new; the first, the preferred one, always stays.

    >>> distinct_labels(["develop software", "developing software", "program computers"])
    [0, 2]
    """
    kept: list[int] = []
    wordings: list[str] = []
    for position, label in enumerate(labels):
        wording = _wording(label)
        if all(fuzz.ratio(wording, other) < same_wording for other in wordings):
            kept.append(position)
            wordings.append(wording)
    return kept


def _wording(label: str) -> str:
    words = (word for word in _WORD.findall(label.lower()) if word not in _EMPTY_WORDS)
    return " ".join(sorted({_ENDING.sub("", word) if len(word) > 4 else word for word in words})) or label.lower()
