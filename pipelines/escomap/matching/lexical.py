"""How much of a label stands in a text: words and character n-grams weighted by how telling they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[\w+#]+")
# Character n-grams inside words: bridges inflection and compounds, which word matching cannot.
NGRAM_RANGE = (3, 5)


def words_of(text: str) -> list[str]:
    """The lower-case words of a text; ``C++`` and ``C#`` stay whole."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of texts against labels, shape ``(texts, labels)``, each 0..1.

    ``word_coverage`` and ``gram_coverage``: share of the label's weight that the text holds, as a root (so that
    half the weight counts .71); ``word_cosine``: the symmetric TF-IDF cosine.
    """

    word_coverage: NDArray[np.float32]
    gram_coverage: NDArray[np.float32]
    word_cosine: NDArray[np.float32]


class LexicalIndex:
    """TF-IDF vectors of labels, over words and over character n-grams."""

    def __init__(self, labels: Sequence[str]) -> None:
        normal = [" ".join(words_of(label)) for label in labels]
        self._words = _Space(normal, analyzer="word", token_pattern=r"\S+")
        self._grams = _Space(normal, analyzer="char_wb", ngram_range=NGRAM_RANGE)

    def scores(self, texts: Sequence[str]) -> LexicalScores:
        """Scores of each text against each label."""
        normal = [" ".join(words_of(text)) for text in texts]
        return LexicalScores(self._words.coverage(normal), self._grams.coverage(normal), self._words.cosine(normal))


class _Space:
    def __init__(self, labels: Sequence[str], **analysis: Any) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, lowercase=False, **analysis)
        vectors = self._vectorizer.fit_transform(labels).T.tocsr()
        self._squares = vectors.multiply(vectors).tocsr()

    @cached_property
    def _vectors(self) -> Any:
        # Only words need them: a second copy of the n-grams would be 50 MB.
        return self._squares.sqrt()

    def coverage(self, texts: Sequence[str]) -> NDArray[np.float32]:
        present = self._vectorizer.transform(texts)
        present.data[:] = 1
        covered: NDArray[np.float32] = (present @ self._squares).toarray()
        return np.sqrt(np.clip(covered, 0, 1, out=covered), out=covered)

    def cosine(self, texts: Sequence[str]) -> NDArray[np.float32]:
        cosine: NDArray[np.float32] = (self._vectorizer.transform(texts) @ self._vectors).toarray()
        return np.clip(cosine, 0, 1, out=cosine)
