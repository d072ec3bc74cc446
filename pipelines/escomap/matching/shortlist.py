"""The few concepts of a release that a text can mean at all; everything else is measured for these alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.index import LabelVectors, LanguageIndex, SkillIndex
from escomap.matching.lexical import LexicalReading
from escomap.matching.units import Units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Concepts = NDArray[np.int64]

# Labels that each likeness offers for each concept wanted: with 1.5 judged courses lose a fifth of a point of nDCG@10.
LABELS_PER_CONCEPT = 2
_SHARE = 64


def shortlist(
    sentence: Units | None,
    multilingual: Units | None,
    reading: LexicalReading,
    index: SkillIndex,
    language: LanguageIndex,
    count: int,
) -> list[Concepts]:
    """At least ``count`` concepts for each query (all where there are fewer), in ascending order.

    Those whose labels are nearest by any of the likenesses: each encoder, by the text, its clauses and the text behind
    its title; and the words and letters in the language of the text.
    """
    queries = len(reading)
    if len(index.uris) <= count:
        return [np.arange(len(index.uris))] * queries
    likenesses = [(reading.near_likeness(), reading.index.groups.concept)]
    if sentence:
        likenesses += _by_vectors(sentence, index.sentence)
    if multilingual:
        likenesses += _by_vectors(multilingual, index.languages[index.main].multilingual)
        if language.labels.lang != index.main:
            likenesses += _by_vectors(multilingual, language.multilingual)
    return [_nearest([(found[query], owner) for found, owner in likenesses], count) for query in range(queries)]


def _by_vectors(units: Units, labels: LabelVectors) -> Iterator[tuple[Matrix, NDArray[np.int32]]]:
    cosines = labels.near_cosines(units.vectors)
    best = cosines[units.context]
    for query in range(len(best)):
        np.maximum(best[query], cosines[units.rows_of(query)].max(axis=0), out=best[query])
    yield best, labels.groups.concept


def _nearest(likenesses: Sequence[tuple[Matrix, NDArray[np.int32]]], count: int) -> Concepts:
    labels = int(LABELS_PER_CONCEPT * count)
    while True:
        found = np.unique(np.concatenate([owner[_highest(values, labels)] for values, owner in likenesses]))
        if len(found) >= count:
            return found.astype(np.int64)
        # Many of the nearest labels are of the same concepts.
        labels *= 2


def _highest(values: Matrix, count: int) -> NDArray[np.int64]:
    """Positions of at least the ``count`` highest values: those that reach the ``count``-th highest of the maxima of
    small shares of them.

    Twelve times as fast as a partition of all values, which few values get. Where fewer of many are above 0, only
    those: a label that shares nothing with the text is no nearer than the next.
    """
    shares = len(values) // _SHARE
    if shares <= count:
        return np.argpartition(-values, min(count, len(values)) - 1)[:count]
    # A share is every so many values one, so that maxima are those of whole rows, which are quick to find.
    maxima = values[: shares * _SHARE].reshape(_SHARE, shares).max(axis=0)
    least = np.partition(maxima, -count)[-count]
    return np.flatnonzero(values >= least if least > 0 else values > 0)
