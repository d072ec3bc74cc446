"""Adapters: what training on an ESCO release changed in an encoder, a few megabytes beside its weights.

A folder of adapters holds ``adapters.json``, which names the base weights by digest, the release, the data and the
command, and one safetensors file per encoder, ``sentence`` and ``multilingual``, with a low-rank change of the weights
of its transformer: pairs ``NAME.A``, ``NAME.B``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.atomic_files import require_writable, write_bytes
from escomap.encoders.digests import digest_of
from escomap.errors import EscomapError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

DESCRIPTION = "adapters.json"
SENTENCE, MULTILINGUAL = "sentence", "multilingual"
_HINT = "make it again with: escomap esco adapt; to do without: ESCOMAP_ADAPTER=none, and unset ESCOMAP_ADAPTER_FOLDER"


@dataclass(frozen=True, slots=True)
class Adapter:
    """The adapter of one encoder: its file, its digest, and the digest of the weights it belongs to."""

    file: Path
    digest: str
    base: str

    def tensors(self) -> dict[str, Matrix]:
        """The stored tensors in single precision."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            return {name: tensor.astype(np.float32) for name, tensor in load_file(self.file).items()}
        except (OSError, SafetensorError) as error:
            raise EscomapError(
                "bad_adapter", f"The adapter cannot be read: {error}.", where=str(self.file), hint=_HINT
            ) from error

    def weight_changes(self) -> dict[str, Matrix]:
        """What a low-rank adapter adds to each weight: B times A."""
        tensors = self.tensors()
        return {
            name.removesuffix(".A"): tensors[f"{name.removesuffix('.A')}.B"] @ low
            for name, low in tensors.items()
            if name.endswith(".A")
        }


def load_adapter(folder: Path, encoder: str, base: str) -> Adapter | None:
    """The adapter for ``encoder`` in a folder of adapters; None where the folder describes only the other one.

    Raises:
        EscomapError: ``bad_adapter``: no or a damaged description, or made for other base weights.
    """
    try:
        every = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        if every and encoder not in every:
            return None
        described = every[encoder]
        adapter = Adapter(folder / described["file"], described["sha256"], described["base_sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EscomapError(
            "bad_adapter",
            f"The adapter folder has no usable {DESCRIPTION} ({type(error).__name__}).",
            where=str(folder),
            hint=_HINT,
        ) from error
    if adapter.base != base or digest_of(adapter.file, _HINT) != adapter.digest:
        raise EscomapError(
            "bad_adapter",
            f"The adapter for the {encoder} encoder belongs to other weights, or was changed since it was made.",
            where=str(adapter.file),
            hint=_HINT,
        )
    return adapter


def require_folder(folder: Path) -> dict[str, Any]:
    """The description of a folder that adapters are to be written to; empty, where it has none. The folder is made.

    Raises:
        EscomapError: ``bad_adapter``: what is there cannot be read, or nothing can be written there.
    """
    path = folder / DESCRIPTION
    try:
        require_writable(folder)
        described: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})
    except (OSError, ValueError, TypeError) as error:
        raise EscomapError(
            "bad_adapter",
            f"Adapters cannot be written there ({type(error).__name__}).",
            where=str(path),
            hint="name a folder that can be written to, or remove the damaged file",
        ) from error
    return described


def save_adapter(folder: Path, encoder: str, tensors: dict[str, Matrix], about: dict[str, Any]) -> Path:
    """Writes the tensors of an encoder in half precision, and what they are into the description of the folder."""
    from safetensors.numpy import save

    described = require_folder(folder)
    file = folder / f"{encoder}.safetensors"
    stored = {name: np.ascontiguousarray(tensor.astype(np.float16)) for name, tensor in tensors.items()}
    write_bytes(file, save(stored))
    described[encoder] = {"file": file.name, "sha256": digest_of(file, _HINT), **about}
    write_bytes(folder / DESCRIPTION, _to_json(described))
    return folder / DESCRIPTION


def _to_json(described: dict[str, Any]) -> bytes:
    return (json.dumps(described, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
