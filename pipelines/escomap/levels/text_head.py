"""What level an English text reads like: a small linear head over cue words and hashed words.

It answers for higher education, EQF 5 to 8, and tells whether a text reads like less. On sources it has not seen it is
right in four cases of ten among four levels (``tests/quality/results/``), so its confidence is capped and its answer is
a range. The numbers in ``text_head.npz`` are written by ``python -m tests.quality.fit_levels``.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from escomap.levels.calibrate import softmax
from escomap.levels.cues import CUES, cue_values
from escomap.levels.unstated import MAX_CHARACTERS, unstated_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The first stands for levels 1 to 4.
HEAD_LEVELS = (4, 5, 6, 7, 8)
LANG = "en"
# No text says as much as any statement does.
MAX_CONFIDENCE = 0.5
# How much of the probability an answer's range holds.
RANGE_SHARE = 0.75
BUCKETS = 1 << 13
# What words count beside cues; of 3, 6 and 12 the best across sources, by little.
_WORDS_LENGTH = 6.0
_ARRAYS = ("means", "scales", "rarity", "weights", "offsets")
# Numbers of levels and codes; whom the course is for is a cue of its own.
_STATED = re.compile(r"\b(?:scqf|eqf|fheq|rqf|nfq|levels?)\s*-?\s*\d+|\w*\d\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """What the head sees of a text: the values of its cues, and its words as hashed buckets with their weights."""

    cues: list[float]
    words: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class TextHead:
    """Weights of shape ``(features, levels)``, cues before words, what the features are scaled by, and the names of the
    sources it was trained on.
    """

    means: NDArray[np.float32]
    scales: NDArray[np.float32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    temperature: float = 1.0
    sources: tuple[str, ...] = ()

    @classmethod
    def unfitted(cls, rows: Sequence[TextFeatures]) -> TextHead:
        """Scales measured on texts to learn from; the weights are still zero."""
        cues = np.array([row.cues for row in rows])
        seen = np.bincount([bucket for row in rows for bucket in row.words], minlength=BUCKETS)
        rarity = np.log(len(rows) / (1 + seen)) + 1
        return cls(
            cues.mean(axis=0).astype(np.float32),
            (cues.std(axis=0) + 0.05).astype(np.float32),
            np.where(seen > 1, rarity, 0).astype(np.float32),
            np.zeros((cues.shape[1] + BUCKETS, len(HEAD_LEVELS)), np.float32),
            np.zeros(len(HEAD_LEVELS), np.float32),
        )

    def vector(self, row: TextFeatures) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
        """The scaled cues of a text, and the buckets of its words with their weights, of length ``_WORDS_LENGTH``."""
        buckets = np.fromiter(row.words, dtype=np.int64, count=len(row.words))
        values = np.fromiter(row.words.values(), dtype=np.float32, count=len(row.words)) * self.rarity[buckets]
        length = float(np.linalg.norm(values)) or 1.0
        return (np.array(row.cues, np.float32) - self.means) / self.scales, buckets, values * (_WORDS_LENGTH / length)

    def scores(self, rows: Sequence[TextFeatures]) -> NDArray[np.float64]:
        """The score of each level for each text."""
        scores = np.zeros((len(rows), len(HEAD_LEVELS)))
        for number, row in enumerate(rows):
            cues, buckets, values = self.vector(row)
            scores[number] = (
                cues @ self.weights[: len(cues)] + values @ self.weights[len(cues) + buckets] + self.offsets
            )
        return scores

    def shares(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of ``HEAD_LEVELS`` for each text."""
        return softmax(self.scores([features(text) for text in texts]), self.temperature)


def features(text: str) -> TextFeatures:
    """What the head sees of a text, numbers of levels and codes taken out."""
    counts = Counter(zlib.crc32(word.encode()) % BUCKETS for word in unstated_words(text))
    return TextFeatures(
        cue_values(_STATED.sub(" ", text[:MAX_CHARACTERS])),
        {bucket: 1 + float(np.log(count)) for bucket, count in sorted(counts.items())},
    )


def save_head(head: TextHead) -> bytes:
    """The head as the bytes of an npz file, in half precision."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        cues=np.array(list(CUES)),
        sources=np.array(head.sources),
        temperature=np.array(head.temperature),
        **{name: getattr(head, name).astype(np.float16) for name in _ARRAYS},
    )
    return stream.getvalue()


def parse_head(stored: bytes) -> TextHead:
    """A head from the bytes that ``save_head`` made."""
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        if arrays["cues"].tolist() != list(CUES):
            raise ValueError("the head was fitted on other cues: run python -m tests.quality.fit_levels")
        parts = {name: arrays[name].astype(np.float32) for name in _ARRAYS}
        return TextHead(**parts, temperature=float(arrays["temperature"]), sources=tuple(arrays["sources"].tolist()))


@cache
def load_head() -> TextHead:
    """The fitted head that ships with the package."""
    return parse_head((files("escomap.levels") / "text_head.npz").read_bytes())
