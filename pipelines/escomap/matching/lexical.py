"""How much of a label stands in a text: words and character n-grams weighted by how telling they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escomap.matching.groups import LabelGroups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_WORD = re.compile(r"[\w+#]+")
# Character n-grams inside words: bridges inflection and compounds, which word matching cannot.
NGRAM_RANGE = (3, 5)


def words_of(text: str) -> list[str]:
    """The lower-case words of a text; ``C++`` and ``C#`` stay whole."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of texts against concepts, the best of each concept's labels, shape ``(texts, concepts)``, each 0..1.

    ``word_coverage`` and ``gram_coverage``: share of the label's weight that the text holds, as a root (so that
    half the weight counts .71); ``word_cosine`` and ``gram_cosine``: the symmetric TF-IDF cosines.
    """

    word_coverage: Matrix
    gram_coverage: Matrix
    word_cosine: Matrix
    gram_cosine: Matrix


class LexicalIndex:
    """TF-IDF vectors of labels, over words and over character n-grams.

    ``concept`` holds the concept of each label, in ascending order.
    """

    def __init__(self, labels: Sequence[str], concept: NDArray[np.int32]) -> None:
        normal = [" ".join(words_of(label)) for label in labels]
        self._groups = LabelGroups(concept)
        self._words = _Space(normal, analyzer="word", token_pattern=r"\S+")
        self._grams = _Space(normal, analyzer="char_wb", ngram_range=NGRAM_RANGE)

    def scores(self, texts: Sequence[str]) -> LexicalScores:
        """Scores of each text against each concept."""
        normal = [" ".join(words_of(text)) for text in texts]
        parts = [part for space in (self._words, self._grams) for part in space.scores(normal)]
        word_coverage, word_cosine, gram_coverage, gram_cosine = (self._groups.best(part) for part in parts)
        return LexicalScores(word_coverage, gram_coverage, word_cosine, gram_cosine)


class _Space:
    def __init__(self, labels: Sequence[str], **analysis: Any) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, lowercase=False, **analysis)
        self._vectors = self._vectorizer.fit_transform(labels).T.tocsr()
        self._squares = self._vectors.multiply(self._vectors).tocsr()

    def scores(self, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Coverage of each label by each text, and their cosine."""
        present = self._vectorizer.transform(texts)
        cosine: Matrix = (present @ self._vectors).toarray()
        present.data[:] = 1
        covered: Matrix = (present @ self._squares).toarray()
        return np.sqrt(np.clip(covered, 0, 1, out=covered), out=covered), np.clip(cosine, 0, 1, out=cosine)
