"""What is measured between a text and a concept before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoder
from escomap.matching.index import LanguageIndex, SkillIndex
from escomap.matching.lexical import words_of
from escomap.model import MatchQuery
from escomap.text.clauses import clause_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

# In the order in which ``find_candidates`` measures them; ``exact`` comes last, since only candidates are checked.
DENSE_FEATURES = (
    "whole_preferred",
    "whole_any",
    "clause_preferred",
    "clause_any",
    "context_preferred",
    "context_any",
    "description",
)
LEXICAL_FEATURES = ("word_coverage", "gram_coverage", "word_cosine")
FEATURES = (*DENSE_FEATURES, *LEXICAL_FEATURES, "exact")
_CLAUSE_FEATURES = frozenset({"clause_preferred", "clause_any"})
_CONTEXT_FEATURES = frozenset({"context_preferred", "context_any"})
CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Units:
    """The encoded parts of a block of queries: clauses, whole texts, texts with their context.

    ``spans`` holds, per query, the clause spans; ``clause_rows`` their rows in ``vectors``.
    """

    vectors: NDArray[np.float32]
    whole_row: list[int]
    context_row: list[int]
    clause_rows: list[list[int]]
    spans: list[list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates per query: ``concepts`` (queries, candidates), ``features`` (queries, candidates, features)."""

    concepts: NDArray[np.int64]
    features: NDArray[np.float32]


def encode_units(queries: Sequence[MatchQuery], encoder: Encoder, used: frozenset[str] = frozenset(FEATURES)) -> Units:
    """Encodes every distinct text of the queries once.

    Clauses and contexts are left out where no feature in ``used`` is measured with them; the whole text stands in.
    """
    with_clauses, with_context = bool(used & _CLAUSE_FEATURES), bool(used & _CONTEXT_FEATURES)
    rows: dict[str, int] = {}

    def row(text: str) -> int:
        return rows.setdefault(text, len(rows))

    spans = [clause_spans(query.text, query.lang) if with_clauses else [] for query in queries]
    whole = [row(query.text) for query in queries]
    context = [
        row(f"{query.context}: {query.text}" if query.context and with_context else query.text) for query in queries
    ]
    clauses = [
        [row(query.text[start:end]) for start, end in found] for query, found in zip(queries, spans, strict=True)
    ]
    return Units(encoder.encode(list(rows)), whole, context, clauses, spans)


def find_candidates(
    queries: Sequence[MatchQuery],
    units: Units,
    index: SkillIndex,
    language: LanguageIndex,
    weights: NDArray[np.float64],
    count: int = CANDIDATES,
) -> Candidates:
    """The ``count`` concepts of each query whose features weigh most; queries share one language index.

    ``weights`` follow ``FEATURES``; that of ``exact`` does not count here, since only candidates are looked at so
    closely: a label that stands in the text word for word has full word coverage anyway.
    """
    measured = [*_dense_features(units, index, language), *_lexical_features(queries, language)]
    prior = np.zeros_like(measured[0])
    for weight, feature in zip(weights[:-1].astype(np.float32), measured, strict=True):
        prior += weight * feature
    count = min(count, len(index.uris))
    concepts = np.argpartition(-prior, count - 1, axis=1)[:, :count]
    concepts.sort(axis=1)
    features = np.stack([np.take_along_axis(feature, concepts, axis=1) for feature in measured], axis=-1)
    coverage = features[:, :, FEATURES.index("word_coverage")]
    exact = np.array(
        [
            [_stands_in(query.text, language, concept, share) for concept, share in zip(found, shares, strict=True)]
            for query, found, shares in zip(queries, concepts.tolist(), coverage.tolist(), strict=True)
        ],
        dtype=np.float32,
    ).reshape(*concepts.shape, 1)
    return Candidates(concepts, np.concatenate([features, exact], axis=-1))


def _dense_features(units: Units, index: SkillIndex, language: LanguageIndex) -> list[NDArray[np.float32]]:
    by_vector = units.vectors @ language.vectors.matrix.T
    preferred, any_label = by_vector[:, language.vector_start], language.best_per_concept(by_vector)
    whole, context = units.whole_row, units.context_row
    clause_preferred, clause_any = preferred[whole], any_label[whole]
    for query, rows in enumerate(units.clause_rows):
        if rows:
            clause_preferred[query] = preferred[rows].max(axis=0)
            clause_any[query] = any_label[rows].max(axis=0)
    description = units.vectors[whole] @ index.descriptions.T
    return [
        preferred[whole],
        any_label[whole],
        clause_preferred,
        clause_any,
        preferred[context],
        any_label[context],
        description,
    ]


def _lexical_features(queries: Sequence[MatchQuery], language: LanguageIndex) -> list[NDArray[np.float32]]:
    scores = language.lexical.scores([query.text for query in queries])
    return [
        language.best_label_per_concept(part)
        for part in (scores.word_coverage, scores.gram_coverage, scores.word_cosine)
    ]


def exact_label(text: str, language: LanguageIndex, concept: int) -> int | None:
    """Position of the longest label of the concept that stands word for word in the text, or None."""
    padded = f" {' '.join(words_of(text))} "
    found = [
        position
        for position in language.labels.positions_of(concept)
        if f" {' '.join(words_of(language.labels.texts[position]))} " in padded
    ]
    return max(found, key=lambda position: len(language.labels.texts[position]), default=None)


def _stands_in(text: str, language: LanguageIndex, concept: int, word_coverage: float) -> bool:
    # Only a label whose every word is there can stand in the text word for word.
    return word_coverage > 0.999 and exact_label(text, language, concept) is not None
