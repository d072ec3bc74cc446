"""A sentence-transformers model as an encoder: whole texts and parts of them in one pass."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.encoders.packed_bert import PackedBert
from escomap.errors import EscomapError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Spans = Sequence[Sequence[tuple[int, int]]]

TEXTS_PER_CHUNK = 2048
# What one batch computes then stays in the cache of the processor: twice as many took half as long again per text.
TEXTS_PER_BATCH = 16
SAME = 0.999


class SentenceEncoder:
    """A sentence-transformers model that gives unit vectors; loaded on first use.

    ``model_id`` names the weights by their digest, so it can key caches; ``encoded_count`` counts texts encoded.
    ``changes`` are added to the weights of that name: a low-rank adapter, multiplied out.
    """

    def __init__(
        self,
        folder: Path,
        *,
        model_id: str,
        changes: Callable[[], Mapping[str, NDArray[np.float32]]] | None = None,
        precision: str = "auto",
        threads: int = 0,
    ) -> None:
        self._source, self._changes = str(folder), changes
        self._precision, self._threads = precision, threads
        self.model_id = model_id
        self.encoded_count = 0

    @cached_property
    def _model(self) -> Any:
        model = _loaded_model(self._source, self._threads)
        if self._changes:
            _add_to_weights(model, self._changes())
        return model

    @cached_property
    def _packed(self) -> PackedBert | None:
        """The model without its library, where it is a BERT whose vector of a text is the mean of its words' vectors,
        so that a part of a text has one too.
        """
        import torch

        packed = PackedBert.of(self._model[0], torch.bfloat16 if self._uses_half_precision else torch.float32)
        if packed is None or not self._model.tokenizer.is_fast:
            return None
        text = "a text to try"
        with torch.inference_mode():
            tokens = packed.token_vectors([self._model.tokenizer(text)["input_ids"]])[0].numpy()
        cosine = _unit(tokens.mean(axis=0)) @ self._by_library([text])[0]
        return packed if cosine > SAME else None

    @cached_property
    def _uses_half_precision(self) -> bool:
        import torch

        # Where the processor computes it itself it takes a third of the time at a mean cosine of .99997
        # (python -m tests.bench precision); elsewhere it is emulated and slower.
        if self._precision != "auto":
            return self._precision == "bfloat16"
        return bool(torch._C._has_mkldnn and torch.ops.mkldnn._is_mkldnn_bf16_supported())

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), dimension)``; ``progress`` is told how many texts each chunk held."""
        return self._encoded(texts, [()] * len(texts), progress)[0]

    def encode_parts(self, texts: Sequence[str], spans: Spans) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vectors of the texts, and of their parts one after the other, from one pass over each text.

        A part is the mean of its words' vectors as the model sees them in the text, so a clause keeps what the rest of
        the sentence tells of it; a model that does not pool by mean reads each part apart. Parts behind the longest
        text the model takes get the vector of the whole text.
        """
        if self._packed:
            return self._encoded(texts, spans, None)
        parts = [text[start:end] for text, found in zip(texts, spans, strict=True) for start, end in found]
        vectors = self.encode([*texts, *parts])
        return vectors[: len(texts)], vectors[len(texts) :]

    def _encoded(
        self, texts: Sequence[str], spans: Spans, progress: Callable[[int], None] | None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        dimension = int(self._model.get_embedding_dimension())
        wholes = np.zeros((len(texts), dimension), dtype=np.float32)
        first_part = np.concatenate([[0], np.cumsum([len(found) for found in spans])]).astype(int)
        parts = np.zeros((first_part[-1], dimension), dtype=np.float32)
        # Texts of like length share a batch, so that few vectors are computed on padding.
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), TEXTS_PER_CHUNK):
            chunk = order[start : start + TEXTS_PER_CHUNK]
            for batch in (chunk[at : at + TEXTS_PER_BATCH] for at in range(0, len(chunk), TEXTS_PER_BATCH)):
                found = self._encode_batch([texts[position] for position in batch], [spans[p] for p in batch])
                for position, (whole, pieces) in zip(batch, found, strict=True):
                    wholes[position] = whole
                    if pieces:
                        parts[first_part[position] : first_part[position + 1]] = pieces
            if progress:
                progress(len(chunk))
        self.encoded_count += len(texts)
        return wholes, parts

    def _encode_batch(
        self, texts: list[str], spans: Spans
    ) -> Iterator[tuple[NDArray[np.float32], list[NDArray[np.float32]]]]:
        if self._packed is None:
            for whole in self._by_library(texts):
                yield whole, []
            return
        import torch

        read = self._model.tokenizer(texts, truncation=True, max_length=self._model.max_seq_length)
        with torch.inference_mode():
            found = [tokens.numpy() for tokens in self._packed.token_vectors(read["input_ids"])]
        for tokens, encoding, parts in zip(found, read.encodings, spans, strict=True):
            whole = _unit(tokens.mean(axis=0))
            # Made for texts with parts only: it takes longer than the mean.
            offsets = np.array(encoding.offsets if parts else [], dtype=np.int64)
            yield whole, [_part_vector(tokens, offsets, span, whole) for span in parts]

    def _by_library(self, texts: list[str]) -> NDArray[np.float32]:
        import torch

        features = self._model.tokenizer(
            texts, padding=True, truncation=True, max_length=self._model.max_seq_length, return_tensors="pt"
        )
        with (
            torch.inference_mode(),
            torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._uses_half_precision),
        ):
            out = self._model(dict(features))
        wholes: NDArray[np.float32] = torch.nn.functional.normalize(out["sentence_embedding"].float(), dim=-1).numpy()
        return wholes


def _part_vector(
    tokens: NDArray[np.float32], offsets: NDArray[np.int64], span: tuple[int, int], whole: NDArray[np.float32]
) -> NDArray[np.float32]:
    inside = (offsets[:, 0] >= span[0]) & (offsets[:, 1] <= span[1]) & (offsets[:, 1] > offsets[:, 0])
    if not inside.any():
        return whole
    return _unit(tokens[inside].mean(axis=0))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit


def _add_to_weights(model: Any, changes: Mapping[str, NDArray[np.float32]]) -> None:
    import torch

    weights = dict(model[0].auto_model.named_parameters())
    for name, change in changes.items():
        weights[name].data += torch.from_numpy(change)


def _loaded_model(source: str, threads: int) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads:
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(source, device="cpu", model_kwargs={"use_safetensors": True})
    except (OSError, ValueError) as error:
        raise EscomapError(
            "missing_model",
            f"The sentence encoder could not be loaded: {str(error).splitlines()[0]}",
            where=source,
            hint="use --encoder packaged, or a folder with a sentence-transformers model",
        ) from error
