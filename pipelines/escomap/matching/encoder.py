"""What matching needs of sentence encoders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into unit vectors; ``model_id`` names the weights.

    Vectors of the same weights agree to the third digit, whatever the precision they were computed in.
    """

    model_id: str
    encoded_count: int

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Vectors of length 1, shape ``(len(texts), dimension)``."""
        ...

    def encode_parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vectors of the texts, and of the parts ``[start, end)`` of each, one after the other."""
        ...


def encode_apart(
    encoder: Encoder, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """``Encoder.encode_parts`` by reading each part by itself, for an encoder that cannot do better."""
    parts = [text[start:end] for text, found in zip(texts, spans, strict=True) for start, end in found]
    vectors = encoder.encode([*texts, *parts])
    return vectors[: len(texts)], vectors[len(texts) :]


@dataclass(frozen=True, slots=True)
class Encoders:
    """The two encoders of a match: ``sentence``, the stronger one, and ``multilingual``, which takes any language.

    ``sentence_langs`` are the languages the sentence encoder was trained on; None stands for all.
    """

    sentence: Encoder
    multilingual: Encoder
    sentence_langs: frozenset[str] | None = None

    @property
    def model_id(self) -> str:
        """Names both with their digests."""
        return f"{self.sentence.model_id}, {self.multilingual.model_id}"

    @property
    def encoded_count(self) -> int:
        """Texts that either encoded."""
        return self.sentence.encoded_count + self.multilingual.encoded_count

    def sentence_reads(self, lang: str) -> bool:
        """Whether the sentence encoder was trained on the language."""
        return self.sentence_langs is None or lang in self.sentence_langs
