"""Low-rank adaptation (Hu et al. 2021): a frozen linear layer plus the product of two thin matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# 16 on all linear layers of the transformer: 676 k weights, and the figures of tuning all 22 million.
RANK, SCALE = 16, 2.0


class LowRankLinear(nn.Module):
    """A linear layer that stays as it is, plus ``B A``, which starts at zero and is trained."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(RANK, base.in_features) / RANK)
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """The layer's output with the change added."""
        changed: torch.Tensor = self.base(values) + (values @ self.a.T) @ self.b.T * SCALE
        return changed


def add_low_rank(transformer: Any) -> dict[str, LowRankLinear]:
    """Freezes a transformer and puts a ``LowRankLinear`` over each linear layer of its blocks; by weight name."""
    for parameter in transformer.parameters():
        parameter.requires_grad_(False)
    added: dict[str, LowRankLinear] = {}
    found = [(name, layer) for name, layer in transformer.named_modules() if isinstance(layer, nn.Linear)]
    for name, layer in found:
        if name.startswith("encoder."):
            parent, _, own = name.rpartition(".")
            added[f"{name}.weight"] = LowRankLinear(layer)
            setattr(transformer.get_submodule(parent), own, added[f"{name}.weight"])
    return added


def low_rank_tensors(added: dict[str, LowRankLinear], kept: float = 1.0) -> dict[str, NDArray[np.float32]]:
    """The trained matrices by weight name, ``NAME.A`` and ``NAME.B``, scale and share kept multiplied into B."""
    tensors: dict[str, NDArray[np.float32]] = {}
    for name, layer in added.items():
        tensors[f"{name}.A"] = layer.a.detach().numpy().copy()
        tensors[f"{name}.B"] = (layer.b.detach() * SCALE * kept).numpy()
    return tensors
