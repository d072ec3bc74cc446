"""The EQF level of every course."""

from __future__ import annotations

from pathlib import Path

from escomap import tables
from escomap.levels.assign import assign_levels
from escomap.levels.facts import LevelFacts
from escomap.mappings import load_table
from escomap.paths import mappings_folder
from escomap.steps.run import Run

FACT_TABLES = (tables.MAP_NQF_EQF, tables.MAP_FRAMEWORK, tables.MAP_DEGREE_WORD, tables.MAP_CYCLE_WORD)


def load_level_facts(folder: Path) -> LevelFacts:
    """The facts under the mappings folder, compiled."""
    return LevelFacts.from_frames(*(load_table(folder, table) for table in FACT_TABLES))


def level_courses(run: Run) -> None:
    """Decides the level of every course and keeps each signal it was decided from."""
    folder = mappings_folder(run.request.mappings)
    frames = [load_table(folder, table) for table in FACT_TABLES]
    levels, signals = assign_levels(
        run.store.read(tables.CORE_COURSE),
        run.store.read(tables.CORE_COURSE_TEXT),
        LevelFacts.from_frames(*frames),
        run.request.settings.level_policy,
    )
    with run.store.transaction():
        for table, frame in zip(FACT_TABLES, frames, strict=True):
            run.store.replace(frame, table)
        run.store.replace(levels, tables.SUG_LEVEL)
        run.store.replace(signals, tables.SUG_LEVEL_SIGNAL)
