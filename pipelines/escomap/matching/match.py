"""Texts in, ranked ESCO concepts with confidence, band and evidence out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from escomap.matching.encoder import Encoder
from escomap.matching.explain import evidence_of
from escomap.matching.features import CANDIDATES, Candidates, Units, encode_units, find_candidates
from escomap.matching.fuse import Fusion, band_of, fusion_digest, fusion_for
from escomap.matching.index import LanguageIndex, SkillIndex
from escomap.model import MatchQuery, Suggestion
from escomap.settings import Settings
from escomap.text.normalise import content_hash

# Queries scored at once: bounds the memory of the score matrices, about 200 MB together on a full ESCO release.
BLOCK = 64
MATCHING_VERSION = "1"


def suggest_skills(
    queries: Sequence[MatchQuery],
    index: SkillIndex,
    encoder: Encoder,
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
) -> list[list[Suggestion]]:
    """The best ``settings.top_k`` concepts of each query, best first.

    Args:
        queries: Texts with their language and context; any order.
        index: The release to match against.
        encoder: The encoder the index was made with.
        settings: ``top_k`` and the thresholds of the bands.
        progress: Told how many queries each finished block held.
    """
    answers: list[list[Suggestion]] = [[] for _ in queries]
    for lang in sorted({query.lang for query in queries}):
        # Queries of like length share a block, so that few vectors are computed on padding.
        chosen = sorted(
            (position for position, query in enumerate(queries) if query.lang == lang),
            key=lambda position: len(queries[position].text),
        )
        for start in range(0, len(chosen), BLOCK):
            block = chosen[start : start + BLOCK]
            found = _match_block([queries[position] for position in block], index, encoder, settings)
            for position, suggestions in zip(block, found, strict=True):
                answers[position] = suggestions
            if progress:
                progress(len(block))
    return answers


def match_key(query: MatchQuery, index_key: str, settings: Settings) -> str:
    """Names everything the answer to a query depends on: an answer with the same key can be used again."""
    return content_hash(
        query.text,
        query.lang,
        query.context,
        index_key,
        settings.matching_key(),
        fusion_digest(),
        MATCHING_VERSION,
    )


def _match_block(
    queries: Sequence[MatchQuery], index: SkillIndex, encoder: Encoder, settings: Settings
) -> list[list[Suggestion]]:
    language = index.language(queries[0].lang)
    fusion = fusion_for(queries[0].lang, language.labels.lang)
    units = encode_units(queries, encoder, fusion.used_features)
    count = max(CANDIDATES, settings.top_k)
    candidates = find_candidates(queries, units, index, language, fusion.candidate_weights, count)
    return [
        _ranked(position, query, units, candidates, index, language, fusion, settings)
        for position, query in enumerate(queries)
    ]


def _ranked(
    position: int,
    query: MatchQuery,
    units: Units,
    candidates: Candidates,
    index: SkillIndex,
    language: LanguageIndex,
    fusion: Fusion,
    settings: Settings,
) -> list[Suggestion]:
    features = candidates.features[position]
    scores = fusion.scores(features[None])
    confidences, shares = fusion.confidences(scores)[0], fusion.shares(features)
    # Equal scores are ordered by concept, so that the same input always gives the same output.
    order = np.argsort(-scores[0], kind="stable")[: settings.top_k]
    suggestions = []
    for rank, candidate in enumerate(order.tolist(), start=1):
        concept = int(candidates.concepts[position, candidate])
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
                evidence=evidence_of(
                    query, position, concept, features[candidate], shares[candidate], units, index, language
                ),
            )
        )
    return suggestions
