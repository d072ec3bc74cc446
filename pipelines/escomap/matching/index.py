"""The searchable form of an ESCO release: labels per language with their vectors and word statistics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoder
from escomap.matching.labels import distinct_labels
from escomap.matching.lexical import LexicalIndex

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels to match texts of one language against, sorted by concept, the preferred label of each first.

    Concepts without a label in the language stand with their English ones, so every concept is present.
    ``concept`` holds positions in ``SkillIndex.uris``.
    """

    lang: str
    texts: list[str]
    langs: list[str]
    kinds: list[str]
    concept: NDArray[np.int32]

    def positions_of(self, concept: int) -> range:
        """Positions of the labels of a concept."""
        start, end = np.searchsorted(self.concept, [concept, concept + 1])
        return range(int(start), int(end))


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of the labels of a ``LabelSet`` that say something new; ``label`` holds their positions in it."""

    label: NDArray[np.int32]
    matrix: NDArray[np.float32]


class LanguageIndex:
    """Everything to search the labels of one language."""

    def __init__(self, labels: LabelSet, vectors: Vectors) -> None:
        self.labels = labels
        self.vectors = vectors
        concept_of_vector = labels.concept[vectors.label]
        self.vector_start = np.flatnonzero(np.diff(concept_of_vector, prepend=-1))
        self.label_start = np.flatnonzero(np.diff(labels.concept, prepend=-1))

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Word and character statistics, made on first use."""
        return LexicalIndex(self.labels.texts)

    def best_per_concept(self, by_vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The best of each concept's vectors: shape ``(texts, vectors)`` to ``(texts, concepts)``."""
        best: NDArray[np.float32] = np.maximum.reduceat(by_vector, self.vector_start, axis=1)
        return best

    def best_label_per_concept(self, by_label: NDArray[np.float32]) -> NDArray[np.float32]:
        """The best of each concept's labels: shape ``(texts, labels)`` to ``(texts, concepts)``."""
        best: NDArray[np.float32] = np.maximum.reduceat(by_label, self.label_start, axis=1)
        return best


@dataclass(frozen=True, slots=True)
class SkillIndex:
    """An ESCO release ready for matching with one encoder.

    ``preferred`` maps a language to the preferred label of each concept (empty text where missing); ``descriptions``
    are unit vectors, one row per concept.
    """

    uris: list[str]
    preferred: Mapping[str, list[str]]
    languages: Mapping[str, LanguageIndex]
    descriptions: NDArray[np.float32]
    esco_version: str
    model_id: str
    key: str

    def language(self, lang: str) -> LanguageIndex:
        """The index for texts in ``lang``, the English (or first) one where that language is not loaded."""
        return self.languages.get(lang) or self.languages.get("en") or next(iter(self.languages.values()))

    def label(self, concept: int, lang: str) -> tuple[str, str]:
        """The preferred label in ``lang``, else in English, with the language it is in."""
        for candidate in (lang, "en", *self.preferred):
            if text := self.preferred.get(candidate, [""] * (concept + 1))[concept]:
                return text, candidate
        return "", lang


def searchable_uris(concepts: pd.DataFrame) -> list[str]:
    """The released skills and knowledge concepts of a release, sorted by URI."""
    chosen = concepts[(concepts["concept_type"] == "skill") & (concepts["status"] != "obsolete")]
    return sorted(chosen["concept_uri"])


def label_set(labels: pd.DataFrame, uris: list[str], lang: str) -> LabelSet:
    """The labels to search for texts in ``lang``."""
    position = {uri: index for index, uri in enumerate(uris)}
    rows = labels[labels["concept_uri"].isin(position) & labels["lang"].isin([lang, "en"])]
    own = set(rows.loc[(rows["lang"] == lang) & (rows["label_kind"] == "preferred"), "concept_uri"])
    rows = rows[(rows["lang"] == lang) | ~rows["concept_uri"].isin(own)]
    rows = rows.assign(
        concept=rows["concept_uri"].map(position),
        order=rows["label_kind"].map({"preferred": 0, "alternative": 1}).fillna(2),
    ).sort_values(["concept", "order", "label"], kind="stable")
    rows = rows.drop_duplicates(["concept", "label"])
    return LabelSet(
        lang,
        rows["label"].tolist(),
        rows["lang"].tolist(),
        rows["label_kind"].tolist(),
        rows["concept"].to_numpy(dtype=np.int32),
    )


def label_vectors(labels: LabelSet, encoder: Encoder, progress: Progress | None = None) -> Vectors:
    """Vectors of the distinct labels; equal labels of different concepts are encoded once."""
    borders = [*np.flatnonzero(np.diff(labels.concept, prepend=-1)).tolist(), len(labels.texts)]
    chosen = [start + offset for start, end in pairwise(borders) for offset in distinct_labels(labels.texts[start:end])]
    texts = [labels.texts[position] for position in chosen]
    distinct = sorted(set(texts))
    row = {text: index for index, text in enumerate(distinct)}
    encoded = encoder.encode(distinct, progress=progress)
    return Vectors(np.array(chosen, dtype=np.int32), encoded[[row[text] for text in texts]])


def description_vectors(
    concepts: pd.DataFrame, uris: list[str], preferred: Vectors, encoder: Encoder, progress: Progress | None = None
) -> NDArray[np.float32]:
    """One vector per concept: of its description, or of its preferred label where the release has no description."""
    described = dict(zip(concepts["concept_uri"], concepts["description"], strict=True))
    matrix = preferred.matrix.copy()
    positions = [position for position, uri in enumerate(uris) if described.get(uri)]
    matrix[positions] = encoder.encode([described[uris[position]] for position in positions], progress=progress)
    return matrix
