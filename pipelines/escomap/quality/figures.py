"""All that a quality report says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from escomap.quality.agreement import PairAgreement
from escomap.quality.intervals import Share


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What decisions show. ``alpha`` is None where no two reviewers judged the same; ``disputed`` counts things."""

    decisions: int
    reviewers: int
    decided_links: int
    disputed: int
    free_choices: int
    synonyms: pd.DataFrame
    learnt: pd.DataFrame
    seconds_per_decision: float | None
    pairs: tuple[PairAgreement, ...]
    alpha: float | None
    reliability: pd.DataFrame
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Estimates:
    """What a reviewed random sample shows; links of it that are undecided or unsure are in ``drawn`` alone."""

    drawn: int
    judged: int
    precision: Share
    by_stratum: Mapping[str, Share]
    recall: Share | None
    thresholds: pd.DataFrame


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """Counts of a database, and what reviewing adds where it took place. ``coverage`` is by faculty, lang and level.

    ``consulted`` are the rows of the statement of that name, none where nobody was asked.
    """

    name: str
    esco_version: str
    accept_threshold: float
    review_threshold: float
    courses: int
    outcomes: int
    accepted_links: int
    coverage: Mapping[str, pd.DataFrame]
    unmatched: pd.DataFrame
    magnets: pd.DataFrame
    boilerplate: pd.DataFrame
    consulted: pd.DataFrame
    reviewing: Reviewing | None = None
    estimates: Estimates | None = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """What is written as CSV, by file name."""
        found = {f"coverage_by_{name}": table for name, table in self.coverage.items()}
        found |= {"unmatched": self.unmatched, "magnets": self.magnets, "boilerplate": self.boilerplate}
        if self.reviewing:
            found["reliability"] = self.reviewing.reliability
            found["learnt"] = self.reviewing.learnt
            found["proposed_synonyms"] = self.reviewing.synonyms
        if len(self.consulted):
            found["consulted"] = self.consulted
        if self.estimates:
            found["thresholds"] = self.estimates.thresholds
        return {name: table.round(4) for name, table in found.items()}
