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
# Measured on ESCO v1.2.0 English with MiniLM, whole text and clauses, gold/jobads_validation.csv RP@5 and
# gold/course_outcomes_dev.csv nDCG@10: every label (97,354) 60.0 / 52.5; 80 (46,874) 59.1 / 52.6; 60 (24,717)
# 58.6 / 51.2. Half the encoding for under one point.
SAME_WORDING = 80


def distinct_labels(labels: Sequence[str]) -> list[int]:
    """Positions of the labels of one concept that say something new; the first, the preferred one, always stays.

    >>> distinct_labels(["develop software", "developing software", "program computers"])
    [0, 2]
    """
    kept: list[int] = []
    wordings: list[str] = []
    for position, label in enumerate(labels):
        wording = _wording(label)
        if all(fuzz.ratio(wording, other) < SAME_WORDING for other in wordings):
            kept.append(position)
            wordings.append(wording)
    return kept


def _wording(label: str) -> str:
    words = (word for word in _WORD.findall(label.lower()) if word not in _EMPTY_WORDS)
    return " ".join(sorted({_ENDING.sub("", word) if len(word) > 4 else word for word in words})) or label.lower()
