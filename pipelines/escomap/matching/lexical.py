"""How much of a label stands in a text: words and character n-grams weighted by how telling they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.matching.groups import LabelGroups, stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_WORD = re.compile(r"[\w+#]+")
# Character n-grams inside words: bridges inflection and compounds, which word matching cannot.
NGRAM_RANGE = (3, 5)
# A feature that more labels hold tells too little of a label to be looked up: with 1,000 the ranking of judged texts is
# that of 300, and words take half as long again.
COMMON = 300
# Words whose features are kept at hand: most words of a catalogue come again.
_WORDS_AT_HAND = 1 << 16


def words_of(text: str) -> list[str]:
    """The lower-case words of a text; ``C++`` and ``C#`` stay whole."""
    return _WORD.findall(text.lower())


class LexicalIndex:
    """TF-IDF vectors of labels, over words and over character n-grams.

    ``concept`` holds the concept of each label, in ascending order.
    """

    def __init__(self, labels: Sequence[str], concept: NDArray[np.int32]) -> None:
        self.groups = LabelGroups(concept)
        self.words = Space(labels, lambda word: [word])
        self.grams = Space(labels, _ngrams)
        self._by_rare_feature = _by_rare_feature(self.words.labels, self.grams.labels)

    def near_likeness(self, words: Any, grams: Any) -> Matrix:
        """Cosines by words and by n-grams added, without what the most common features add: ``(texts, labels)``."""
        from scipy.sparse import hstack

        likeness: Matrix = (hstack([words, grams], format="csr") @ self._by_rare_feature).toarray()
        return likeness

    def read(self, texts: Sequence[str]) -> LexicalReading:
        """The words and n-grams of texts, ready to be compared with labels."""
        return LexicalReading(self, self.words.present(texts), self.grams.present(texts))


@dataclass(frozen=True, slots=True)
class LexicalReading:
    """Texts as weighted words and n-grams (rows of sparse matrices)."""

    index: LexicalIndex
    words: Any
    grams: Any

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def near_likeness(self) -> Matrix:
        """Roughly the cosines of each text with each label, words and n-grams added: shape ``(texts, labels)``."""
        return self.index.near_likeness(self.words, self.grams)

    def scores(self, row: int, concepts: NDArray[np.int64]) -> Matrix:
        """Word coverage, n-gram coverage, word cosine and n-gram cosine of a text with the best label of each concept.

        Shape ``(4, concepts)``, each 0..1. A coverage is the share of the label's weight that the text holds, as a root
        (half the weight counts .71); the cosines are the symmetric TF-IDF ones.
        """
        labels, first = self.index.groups.labels_of(concepts)
        word_coverage, word_cosine = self.index.words.compared(self.words, row, labels)
        gram_coverage, gram_cosine = self.index.grams.compared(self.grams, row, labels)
        by_label = np.stack([word_coverage, gram_coverage, word_cosine, gram_cosine])
        best: Matrix = np.maximum.reduceat(by_label, first, axis=1)
        return best


class Space:
    """Labels as vectors of weighted features of one kind, rows of ``labels``; ``features_of`` gives those of a word."""

    def __init__(self, labels: Sequence[str], features_of: Callable[[str], list[str]]) -> None:
        self._features_of = features_of
        words = sorted({word for label in labels for word in words_of(label)})
        features = dict.fromkeys(feature for word in words for feature in features_of(word))
        self._number = {feature: number for number, feature in enumerate(features)}
        self._numbers_of = lru_cache(_WORDS_AT_HAND)(self._numbered)
        counts = self._counts(labels)
        holding = np.bincount(counts.indices, minlength=len(self._number))
        self._rarity = (np.log((1 + len(labels)) / (1 + holding)) + 1).astype(np.float32)
        self.labels = self._weighted(counts)

    def present(self, texts: Sequence[str]) -> Any:
        """Texts as rows of a sparse matrix."""
        return self._weighted(self._counts(texts))

    def cosines(self, present: Any) -> Matrix:
        """Cosines of texts with all labels."""
        cosines: Matrix = (present @ self.labels.T).toarray()
        return cosines

    def compared(self, present: Any, row: int, labels: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
        """Coverage of the chosen labels by the text of a row, and their cosines."""
        weights = np.zeros(present.shape[1], dtype=np.float32)
        own = slice(*present.indptr[row : row + 2])
        weights[present.indices[own]] = present.data[own]
        first, last = self.labels.indptr[labels], self.labels.indptr[labels + 1]
        places, begins = stretches(first, last)
        value, weight = self.labels.data[places], weights[self.labels.indices[places]]
        cosine, covered = _sums(value * weight, begins), _sums(value * value * (weight > 0), begins)
        # A label of signs alone has no features, and shares none.
        is_empty = first == last
        cosine[is_empty] = covered[is_empty] = 0
        return np.sqrt(np.clip(covered, 0, 1)), np.clip(cosine, 0, 1)

    def _weighted(self, counts: Any) -> Any:
        """TF-IDF as scikit-learn weighs it with ``sublinear_tf``, whose checks take longer than the sum."""
        counts.data = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        length = np.sqrt(np.bincount(row, counts.data**2, counts.shape[0])).astype(np.float32)
        counts.data /= length[row]
        return counts

    def _counts(self, texts: Sequence[str]) -> Any:
        """How often each text holds each feature: a sparse matrix, one row per text."""
        from scipy.sparse import csr_matrix

        none = np.zeros(0, dtype=np.int32)
        found = [np.concatenate([none, *map(self._numbers_of, words_of(text))]) for text in texts]
        begins = np.concatenate([[0], np.cumsum([len(numbers) for numbers in found])])
        columns = np.concatenate([none, *found])
        counts = csr_matrix(
            (np.ones(len(columns), dtype=np.float32), columns, begins), shape=(len(texts), len(self._number))
        )
        counts.sum_duplicates()
        return counts

    def _numbered(self, word: str) -> NDArray[np.int32]:
        known = (self._number.get(feature) for feature in self._features_of(word))
        return np.array([number for number in known if number is not None], dtype=np.int32)


def _by_rare_feature(*labels: Any) -> Any:
    """From labels by features of several kinds to one matrix, features by labels, that holds the rarer features."""
    from scipy.sparse import diags_array, vstack

    kept = [np.bincount(one.indices, minlength=one.shape[1]) <= COMMON for one in labels]
    return vstack(
        [diags_array(few.astype(np.float32)) @ one.T for few, one in zip(kept, labels, strict=True)], format="csr"
    )


def _sums(values: Matrix, begins: NDArray[np.int64]) -> Matrix:
    # The last stretches may be empty and begin behind the last value.
    sums: Matrix = np.add.reduceat(np.append(values, np.float32(0)), begins)
    return sums


def _ngrams(word: str) -> list[str]:
    """The character n-grams of a word and its borders, each as often as it stands there."""
    padded = f" {word} "
    if len(padded) < NGRAM_RANGE[0]:
        return [padded]
    sizes = range(NGRAM_RANGE[0], min(NGRAM_RANGE[1], len(padded)) + 1)
    return [padded[start : start + size] for size in sizes for start in range(len(padded) - size + 1)]
