"""A BERT that can be trained, from the same weights that are read with."""

from __future__ import annotations

from typing import Any

import torch

from escomap.encoders.bert_source import BertSource

_PIECES = "embeddings.word_embeddings.weight"


def trainable_bert(source: BertSource) -> Any:
    """The transformer of a source as a module of transformers, without the layer that pools."""
    from transformers import BertConfig, BertModel

    weights = source.weights()
    if not isinstance(weights[_PIECES], torch.Tensor):
        weights[_PIECES] = weights[_PIECES][torch.arange(len(weights[_PIECES]))]
    pieces, width = weights[_PIECES].shape
    layers = sum(name.endswith("intermediate.dense.weight") for name in weights)
    config = BertConfig(
        vocab_size=pieces,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=source.shape.heads,
        intermediate_size=len(weights["encoder.layer.0.intermediate.dense.weight"]),
        max_position_embeddings=len(weights["embeddings.position_embeddings.weight"]),
        type_vocab_size=len(weights["embeddings.token_type_embeddings.weight"]),
        layer_norm_eps=source.shape.epsilon,
    )
    transformer = BertModel(config, add_pooling_layer=False)
    known = set(transformer.state_dict())
    transformer.load_state_dict({name: weight for name, weight in weights.items() if name in known}, strict=True)
    return transformer
