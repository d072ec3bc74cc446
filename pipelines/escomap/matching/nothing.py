"""Whether a text names anything that ESCO has: prerequisites, notices and promises of a catalogue do not.

A linear head over the vectors of the sentence encoder. ``python -m tests.quality.fit_ranking`` fits it on outcomes
written for this project, a tenth of which fit no concept, and writes ``nothing.npz``.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.units import Units

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NothingHead:
    """``weights`` follow the vector of the text and that of the text behind its title; ``model_id`` names the encoder
    they were fitted with, whose vectors alone they can judge.
    """

    weights: NDArray[np.float32]
    offset: float
    model_id: str

    def log_odds(self, units: Units) -> NDArray[np.float32]:
        """Log odds that a text names nothing, one for each query."""
        found: NDArray[np.float32] = read_vectors(units) @ self.weights + self.offset
        return found


def read_vectors(units: Units) -> NDArray[np.float32]:
    """What the head reads of each query, shape ``(queries, 2 * dimension)``."""
    return np.concatenate([units.vectors[units.whole], units.vectors[units.context]], axis=1)


def parse_head(stored: bytes) -> NothingHead:
    """A head from the bytes that ``save_head`` made."""
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        return NothingHead(arrays["weights"].astype(np.float32), float(arrays["offset"]), str(arrays["model_id"]))


def save_head(head: NothingHead) -> bytes:
    """The head as the bytes of an npz file, in half precision."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream, weights=head.weights.astype(np.float16), offset=np.array(head.offset), model_id=np.array(head.model_id)
    )
    return stream.getvalue()
