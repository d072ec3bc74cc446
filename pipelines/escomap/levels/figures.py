"""How good predicted levels are, beside the level most courses have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from escomap.evaluation import calibration_error

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVELS = 8
# What is read of the surest answers.
SURE = 0.9
SAMPLES, SEED = 1000, 0


def level_figures(
    true: ArrayLike, found: ArrayLike, confidences: Sequence[float] | None = None, *, balanced: bool = False
) -> dict[str, float]:
    """Exact share, that of the commonest level, macro-F1, macro-MAE, MAE, quadratic weighted kappa (QWK).

    With ``confidences`` also the expected calibration error (ECE), and how many answers are sure (0.9 and more) and
    right among them, where there are any. ``balanced`` lets every level count the same, however many courses have it;
    the commonest level is then any of them.
    """
    truth, answers = np.asarray(true, dtype=int), np.asarray(found, dtype=int)
    table = _confusion(truth, answers, balanced=balanced)
    hits = truth == answers
    figures = {"courses": float(len(truth)), "levels": float((table.sum(1) > 0).sum()), **_of_table(table)}
    if confidences is not None:
        sure = np.asarray(confidences, dtype=float) >= SURE
        figures["ece"] = calibration_error(confidences, hits.tolist())
        figures["sure"] = float(sure.mean()) if len(sure) else 0.0
        if sure.any():
            figures["sure_exact"] = float(hits[sure].mean())
    return figures


def level_intervals(
    true: ArrayLike, found: ArrayLike, groups: ArrayLike | None = None, *, balanced: bool = False
) -> dict[str, tuple[float, float]]:
    """The 95 % bootstrap interval of exact share, gain over the commonest level, macro-F1 and QWK.

    Whole ``groups`` are drawn, since courses that resemble each other are no independent evidence.
    """
    truth, answers = np.asarray(true, dtype=int), np.asarray(found, dtype=int)
    _, which = np.unique(np.arange(len(truth)) if groups is None else np.asarray(groups), return_inverse=True)
    cells = np.zeros((which.max(initial=0) + 1, (LEVELS + 1) ** 2))
    np.add.at(cells, (which, truth * (LEVELS + 1) + answers), 1)
    random = np.random.default_rng(SEED)
    drawn: dict[str, list[float]] = {}
    for _ in range(SAMPLES):
        times = np.bincount(random.integers(0, len(cells), len(cells)), minlength=len(cells))
        table = np.asarray(times @ cells, dtype=np.float64).reshape(LEVELS + 1, LEVELS + 1)
        for name, value in _of_table(_levelled(table) if balanced else table).items():
            drawn.setdefault(name, []).append(value)
    named = ("exact", "gain", "macro_f1", "qwk")
    return {
        name: (float(low), float(high)) for name in named for low, high in [np.quantile(drawn[name], (0.025, 0.975))]
    }


def _confusion(truth: NDArray[np.int64], answers: NDArray[np.int64], *, balanced: bool) -> NDArray[np.float64]:
    counts = np.bincount(truth * (LEVELS + 1) + answers, minlength=(LEVELS + 1) ** 2)
    table: NDArray[np.float64] = np.asarray(counts, dtype=np.float64).reshape(LEVELS + 1, LEVELS + 1)
    return _levelled(table) if balanced else table


def _levelled(table: NDArray[np.float64]) -> NDArray[np.float64]:
    levelled: NDArray[np.float64] = table / np.maximum(table.sum(1, keepdims=True), 1)
    return levelled


def _of_table(table: NDArray[np.float64]) -> dict[str, float]:
    """The figures of a table of true level (rows) by found level."""
    total, diagonal = max(table.sum(), 1e-12), np.diag(table)
    rows, columns = table.sum(1), table.sum(0)
    known = rows > 0
    distance = np.abs(np.subtract.outer(np.arange(len(table)), np.arange(len(table))))
    off = (table * distance).sum(1)
    expected = (np.outer(rows, columns) / total * distance**2).sum()
    majority = rows.max() / total
    return {
        "exact": float(diagonal.sum() / total),
        "majority": float(majority),
        "gain": float(diagonal.sum() / total - majority),
        "macro_f1": float((2 * diagonal / np.maximum(rows + columns, 1e-12))[known].mean()) if known.any() else 0.0,
        "qwk": float(1 - (table * distance**2).sum() / expected) if expected else 0.0,
        "mae": float(off.sum() / total),
        "macro_mae": float((off[known] / rows[known]).mean()) if known.any() else 0.0,
    }
