"""How much of a label stands in a text: words and character n-grams weighted by how telling they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.matching.groups import LabelGroups, stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_WORD = re.compile(r"[\w+#]+")
# Character n-grams inside words: bridges inflection and compounds, which word matching cannot.
NGRAM_RANGE = (3, 5)


def words_of(text: str) -> list[str]:
    """The lower-case words of a text; ``C++`` and ``C#`` stay whole."""
    return _WORD.findall(text.lower())


class LexicalIndex:
    """TF-IDF vectors of labels, over words and over character n-grams.

    ``concept`` holds the concept of each label, in ascending order.
    """

    def __init__(self, labels: Sequence[str], concept: NDArray[np.int32]) -> None:
        self.groups = LabelGroups(concept)
        self.words = Space(labels, analyzer="word", token_pattern=r"\S+")
        self.grams = Space(labels, analyzer="char_wb", ngram_range=NGRAM_RANGE)

    def read(self, texts: Sequence[str]) -> LexicalReading:
        """The words and n-grams of texts, ready to be compared with labels."""
        return LexicalReading(self, self.words.present(texts), self.grams.present(texts))


@dataclass(frozen=True, slots=True)
class LexicalReading:
    """Texts as weighted words and n-grams (rows of sparse matrices)."""

    index: LexicalIndex
    words: Any
    grams: Any

    def likeness(self) -> Matrix:
        """Cosines of each text with each label, words and n-grams added: shape ``(texts, labels)``, each 0..2."""
        return self.index.words.cosines(self.words) + self.index.grams.cosines(self.grams)

    def scores(self, text: int, concepts: NDArray[np.int64]) -> Matrix:
        """Word coverage, n-gram coverage, word cosine and n-gram cosine of a text with the best label of each concept.

        Shape ``(4, concepts)``, each 0..1. A coverage is the share of the label's weight that the text holds, as a root
        (half the weight counts .71); the cosines are the symmetric TF-IDF ones.
        """
        labels, owner = self.index.groups.labels_of(concepts)
        word_coverage, word_cosine = self.index.words.compared(self.words, text, labels)
        gram_coverage, gram_cosine = self.index.grams.compared(self.grams, text, labels)
        by_label = np.stack([word_coverage, gram_coverage, word_cosine, gram_cosine])
        best: Matrix = np.maximum.reduceat(by_label, owner, axis=1)
        return best


class Space:
    """Labels as vectors of weighted features of one kind."""

    def __init__(self, labels: Sequence[str], **analysis: Any) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, lowercase=False, **analysis)
        self._labels = self._vectorizer.fit_transform(map(_plain, labels))
        self._by_feature = self._labels.T.tocsr()

    def present(self, texts: Sequence[str]) -> Any:
        """Texts as rows of a sparse matrix."""
        return self._vectorizer.transform(map(_plain, texts))

    def cosines(self, present: Any) -> Matrix:
        """Cosines of texts with all labels."""
        cosines: Matrix = (present @ self._by_feature).toarray()
        return cosines

    def compared(self, present: Any, text: int, labels: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
        """Coverage of the chosen labels by a text, and their cosines."""
        weights = np.zeros(present.shape[1], dtype=np.float32)
        own = slice(*present.indptr[text : text + 2])
        weights[present.indices[own]] = present.data[own]
        stretch, owner = stretches(self._labels.indptr[labels], self._labels.indptr[labels + 1])
        value, weight = self._labels.data[stretch], weights[self._labels.indices[stretch]]
        # bincount and not reduceat: a label of signs alone has no features.
        cosine = np.bincount(owner, value * weight, len(labels))
        covered = np.bincount(owner, value * value * (weight > 0), len(labels))
        return np.sqrt(np.clip(covered, 0, 1)).astype(np.float32), np.clip(cosine, 0, 1).astype(np.float32)


def _plain(text: str) -> str:
    return " ".join(words_of(text))
