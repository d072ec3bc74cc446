"""What matching suggested in a database, and what people decided about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from escomap.decision_files import load_decisions
from escomap.errors import EscomapError
from escomap.review.decisions import Decision
from escomap.settings import Settings
from escomap.store.db import Store


@dataclass(frozen=True, slots=True)
class Suggested:
    """The outcomes of a database (``outcome_coverage``) and their suggestions (``suggested_links``)."""

    outcomes: pd.DataFrame
    links: pd.DataFrame


def read_suggested(store: Store) -> Suggested:
    """What was matched; raises ``nothing_matched`` where that is nothing."""
    outcomes = store.rows("outcome_coverage")
    if outcomes.empty:
        raise EscomapError(
            "nothing_matched",
            "The database holds no matched outcome.",
            where=str(store.path),
            hint=f"escomap run CATALOGUE --db {store.path}",
        )
    links = store.rows("suggested_links")
    return Suggested(outcomes, links.merge(outcomes[["outcome_id", "lang", "faculty"]], on="outcome_id"))


def settings_of(store: Store) -> Settings:
    """The settings the bands of a database were made with."""
    rows = store.rows("latest_settings")
    stored = json.loads(str(rows.at[0, "settings_json"])) if len(rows) else {}
    return Settings(**{name: stored[name] for name in ("accept_threshold", "review_threshold") if name in stored})


def require_decisions(folder: Path) -> list[Decision]:
    """The decisions in a folder; raises where it is missing or holds none."""
    if not (found := load_decisions(folder)):
        raise EscomapError(
            "no_decisions",
            "There are no decisions in this folder.",
            where=str(folder),
            hint="name the folder with the .jsonl files of the reviewers",
        )
    return found
