"""From scores to probabilities that mean what they say, and from probabilities to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEVER = -50.0
_TEMPERATURES = np.geomspace(0.02, 20, 121)


def softmax(scores: NDArray[np.float64], temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities of scores, row by row; a higher temperature makes them more even."""
    spread = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    shares: NDArray[np.float64] = spread / spread.sum(axis=1, keepdims=True)
    return shares


def fit_temperature(scores: NDArray[np.float64], right: NDArray[np.int64]) -> float:
    """The temperature under which the right columns are likeliest (Guo et al. 2017, arXiv 1706.04599).

    ``scores`` must be of texts that the model was not trained on; ``right`` holds column numbers.
    """
    rows = np.arange(len(right))
    losses = [-np.log(softmax(scores, t)[rows, right] + 1e-12).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def fit_logistic(scores: NDArray[np.float64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights and, in the last row, offsets that turn scores into logits of how often each level is right.

    Where a temperature keeps the balance between levels, this sets it anew: for texts of another length than those the
    scores were learnt on. A level that is never right gets none of the probability.
    """
    from sklearn.linear_model import LogisticRegression

    columns = scores.shape[1]
    fitted = np.zeros((columns + 1, columns))
    fitted[-1] = _NEVER
    present = np.unique(right)
    if len(present) == 1:
        fitted[-1, present] = 0.0
        return fitted
    model = LogisticRegression(C=100.0, max_iter=1000).fit(scores, right)
    weights, offsets = model.coef_.T, model.intercept_
    if len(present) == 2:
        weights, offsets = np.hstack([np.zeros_like(weights), weights]), np.concatenate([[0.0], offsets])
    fitted[:-1, present], fitted[-1, present] = weights, offsets
    return fitted


def logistic_shares(scores: NDArray[np.float64], fitted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities by what ``fit_logistic`` fitted."""
    return softmax(scores @ fitted[:-1] + fitted[-1])


def within(shares: NDArray[np.float64], allowed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """``shares`` among the allowed columns alone, which must hold some of them."""
    kept = np.where(allowed, shares, 0.0)
    inside: NDArray[np.float64] = kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-12)
    return inside


def likely_range(levels: NDArray[np.int64], shares: NDArray[np.float64], share: float) -> tuple[int, int]:
    """The shortest run of two or more neighbouring levels that holds ``share`` of the probability; of equal ones the
    likeliest.
    """
    total = np.concatenate([[0.0], np.cumsum(shares)])
    runs = [
        (last - first, -float(total[last + 1] - total[first]), first, last)
        for first in range(len(levels))
        for last in range(first + 1, len(levels))
        if total[last + 1] - total[first] >= min(share, total[-1]) - 1e-9
    ]
    _, _, first, last = min(runs)
    return int(levels[first]), int(levels[last])
