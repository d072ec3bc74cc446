"""A sum of small decision trees: how the features of a candidate become a score.

The trees are grown by ``tests/quality/fit_ranking.py`` and stored as plain arrays.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
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

    @cached_property
    def _flat(self) -> _Flat:
        """The nodes of all trees one after the other, the children and features as places in flat arrays."""
        trees, nodes = self.feature.shape
        first = np.arange(trees)[:, None] * nodes
        return _Flat(
            first.ravel(),
            (self.feature * 2 + ~self.missing_left).ravel().astype(np.int64),
            self.threshold.ravel(),
            np.stack([self.right + first, self.left + first], axis=-1).ravel().astype(np.int64),
            self.value.ravel(),
        )

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The score of each row of features: ``(rows, features)`` to ``(rows,)``."""
        *_, node = self._paths(rows)
        total: NDArray[np.float64] = self.baseline + self._flat.value[node].sum(axis=1, dtype=np.float64)
        return total

    def shares(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each feature added to the score of each row, shape ``(rows, features)``."""
        shares = np.zeros(rows.size)
        line = np.arange(len(rows))[:, None] * rows.shape[1]
        for node, following in pairwise(self._paths(rows)):
            added = self._flat.value[following] - self._flat.value[node]
            place = line + self._flat.place[node] // 2
            shares += np.bincount(place.ravel(), weights=added.ravel(), minlength=rows.size)
        return shares.reshape(rows.shape)

    def _paths(self, rows: NDArray[np.float32]) -> Iterator[NDArray[np.int64]]:
        """The nodes each row stands at, ``(rows, trees)``, from the roots to the leaves."""
        flat = self._flat
        missing = np.isnan(rows)
        # Each feature twice: a missing value is below every threshold in one copy and above every one in the other.
        doubled = np.stack([np.where(missing, -np.inf, rows), np.where(missing, np.inf, rows)], axis=-1).ravel()
        line = np.arange(len(rows))[:, None] * (2 * rows.shape[1])
        node = np.broadcast_to(flat.root, (len(rows), len(flat.root)))
        yield node
        for _ in range(int(self.depth)):
            is_left = doubled[line + flat.place[node]] <= flat.threshold[node]
            node = flat.children[2 * node + is_left]
            yield node


class _Flat(NamedTuple):
    root: NDArray[np.int64]
    place: NDArray[np.int64]
    threshold: NDArray[np.float32]
    children: NDArray[np.int64]
    value: NDArray[np.float32]


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
