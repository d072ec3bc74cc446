"""The labels of an ESCO release, ready to be searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoder
from escomap.matching.groups import LabelGroups
from escomap.matching.labels import SAME_WORDING, distinct_labels
from escomap.matching.lexical import LexicalIndex, words_of
from escomap.matching.traits import Traits

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from escomap.text.gloss import Glossary

Progress = Callable[[int], None]
# Enough to find the labels that come into question; their cosines are then computed in full.
NARROW_WIDTH = 64


@dataclass(frozen=True)
class LabelSet:
    """The labels to match texts of one language against, sorted by concept, the preferred label of each first.

    Concepts without a label in the language stand with those of the main one, so every concept is present.
    ``concept`` holds positions in ``SkillIndex.uris``.
    """

    lang: str
    texts: list[str]
    langs: list[str]
    kinds: list[str]
    concept: NDArray[np.int32]

    def positions_of(self, concept: int) -> range:
        """Positions of the labels of a concept."""
        return range(self._borders[concept], self._borders[concept + 1])

    @cached_property
    def _borders(self) -> list[int]:
        borders: list[int] = np.searchsorted(self.concept, np.arange(int(self.concept[-1]) + 2)).tolist()
        return borders

    def standing_in(self, text: str) -> dict[int, int]:
        """The concepts with a label that stands in the text word for word, and the position of the longest of each."""
        words, met = words_of(text), set[int]()
        for start, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                met.update(self._worded.get(" ".join(words[start : start + length]), ()))
        # The first of equally long ones comes last and stays.
        ordered = sorted(met, key=lambda position: (len(self.texts[position]), -position))
        return {int(self.concept[position]): position for position in ordered}

    @cached_property
    def _worded(self) -> dict[str, list[int]]:
        """Positions of the labels of these words."""
        worded: dict[str, list[int]] = defaultdict(list)
        for position, label in enumerate(self.texts):
            worded[" ".join(words_of(label))].append(position)
        return dict(worded)

    @cached_property
    def _lengths(self) -> dict[str, set[int]]:
        """How many words the labels have that begin with a word."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in map(str.split, filter(None, self._worded)):
            lengths[words[0]].add(len(words))
        return dict(lengths)


