"""Words of courses as sparse rows, and the linear model over them. scikit-learn is loaded inside the functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Chosen by five-fold figures on Edinburgh (English) and Mid Sweden (Swedish) among words alone, with beginnings and
# endings of words, and with groups of letters, and C of .1, .3, 1 and 3: all within .01 in English; in Swedish, which
# writes compounds in one word, groups of letters add .02.
_LETTERS, _PAIRS = 4, 2
_MOST = 40_000
_PENALTY = 0.5
# The score of a level that a fold holds no course of: what the model says of courses clearly of another level.
_UNSEEN = -1.0

Linear = tuple["NDArray[np.float64]", "NDArray[np.float64]"]


@dataclass(frozen=True, slots=True)
class LevelVectors:
    """Weighs words, pairs of words and groups of letters by how rare they are among the texts it was fitted on."""

    parts: tuple[Any, Any]

    @classmethod
    def fitted(cls, texts: Sequence[Sequence[str]]) -> LevelVectors:
        """Vectors fitted on texts given as words."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        words = TfidfVectorizer(analyzer=_pairs, min_df=2, max_df=0.5, sublinear_tf=True, max_features=_MOST)
        letters = TfidfVectorizer(
            preprocessor=" ".join,
            analyzer="char_wb",
            ngram_range=(_LETTERS, _LETTERS),
            min_df=3,
            sublinear_tf=True,
            max_features=_MOST,
        )
        return cls((words.fit(texts), letters.fit(texts)))

    def transform(self, texts: Sequence[Sequence[str]]) -> Any:
        """A sparse row per text, of length 1."""
        from scipy.sparse import hstack

        return hstack([part.transform(texts) for part in self.parts]).tocsr() * 2**-0.5


def fit_linear(rows: Any, right: NDArray[np.int64], columns: int) -> Linear:
    """Weights and offsets, one column per level, every level counting the same however many courses have it."""
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0, max_iter=10_000).fit(rows, right)
    weights, offsets = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
    full = np.zeros((rows.shape[1], columns)), np.full(columns, _UNSEEN)
    full[0][:, model.classes_], full[1][model.classes_] = weights.T, offsets
    return full


def decide_all(model: Linear, rows: Any) -> NDArray[np.float64]:
    """The score of each level for each row."""
    weights, offsets = model
    scores: NDArray[np.float64] = rows @ weights + offsets
    return scores


def _pairs(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
