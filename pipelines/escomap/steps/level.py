"""The EQF level of every course."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from escomap import tables
from escomap.encoders import E5, wording_encoder
from escomap.errors import EscomapError
from escomap.levels.assign import assign_levels
from escomap.levels.decide import contradicts
from escomap.levels.estimate import estimate_levels
from escomap.levels.facts import LevelFacts
from escomap.levels.model_rows import describe_model, model_rows
from escomap.levels.text_head import TextReader, load_heads
from escomap.mappings import load_level_profiles, load_table
from escomap.model import LevelBasis, LevelDecision, LevelSignal
from escomap.paths import mappings_folder
from escomap.review.decisions import Subject
from escomap.settings import Settings
from escomap.steps.decisions import standings_on
from escomap.steps.run import Run
from escomap.store.db import open_store

FACT_TABLES = (tables.MAP_NQF_EQF, tables.MAP_FRAMEWORK, tables.MAP_DEGREE_WORD, tables.MAP_CYCLE_WORD)


def load_level_facts(folder: Path) -> LevelFacts:
    """The facts under the mappings folder, compiled."""
    return LevelFacts.from_frames(
        *(load_table(folder, table) for table in FACT_TABLES), profiles=load_level_profiles(folder)
    )


def load_text_reader(settings: Settings) -> TextReader:
    """Tells what levels English texts read like; the weights of its encoder are loaded when the first course is read.

    Where the package with its weights is not installed, as on Windows, texts are read by marks and cues alone.
    """
    return TextReader(load_heads(), wording_encoder(settings) if E5.is_present else None)


def stored_decisions(db: Path, code: str) -> list[tuple[str, LevelDecision]]:
    """The courses of a database with this code or identifier, as ``provider code title``, each with its decision.

    Raises:
        EscomapError: no course has this code.
    """
    with open_store(db) as store:
        found = store.rows("courses_by_code", code=code).to_dict("records")
        if not found:
            raise EscomapError(
                "unknown_course",
                "The database has no course with this code or identifier.",
                where=f"{db}: {code!r}",
                hint="the codes stand in out_descriptor: escomap export tables",
            )
        return [
            (
                f"{row['provider']}  {row['course_code']}  {row['title']}",
                _decision(row, store.rows("level_signals_of", course_id=row["course_id"]).to_dict("records")),
            )
            for row in found
        ]


def _decision(row: dict[Hashable, Any], rows: list[dict[Hashable, Any]]) -> LevelDecision:
    signals = tuple(
        LevelSignal(
            LevelBasis(each["basis"]),
            each["field"],
            each["raw_value"],
            int(each["eqf_min"]),
            int(each["eqf_max"]),
            float(each["confidence_score"]),
            each["evidence"],
            each["evidence_class"],
            tuple(each["fact_keys"]),
            bool(each["is_of_module"]),
        )
        for each in rows
    )
    basis = LevelBasis(row["basis"])
    is_open = basis is LevelBasis.NONE
    return LevelDecision(
        None if pd.isna(row["eqf_level"]) else int(row["eqf_level"]),
        None if is_open else (signals[0].eqf_min, signals[0].eqf_max),
        basis,
        float(row["confidence_score"]),
        row["evidence"],
        () if is_open else tuple(each for each in signals[1:] if contradicts(each, signals[0])),
        signals,
        tuple(hint for hint in (row["hints"],) if hint),
        row["open_reason"],
        row["level_policy"],
    )


def level_courses(run: Run) -> None:
    """Decides the level of every course, keeps each signal it was decided from, and infers what no field states."""
    folder = mappings_folder(run.request.mappings)
    store = run.store
    frames = [load_table(folder, table) for table in FACT_TABLES]
    courses, texts = store.read(tables.CORE_COURSE), store.read(tables.CORE_COURSE_TEXT)
    levels, signals = assign_levels(
        courses,
        texts,
        LevelFacts.from_frames(*frames, profiles=load_level_profiles(folder)),
        run.request.settings.level_policy,
        standings_on(run.store, Subject.LEVEL),
    )
    reader = load_text_reader(run.request.settings)
    estimated = estimate_levels(courses, texts, store.read(tables.CORE_OUTCOME), levels, signals, reader)
    rows = [{"run_id": run.report.run_id, **row} for row in model_rows(estimated)]
    models = pd.DataFrame(rows, columns=tables.RUN_LEVEL_MODEL.column_names)
    with store.transaction():
        for table, frame in zip(FACT_TABLES, frames, strict=True):
            store.replace(frame, table)
        for name, frame in estimated.frames().items():
            store.replace(frame, tables.TABLES[name])
        store.append(models, tables.RUN_LEVEL_MODEL)
    _report(run, rows)


def _report(run: Run, rows: list[dict[str, Any]]) -> None:
    run.report.level_models = {
        row["catalogue"]: describe_model(row) for row in rows if row["catalogue"] in run.catalogues
    }
    run.report.level_reviews = sum(row["review_count"] for row in rows if row["catalogue"] in run.catalogues)
