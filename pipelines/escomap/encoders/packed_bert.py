"""BERT without padding, its products in half precision where the processor has instructions for it.

What the library computes, in two thirds of the time: weights are converted once and not at every call, and nothing is
computed for padding but the attention.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor
    Pair = tuple[Tensor, Tensor]


# Torch's softmax over shorter rows takes up to ten times as long as over rows of this length.
_SOFTMAX_WIDTH = 16


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weight and bias of each product, gain and bias of each normalisation."""

    attention_in: Pair
    attention_out: Pair
    attention_norm: Pair
    widen: Pair
    narrow: Pair
    norm: Pair


class PackedBert:
    """The layers of a BERT, from its weights by name; products are of type ``dtype``, the rest single precision."""

    def __init__(self, weights: Mapping[str, Any], *, heads: int, epsilon: float, dtype: torch.dtype) -> None:
        self._dtype, self._heads, self._epsilon = dtype, heads, epsilon
        self._pieces = weights["embeddings.word_embeddings.weight"]
        # Every text is of the first of the two token types.
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"] + kind
        self._norm = _pair(weights, "embeddings.LayerNorm")
        self._layers = list(_layers(weights, dtype))

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

    def _product(self, values: Tensor, parameters: Pair) -> Tensor:
        import torch

        return torch.nn.functional.linear(values.to(self._dtype), *parameters)

    def _normalised(self, values: Tensor, parameters: Pair) -> Tensor:
        import torch

        return torch.nn.functional.layer_norm(values, values.shape[-1:], *parameters, self._epsilon)


class _Attention:
    """Self-attention inside each text of a batch whose pieces stand one after the other."""

    def __init__(self, lengths: Sequence[int], heads: int) -> None:
        import torch

        self._texts, self._longest, self._heads = len(lengths), max(*lengths, _SOFTMAX_WIDTH), heads
        present = torch.arange(self._longest)[None] < torch.tensor(lengths)[:, None]
        self._places = present.flatten().nonzero()[:, 0]
        # The piece that stands at each place; padding takes the first one, which nothing then attends to.
        self._piece = (present.flatten().cumsum(0) - 1) * present.flatten()
        self._unseen = torch.zeros(self._texts, 1, 1, self._longest).masked_fill(~present[:, None, None], -torch.inf)

    def __call__(self, triple: Tensor) -> Tensor:
        """From queries, keys and values side by side, ``(pieces, 3 * width)``, to ``(pieces, width)``."""
        import torch

        # In single precision and written out: torch's own attention takes half as long again for texts of a sentence,
        # and half precision longer still.
        texts, longest, heads = self._texts, self._longest, self._heads
        width = triple.shape[1] // (3 * heads)
        padded = triple.index_select(0, self._piece).float().view(texts, longest, 3, heads, width)
        query, key, value = padded.permute(2, 0, 3, 1, 4).reshape(3, -1, longest, width)
        scores = torch.bmm(query, key.transpose(1, 2)).view(texts, heads, longest, longest)
        weights = torch.softmax(scores.mul_(width**-0.5).add_(self._unseen), dim=-1)
        mixed = torch.bmm(weights.view(-1, longest, longest), value).view(texts, heads, longest, width)
        return mixed.transpose(1, 2).reshape(texts * longest, -1).index_select(0, self._places)


def product_type(precision: str) -> torch.dtype:
    """The type that a setting means: half precision for ``auto`` where the processor has instructions for it.

    It takes two fifths of the time then at a mean cosine of .99999 (``python -m tests.bench precision``); elsewhere it
    is emulated and slower.
    """
    import torch

    if precision == "auto":
        return torch.bfloat16 if _computes_half() else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


def _computes_half() -> bool:
    """What oneDNN supports includes what it emulates on x86, as plain AVX-512 does: there torch itself is asked."""
    import platform

    import torch

    if not (torch._C._has_mkldnn and torch.ops.mkldnn._is_mkldnn_bf16_supported()):
        return False
    has_instructions = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    is_x86 = platform.machine().lower() in ("x86_64", "amd64")
    return not is_x86 or has_instructions is None or bool(has_instructions())


def _layers(weights: Mapping[str, Any], dtype: torch.dtype) -> Iterator[_Layer]:
    import torch

    def product(name: str) -> Pair:
        weight, bias = _pair(weights, name)
        return weight.to(dtype), bias.to(dtype)

    number = 0
    while f"encoder.layer.{number}.output.dense.weight" in weights:
        layer = f"encoder.layer.{number}"
        triple = [product(f"{layer}.attention.self.{part}") for part in ("query", "key", "value")]
        weight, bias = (torch.cat(parts) for parts in zip(*triple, strict=True))
        yield _Layer(
            (weight, bias),
            product(f"{layer}.attention.output.dense"),
            _pair(weights, f"{layer}.attention.output.LayerNorm"),
            product(f"{layer}.intermediate.dense"),
            product(f"{layer}.output.dense"),
            _pair(weights, f"{layer}.output.LayerNorm"),
        )
        number += 1


def _pair(weights: Mapping[str, Any], name: str) -> Pair:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
