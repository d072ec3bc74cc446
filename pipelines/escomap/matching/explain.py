"""Evidence: the words of the text that carried a suggestion and the label they met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from escomap.matching.features import DENSE_FEATURES, FEATURES, LEXICAL_FEATURES, Units, exact_label
from escomap.matching.index import LanguageIndex, SkillIndex
from escomap.model import Evidence, MatchQuery

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DENSE = tuple(FEATURES.index(name) for name in DENSE_FEATURES)
_LEXICAL = tuple(FEATURES.index(name) for name in LEXICAL_FEATURES)
_EXACT = FEATURES.index("exact")


@dataclass(frozen=True, slots=True)
class Met:
    """The label that met the text and the span it met."""

    label: int
    start: int
    end: int


def evidence_of(
    query: MatchQuery,
    position: int,
    concept: int,
    features: NDArray[np.float32],
    shares: NDArray[np.float64],
    units: Units,
    index: SkillIndex,
    language: LanguageIndex,
) -> Evidence:
    """The evidence for one suggested concept of the query at ``position`` in its block."""
    method = _method(features, shares)
    met = {"exact": _met_exactly, "lexical": _met_lexically}.get(method, _met_densely)(
        query, position, concept, units, language
    )
    labels = language.labels
    return Evidence(
        method=method,
        span_start=met.start,
        span_end=met.end,
        span_text=query.text[met.start : met.end],
        matched_label=labels.texts[met.label],
        matched_lang=labels.langs[met.label],
        matched_kind=labels.kinds[met.label],
        component_scores=component_scores(features),
        esco_version=index.esco_version,
        model_id=index.model_id,
    )


def component_scores(features: NDArray[np.float32]) -> dict[str, float]:
    """The features of one candidate as the five components people read, each 0..1."""
    # Rounded: the last digits of a cosine depend on which texts were encoded together.
    named = dict(zip(FEATURES, np.clip(features.astype(np.float64), 0, 1).round(4).tolist(), strict=True))
    return {
        "exact": named["exact"],
        "lexical": max(named["word_coverage"], named["gram_coverage"]),
        "dense": max(named["whole_any"], named["clause_any"]),
        "description": named["description"],
        "context": named["context_any"],
    }


def _method(features: NDArray[np.float32], shares: NDArray[np.float64]) -> str:
    if features[_EXACT] > 0:
        return "exact"
    # A label all of whose letters are there but not its meaning has a low cosine, and the other way round: what adds
    # more to the score names the method.
    return "lexical" if shares[list(_LEXICAL)].sum() > shares[list(_DENSE)].sum() / 2 else "dense"


def _met_exactly(query: MatchQuery, position: int, concept: int, units: Units, language: LanguageIndex) -> Met:
    label = exact_label(query.text, language, concept)
    if label is None:
        return _met_lexically(query, position, concept, units, language)
    return Met(label, *_aligned(language.labels.texts[label], query.text))


def _met_lexically(query: MatchQuery, position: int, concept: int, units: Units, language: LanguageIndex) -> Met:
    text = query.text.lower()
    positions = language.labels.positions_of(concept)
    label = max(
        positions,
        key=lambda candidate: fuzz.partial_token_sort_ratio(language.labels.texts[candidate].lower(), text),
    )
    return Met(label, *_aligned(language.labels.texts[label], query.text))


def _met_densely(query: MatchQuery, position: int, concept: int, units: Units, language: LanguageIndex) -> Met:
    rows = [units.whole_row[position], *units.clause_rows[position]]
    labels = language.vectors.label
    start, end = np.searchsorted(language.labels.concept[labels], [concept, concept + 1])
    cosines = units.vectors[rows] @ language.vectors.matrix[start:end].T
    unit, vector = np.unravel_index(int(cosines.argmax()), cosines.shape)
    span = (0, len(query.text)) if unit == 0 else units.spans[position][int(unit) - 1]
    return Met(int(labels[start + int(vector)]), *span)


def _aligned(label: str, text: str) -> tuple[int, int]:
    found = fuzz.partial_ratio_alignment(label.lower(), text.lower())
    if found is None or len(text.lower()) != len(text):
        return 0, len(text)
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
    return start, end
