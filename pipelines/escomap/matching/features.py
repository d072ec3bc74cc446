"""What is measured between a text and a concept before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoders
from escomap.matching.index import LabelVectors, LanguageIndex, SkillIndex
from escomap.matching.lexical import words_of
from escomap.matching.traits import TRAIT_FEATURES
from escomap.matching.units import Spans, Units, clauses_of, one_pass_units, units_apart
from escomap.model import MatchQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# Measured for every concept; ``*_clause`` is the best of the whole text and its clauses. ``own`` is the best label in
# the language of the text, where that is not English.
SENTENCE_FEATURES = ("sentence_preferred", "sentence_any", "sentence_clause", "sentence_context", "sentence_title")
MULTILINGUAL_FEATURES = (
    "multilingual_preferred",
    "multilingual_any",
    "multilingual_clause",
    "multilingual_context",
    "multilingual_title",
    "multilingual_own",
    "description",
)
LEXICAL_FEATURES = ("word_coverage", "gram_coverage", "word_cosine", "gram_cosine", "title_coverage")
MEASURED = (*SENTENCE_FEATURES, *MULTILINGUAL_FEATURES, *LEXICAL_FEATURES)
# Measured for candidates only. ``*_gap`` is the distance to the best of the other candidates.
GAP_OF = ("sentence_clause", "multilingual_clause", "gram_coverage")
STANDING = ("prior", "prior_gap", "prior_rank", *(f"{name}_gap" for name in GAP_OF), "group_share")
QUERY_FEATURES = ("text_words", "clause_count", "has_title", "has_own_labels", "is_glossed")
FEATURES = (*MEASURED, "exact", *STANDING, *TRAIT_FEATURES, *QUERY_FEATURES)
CANDIDATES = 30
ALL_WORDS = 0.999


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates per query: ``concepts`` (queries, candidates), ``features`` (queries, candidates, features).

    A feature that cannot be measured is NaN. ``sentence`` is None where that encoder reads neither
    the language nor a gloss of it.
    """

    concepts: NDArray[np.int64]
    features: Matrix
    sentence: Units | None
    multilingual: Units

    @property
    def prior(self) -> Matrix:
        """The scores the candidates were chosen by."""
        return self.features[:, :, FEATURES.index("prior")]


def find_candidates(
    queries: Sequence[MatchQuery],
    index: SkillIndex,
    encoders: Encoders,
    prior_weights: NDArray[np.float64],
    count: int = CANDIDATES,
) -> Candidates:
    """The ``count`` concepts of each query that score best by ``prior_weights``, which follow ``MEASURED``.

    All queries are in one language.
    """
    lang = queries[0].lang
    language = index.language(lang)
    spans = clauses_of(queries)
    glossary = index.glossaries.get(lang)
    sentence = None
    if not encoders.sentence_reads(index.main):
        # Without English labels an English encoder has nothing to compare with.
        pass
    elif encoders.sentence_reads(lang):
        sentence = one_pass_units(queries, spans, encoders.sentence)
    elif glossary:
        sentence = units_apart(queries, spans, encoders.sentence, glossary)
    multilingual = units_apart(
        queries, spans, encoders.multilingual, None if encoders.multilingual_reads(lang) else glossary
    )
    measured = [
        *_sentence_features(sentence, index),
        *_multilingual_features(multilingual, index, language),
        *_lexical_features(queries, language),
    ]
    prior = np.zeros((len(queries), len(index.uris)), dtype=np.float32)
    for weight, feature in zip(prior_weights.astype(np.float32), measured, strict=True):
        if feature is not None and weight:
            prior += weight * np.nan_to_num(feature)
    count = min(count, len(index.uris))
    concepts = np.argpartition(-prior, count - 1, axis=1)[:, :count]
    concepts.sort(axis=1)
    features = np.full((*concepts.shape, len(FEATURES)), np.nan, dtype=np.float32)
    for number, feature in enumerate(measured):
        if feature is not None:
            features[:, :, number] = np.take_along_axis(feature, concepts, axis=1)
    features[:, :, FEATURES.index("exact")] = _exact(features, queries, concepts, language)
    _fill(features, STANDING, _standing(features, np.take_along_axis(prior, concepts, axis=1), index, concepts))
    _fill(features, TRAIT_FEATURES, index.traits.values[concepts])
    _fill(
        features,
        QUERY_FEATURES,
        _query_features(queries, spans, language.labels.lang == lang, glossary is not None)[:, None],
    )
    return Candidates(concepts, features, sentence, multilingual)


