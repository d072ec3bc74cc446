"""A BERT as a sentence encoder: whole texts and parts of them in one pass, without the libraries that train it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.encoders.bert_source import BertShape, BertSource
from escomap.encoders.packed_bert import PackedBert, product_type
from escomap.encoders.sentence import unusable_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Spans = Sequence[Sequence[tuple[int, int]]]

TEXTS_PER_CHUNK = 2048
# What one batch computes then stays in the cache of the processor: twice as many took half as long again per text.
TEXTS_PER_BATCH = 16


class BertEncoder:
    """A BERT whose vector of a text is the mean of its words' vectors, so that a part of a text has one too.

    Gives unit vectors; loaded on first use. ``model_id`` names the weights by their digest, so it can key caches;
    ``encoded_count`` counts texts encoded. ``changes`` are added to the weights of that name: a low-rank adapter,
    multiplied out.
    """

    def __init__(
        self,
        source: BertSource,
        *,
        model_id: str,
        changes: Callable[[], Mapping[str, Matrix]] | None = None,
        precision: str = "auto",
        threads: int = 0,
    ) -> None:
        self._source, self._changes = source, changes
        self._precision, self._threads = precision, threads
        self.model_id = model_id
        self.encoded_count = 0

    @cached_property
    def _bert(self) -> PackedBert:
        import torch
        from safetensors import SafetensorError

        if self._threads:
            torch.set_num_threads(self._threads)
        shape = self._shape
        try:
            weights = self._source.weights()
            for name, change in (self._changes() if self._changes else {}).items():
                weights[name] += torch.from_numpy(change)
            dtype = product_type(self._precision)
            return PackedBert(weights, heads=shape.heads, epsilon=shape.epsilon, dtype=dtype)
        except (OSError, KeyError, SafetensorError) as error:
            raise unusable_model(str(self._source), error) from error

    @cached_property
    def _tokenizer(self) -> Any:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        longest = self._shape.longest
        try:
            tokenizer = self._source.tokenizer()
        except Exception as error:  # The tokenizers raise nothing more special.
            raise unusable_model(str(self._source), error) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(longest)
        return tokenizer

    @cached_property
    def _shape(self) -> BertShape:
        try:
            return self._source.shape
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise unusable_model(str(self._source), error) from error

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Matrix:
        """Unit vectors, shape ``(len(texts), dimension)``; ``progress`` is told how many texts each chunk held."""
        return self._encoded(texts, [()] * len(texts), progress)[0]

    def encode_parts(self, texts: Sequence[str], spans: Spans) -> tuple[Matrix, Matrix]:
        """Vectors of the texts, and of their parts one after the other, from one pass over each text.

        A part is the mean of its words' vectors as the model sees them in the text, so a clause keeps what the rest of
        the sentence tells of it. Parts behind the longest text the model takes get the vector of the whole text.
        """
        return self._encoded(texts, spans, None)

    def _encoded(
        self, texts: Sequence[str], spans: Spans, progress: Callable[[int], None] | None
    ) -> tuple[Matrix, Matrix]:
        wholes = np.zeros((len(texts), self._shape.width), dtype=np.float32)
        first_part = np.concatenate([[0], np.cumsum([len(found) for found in spans])]).astype(int)
        parts = np.zeros((first_part[-1], self._shape.width), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_PER_CHUNK):
            chunk = range(start, min(start + TEXTS_PER_CHUNK, len(texts)))
            for position, (whole, pieces) in self._encode_chunk(texts, spans, chunk):
                wholes[position] = whole
                if pieces:
                    parts[first_part[position] : first_part[position + 1]] = pieces
            if progress:
                progress(len(chunk))
        self.encoded_count += len(texts)
        return wholes, parts

    def _encode_chunk(
        self, texts: Sequence[str], spans: Spans, chunk: Sequence[int]
    ) -> Iterator[tuple[int, tuple[Matrix, list[Matrix]]]]:
        import torch

        read = dict(zip(chunk, self._tokenizer.encode_batch([texts[position] for position in chunk]), strict=True))
        # Texts of like length share a batch, so that few vectors are computed on padding.
        order = sorted(chunk, key=lambda position: len(read[position].ids))
        for batch in (order[at : at + TEXTS_PER_BATCH] for at in range(0, len(order), TEXTS_PER_BATCH)):
            with torch.inference_mode():
                found = self._bert.token_vectors([read[position].ids for position in batch])
            for position, tokens in zip(batch, found, strict=True):
                yield position, _vectors(tokens.numpy(), read[position], spans[position])


def _vectors(tokens: Matrix, read: Any, spans: Sequence[tuple[int, int]]) -> tuple[Matrix, list[Matrix]]:
    whole = _unit(tokens.mean(axis=0))
    if not spans:
        return whole, []
    begin, end = np.array(read.offsets, dtype=np.int64).T
    # A piece may begin with the space before its word.
    inside = [(end > first) & (end <= last) & (end > begin) for first, last in spans]
    return whole, [_unit(tokens[part].mean(axis=0)) if part.any() else whole for part in inside]


def _unit(vector: Matrix) -> Matrix:
    unit: Matrix = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
