"""Any sentence-transformers model as an encoder, by its library."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.encoders.packed_bert import product_type
from escomap.errors import EscomapError
from escomap.matching.encoder import encode_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

TEXTS_PER_CHUNK = 2048
TEXTS_PER_BATCH = 16


class SentenceEncoder:
    """A sentence-transformers model that gives unit vectors; loaded on first use.

    ``model_id`` names the weights by their digest, so it can key caches; ``encoded_count`` counts texts encoded.
    """

    def __init__(self, folder: Path, *, model_id: str, precision: str = "auto", threads: int = 0) -> None:
        self._source, self._precision, self._threads = str(folder), precision, threads
        self.model_id = model_id
        self.encoded_count = 0

    @cached_property
    def _model(self) -> Any:
        return _loaded_model(self._source, self._threads)

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Matrix:
        """Unit vectors, shape ``(len(texts), dimension)``; ``progress`` is told how many texts each chunk held."""
        import torch

        found = []
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=product_type(self._precision) == torch.bfloat16):
            for start in range(0, len(texts), TEXTS_PER_CHUNK):
                chunk = list(texts[start : start + TEXTS_PER_CHUNK])
                vectors = self._model.encode(chunk, batch_size=TEXTS_PER_BATCH, show_progress_bar=False)
                found.append(np.asarray(vectors, dtype=np.float32))
                if progress:
                    progress(len(chunk))
        self.encoded_count += len(texts)
        if not found:
            return np.zeros((0, int(self._model.get_embedding_dimension())), dtype=np.float32)
        matrix = np.concatenate(found)
        unit: Matrix = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
        return unit

    def encode_parts(self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[Matrix, Matrix]:
        """Vectors of the texts, and of their parts one after the other; each part is read by itself."""
        return encode_apart(self, texts, spans)


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
    except Exception as error:  # The library and those below it raise whatever a file makes them.
        raise unusable_model(source, error) from error


def unusable_model(source: str, error: Exception) -> EscomapError:
    """What a user is told of a folder whose model cannot be loaded."""
    return EscomapError(
        "missing_model",
        f"The sentence encoder could not be loaded: {first_line(error)}",
        where=source,
        hint="use --encoder packaged, or a folder with a sentence-transformers model",
    )


def first_line(error: Exception) -> str:
    """The first line of what an error says; its kind, where it says nothing."""
    return (str(error) or type(error).__name__).splitlines()[0]
