"""Texts in, ranked ESCO concepts with confidence, band and evidence out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoders
from escomap.matching.explain import Explainer
from escomap.matching.features import CANDIDATES, find_candidates, relation_to
from escomap.matching.index import SkillIndex
from escomap.matching.ranking import band_of, load_ranking, ranking_digest
from escomap.matching.recalibration import Recalibration
from escomap.model import MatchQuery, Suggestion
from escomap.settings import Settings
from escomap.text.normalise import content_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Queries scored at once: bounds the memory of the score matrices, under 100 MB for each encoder on a full ESCO release.
BLOCK = 64
MATCHING_VERSION = "4"


def suggest_skills(
    queries: Sequence[MatchQuery],
    index: SkillIndex,
    encoders: Encoders,
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
) -> list[list[Suggestion]]:
    """The best ``settings.top_k`` concepts of each query, best first.

    Args:
        queries: Texts with their language and context; any order.
        index: The release to match against.
        encoders: The encoders the index was made with.
        settings: ``top_k`` and the thresholds of the bands.
        progress: Told how many queries each finished block held.
    """
    answers: list[list[Suggestion]] = [[] for _ in queries]
    for lang in sorted({query.lang for query in queries}):
        # Queries of like length share a block, so that few vectors are computed on padding.
        chosen = sorted(
            (position for position, query in enumerate(queries) if query.lang == lang),
            key=lambda position: len(queries[position].text) + len(queries[position].context),
        )
        for start in range(0, len(chosen), BLOCK):
            block = chosen[start : start + BLOCK]
            found = _match_block([queries[position] for position in block], index, encoders, settings)
            for position, suggestions in zip(block, found, strict=True):
                answers[position] = suggestions
            if progress:
                progress(len(block))
    return answers


def recalibrated(suggestion: Suggestion, recalibration: Recalibration, settings: Settings) -> Suggestion:
    """The suggestion with the confidence and band that the reviewers of an institution would expect."""
    if recalibration.is_neutral:
        return suggestion
    confidence = float(recalibration.apply(np.array([suggestion.confidence]))[0])
    band = band_of(confidence, settings.accept_threshold, settings.review_threshold)
    return replace(suggestion, confidence=confidence, band=band)


def match_key(query: MatchQuery, index_key: str, settings: Settings, glossary: str = "", synonyms: str = "") -> str:
    """Names everything the answer to a query depends on: an answer with the same key can be used again.

    ``glossary`` is the digest of the word list of its language, ``synonyms`` that of the synonyms that have a say in
    it, where there are any.
    """
    return content_hash(
        query.text,
        query.lang,
        query.context,
        index_key,
        glossary,
        settings.matching_key(),
        ranking_digest(),
        MATCHING_VERSION,
        *filter(None, (synonyms,)),
    )


def _match_block(
    queries: Sequence[MatchQuery], index: SkillIndex, encoders: Encoders, settings: Settings
) -> list[list[Suggestion]]:
    ranking, index = load_ranking(), index.for_texts(queries[0].lang)
    candidates = find_candidates(
        queries,
        index,
        encoders,
        ranking.priors[relation_to(queries[0].lang, index, encoders)],
        ranking.nothing,
        max(CANDIDATES, settings.top_k),
    )
    confidences = ranking.confidences(candidates.features)
    # Equal confidences are ordered by the first choice, then by concept: the same input gives the same output.
    first_choice = -candidates.prior
    order = np.stack([np.lexsort((first, -found)) for first, found in zip(first_choice, confidences, strict=True)])[
        :, : settings.top_k
    ]
    explainer = Explainer(queries, candidates, index, ranking, order)
    return [
        _ranked(
            position,
            query,
            candidates.concepts[position],
            confidences[position],
            order[position],
            explainer,
            index,
            settings,
        )
        for position, query in enumerate(queries)
    ]


def _ranked(
    position: int,
    query: MatchQuery,
    concepts: NDArray[np.int64],
    confidences: NDArray[np.float64],
    order: NDArray[np.int64],
    explainer: Explainer,
    index: SkillIndex,
    settings: Settings,
) -> list[Suggestion]:
    suggestions = []
    for rank, (candidate, evidence) in enumerate(
        zip(order.tolist(), explainer.evidence(position), strict=True), start=1
    ):
        concept = int(concepts[candidate])
        label, label_lang = index.label(concept, query.lang)
        confidence = round(float(confidences[candidate]), 4)
        suggestions.append(
            Suggestion(
                uri=index.uris[concept],
                label=label,
                label_lang=label_lang,
                label_en=index.label(concept, "en")[0],
                rank=rank,
                confidence=confidence,
                band=band_of(confidence, settings.accept_threshold, settings.review_threshold),
                evidence=evidence,
            )
        )
    return suggestions
