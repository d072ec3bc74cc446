"""What level an English text reads like: small linear heads over marks, cue words and the vector of a text.

They answer for higher education, EQF 5 to 8, and tell whether a text reads like less. On sources it has not seen the
head for courses is right in little more than half of the cases among four levels (``tests/quality/results/``), so its
confidence is capped and its answer is a range. Single outcomes are read by marks and cues alone: for them a vector adds
nothing. The numbers in ``text_head.npz`` are written by ``python -m tests.quality.fit_levels``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.levels.calibrate import softmax
from escomap.levels.cues import CUE_VALUES, MARKS, cue_values, mark_values
from escomap.levels.unstated import MAX_CHARACTERS
from escomap.matching.encoder import Encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The first stands for levels 1 to 4.
HEAD_LEVELS = (4, 5, 6, 7, 8)
LANG = "en"
# How often the head for courses is right among the courses of a university it has not seen: .55 of Edinburgh where
# every level counts the same, .59 of its courses as they come. More no text can say.
MAX_CONFIDENCE = 0.6
# How much of the probability an answer's range holds.
RANGE_SHARE = 0.75
# What is known of a text without an encoder, in the order of the weights.
NAMED = (*CUE_VALUES, *MARKS)
# The encoder was trained on texts that begin so (Wang et al. 2024, arXiv 2402.05672).
_PREFIX = "query: "
# The beginning says what a course is, and costs less.
_ENCODED_CHARACTERS = 1500
_LEVEL = re.compile(r"\b(?:scqf|eqf|fheq|rqf|nfq|levels?)\s*-?\s*(?:levels?\s*)?\d+", re.IGNORECASE)
_NUMBERED = re.compile(r"\w*\d\w*")


@dataclass(frozen=True, slots=True)
class TextHead:
    """Weights of shape ``(features, levels)``: those of ``NAMED``, then, for a head that has them, of a vector."""

    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    temperature: float = 1.0

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The score of each level for each row of features."""
        scores: NDArray[np.float64] = rows.astype(np.float64) @ self.weights + self.offsets
        return scores

    def shares(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of ``HEAD_LEVELS`` for each row of features."""
        return softmax(self.scores(rows), self.temperature)


@dataclass(frozen=True, slots=True)
class TextHeads:
    """A head for courses, which reads vectors of the encoder ``model_id``, and one for outcomes, which reads none.

    ``sources`` are the names of what they were trained on.
    """

    course: TextHead
    outcome: TextHead
    model_id: str
    sources: tuple[str, ...] = ()


class TextReader:
    """Tells what levels English texts read like.

    Without an encoder, or with another one than the head was fitted with, courses are read by marks and cues alone.
    """

    def __init__(self, heads: TextHeads, encoder: Encoder | None = None) -> None:
        self.heads = heads
        self._encoder = encoder if encoder and encoder.model_id == heads.model_id else None

    def courses(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of ``HEAD_LEVELS`` for titles with descriptions, ``Title. Description``."""
        if not (self._encoder and texts):
            return self.outcomes(texts)
        vectors = self._encoder.encode([to_encode(text) for text in texts])
        return self.heads.course.shares(np.hstack([named_values(texts), vectors]))

    def outcomes(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of ``HEAD_LEVELS`` for single outcomes."""
        return self.heads.outcome.shares(named_values(texts))


def named_values(texts: Sequence[str]) -> NDArray[np.float32]:
    """The values of ``NAMED`` for each text, numbers of levels taken out."""
    rows = np.zeros((len(texts), len(NAMED)), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        unstated = _LEVEL.sub(" ", text[:MAX_CHARACTERS])
        row[:] = cue_values(_NUMBERED.sub(" ", unstated)) + mark_values(unstated)
    return rows


def to_encode(text: str) -> str:
    """What an encoder is given of a text: numbers and codes taken out."""
    unstated = _NUMBERED.sub(" ", _LEVEL.sub(" ", text[:_ENCODED_CHARACTERS]))
    return f"{_PREFIX}{' '.join(unstated.split())}"


def save_heads(heads: TextHeads) -> bytes:
    """The heads as the bytes of an npz file."""
    arrays: dict[str, Any] = {
        f"{name}_{part}": np.asarray(getattr(head, part), dtype=np.float32)
        for name, head in (("course", heads.course), ("outcome", heads.outcome))
        for part in ("weights", "offsets", "temperature")
    }
    arrays |= {"named": NAMED, "sources": heads.sources, "model_id": heads.model_id}
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def parse_heads(stored: bytes) -> TextHeads:
    """Heads from the bytes that ``save_heads`` made."""
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        if arrays["named"].tolist() != list(NAMED):
            raise ValueError("the heads were fitted on other cues or marks: run python -m tests.quality.fit_levels")
        course, outcome = (
            TextHead(arrays[f"{name}_weights"], arrays[f"{name}_offsets"], float(arrays[f"{name}_temperature"]))
            for name in ("course", "outcome")
        )
        return TextHeads(course, outcome, str(arrays["model_id"]), tuple(arrays["sources"].tolist()))


@cache
def load_heads() -> TextHeads:
    """The fitted heads that ship with the package."""
    return parse_heads((files("escomap.levels") / "text_head.npz").read_bytes())
