"""The provenance of a run: settings, versions, digests and counts, in the database itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version

import pandas as pd

from escomap import __version__, tables
from escomap.settings import Settings
from escomap.steps.run import Run

# The libraries that decide what a run answers.
DECIDING_LIBRARIES = (
    "duckdb",
    "lingua-language-detector",
    "pandas",
    "rapidfuzz",
    "scikit-learn",
    "sentence-transformers",
    "snowballstemmer",
    "tokenizers",
    "torch",
)


def record_run(run: Run) -> None:
    """Completes the report with counts from the tables and appends the run's row, stages and inputs."""
    _count(run)
    report = run.report
    info = run_info(report.run_id, run.started_at, report.catalogue, run.request.settings, report.to_json())
    stages = [{"run_id": report.run_id, "stage": name, "seconds": value} for name, value in report.seconds.items()]
    inputs = [
        {"run_id": report.run_id, "input_kind": kind, "name": name, "sha256": digest}
        for kind, name, digest in dict.fromkeys(run.inputs)
    ]
    with run.store.transaction():
        run.store.execute("forget_outcomes_gone")
        run.store.execute("note_new_outcomes", run_id=report.run_id)
        run.store.append(info, tables.RUN_INFO)
        run.store.append(pd.DataFrame(stages), tables.RUN_STAGE)
        run.store.append(pd.DataFrame(inputs), tables.RUN_INPUT)


def run_info(run_id: str, started_at: datetime, catalogue: str, settings: Settings, report_json: str) -> pd.DataFrame:
    """The row of run_info for a run that ends now."""
    info = {
        "run_id": run_id,
        "started_at": started_at,
        "finished_at": datetime.now(UTC).replace(tzinfo=None),
        "escomap_version": __version__,
        "catalogue": catalogue,
        "settings_json": settings.to_json(),
        "settings_key": settings.key(),
        "versions_json": json.dumps({name: version(name) for name in DECIDING_LIBRARIES}),
        "report_json": report_json,
    }
    return pd.DataFrame([info])


def _count(run: Run) -> None:
    """Counts what the run's own catalogues gave; the database may hold others."""
    report = run.report
    totals = run.store.rows("count_totals", catalogues=run.catalogues).to_dict("records")[0]
    for name, amount in totals.items():
        setattr(report, str(name), int(amount))
    report.courses_by_language = _amounts(run, "count_courses_by_language")
    report.outcomes_by_language = _amounts(run, "count_outcomes_by_language")
    report.outcomes_by_band = _amounts(run, "count_bands")
    report.levels_by_basis = _amounts(run, "count_levels_by_basis")
    report.levels_open = _amounts(run, "count_levels_open")
    report.outcomes_by_dimension = _amounts(run, "count_dimensions")
    report.rejects = _amounts(run, "count_rejects_by_code")


def _amounts(run: Run, statement: str) -> dict[str, int]:
    rows = run.store.rows(statement, catalogues=run.catalogues)
    return dict(zip(rows["name"].tolist(), rows["amount"].astype(int).tolist(), strict=True))
