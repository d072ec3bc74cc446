"""Where the weights and the tokenizer of a BERT come from: a folder of sentence-transformers, or something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

_WEIGHTS, _TOKENIZER = "model.safetensors", "tokenizer.json"
_READING, _WHOLE = "sentence_bert_config.json", "config_sentence_transformers.json"


@dataclass(frozen=True, slots=True)
class BertShape:
    """Attention heads, the epsilon of normalisation, the width of vectors, and how many pieces of a text are read."""

    heads: int
    epsilon: float
    width: int
    longest: int


class BertSource(Protocol):
    """Weights by the names of BERT, and the tokenizer that goes with them."""

    @property
    def shape(self) -> BertShape:
        """What is not told by the weights themselves."""
        ...

    def weights(self) -> dict[str, Any]:
        """Tensors by name; the vectors of pieces may be anything that gives rows for a tensor of row numbers."""
        ...

    def tokenizer(self) -> Any:
        """A tokenizer of the library tokenizers."""
        ...


class LaterSource:
    """A source that is looked for at its first use, so that nobody needs weights that they do not use."""

    def __init__(self, find: Callable[[], BertSource]) -> None:
        self._find = find

    def __str__(self) -> str:
        return str(self._found)

    @cached_property
    def _found(self) -> BertSource:
        return self._find()

    @property
    def shape(self) -> BertShape:
        """That of the source."""
        return self._found.shape

    def weights(self) -> dict[str, Any]:
        """Those of the source."""
        return self._found.weights()

    def tokenizer(self) -> Any:
        """That of the source."""
        return self._found.tokenizer()


class BertFolder:
    """A folder of sentence-transformers with weights in safetensors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __str__(self) -> str:
        return str(self._folder)

    @cached_property
    def shape(self) -> BertShape:
        """As its configuration says."""
        config = _config(self._folder, "config.json")
        return BertShape(
            heads=int(config["num_attention_heads"]),
            epsilon=float(config["layer_norm_eps"]),
            width=int(config["hidden_size"]),
            longest=_longest(self._folder, config),
        )

    def weights(self) -> dict[str, Any]:
        """Tensors by name, in single precision: some models are published in half."""
        from safetensors.torch import load_file

        weights: dict[str, Any] = load_file(self._folder / _WEIGHTS)
        return {name: tensor.float() if tensor.is_floating_point() else tensor for name, tensor in weights.items()}

    def tokenizer(self) -> Any:
        """The tokenizer of the folder."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / _TOKENIZER))


def is_mean_pooled_bert(folder: Path) -> bool:
    """Whether a folder of sentence-transformers holds what ``BertEncoder`` computes, and nothing more.

    Knows the configuration that release 6 of the library saves, and that of the releases before it.
    """
    try:
        kinds = [module["type"].rpartition(".")[2] for module in _config(folder, "modules.json")]
        bert, pooling = _config(folder, "config.json"), _config(folder, "1_Pooling/config.json")
        whole = _config(folder, _WHOLE) if (folder / _WHOLE).is_file() else {}
        reading = _config(folder, _READING)
        return (
            kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
            and _is_mean(pooling)
            and (bert.get("model_type"), bert.get("hidden_act")) == ("bert", "gelu")
            and not bert.get("is_decoder")
            and bert.get("position_embedding_type", "absolute") == "absolute"
            and not whole.get("default_prompt_name")
            and reading.get("transformer_task", "feature-extraction") == "feature-extraction"
            and not reading.get("do_lower_case")
            and _longest(folder, bert) > 0
            and (folder / _TOKENIZER).is_file()
            and _has_plain_names(folder / _WEIGHTS)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_mean(pooling: dict[str, Any]) -> bool:
    """Of the two ways in which releases of the library write how words are pooled."""
    modes = [name for name, chosen in pooling.items() if name.startswith("pooling_mode_") and chosen is True]
    return (
        pooling.get("pooling_mode", "mean") == "mean"
        and modes in ([], ["pooling_mode_mean_tokens"])
        and bool(modes or pooling.get("pooling_mode"))
    )


def _has_plain_names(weights: Path) -> bool:
    """Whether the weights are named as BERT has them, without the name of a larger model before."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, framework="numpy") as stored:
            return "embeddings.word_embeddings.weight" in stored.keys()  # noqa: SIM118 - no mapping
    except SafetensorError:
        # Told as a damaged folder when it is loaded.
        return True


def _longest(folder: Path, bert: Any) -> int:
    """How many pieces of a text the library reads: as stated, else as the tokenizer takes and the model has places."""
    stated = _config(folder, _READING).get("max_seq_length")
    if stated is None:
        stated = _config(folder, "tokenizer_config.json")["model_max_length"]
    return min(int(stated), int(bert["max_position_embeddings"]))


def _config(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))
