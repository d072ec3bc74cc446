"""Labels that belong to concepts: several to each, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LabelGroups:
    """Labels sorted by concept, the preferred one of each first; ``concept`` holds the concept of each label.

    Concepts are numbered from 0 without a gap.
    """

    def __init__(self, concept: NDArray[np.int32]) -> None:
        self.concept = concept
        self._border = np.append(np.flatnonzero(np.diff(concept, prepend=-1)), len(concept))

    def labels_of(self, concepts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The labels of concepts, one concept after the other, and where in that list each concept begins."""
        return stretches(self._border[concepts], self._border[concepts + 1])

    def best(self, by_label: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores of texts with the best label of each concept: ``(texts, labels)`` to ``(texts, concepts)``."""
        best: NDArray[np.float32] = np.maximum.reduceat(by_label, self._border[:-1], axis=1)
        return best


def stretches(start: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of the stretches ``[start, end)`` one after the other, and where in that list each begins."""
    length = end - start
    begins = np.cumsum(length) - length
    return np.arange(int(length.sum())) + np.repeat(start - begins, length), begins
