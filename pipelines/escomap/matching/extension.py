"""The labels and vectors of a release with synonyms among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.index import LabelSet, LabelVectors, LanguageIndex
from escomap.matching.synonyms import SYNONYM, Synonyms

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Extension:
    """A ``LabelSet`` with synonyms behind the other labels of their concepts.

    ``kept`` and ``added`` say where the labels there were, and the synonyms ``texts``, stand in it.
    """

    labels: LabelSet
    kept: NDArray[np.int32]
    added: NDArray[np.int32]
    texts: list[str]

    def vectors(self, before: LabelVectors, matrix: NDArray[np.float32]) -> LabelVectors:
        """The vectors ``before`` with those of the synonyms, one row of ``matrix`` each."""
        label = np.concatenate([self.kept[before.label], self.added])
        order = np.argsort(label)
        return LabelVectors(self.labels, label[order], np.concatenate([before.matrix, matrix])[order])

    def distinct(self, before: NDArray[np.int32]) -> NDArray[np.int32]:
        """Positions of the labels ``before`` that say something new, and of the synonyms."""
        return np.sort(np.concatenate([self.kept[before], self.added]))


def extended(labels: LabelSet, uris: Sequence[str], synonyms: Synonyms | None) -> Extension | None:
    """The labels with the synonyms that say something new of a concept of ``uris``; None where none does."""
    if synonyms is None:
        return None
    number = {uri: position for position, uri in enumerate(uris)}
    new = [
        (number[uri], label) for uri, label in synonyms.labels if uri in number and _is_new(label, labels, number[uri])
    ]
    if not new:
        return None
    concept = np.concatenate([labels.concept, np.array([one for one, _ in new], dtype=np.int32)])
    # A stable order leaves the preferred label of each concept first and puts synonyms last.
    order = np.argsort(concept, kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    added = [label for _, label in new]
    joined = LabelSet(
        labels.lang,
        _ordered([*labels.texts, *added], order),
        _ordered([*labels.langs, *[synonyms.lang] * len(added)], order),
        _ordered([*labels.kinds, *[SYNONYM] * len(added)], order),
        concept[order],
    )
    before = len(labels.texts)
    return Extension(joined, place[:before], place[before:], added)


def extended_language(
    index: LanguageIndex, extension: Extension, matrix: Callable[[], NDArray[np.float32]]
) -> LanguageIndex:
    """The index of a language with synonyms; ``matrix`` gives their vectors by the multilingual encoder."""
    return LanguageIndex(
        extension.labels,
        extension.distinct(index.distinct),
        lambda: extension.vectors(index.multilingual, matrix()),
        lambda: index.descriptions,
    )


def _is_new(label: str, labels: LabelSet, concept: int) -> bool:
    folded = label.casefold()
    return all(labels.texts[position].casefold() != folded for position in labels.positions_of(concept))


def _ordered(values: list[str], order: NDArray[np.int64]) -> list[str]:
    return [values[position] for position in order.tolist()]
