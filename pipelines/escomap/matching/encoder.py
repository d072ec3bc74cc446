"""What matching needs of a sentence encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into unit vectors; ``model_id`` changes whenever the vectors would."""

    model_id: str
    encoded_count: int

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Vectors of length 1, shape ``(len(texts), dimension)``."""
        ...
