"""What simpler ways to rank concepts give, to measure the matching against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.bm25 import Bm25
from escomap.matching.encoder import Encoder
from escomap.matching.groups import LabelGroups
from escomap.matching.index import SkillIndex
from escomap.model import MatchQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

BLOCK = 64


def rank_by_letters(queries: Sequence[MatchQuery], index: SkillIndex, count: int) -> list[list[str]]:
    """TF-IDF cosine of character n-grams with the labels in the language of the text, else the English ones."""

    def scored(block: Sequence[MatchQuery]) -> Matrix:
        labels = index.language(block[0].lang).lexical
        return labels.groups.best(labels.grams.cosines(labels.grams.present(_texts(block))))

    return _ranked(queries, index, count, scored)


def rank_by_words(queries: Sequence[MatchQuery], index: SkillIndex, count: int) -> list[list[str]]:
    """TF-IDF cosine of words with the same labels."""

    def scored(block: Sequence[MatchQuery]) -> Matrix:
        labels = index.language(block[0].lang).lexical
        return labels.groups.best(labels.words.cosines(labels.words.present(_texts(block))))

    return _ranked(queries, index, count, scored)


def rank_by_bm25(queries: Sequence[MatchQuery], index: SkillIndex, count: int) -> list[list[str]]:
    """BM25 with the same labels; a concept scores as its best label, which is better than all of them as one text."""

    @cache
    def labels(lang: str) -> tuple[Bm25, LabelGroups]:
        found = index.language(lang).labels
        return Bm25(found.texts), LabelGroups(found.concept)

    def scored(block: Sequence[MatchQuery]) -> Matrix:
        documents, groups = labels(block[0].lang)
        return groups.best(documents.scores(_texts(block)))

    return _ranked(queries, index, count, scored)


def rank_by_encoder(queries: Sequence[MatchQuery], index: SkillIndex, encoder: Encoder, count: int) -> list[list[str]]:
    """Cosine of an encoder's vectors of the text and of the preferred labels, nothing else."""
    labels = encoder.encode(index.preferred[index.main])
    return _ranked(queries, index, count, lambda block: encoder.encode(_texts(block)) @ labels.T)


def _texts(block: Sequence[MatchQuery]) -> list[str]:
    return [query.text for query in block]


def _ranked(
    queries: Sequence[MatchQuery],
    index: SkillIndex,
    count: int,
    scored: Callable[[Sequence[MatchQuery]], Matrix],
) -> list[list[str]]:
    answers: list[list[str]] = [[] for _ in queries]
    for lang in sorted({query.lang for query in queries}):
        chosen = [position for position, query in enumerate(queries) if query.lang == lang]
        for block in (chosen[start : start + BLOCK] for start in range(0, len(chosen), BLOCK)):
            scores = scored([queries[position] for position in block])
            best = np.argsort(-scores, axis=1, kind="stable")[:, :count]
            for position, concepts in zip(block, best.tolist(), strict=True):
                answers[position] = [index.uris[concept] for concept in concepts]
    return answers
