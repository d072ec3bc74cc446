"""The best of each concept's labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LabelGroups:
    """Labels sorted by concept, the preferred one of each first; ``concept`` holds the concept of each label."""

    def __init__(self, concept: NDArray[np.int32]) -> None:
        self.first = np.flatnonzero(np.diff(concept, prepend=-1))
        group = np.cumsum(np.diff(concept, prepend=-1) > 0) - 1
        place = np.arange(len(concept)) - self.first[group]
        # Second labels of all concepts that have one, then the third ones, and so on: a few wide steps are three times
        # as fast as one reduction over thousands of short stretches.
        self._others = [
            (group[chosen], chosen)
            for chosen in (np.flatnonzero(place == number) for number in range(1, int(place.max(initial=0)) + 1))
        ]

    def best(self, by_label: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores of texts with the best label of each concept: ``(texts, labels)`` to ``(texts, concepts)``."""
        best = by_label[:, self.first]
        for concepts, labels in self._others:
            best[:, concepts] = np.maximum(best[:, concepts], by_label[:, labels])
        return best
