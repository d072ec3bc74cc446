"""ESCO suggestions for loose texts, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from escomap.calibration_file import load_recalibration
from escomap.codes import language_code
from escomap.encoders import load_encoders
from escomap.errors import EscomapError
from escomap.mappings import load_glossaries, load_phrases, load_synonyms
from escomap.matching.encoder import Encoders
from escomap.matching.index import SkillIndex
from escomap.matching.match import recalibrated, suggest_skills
from escomap.model import Band, MatchQuery, Suggestion
from escomap.paths import cache_folder, mappings_folder, starter_vocabulary
from escomap.settings import Settings
from escomap.text.language import identify_languages
from escomap.text.phrases import Phrases
from escomap.vocabulary.index import OnProgress, load_index
from escomap.vocabulary.release import load_release

MIN_CONTENT = 3


@dataclass(frozen=True, slots=True)
class TextMatcher:
    """A release, the encoders and the phrases, ready to match loose texts."""

    index: SkillIndex
    encoders: Encoders
    phrases: Phrases

    def suggest(self, queries: Sequence[MatchQuery], settings: Settings) -> list[list[Suggestion]]:
        """The ESCO concepts for each query, best first, ``settings.top_k`` of them, whatever their band.

        A lead-in phrase ("students will be able to") is left out of the matching, and spans still count in the text as
        given.
        """
        starts = [_content_start(query, self.phrases) for query in queries]
        content = [replace(query, text=query.text[start:]) for query, start in zip(queries, starts, strict=True)]
        filled = [number for number, query in enumerate(content) if query.text.strip()]
        found = suggest_skills([content[number] for number in filled], self.index, self.encoders, settings)
        recalibration, _ = load_recalibration(settings.calibration)
        answers: list[list[Suggestion]] = [[] for _ in queries]
        for number, suggestions in zip(filled, found, strict=True):
            answers[number] = [
                recalibrated(_shifted(suggestion, starts[number]), recalibration, settings)
                for suggestion in suggestions
            ]
        return answers


def load_text_matcher(
    langs: Iterable[str],
    settings: Settings,
    *,
    esco: Path | None = None,
    mappings: Path | None = None,
    on_progress: OnProgress | None = None,
) -> TextMatcher:
    """A matcher for texts in ``langs``."""
    folder = mappings_folder(mappings)
    wanted = sorted(set(langs))
    release = load_release(starter_vocabulary(esco), langs=wanted)
    encoders = load_encoders(settings)
    index = load_index(
        release.frames,
        vocabulary_key=release.key,
        esco_version=release.version,
        encoders=encoders,
        langs=wanted,
        cache=cache_folder(),
        glossaries=load_glossaries(folder, wanted),
        synonyms=load_synonyms(folder),
        on_progress=on_progress,
    )
    return TextMatcher(index, encoders, load_phrases(folder, {*wanted, "en"}))


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
                    "scores": dict(one.evidence.component_scores),
                    "shares": dict(one.evidence.component_shares),
                    "esco_version": one.evidence.esco_version,
                    "model": one.evidence.model_id,
                },
            }
            for one in suggestions
        ],
    }


def to_explanation(suggestion: Suggestion) -> str:
    """What carried a suggestion, as lines of a small table: score 0..1 and share of the log odds of acceptance."""
    evidence = suggestion.evidence
    lines = [
        f"      {evidence.span_text!r}",
        f"      met {evidence.matched_label!r} ({evidence.matched_lang}, {evidence.matched_kind})",
        f"      {'component':<14}{'score':>7}{'share':>8}",
    ]
    for component, share in evidence.component_shares.items():
        score = evidence.component_scores.get(component)
        lines.append(f"      {component:<14}{'' if score is None else f'{score:.2f}':>7}{share:>+8.2f}")
    return "\n".join(lines)


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
    if not offset:
        return suggestion
    evidence = suggestion.evidence
    return replace(
        suggestion,
        evidence=replace(evidence, span_start=evidence.span_start + offset, span_end=evidence.span_end + offset),
    )