class LabelVectors:
    """Unit vectors of labels of a ``LabelSet``; ``label`` holds their positions in it, in the same order."""

    def __init__(self, labels: LabelSet, label: NDArray[np.int32], matrix: NDArray[np.float32]) -> None:
        self.labels = labels
        self.label = label
        self.matrix = matrix
        self.groups = LabelGroups(labels.concept[label])

    @cached_property
    def _narrow(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The directions in which labels differ most, and the labels in them."""
        _, directions = np.linalg.eigh(self.matrix.T @ self.matrix)
        chosen = directions[:, -NARROW_WIDTH:].astype(np.float32)
        return chosen, self.matrix @ chosen

    def near_cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of texts with all labels, roughly and in a third of the time: ``(texts, labels)``."""
        directions, narrow = self._narrow
        rough: NDArray[np.float32] = vectors @ directions
        cosines: NDArray[np.float32] = rough @ narrow.T
        return cosines

    def cosines(self, vectors: NDArray[np.float32], concepts: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosines of texts with the labels of each concept.

        Shape ``(2, texts, concepts)``: first the best of all labels, then the preferred one.
        """
        labels, first = self.groups.labels_of(concepts)
        cosines = vectors @ self.matrix[labels].T
        return np.stack([np.maximum.reduceat(cosines, first, axis=1), cosines[:, first]])

    def best_labels(
        self, vectors: NDArray[np.float32], concepts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """Which of the texts meets which label of each concept best, and at what cosine.

        Rows of ``vectors``, positions in ``labels``, and cosines, one of each for a concept.
        """
        labels, first = self.groups.labels_of(concepts)
        cosines = vectors @ self.matrix[labels].T
        best = cosines.max(axis=0)
        places = np.array(
            [start + int(part.argmax()) for start, part in zip(first, np.split(best, first[1:]), strict=True)]
        )
        return cosines[:, places].argmax(axis=0), self.label[labels[places]], best[places]


class LanguageIndex:
    """Everything to search the labels of one language; ``distinct`` are positions of labels that say something new.

    ``vectors`` makes or finds the vectors of the multilingual encoder, which texts in the main language may not need,
    and ``descriptions`` those of what the release says of each concept in English; without English, of its label.
    """

    def __init__(
        self,
        labels: LabelSet,
        distinct: NDArray[np.int32],
        vectors: Callable[[], LabelVectors],
        descriptions: Callable[[], NDArray[np.float32]],
    ) -> None:
        self.labels = labels
        self.distinct = distinct
        self._vectors = vectors
        self._descriptions = descriptions

    @cached_property
    def multilingual(self) -> LabelVectors:
        """Vectors of the distinct labels, made on first use."""
        return self._vectors()

    @cached_property
    def descriptions(self) -> NDArray[np.float32]:
        """Vectors of the descriptions, one row per concept, made on first use."""
        return self._descriptions()

    def prepare(self) -> None:
        """Makes or finds all vectors now."""
        _ = self.multilingual, self.descriptions

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Word and character statistics, made on first use."""
        return LexicalIndex(
            [self.labels.texts[position] for position in self.distinct], self.labels.concept[self.distinct]
        )


@dataclass(frozen=True, slots=True)
class SkillIndex:
    """An ESCO release ready for matching with two encoders.

    ``preferred`` maps a language to the preferred label of each concept (empty text where missing). ``sentence`` holds
    vectors of the labels in ``main``, the language that other labels hang on, ``descriptions`` unit vectors of the same
    encoder, one row per concept: the sentence encoder, or the multilingual one where the former does not read ``main``
    and so has no say. ``glossaries`` bring other languages into English for it.
    ``extended_main`` stands in the place of the main language for texts in another language that has synonyms: they
    are met like labels of the main language, which decide most.
    """

    uris: list[str]
    preferred: Mapping[str, list[str]]
    main: str
    languages: Mapping[str, LanguageIndex]
    sentence: LabelVectors
    descriptions: NDArray[np.float32]
    traits: Traits
    esco_version: str
    model_id: str
    key: str
    glossaries: Mapping[str, Glossary] = field(default_factory=dict)
    extended_main: Mapping[str, LanguageIndex] = field(default_factory=dict)

    def for_texts(self, lang: str) -> SkillIndex:
        """The index that texts in ``lang`` are matched with; synonyms of other languages have no say in them."""
        if lang not in self.extended_main:
            return self
        return replace(self, languages={**self.languages, self.main: self.extended_main[lang]})

    def language(self, lang: str) -> LanguageIndex:
        """The index for texts in ``lang``, the main one where that language is not loaded."""
        return self.languages.get(lang) or self.languages[self.main]

    def label(self, concept: int, lang: str) -> tuple[str, str]:
        """The preferred label in ``lang``, else in English, with the language it is in."""
        for candidate in (lang, "en", *self.preferred):
            if candidate in self.preferred and (text := self.preferred[candidate][concept]):
                return text, candidate
        return "", lang


def searchable_uris(concepts: pd.DataFrame) -> list[str]:
    """The released skills and knowledge concepts of a release, sorted by URI."""
    chosen = concepts[(concepts["concept_type"] == "skill") & (concepts["status"] != "obsolete")]
    return sorted(chosen["concept_uri"])


def label_set(labels: pd.DataFrame, uris: list[str], lang: str, main: str = "en") -> LabelSet:
    """The labels to search for texts in ``lang``; concepts without one stand with their labels in ``main``."""
    position = {uri: index for index, uri in enumerate(uris)}
    rows = labels[labels["concept_uri"].isin(position) & labels["lang"].isin([lang, main])]
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


def distinct_positions(labels: LabelSet, same_wording: int = SAME_WORDING) -> NDArray[np.int32]:
    """Positions of the labels that say something new; the preferred label of each concept always does."""
    borders = [*np.flatnonzero(np.diff(labels.concept, prepend=-1)).tolist(), len(labels.texts)]
    return np.array(
        [
            start + offset
            for start, end in pairwise(borders)
            for offset in distinct_labels(labels.texts[start:end], same_wording)
        ],
        dtype=np.int32,
    )


def label_matrix(
    labels: LabelSet, chosen: NDArray[np.int32], encoder: Encoder, progress: Progress | None = None
) -> NDArray[np.float32]:
    """Vectors of the chosen labels; equal labels of different concepts are encoded once."""
    texts = [labels.texts[position] for position in chosen]
    distinct = sorted(set(texts))
    row = {text: index for index, text in enumerate(distinct)}
    encoded = encoder.encode(distinct, progress=progress)
    return encoded[[row[text] for text in texts]]
