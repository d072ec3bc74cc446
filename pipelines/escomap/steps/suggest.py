"""ESCO suggestions for loose texts, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from escomap.codes import language_code
from escomap.encoders import load_encoder
from escomap.errors import EscomapError
from escomap.mappings import load_phrases
from escomap.matching.match import suggest_skills
from escomap.model import Band, MatchQuery, Suggestion
from escomap.paths import cache_folder, mappings_folder, starter_vocabulary
from escomap.settings import Settings
from escomap.text.language import identify_languages
from escomap.text.phrases import Phrases
from escomap.vocabulary.index import OnProgress, load_index
from escomap.vocabulary.release import load_release

MIN_CONTENT = 3


def suggest_texts(
    queries: Sequence[MatchQuery],
    settings: Settings,
    *,
    esco: Path | None = None,
    mappings: Path | None = None,
    on_progress: OnProgress | None = None,
) -> list[list[Suggestion]]:
    """The ESCO concepts for each query, best first, ``settings.top_k`` of them, whatever their band.

    A query whose ``lang`` is empty gets its language identified; a lead-in phrase ("students will be able to") is left
    out of the matching, and spans still count in the text as given.
    """
    release = load_release(starter_vocabulary(esco))
    encoder = load_encoder(settings)
    index = load_index(
        release.frames["core_concept"],
        release.frames["core_concept_label"],
        vocabulary_key=release.key,
        esco_version=release.version,
        encoder=encoder,
        langs=sorted({query.lang for query in queries}),
        cache=cache_folder(),
        on_progress=on_progress,
    )
    phrases = load_phrases(mappings_folder(mappings))
    starts = [_content_start(query, phrases) for query in queries]
    content = [replace(query, text=query.text[start:]) for query, start in zip(queries, starts, strict=True)]
    filled = [number for number, query in enumerate(content) if query.text.strip()]
    found = suggest_skills([content[number] for number in filled], index, encoder, settings)
    answers: list[list[Suggestion]] = [[] for _ in queries]
    for number, suggestions in zip(filled, found, strict=True):
        answers[number] = [_shifted(suggestion, starts[number]) for suggestion in suggestions]
    return answers


def parse_queries(
    lines: Iterable[str], settings: Settings, on_error: Callable[[EscomapError], None]
) -> list[MatchQuery]:
    """One query per line: plain text, or a JSON object with ``text`` and optional ``language`` and ``context``.

    A line that begins like a JSON object and is none, or has no text, becomes an empty query and is told to
    ``on_error``: one bad line never costs the others. A language that is not known is identified instead.
    """
    given: list[MatchQuery] = []
    for number, line in enumerate(lines, start=1):
        try:
            given.append(_parse_line(line.rstrip("\r\n"), number))
        except EscomapError as error:
            on_error(error)
            given.append(MatchQuery("", settings.default_language))
    unknown = [query for query in given if not query.lang]
    guesses = identify_languages([query.text for query in unknown], [""] * len(unknown), settings.default_language)
    langs = iter(guesses)
    return [query if query.lang else replace(query, lang=next(langs).lang) for query in given]


def to_answer(query: MatchQuery, suggestions: Sequence[Suggestion]) -> dict[str, Any]:
    """The stable JSON form of one answer."""
    return {
        "text": query.text,
        "language": query.lang,
        "suggestions": [
            {
                "uri": one.uri,
                "label": one.label,
                "label_language": one.label_lang,
                "label_en": one.label_en,
                "confidence": one.confidence,
                "band": str(one.band),
                "evidence": {
                    "method": one.evidence.method,
                    "span": [one.evidence.span_start, one.evidence.span_end],
                    "span_text": one.evidence.span_text,
                    "matched_label": one.evidence.matched_label,
                    "matched_language": one.evidence.matched_lang,
                    "matched_kind": one.evidence.matched_kind,
                    "scores": {name: round(score, 4) for name, score in one.evidence.component_scores.items()},
                    "esco_version": one.evidence.esco_version,
                    "model": one.evidence.model_id,
                },
            }
            for one in suggestions
        ],
    }


def in_bands(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Those a person should see: accept and review."""
    return [suggestion for suggestion in suggestions if suggestion.band is not Band.NONE]


def _parse_line(line: str, number: int) -> MatchQuery:
    if not line.lstrip().startswith("{"):
        return MatchQuery(line.strip(), "")
    try:
        given = json.loads(line)
        if not isinstance(given["text"], str):
            raise TypeError(given["text"])
        text = given["text"].encode("utf-8", "replace").decode("utf-8")  # without halves of surrogate pairs
        lang = language_code(str(given.get("language") or "")) or ""
        return MatchQuery(text, lang, str(given.get("context") or ""))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise EscomapError(
            "bad_input_line",
            "A line of the input is not a JSON object with a text.",
            where=f"stdin:{number} value={line[:120]!r}",
            hint='write {"text": "...", "language": "en"} or plain text, one per line',
        ) from error


def _content_start(query: MatchQuery, phrases: Phrases) -> int:
    end = phrases.lead_in_end(query.text, lang=query.lang)
    return end if 0 < end < len(query.text) - MIN_CONTENT else 0


def _shifted(suggestion: Suggestion, offset: int) -> Suggestion:
    evidence = suggestion.evidence
    return replace(
        suggestion,
        evidence=replace(evidence, span_start=evidence.span_start + offset, span_end=evidence.span_end + offset),
    )
