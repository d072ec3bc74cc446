"""A sum of small decision trees: how the features of a candidate become a score.

The trees are grown by ``tests/quality/fit_ranking.py`` and stored as plain arrays.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees as arrays of nodes, shape ``(trees, nodes)``; node 0 is the root, a leaf is its own child.

    A value at most ``threshold`` goes to ``left``, a larger one to ``right``, a missing one (NaN) where
    ``missing_left`` says. ``value`` is what a row at the node has been given so far, so the step from a node to the
    next is what its feature added. ``baseline`` is added once, ``depth`` is that of the deepest leaf.
    """

    baseline: NDArray[np.float64]
    depth: NDArray[np.int64]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    missing_left: NDArray[np.bool_]
    value: NDArray[np.float32]

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The score of each row of features: ``(rows, features)`` to ``(rows,)``."""
        tree = np.arange(len(self.feature))
        node = np.zeros((len(rows), len(tree)), dtype=np.int64)
        for _ in range(int(self.depth)):
            node = self._next(rows, node, tree)
        total: NDArray[np.float64] = self.baseline + self.value[tree, node].sum(axis=1, dtype=np.float64)
        return total

    def shares(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each feature added to the score of each row, shape ``(rows, features)``."""
        tree = np.arange(len(self.feature))
        node = np.zeros((len(rows), len(tree)), dtype=np.int64)
        shares = np.zeros(rows.size)
        line = np.arange(len(rows))[:, None] * rows.shape[1]
        for _ in range(int(self.depth)):
            following = self._next(rows, node, tree)
            added = self.value[tree, following] - self.value[tree, node]
            place = line + self.feature[tree, node]
            shares += np.bincount(place.ravel(), weights=added.ravel(), minlength=rows.size)
            node = following
        return shares.reshape(rows.shape)

    def _next(self, rows: NDArray[np.float32], node: NDArray[np.int64], tree: NDArray[np.int64]) -> NDArray[np.int64]:
        values = np.take_along_axis(rows, self.feature[tree, node].astype(np.int64), axis=1)
        missing = np.isnan(values)
        left = (values <= self.threshold[tree, node]) | (missing & self.missing_left[tree, node])
        return np.where(left, self.left[tree, node], self.right[tree, node]).astype(np.int64)


def parse_trees(stored: bytes, features: Sequence[str]) -> Trees:
    """Trees from the bytes that ``save_trees`` made for these features."""
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        if arrays["features"].tolist() != list(features):
            raise ValueError("the trees were grown on other features: run python -m tests.quality.fit_ranking")
        return Trees(*(arrays[field.name] for field in fields(Trees)))


def save_trees(trees: Trees, features: Sequence[str]) -> bytes:
    """The trees as the bytes of an npz file."""
    stream = io.BytesIO()
    arrays = {field.name: getattr(trees, field.name) for field in fields(Trees)}
    np.savez_compressed(stream, features=np.array(features), **arrays)
    return stream.getvalue()
