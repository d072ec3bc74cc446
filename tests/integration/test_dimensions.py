"""Dimensions of a whole catalogue: stored per outcome, with the section its heading names."""

import json

from escomap import tables
from escomap.steps.dimension import classify_outcomes
from escomap.steps.ingest import ingest
from escomap.steps.run import RunRequest, start_run
from escomap.store.db import open_work
from fixtures.runs import results, run, without_model

CELL = (
    "Efter kursen ska studenten kunna\nKunskap och förståelse\n- redogöra för cellens byggnad\n- kärnans delar\n"
    "Värderingsförmåga och förhållningssätt\n- ta ansvar för det egna arbetet"
)


def test_sections_and_cues_of_a_catalogue_are_stored(tmp_path):
    # A key that JSON Pointer would read otherwise: the heading must be found in the cell all the same.
    column = "mål/~utfall"
    file = tmp_path / "kurser.json"
    file.write_text(json.dumps([{"titel": "Cellbiologi", column: CELL}]), encoding="utf-8")
    profile = tmp_path / "kurser.toml"
    profile.write_text(
        f'[catalogue]\nname = "kurser"\n[columns]\ntitle.sv = "titel"\noutcomes.sv = {json.dumps(column)}\n',
        encoding="utf-8",
    )
    with open_work(tmp_path / "x.duckdb") as store:
        started = start_run(RunRequest(catalogues=(file,), db=tmp_path / "x.duckdb", profile=str(profile)), store)
        ingest(started)
        classify_outcomes(started)
        texts = {row.outcome_id: row.text for row in store.read(tables.CORE_OUTCOME).itertuples()}
        rows = {texts[row.outcome_id]: row for row in store.read(tables.SUG_DIMENSION).itertuples()}
    told = ("redogöra för cellens byggnad", "kärnans delar", "ta ansvar för det egna arbetet")
    first, second, third = (rows[text] for text in told)
    assert (first.dimension, first.dimension_cue, first.section_dimension) == ("knowledge", "redogöra", "knowledge")
    assert (second.dimension, second.dimension_cue, second.section_dimension) == ("knowledge", "", "knowledge")
    assert (third.dimension, third.section_dimension) == ("responsibility_autonomy", "responsibility_autonomy")
    assert (first.bloom_level, first.bloom_cue) == ("understand", "redogöra")


def test_a_run_classifies_every_outcome_and_counts_them(tmp_path, monkeypatch):
    without_model(monkeypatch)
    report = run(tmp_path)
    found = results(tmp_path / "courses.duckdb")
    outcomes = found["core_outcome"].column("outcome_id").to_pylist()
    assert found["sug_dimension"].column("outcome_id").to_pylist() == sorted(outcomes)
    assert sum(report.outcomes_by_dimension.values()) == len(outcomes)
    assert "by dimension" in report.to_text()
