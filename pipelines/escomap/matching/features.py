"""What is measured between a text and a concept before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoders
from escomap.matching.index import LabelVectors, LanguageIndex, SkillIndex
from escomap.matching.lexical import LexicalReading
from escomap.matching.nothing import NothingHead
from escomap.matching.shortlist import shortlist
from escomap.matching.traits import TRAIT_FEATURES
from escomap.matching.units import Spans, Units, clauses_of, read_units
from escomap.model import MatchQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# Measured for the concepts of the shortlist; ``*_clause`` is the best of the whole text and its clauses. ``own`` is the
# best label in the language of the text, where that is not the main one.
SENTENCE_FEATURES = (
    "sentence_preferred",
    "sentence_any",
    "sentence_clause",
    "sentence_context",
    "sentence_title",
    "sentence_description",
)
MULTILINGUAL_FEATURES = (
    "multilingual_preferred",
    "multilingual_any",
    "multilingual_clause",
    "multilingual_context",
    "multilingual_title",
    "multilingual_own",
    "multilingual_description",
)
LEXICAL_FEATURES = ("word_coverage", "gram_coverage", "word_cosine", "gram_cosine", "title_coverage")
MEASURED = (*SENTENCE_FEATURES, *MULTILINGUAL_FEATURES, *LEXICAL_FEATURES)
# Measured for candidates only. ``*_gap`` is the distance to the best of the other candidates.
GAP_OF = ("sentence_clause", "multilingual_clause", "gram_coverage")
STANDING = ("prior", "prior_gap", "prior_rank", *(f"{name}_gap" for name in GAP_OF), "group_share")
QUERY_FEATURES = ("text_words", "clause_count", "has_title", "has_own_labels", "is_glossed", "names_nothing")
FEATURES = (*MEASURED, "exact", *STANDING, *TRAIT_FEATURES, *QUERY_FEATURES)
CANDIDATES = 30
_CLAUSE = 2
_GRAM_COVERAGE = 1


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates per query: ``concepts`` (queries, candidates), ``features`` (queries, candidates, features).

    A feature that cannot be measured is NaN. ``sentence`` is None where that encoder reads neither
    the language nor a gloss of it, ``multilingual`` where that one alone reads the main language.
    """

    concepts: NDArray[np.int64]
    features: Matrix
    sentence: Units | None
    multilingual: Units | None

    @property
    def prior(self) -> Matrix:
        """The scores the candidates were chosen by."""
        return self.features[:, :, FEATURES.index("prior")]


def find_candidates(
    queries: Sequence[MatchQuery],
    index: SkillIndex,
    encoders: Encoders,
    prior_weights: NDArray[np.float64],
    nothing: NothingHead,
    count: int = CANDIDATES,
) -> Candidates:
    """The ``count`` concepts of each query that score best by ``prior_weights``, which follow ``MEASURED``.

    All queries are in one language. ``nothing`` tells texts that name no concept at all.
    """
    language = index.language(queries[0].lang)
    readings = _read(queries, index, encoders, language)
    chosen = [
        _best_by_prior(readings.measured(query, concepts), concepts, prior_weights, count)
        for query, concepts in enumerate(readings.shortlist(count))
    ]
    concepts = np.stack([one.concepts for one in chosen])
    features = np.full((*concepts.shape, len(FEATURES)), np.nan, dtype=np.float32)
    _fill(features, MEASURED, np.stack([one.measured for one in chosen]))
    features[:, :, FEATURES.index("exact")] = _exact(queries, concepts, language)
    _fill(features, STANDING, _standing(features, np.stack([one.prior for one in chosen]), index, concepts))
    _fill(features, TRAIT_FEATURES, index.traits.values[concepts])
    # The head judges the vectors of one encoder only.
    can_judge = nothing.model_id == encoders.sentence.model_id
    query_features = _query_features(queries, index, readings, nothing if can_judge else None)
    _fill(features, QUERY_FEATURES, query_features[:, None])
    return Candidates(concepts, features, readings.sentence, readings.multilingual)


@dataclass(frozen=True, slots=True)
class _Readings:
    """A block of queries as each encoder and the words and letters see them."""

    index: SkillIndex
    language: LanguageIndex
    sentence: Units | None
    multilingual: Units | None
    texts: LexicalReading
    titles: LexicalReading
    title: list[int]
    spans: Spans

    def shortlist(self, count: int) -> list[NDArray[np.int64]]:
        return shortlist(self.sentence, self.multilingual, self.texts, self.index, self.language, count)

    def measured(self, query: int, concepts: NDArray[np.int64]) -> Matrix:
        """``MEASURED`` of some concepts, shape ``(features, concepts)``."""
        missing = np.full(len(concepts), np.nan, dtype=np.float32)
        title = self.titles.scores(self.title[query], concepts)[_GRAM_COVERAGE] if self.title[query] >= 0 else missing
        return np.stack(
            [
                *self._by_sentence(query, concepts, missing),
                *self._by_multilingual(query, concepts, missing),
                *self.texts.scores(query, concepts),
                title,
            ]
        )

    def _by_sentence(self, query: int, concepts: NDArray[np.int64], missing: Matrix) -> list[Matrix]:
        if not self.sentence:
            return [missing] * len(SENTENCE_FEATURES)
        labels = _label_features(self.sentence, query, self.index.sentence, concepts)
        return [*labels, _cosines(self.index.descriptions, concepts, self.sentence, query)]

    def _by_multilingual(self, query: int, concepts: NDArray[np.int64], missing: Matrix) -> list[Matrix]:
        if not self.multilingual:
            return [missing] * len(MULTILINGUAL_FEATURES)
        main = self.index.languages[self.index.main]
        own = missing
        if self.language is not main:
            own = _label_features(self.multilingual, query, self.language.multilingual, concepts)[_CLAUSE]
        return [
            *_label_features(self.multilingual, query, main.multilingual, concepts),
            own,
            _cosines(main.descriptions, concepts, self.multilingual, query),
        ]


