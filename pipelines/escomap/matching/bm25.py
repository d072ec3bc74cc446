"""The ranking function search engines start from, as a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.lexical import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The usual values (Manning, Raghavan and Schütze 2008, 11.4.3), not tuned.
SATURATION = 1.2
LENGTH_WEIGHT = 0.75


class Bm25:
    """Documents to be searched with BM25 (Robertson and Zaragoza 2009)."""

    def __init__(self, documents: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        self._vectorizer = CountVectorizer(analyzer=words_of)
        counts = self._vectorizer.fit_transform(documents).astype(np.float64).tocsr()
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        holding = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / lengths.mean())
        rows = np.repeat(np.arange(len(documents)), np.diff(counts.indptr))
        counts.data = rarity[counts.indices] * counts.data * (SATURATION + 1) / (counts.data + norm[rows])
        self._by_word = counts.T.tocsr()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Score of each text with each document: ``(texts, documents)``."""
        found: NDArray[np.float32] = (self._vectorizer.transform(texts) @ self._by_word).toarray().astype(np.float32)
        return found
