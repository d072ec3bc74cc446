"""Where the weights and the tokenizer of a BERT come from: a folder of sentence-transformers, or something else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

_WEIGHTS, _TOKENIZER = "model.safetensors", "tokenizer.json"


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
            longest=int(_config(self._folder, "sentence_bert_config.json")["max_seq_length"]),
        )

    def weights(self) -> dict[str, Any]:
        """Tensors by name."""
        from safetensors.torch import load_file

        weights: dict[str, Any] = load_file(self._folder / _WEIGHTS)
        return weights

    def tokenizer(self) -> Any:
        """The tokenizer of the folder."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / _TOKENIZER))


def is_mean_pooled_bert(folder: Path) -> bool:
    """Whether a folder of sentence-transformers holds what ``BertEncoder`` computes, and nothing more."""
    try:
        kinds = [module["type"].rpartition(".")[2] for module in _config(folder, "modules.json")]
        bert, pooling = _config(folder, "config.json"), _config(folder, "1_Pooling/config.json")
    except (OSError, ValueError, KeyError, TypeError):
        return False
    modes = [name for name, chosen in pooling.items() if name.startswith("pooling_mode_") and chosen is True]
    return (
        kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and modes == ["pooling_mode_mean_tokens"]
        and (bert.get("model_type"), bert.get("hidden_act")) == ("bert", "gelu")
        and not bert.get("is_decoder")
        and bert.get("position_embedding_type", "absolute") == "absolute"
        and all((folder / name).is_file() for name in (_WEIGHTS, _TOKENIZER, "sentence_bert_config.json"))
    )


def _config(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))
