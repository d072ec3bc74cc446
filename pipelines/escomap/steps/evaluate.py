"""Figures of the matching on judged texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.evaluation import JudgedText, band_figures, calibration_error, mean_of_groups, ranking_figures
from escomap.model import MatchQuery, Suggestion
from escomap.readers.judged import read_judged
from escomap.settings import Settings
from escomap.steps.run import OnProgress
from escomap.steps.suggest import suggest_texts

RANKED = 50
CALIBRATED = 10


def evaluate_matching(
    gold: Path,
    settings: Settings,
    *,
    esco: Path | None = None,
    language: str = "en",
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """Ranking figures per group and averaged over groups, figures of the bands, and the calibration error.

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
    found = suggest_texts(
        [MatchQuery(one.text, one.lang, one.context) for one in judged],
        replace(settings, top_k=max(RANKED, settings.top_k)),
        esco=esco,
        on_progress=(lambda what, _: on_progress(f"encoding {what}", 0, 0)) if on_progress else None,
    )
    groups = {one.group for one in judged}
    by_group = {
        group or "all": ranking_figures(*_of_group(judged, found, group))
        for group in sorted(groups)
        if any(one.accepted for one in judged if one.group == group)
    }
    answers = [[(one.uri, one.confidence) for one in suggestions[: settings.top_k]] for suggestions in found]
    return {
        "file": gold.name,
        "texts": len(judged),
        "groups": by_group,
        "mean_of_groups": mean_of_groups(by_group),
        "accept": band_figures(judged, answers, settings.accept_threshold),
        "review_or_accept": band_figures(judged, answers, settings.review_threshold),
        "calibration_error": _calibration(judged, answers),
    }


def to_table(figures: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    names = list(figures["mean_of_groups"])
    lines = [f"{'':24}" + "".join(f"{name:>16}" for name in names)]
    for group, values in {**figures["groups"], "mean of groups": figures["mean_of_groups"]}.items():
        lines.append(f"{group[:23]:24}" + "".join(f"{values[name]:16.3f}" for name in names))
    for band in ("accept", "review_or_accept"):
        values = figures[band]
        lines.append(
            f"{band}: precision {values['precision']:.3f}, {values['links_per_text']:.2f} links per text, "
            f"{values['coverage']:.3f} of the texts"
        )
    return "\n".join([*lines, f"expected calibration error {figures['calibration_error']:.3f}"])


def _of_group(
    judged: Sequence[JudgedText], found: Sequence[Sequence[Suggestion]], group: str
) -> tuple[list[JudgedText], list[list[str]]]:
    chosen = [number for number, one in enumerate(judged) if one.group == group]
    return [judged[number] for number in chosen], [[one.uri for one in found[number]] for number in chosen]


def _calibration(judged: Sequence[JudgedText], answers: Sequence[Sequence[tuple[str, float]]]) -> float:
    pairs = [
        (confidence, uri in one.accepted)
        for one, answer in zip(judged, answers, strict=True)
        for uri, confidence in answer[:CALIBRATED]
    ]
    return calibration_error([confidence for confidence, _ in pairs], [hit for _, hit in pairs])
