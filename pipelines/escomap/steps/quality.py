"""The quality report of a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from escomap import tables
from escomap.decision_files import load_decisions
from escomap.evaluation import calibration_error
from escomap.exports.quality_report import write_quality_report
from escomap.model import Band
from escomap.quality import estimates
from escomap.quality.agreement import alpha_of, pair_agreements
from escomap.quality.calibration import reliability
from escomap.quality.coverage import boilerplate, coverage_by, unmatched
from escomap.quality.decided import free_choices, with_decisions
from escomap.quality.effort import seconds_per_decision
from escomap.quality.figures import Estimates, QualityFigures, Reviewing
from escomap.quality.intervals import Share
from escomap.quality.learning import Lessons
from escomap.quality.learnt import decided_links, learnt_links, synonyms
from escomap.quality.magnets import find_magnets
from escomap.review.decisions import Decision
from escomap.review.settle import settle_decisions
from escomap.settings import Settings
from escomap.steps.sample import read_sample, require_current
from escomap.steps.suggested import Suggested, read_suggested, require_decisions, settings_of
from escomap.store.db import Store, open_store

GROUPS = ("faculty", "lang", "level")


def report_quality(
    db: Path, out: Path, decisions: Path, *, sample: Path | None = None
) -> tuple[QualityFigures, list[Path]]:
    """Writes ``quality.html`` and its CSV files below ``out``; the figures and the files.

    ``decisions`` is a folder of decisions, which may be absent; ``sample`` a file of ``escomap quality sample`` that
    was reviewed, which needs some.
    """
    drawn = read_sample(sample) if sample else None
    decided = require_decisions(decisions) if sample else load_decisions(decisions)
    with open_store(db) as store:
        figures = measure_quality(store, decided, drawn)
    return figures, write_quality_report(figures, out)


def measure_quality(store: Store, decided: Sequence[Decision], drawn: pd.DataFrame | None = None) -> QualityFigures:
    """The figures of a database, with decisions and a sample drawn from it where there are any."""
    found, settings = read_suggested(store), settings_of(store)
    vocabulary = store.read(tables.CORE_VOCABULARY)
    return QualityFigures(
        name=store.path.name,
        esco_version=str(vocabulary.at[0, "esco_version"]) if len(vocabulary) else "",
        accept_threshold=settings.accept_threshold,
        review_threshold=settings.review_threshold,
        courses=found.outcomes["course_id"].nunique(),
        outcomes=len(found.outcomes),
        accepted_links=int((found.links["band"] == Band.ACCEPT).sum()),
        coverage={group: coverage_by(found.outcomes, group) for group in GROUPS},
        unmatched=unmatched(found.outcomes),
        magnets=find_magnets(found.links, found.outcomes, store.read(tables.CORE_CONCEPT_BROADER)),
        boilerplate=boilerplate(found.outcomes),
        consulted=store.rows("consulted"),
        reviewing=_reviewing(found, decided) if decided else None,
        estimates=_estimates(drawn, found.links, decided, settings) if drawn is not None else None,
    )


def _reviewing(found: Suggested, decided: Sequence[Decision]) -> Reviewing:
    standings = settle_decisions(decided)
    links = with_decisions(found.links, standings)
    is_open = links["is_right"].isna()
    judged = links[~is_open].astype({"is_right": bool})
    confidences, right = judged["confidence_score"].tolist(), judged["is_right"].tolist()
    choices = free_choices(links, standings)
    return Reviewing(
        decisions=len(decided),
        reviewers=len({decision.reviewer for decision in decided}),
        decided_links=len(judged),
        disputed=sum(standing.is_disputed for standing in standings.values()),
        free_choices=len(choices),
        synonyms=synonyms(choices, found.outcomes),
        learnt=learnt_links(links[is_open], found.outcomes, Lessons(decided_links(judged, found.outcomes))),
        seconds_per_decision=seconds_per_decision(decided),
        pairs=tuple(pair_agreements(standings.values())),
        alpha=alpha_of(standings.values()),
        reliability=reliability(confidences, right),
        calibration_error=calibration_error(confidences, right),
    )


def _estimates(
    drawn: pd.DataFrame, links: pd.DataFrame, decided: Sequence[Decision], settings: Settings
) -> Estimates | None:
    require_current(drawn, links)
    judged = estimates.with_weights(with_decisions(drawn, settle_decisions(decided)))
    if judged.empty:
        return None
    return Estimates(
        drawn=len(drawn),
        judged=len(judged),
        precision=estimates.precision(judged),
        by_stratum=estimates.precision_by(judged, "stratum"),
        recall=estimates.recall(judged, links, settings.accept_threshold),
        thresholds=estimates.at_thresholds(judged, links, settings.review_threshold),
    )


def to_text(figures: QualityFigures) -> str:
    """The main figures in a few lines."""
    by_band = {band: int(figures.coverage["lang"][band].sum()) for band in Band}
    lines = [
        f"Outcomes       {figures.outcomes:,} of {figures.courses:,} courses: "
        + ", ".join(f"{band} {count:,}" for band, count in by_band.items()),
        f"Accepted links {figures.accepted_links:,}",
        f"To look at     {len(figures.unmatched):,} texts without a concept, {len(figures.magnets)} magnets, "
        f"{len(figures.boilerplate)} boilerplate texts",
    ]
    if figures.estimates:
        lines.append(f"Precision      {_shown(figures.estimates.precision)}, recall {_shown(figures.estimates.recall)}")
    else:
        lines.append("Precision      not known: no random sample was reviewed (escomap quality sample)")
    if reviewing := figures.reviewing:
        lines.append(
            f"Decisions      {reviewing.decisions:,} by {reviewing.reviewers} reviewers, "
            f"{reviewing.disputed} things disputed; confidence off by {reviewing.calibration_error:.3f} (ECE)"
        )
    return "\n".join(lines)


def _shown(share: Share | None) -> str:
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})" if share else "not known"
