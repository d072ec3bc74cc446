"""BERT without padding, its products in half precision where the processor computes it itself.

What the library computes, in two thirds of the time: weights are converted once and not at every call, and nothing is
computed for padding but the attention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weight and bias of each product, gain and bias of each normalisation."""

    attention_in: tuple[Tensor, Tensor]
    attention_out: tuple[Tensor, Tensor]
    attention_norm: tuple[Tensor, Tensor]
    widen: tuple[Tensor, Tensor]
    narrow: tuple[Tensor, Tensor]
    norm: tuple[Tensor, Tensor]


class PackedBert:
    """The layers of a loaded ``BertModel``; ``dtype`` is that of the products, the rest is single precision."""

    def __init__(self, bert: Any, dtype: torch.dtype) -> None:
        self._dtype = dtype
        self._heads, self._epsilon = int(bert.config.num_attention_heads), float(bert.config.layer_norm_eps)
        embeddings = bert.embeddings
        self._pieces = embeddings.word_embeddings.weight.detach()
        # Every text is of the first of the two token types.
        self._places = (embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]).detach()
        self._norm = _parameters(embeddings.LayerNorm)
        self._layers = [self._layer(layer) for layer in bert.encoder.layer]

    @classmethod
    def of(cls, module: Any, dtype: torch.dtype) -> PackedBert | None:
        """The packed form of a module, or None where it is another kind of network."""
        from transformers import BertModel

        bert = getattr(module, "auto_model", None)
        is_plain = isinstance(bert, BertModel) and bert.config.hidden_act == "gelu" and not bert.config.is_decoder
        return cls(bert, dtype) if is_plain else None

    def token_vectors(self, pieces: Sequence[Sequence[int]]) -> list[Tensor]:
        """Vectors of the pieces of each text: ``(pieces, width)`` per text, in single precision."""
        import torch

        lengths = [len(found) for found in pieces]
        flat = torch.tensor([piece for found in pieces for piece in found])
        place = torch.cat([torch.arange(length) for length in lengths])
        hidden = self._normalised(self._pieces[flat] + self._places[place], self._norm)
        attend = _Attention(lengths, self._heads)
        for layer in self._layers:
            mixed = attend(self._product(hidden, layer.attention_in))
            hidden = self._normalised(hidden + self._product(mixed, layer.attention_out), layer.attention_norm)
            wide = torch.nn.functional.gelu(self._product(hidden, layer.widen))
            hidden = self._normalised(hidden + self._product(wide, layer.narrow), layer.norm)
        return list(torch.split(hidden, lengths))

    def _layer(self, layer: Any) -> _Layer:
        import torch

        own, output = layer.attention.self, layer.attention.output
        triple = [_parameters(part) for part in (own.query, own.key, own.value)]
        weight, bias = (torch.cat(parts) for parts in zip(*triple, strict=True))
        return _Layer(
            self._converted((weight, bias)),
            self._converted(_parameters(output.dense)),
            _parameters(output.LayerNorm),
            self._converted(_parameters(layer.intermediate.dense)),
            self._converted(_parameters(layer.output.dense)),
            _parameters(layer.output.LayerNorm),
        )

    def _converted(self, parameters: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        weight, bias = parameters
        return weight.to(self._dtype), bias.to(self._dtype)

    def _product(self, values: Tensor, parameters: tuple[Tensor, Tensor]) -> Tensor:
        import torch

        return torch.nn.functional.linear(values.to(self._dtype), *parameters)

    def _normalised(self, values: Tensor, parameters: tuple[Tensor, Tensor]) -> Tensor:
        import torch

        return torch.nn.functional.layer_norm(values, values.shape[-1:], *parameters, self._epsilon)


class _Attention:
    """Self-attention inside each text of a batch whose pieces stand one after the other."""

    def __init__(self, lengths: Sequence[int], heads: int) -> None:
        import torch

        self._texts, self._longest, self._heads = len(lengths), max(lengths), heads
        self._mask, self._places = None, None
        if min(lengths) < self._longest:
            present = torch.arange(self._longest)[None] < torch.tensor(lengths)[:, None]
            self._mask = present[:, None, None]
            self._places = present.flatten().nonzero()[:, 0]

    def __call__(self, triple: Tensor) -> Tensor:
        """From queries, keys and values side by side, ``(pieces, 3 * width)``, to ``(pieces, width)``."""
        import torch

        padded, width = triple, triple.shape[1] // 3
        if self._places is not None:
            padded = triple.new_zeros(self._texts * self._longest, triple.shape[1])
            padded.index_copy_(0, self._places, triple)
        query, key, value = padded.view(self._texts, self._longest, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        mixed = torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=self._mask)
        flat = mixed.transpose(1, 2).reshape(-1, width)
        return flat if self._places is None else flat.index_select(0, self._places)


def _parameters(module: Any) -> tuple[Tensor, Tensor]:
    return module.weight.detach(), module.bias.detach()
