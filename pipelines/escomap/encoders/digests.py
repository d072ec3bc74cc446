"""Weights on disk and the digests they must have."""

from __future__ import annotations

import hashlib
from pathlib import Path

from escomap.errors import EscomapError

_WEIGHTS = "model.safetensors"
_DECIDING = (
    "tokenizer.json", "config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    "1_Pooling/config.json", "2_Dense/model.safetensors",
)  # fmt: skip


def digest_of(file: Path, hint: str) -> str:
    """The sha256 of a file of weights.

    Raises:
        EscomapError: ``missing_model``, with the hint.
    """
    if not file.is_file():
        raise EscomapError("missing_model", f"The encoder folder has no {file.name}.", where=str(file), hint=hint)
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of_model(folder: Path, hint: str) -> str:
    """The sha256 of all files of a folder of sentence-transformers that decide its vectors.

    Raises:
        EscomapError: ``missing_model``, with the hint: it has no weights.
    """
    digests = [digest_of(folder / _WEIGHTS, hint)]
    digests += [digest_of(folder / name, hint) for name in _DECIDING if (folder / name).is_file()]
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def require_digest(file: Path, expected: str, *, what: str, hint: str) -> None:
    """Checks that a file is the published one.

    Raises:
        EscomapError: ``missing_model`` or ``wrong_model_digest``.
    """
    found = digest_of(file, hint)
    if found != expected:
        raise EscomapError(
            "wrong_model_digest",
            f"{what} is not the published one: {file.name} has another digest.",
            where=f"{file} sha256={found[:16]}…",
            hint=hint,
        )