def _read(queries: Sequence[MatchQuery], index: SkillIndex, encoders: Encoders, language: LanguageIndex) -> _Readings:
    lang = queries[0].lang
    spans = clauses_of(queries)
    glossary = index.glossaries.get(lang)
    sentence, multilingual = None, None
    # Without English labels an English encoder has nothing to compare with.
    if encoders.sentence_reads(index.main) and (glossary or encoders.sentence_reads(lang)):
        sentence = read_units(queries, spans, encoders.sentence, None if encoders.sentence_reads(lang) else glossary)
    if sentence is None or lang != index.main:
        # In English it would add half the cost and next to nothing else.
        multilingual = read_units(queries, spans, encoders.multilingual)
    titles = list(dict.fromkeys(query.context for query in queries if query.context))
    row = {title: number for number, title in enumerate(titles)}
    return _Readings(
        index,
        language,
        sentence,
        multilingual,
        language.lexical.read([query.text for query in queries]),
        language.lexical.read(titles or [""]),
        [row.get(query.context, -1) for query in queries],
        spans,
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The candidates of one query: ``measured`` has the shape ``(concepts, features)``."""

    concepts: NDArray[np.int64]
    measured: Matrix
    prior: Matrix


def _best_by_prior(
    measured: Matrix, concepts: NDArray[np.int64], prior_weights: NDArray[np.float64], count: int
) -> _Chosen:
    prior = prior_weights.astype(np.float32) @ np.nan_to_num(measured)
    best = np.sort(np.argsort(-prior, kind="stable")[:count])
    return _Chosen(concepts[best], measured[:, best].T, prior[best])


def relation_to(lang: str, index: SkillIndex, encoders: Encoders) -> str:
    """How a language stands to the release and the encoders; what can be measured depends on it.

    ``read``: the sentence encoder reads it; ``labelled``: the release has labels in it; ``unlabelled``: neither.
    """
    if encoders.sentence_reads(lang) and encoders.sentence_reads(index.main):
        return "read"
    return "labelled" if lang in index.languages else "unlabelled"


def _fill(features: Matrix, names: Sequence[str], values: Matrix) -> None:
    first = FEATURES.index(names[0])
    features[:, :, first : first + len(names)] = values


def _label_features(units: Units, query: int, labels: LabelVectors, concepts: NDArray[np.int64]) -> list[Matrix]:
    """Cosines with the preferred and the best label of the whole text, the best of its clauses, in context, title."""
    title = int(units.title[query])
    rows = units.rows_of(query)
    best, preferred = labels.cosines(units.vectors[[*rows, units.context[query], max(title, 0)]], concepts)
    named = best[-1] if title >= 0 else np.full(len(concepts), np.nan, dtype=np.float32)
    return [preferred[0], best[0], best[: len(rows)].max(axis=0), best[-2], named]


def _cosines(descriptions: Matrix, concepts: NDArray[np.int64], units: Units, query: int) -> Matrix:
    """Cosines of the whole text with what the release says of the concepts."""
    cosines: Matrix = descriptions[concepts] @ units.vectors[units.whole[query]]
    return cosines


def _exact(queries: Sequence[MatchQuery], concepts: NDArray[np.int64], language: LanguageIndex) -> NDArray[np.bool_]:
    """Whether a label of the candidate stands in the text word for word, be it one of those that have no vector."""
    found = [
        np.isin(row, list(language.labels.standing_in(query.text)))
        for query, row in zip(queries, concepts, strict=True)
    ]
    return np.stack(found)


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


def _query_features(
    queries: Sequence[MatchQuery], index: SkillIndex, readings: _Readings, nothing: NothingHead | None
) -> Matrix:
    lang = queries[0].lang
    has_own_labels, is_glossed = readings.language.labels.lang == lang, lang in index.glossaries
    names_nothing = np.full(len(queries), np.nan, dtype=np.float32)
    if nothing and readings.sentence:
        names_nothing = nothing.log_odds(readings.sentence)
    return np.array(
        [
            [len(query.text.split()), len(found), bool(query.context), has_own_labels, is_glossed, odds]
            for query, found, odds in zip(queries, readings.spans, names_nothing.tolist(), strict=True)
        ],
        dtype=np.float32,
    )
