"""Evidence: the words of the text that carried a suggestion, the label they met, and what each component added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from escomap.matching.features import (
    FEATURES,
    LEXICAL_FEATURES,
    MULTILINGUAL_FEATURES,
    QUERY_FEATURES,
    SENTENCE_FEATURES,
    Candidates,
)
from escomap.matching.index import LabelSet, LabelVectors, LanguageIndex, SkillIndex
from escomap.matching.ranking import Ranking
from escomap.matching.traits import TRAIT_FEATURES
from escomap.model import Evidence, MatchQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What people read: each component, the features its score is the best of, and those its share of the decision is of.
SCORED = {
    "exact": ("exact",),
    "lexical": ("word_coverage", "gram_coverage"),
    "sentence": ("sentence_any", "sentence_clause"),
    "multilingual": ("multilingual_any", "multilingual_clause", "multilingual_own"),
    "description": ("sentence_description", "multilingual_description"),
    "context": ("sentence_context", "multilingual_context"),
}
_CONTEXT = ("sentence_context", "sentence_title", "multilingual_context", "multilingual_title", "title_coverage")
_ELSEWHERE = (*_CONTEXT, *SCORED["description"])
SHARED = {
    "exact": ("exact",),
    "lexical": (*(name for name in LEXICAL_FEATURES if name not in _CONTEXT), "gram_coverage_gap"),
    "sentence": (*(name for name in SENTENCE_FEATURES if name not in _ELSEWHERE), "sentence_clause_gap"),
    "multilingual": (*(name for name in MULTILINGUAL_FEATURES if name not in _ELSEWHERE), "multilingual_clause_gap"),
    "description": SCORED["description"],
    "context": _CONTEXT,
    "standing": ("prior", "prior_gap", "prior_rank", "group_share"),
    "concept": TRAIT_FEATURES,
    "text": QUERY_FEATURES,
}


_SCORED_PLACES = [[FEATURES.index(name) for name in names] for names in SCORED.values()]
_SHARED_PLACES = [[FEATURES.index(name) for name in names] for names in SHARED.values()]


@dataclass(frozen=True, slots=True)
class Met:
    """The label that met the text and the span it met."""

    labels: LabelSet
    label: int
    start: int
    end: int


class Explainer:
    """Evidence for the suggestions of a block of queries; ``order`` holds the suggested candidates of each query."""

    def __init__(
        self,
        queries: Sequence[MatchQuery],
        candidates: Candidates,
        index: SkillIndex,
        ranking: Ranking,
        order: NDArray[np.int64],
    ) -> None:
        self._queries, self._candidates, self._index, self._order = queries, candidates, index, order
        chosen = np.take_along_axis(candidates.features, order[:, :, None], axis=1)
        shares = ranking.trees.shares(chosen.reshape(-1, chosen.shape[-1])).reshape(chosen.shape)
        self._scores = component_scores(chosen).tolist()
        self._shares = component_shares(ranking.slope * shares).tolist()
        self._is_exact = (chosen[:, :, FEATURES.index("exact")] > 0).tolist()
        self._language = index.language(queries[0].lang)
        read = {"sentence": candidates.sentence, "multilingual": candidates.multilingual, "lexical": True}
        self._methods = [name for name, units in read.items() if units]

    def evidence(self, query: int) -> list[Evidence]:
        """The evidence for each suggestion of a query, best first."""
        text = self._queries[query].text
        shares = [dict(zip(SHARED, found, strict=True)) for found in self._shares[query]]
        methods = [
            self._method(found, is_exact=is_exact)
            for found, is_exact in zip(shares, self._is_exact[query], strict=True)
        ]
        concepts = self._candidates.concepts[query, self._order[query]]
        return [
            Evidence(
                method=method,
                span_start=met.start,
                span_end=met.end,
                span_text=text[met.start : met.end],
                matched_label=met.labels.texts[met.label],
                matched_lang=met.labels.langs[met.label],
                matched_kind=met.labels.kinds[met.label],
                component_scores=dict(zip(SCORED, scores, strict=True)),
                component_shares=found,
                esco_version=self._index.esco_version,
                model_id=self._index.model_id,
            )
            for method, met, scores, found in zip(
                methods, self._met(query, concepts, methods), self._scores[query], shares, strict=True
            )
        ]

    def _method(self, shares: dict[str, float], *, is_exact: bool) -> str:
        if is_exact:
            return "exact"
        return max(self._methods, key=shares.__getitem__)

    def _met(self, query: int, concepts: NDArray[np.int64], methods: Sequence[str]) -> list[Met]:
        text = self._queries[query].text
        by_vector = dict(self._met_by_vectors(query, concepts, methods))
        return [
            by_vector.get(concept) or _met_by_words(text, concept, self._language, method)
            for concept, method in zip(concepts.tolist(), methods, strict=True)
        ]

    def _met_by_vectors(
        self, query: int, concepts: NDArray[np.int64], methods: Sequence[str]
    ) -> Iterator[tuple[int, Met]]:
        for name, units in (("sentence", self._candidates.sentence), ("multilingual", self._candidates.multilingual)):
            chosen = concepts[[method == name for method in methods]]
            if units and len(chosen):
                spans = [(0, len(self._queries[query].text)), *units.spans[query]]
                searched = self._searched(name)
                met = [labels.best_labels(units.vectors[units.rows_of(query)], chosen) for labels in searched]
                nearest = np.stack([cosines for _, _, cosines in met]).argmax(axis=0)
                for place, (concept, which) in enumerate(zip(chosen.tolist(), nearest.tolist(), strict=True)):
                    rows, positions, _ = met[which]
                    yield concept, Met(searched[which].labels, int(positions[place]), *spans[rows[place]])

    def _searched(self, method: str) -> list[LabelVectors]:
        """Labels that a method compares with; those of the text's own language come before those of the main one."""
        if method == "sentence":
            return [self._index.sentence]
        main = self._index.languages[self._index.main]
        return [language.multilingual for language in dict.fromkeys([self._language, main])]


def component_scores(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """The features of candidates as the components people read, ``SCORED`` along the last axis, each 0..1."""
    # Rounded: the last digits of a cosine depend on which texts were encoded together.
    return np.stack(
        [np.nan_to_num(features[..., places]).max(axis=-1).clip(0, 1).round(4) for places in _SCORED_PLACES],
        axis=-1,
        dtype=np.float64,
    )


def component_shares(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each component added to the logit, ``SHARED`` along the last axis; what all start with is not in it."""
    return np.stack([shares[..., places].sum(axis=-1).round(4) for places in _SHARED_PLACES], axis=-1)


def _met_by_words(text: str, concept: int, language: LanguageIndex, method: str) -> Met:
    labels, lower = language.labels, text.lower()
    if method == "exact" and (label := labels.standing_in(text).get(concept)) is not None:
        return _aligned(labels, label, text)
    own = labels.positions_of(concept)
    names = [labels.texts[position].lower() for position in own]
    found = process.extractOne(lower, names, scorer=fuzz.partial_token_sort_ratio)
    return _aligned(labels, own[found[2]], text)


def _aligned(labels: LabelSet, label: int, text: str) -> Met:
    found = fuzz.partial_ratio_alignment(labels.texts[label].lower(), text.lower())
    if found is None or len(text.lower()) != len(text):
        return Met(labels, label, 0, len(text))
    start, end = found.dest_start, found.dest_end
    # Whole words: an alignment can begin in the middle of one.
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while start < end - 1 and not text[start].isalnum():
        start += 1
    while start < end - 1 and text[end - 1] in " ,;:.-–(":
        end -= 1
    return Met(labels, label, start, end)
