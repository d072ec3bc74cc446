"""Figures of the matching on judged texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from escomap.encoders import packaged_encoder
from escomap.errors import EscomapError
from escomap.evaluation import (
    JudgedText,
    band_figures,
    calibration_error,
    figure_intervals,
    mean_of_groups,
    ranking_figures,
)
from escomap.matching.baselines import rank_by_bm25, rank_by_encoder, rank_by_letters, rank_by_words
from escomap.matching.features import CANDIDATES
from escomap.model import MatchQuery
from escomap.readers.judged import read_judged
from escomap.settings import Settings
from escomap.steps.run import OnProgress
from escomap.steps.suggest import TextMatcher, load_text_matcher

# As many as a run chooses: how a candidate stands among the others is part of its confidence.
RANKED = CANDIDATES
CALIBRATED = 10


def evaluate_matching(
    gold: Path,
    settings: Settings,
    *,
    esco: Path | None = None,
    language: str = "en",
    baselines: bool = False,
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """Ranking figures per group and language and averaged over groups, of the bands, and the calibration error.

    With ``baselines`` also those of simpler ways to rank; ``encoder`` is the packaged one without its adapter.

    Texts without any judged concept are left out of the ranking figures and kept for those of the bands.
    """
    judged = read_judged(gold, lang=language)
    if not any(one.accepted for one in judged):
        raise EscomapError(
            "nothing_judged",
            "No text has a concept of grade 2, so there is nothing to measure.",
            where=str(gold),
            hint="one row per text and concept, e.g. text,uri,grade; the grade is 2 where absent",
        )
    queries = [MatchQuery(one.text, one.lang, one.context) for one in judged]
    matcher = load_text_matcher(
        {query.lang for query in queries},
        settings,
        esco=esco,
        on_progress=(lambda what, _: on_progress(f"encoding {what}", 0, 0)) if on_progress else None,
    )
    found = matcher.suggest(queries, replace(settings, top_k=max(RANKED, settings.top_k)))
    rankings = [[one.uri for one in suggestions] for suggestions in found]
    by_group = _figures_by(judged, rankings, lambda one: one.group or "all")
    answers = [[(one.uri, one.confidence) for one in suggestions[: settings.top_k]] for suggestions in found]
    return {
        "file": gold.name,
        "esco_version": matcher.index.esco_version,
        "model": matcher.index.model_id,
        "texts": len(judged),
        "groups": by_group,
        "mean_of_groups": mean_of_groups(by_group),
        "intervals": figure_intervals(judged, rankings),
        "languages": _figures_by(judged, rankings, lambda one: one.lang),
        "accept": band_figures(judged, answers, settings.accept_threshold),
        "review_or_accept": band_figures(judged, answers, settings.review_threshold),
        "calibration_error": _calibration(judged, answers),
        "baselines": _baselines(judged, queries, matcher) if baselines else {},
    }


def to_table(figures: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    names = list(figures["mean_of_groups"])
    rows = {**figures["groups"], "mean of groups": figures["mean_of_groups"]}
    if len(figures["languages"]) > 1:
        rows |= {f"language {lang}": values for lang, values in figures["languages"].items()}
    rows |= {f"baseline: {name}": values for name, values in figures["baselines"].items()}
    lines = [f"{'':24}" + "".join(f"{name:>16}" for name in names)]
    lines += [f"{name[:23]:24}" + "".join(f"{values[one]:16.3f}" for one in names) for name, values in rows.items()]
    intervals = figures["intervals"]
    cells = [f"{intervals[name][0]:.3f}-{intervals[name][1]:.3f}" if name in intervals else "" for name in names]
    lines.append(f"{'95 % of all texts':24}" + "".join(f"{cell:>16}" for cell in cells))
    for band in ("accept", "review_or_accept"):
        values = figures[band]
        low, high = values["precision_interval"]
        lines.append(
            f"{band}: precision {values['precision']:.3f} ({low:.3f}-{high:.3f}), recall {values['recall']:.3f}, "
            f"{values['links_per_text']:.2f} links per text, {values['coverage']:.3f} of the texts"
        )
    return "\n".join([*lines, f"expected calibration error {figures['calibration_error']:.3f}"])


def _figures_by(
    judged: Sequence[JudgedText], rankings: Sequence[Sequence[str]], key: Callable[[JudgedText], str]
) -> dict[str, dict[str, float]]:
    """The figures of each group that has something to find."""
    groups: dict[str, list[int]] = {}
    for number, one in enumerate(judged):
        groups.setdefault(key(one), []).append(number)
    return {
        name: ranking_figures([judged[number] for number in chosen], [rankings[number] for number in chosen])
        for name, chosen in sorted(groups.items())
        if any(judged[number].accepted for number in chosen)
    }


def _baselines(
    judged: Sequence[JudgedText], queries: Sequence[MatchQuery], matcher: TextMatcher
) -> dict[str, dict[str, float]]:
    plain = packaged_encoder(Settings(adapter="none"))
    ranked = {
        "letters": rank_by_letters(queries, matcher.index, RANKED),
        "words": rank_by_words(queries, matcher.index, RANKED),
        "bm25": rank_by_bm25(queries, matcher.index, RANKED),
        "encoder": rank_by_encoder(queries, matcher.index, plain, RANKED),
    }
    return {
        name: mean_of_groups(_figures_by(judged, rankings, lambda one: one.group or "all"))
        for name, rankings in ranked.items()
    }


def _calibration(judged: Sequence[JudgedText], answers: Sequence[Sequence[tuple[str, float]]]) -> float:
    pairs = [
        (confidence, uri in one.accepted)
        for one, answer in zip(judged, answers, strict=True)
        for uri, confidence in answer[:CALIBRATED]
    ]
    return calibration_error([confidence for confidence, _ in pairs], [hit for _, hit in pairs])