def relation_to(lang: str, index: SkillIndex, encoders: Encoders) -> str:
    """How a language stands to the release and the encoders; what can be measured depends on it.

    ``read``: the sentence encoder reads it; ``labelled``: the release has labels in it; ``unlabelled``: neither.
    """
    if encoders.sentence_reads(lang) and encoders.sentence_reads(index.main):
        return "read"
    return "labelled" if lang in index.languages else "unlabelled"


def exact_label(text: str, language: LanguageIndex, concept: int) -> int | None:
    """Position of the longest label of the concept that stands word for word in the text, or None."""
    padded = f" {' '.join(words_of(text))} "
    found = [
        position
        for position in language.labels.positions_of(concept)
        if f" {' '.join(words_of(language.labels.texts[position]))} " in padded
    ]
    return max(found, key=lambda position: len(language.labels.texts[position]), default=None)


def _fill(features: Matrix, names: Sequence[str], values: Matrix) -> None:
    first = FEATURES.index(names[0])
    features[:, :, first : first + len(names)] = values


def _sentence_features(units: Units | None, index: SkillIndex) -> list[Matrix | None]:
    if units is None:
        return [None] * len(SENTENCE_FEATURES)
    return [*_label_features(units, index.sentence)]


def _multilingual_features(units: Units, index: SkillIndex, language: LanguageIndex) -> list[Matrix | None]:
    main = index.languages[index.main]
    own = None
    if language is not main:
        own = units.best_clause(language.multilingual.best_per_concept(units.vectors)[1])
    description = units.vectors[units.whole] @ index.descriptions.T
    return [*_label_features(units, main.multilingual), own, description]


def _label_features(units: Units, labels: LabelVectors) -> tuple[Matrix, ...]:
    preferred, best = labels.best_per_concept(units.vectors)
    title = best[units.title]
    title[units.title < 0] = np.nan
    return preferred[units.whole], best[units.whole], units.best_clause(best), best[units.context], title


def _lexical_features(queries: Sequence[MatchQuery], language: LanguageIndex) -> list[Matrix]:
    titles = list(dict.fromkeys(query.context for query in queries if query.context))
    scores = language.lexical.scores([*(query.text for query in queries), *titles])
    row = {title: len(queries) + number for number, title in enumerate(titles)}
    title = scores.gram_coverage[[row.get(query.context, 0) for query in queries]]
    title[[not query.context for query in queries]] = np.nan
    count = len(queries)
    return [
        scores.word_coverage[:count],
        scores.gram_coverage[:count],
        scores.word_cosine[:count],
        scores.gram_cosine[:count],
        title,
    ]


def _exact(
    features: Matrix, queries: Sequence[MatchQuery], concepts: NDArray[np.int64], language: LanguageIndex
) -> NDArray[np.bool_]:
    found = np.zeros(concepts.shape, dtype=bool)
    # Only a label whose every word is there can stand in the text word for word.
    for query, candidate in np.argwhere(features[:, :, FEATURES.index("word_coverage")] > ALL_WORDS).tolist():
        found[query, candidate] = (
            exact_label(queries[query].text, language, int(concepts[query, candidate])) is not None
        )
    return found


def _standing(features: Matrix, prior: Matrix, index: SkillIndex, concepts: NDArray[np.int64]) -> Matrix:
    """How a candidate stands among the others of its query, and what share of them is of its group."""
    gaps = [gap_to_best_other(features[:, :, FEATURES.index(name)]) for name in GAP_OF]
    rank = np.argsort(np.argsort(-prior, axis=1, kind="stable"), axis=1).astype(np.float32)
    odds = np.exp(prior - prior.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    group = index.traits.group[concepts]
    same = (group[:, :, None] == group[:, None, :]) & (group[:, :, None] >= 0)
    share = (same * odds[:, None, :]).sum(axis=2)
    return np.stack([prior, gap_to_best_other(prior), rank, *gaps, share], axis=-1)


def gap_to_best_other(values: Matrix) -> Matrix:
    """How far each value lies above the best other one of its row (below 0 for all but the best)."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    top = np.partition(values, -2, axis=1)[:, -2:]
    gap: Matrix = values - np.where(values == top[:, 1:], top[:, :1], top[:, 1:])
    return gap


def _query_features(queries: Sequence[MatchQuery], spans: Spans, has_own_labels: bool, is_glossed: bool) -> Matrix:
    return np.array(
        [
            [len(query.text.split()), len(found), bool(query.context), has_own_labels, is_glossed]
            for query, found in zip(queries, spans, strict=True)
        ],
        dtype=np.float32,
    )
