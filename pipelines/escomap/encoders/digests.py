"""Weights on disk and the digests they must have."""

from __future__ import annotations

import hashlib
from pathlib import Path

from escomap.errors import EscomapError

_WEIGHTS = "model.safetensors"


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
    """The sha256 of a folder of sentence-transformers: every file below it may decide its vectors, but hidden ones.

    Raises:
        EscomapError: ``missing_model``, with the hint: it has no weights.
    """
    every = {file.relative_to(folder): file for file in folder.rglob("*") if file.is_file()}
    seen = {own.as_posix(): file for own, file in every.items() if not any(part[0] == "." for part in own.parts)}
    # Listed whether they are there or not: without weights it is no model.
    seen.setdefault(_WEIGHTS, folder / _WEIGHTS)
    listed = "".join(f"{own}\n{digest_of(file, hint)}\n" for own, file in sorted(seen.items()))
    return hashlib.sha256(listed.encode()).hexdigest()


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
