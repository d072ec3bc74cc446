"""The main job on a tiny catalogue: every row accounted for, nothing done twice, nothing published half."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from escomap import tables
from escomap.paths import checkout_root
from escomap.settings import Settings
from escomap.store.db import open_store, work_path
from fixtures.catalogues import COURSES, HEADER, course_rows, write_catalogue
from fixtures.esco_releases import write_csv
from fixtures.runs import results, run, without_model

DRIVER = Path(__file__).parents[1] / "fixtures" / "killed_run.py"


@pytest.fixture(autouse=True)
def encoder(monkeypatch, tmp_path):
    monkeypatch.setenv("ESCOMAP_CACHE", str(tmp_path / "cache"))
    return without_model(monkeypatch)


def test_every_row_is_a_course_or_a_reject(tmp_path):
    rows = [*course_rows(), course_rows()[0], ["X1", "", "Testa College", "IE", "", "- no title"]]
    write_csv(tmp_path / "rows.csv", HEADER, rows)
    report = run(tmp_path, catalogues=(tmp_path / "rows.csv",))
    assert (report.rows, report.courses, report.rows_rejected) == (7, 5, 2)
    found = results(tmp_path / "courses.duckdb")
    assert len(found["raw_record"]) == len(rows)
    assert {row["source_row"] for row in found["raw_reject"].to_pylist()} == {7, 8}


def test_every_outcome_was_matched_and_every_course_has_a_level_row(tmp_path):
    report = run(tmp_path)
    found = results(tmp_path / "courses.duckdb")
    assert report.outcomes == report.outcomes_matched == len(found["core_outcome"]) == len(found["sug_match"]) == 11
    assert len(found["sug_level"]) == len(found["out_descriptor"]) == len(COURSES)
    levels = {row["course_code"]: row["eqf_level"] for row in found["out_descriptor"].to_pylist()}
    assert levels == {"CS1": 6, "CS2": None, "ME1": 4, "NU1": 6, "LA1": None}


def test_a_second_run_encodes_nothing_and_gives_the_same_tables(tmp_path, encoder):
    run(tmp_path)
    before, encoded = results(tmp_path / "courses.duckdb"), encoder.encoded_count
    again = run(tmp_path)
    assert (encoder.encoded_count, again.outcomes_matched, again.outcomes_reused) == (encoded, 0, 11)
    assert results(tmp_path / "courses.duckdb") == before
    with open_store(tmp_path / "courses.duckdb") as store:
        assert store.count(tables.RUN_INFO) == 2


def test_the_order_of_the_rows_changes_no_result(tmp_path):
    run(tmp_path)
    (tmp_path / "turned").mkdir()
    write_catalogue(tmp_path / "turned" / "courses.csv", COURSES[::-1])
    run(tmp_path, catalogues=(tmp_path / "turned" / "courses.csv",), db=tmp_path / "turned.duckdb")
    one, two = results(tmp_path / "courses.duckdb"), results(tmp_path / "turned.duckdb")
    for name in ("core_outcome", "sug_match", "sug_skill", "sug_level", "out_outcome_skill", "out_descriptor"):
        assert one[name] == two[name], name


def test_changed_settings_match_again(tmp_path):
    run(tmp_path)
    report = run(tmp_path, settings=Settings(top_k=2))
    assert (report.outcomes_matched, report.suggestions) == (11, 22)
    assert run(tmp_path, settings=Settings(top_k=2, batch_size=3)).outcomes_matched == 0


def test_changed_thresholds_set_the_bands_without_matching_again(tmp_path, encoder):
    run(tmp_path)
    encoded, other = encoder.encoded_count, Settings(accept_threshold=0.02, review_threshold=0.01)
    assert run(tmp_path, settings=other).outcomes_matched == 0
    assert encoder.encoded_count == encoded
    run(tmp_path, settings=other, db=tmp_path / "fresh.duckdb")
    assert results(tmp_path / "courses.duckdb") == results(tmp_path / "fresh.duckdb")


def test_only_a_changed_outcome_is_matched_again(tmp_path):
    run(tmp_path)
    changed = [(*COURSES[0][:3], COURSES[0][3].replace("work in teams", "write tests")), *COURSES[1:]]
    write_catalogue(tmp_path / "courses.csv", changed)
    report = run(tmp_path)
    assert (report.outcomes_matched, report.outcomes_reused) == (1, 10)
    texts = results(tmp_path / "courses.duckdb")["core_outcome"]["text"].to_pylist()
    assert ("write tests" in texts, "work in teams" in texts) == (True, False)


def test_a_run_killed_between_batches_leaves_the_published_file_and_is_resumed(tmp_path, encoder):
    run(tmp_path)
    published = (tmp_path / "courses.duckdb").read_bytes()
    path = os.pathsep.join(str(checkout_root() / name) for name in ("pipelines", "tests"))
    killed = subprocess.run(
        [sys.executable, str(DRIVER), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path},
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (tmp_path / "courses.duckdb").read_bytes() == published
    assert work_path(tmp_path / "courses.duckdb").exists()
    report = run(tmp_path, settings=Settings(batch_size=3, top_k=4))
    assert report.outcomes_matched + report.outcomes_reused == 11
    assert report.outcomes_reused >= 3
    assert not work_path(tmp_path / "courses.duckdb").exists()
    run(tmp_path, db=tmp_path / "fresh.duckdb", settings=Settings(batch_size=3, top_k=4))
    assert results(tmp_path / "courses.duckdb") == results(tmp_path / "fresh.duckdb")


def test_a_second_catalogue_leaves_the_first_as_it_is(tmp_path):
    run(tmp_path)
    write_catalogue(tmp_path / "more.csv", [(f"Z{code}", *rest) for code, *rest in COURSES[:2]])
    run(tmp_path, catalogues=(tmp_path / "more.csv",))
    found = results(tmp_path / "courses.duckdb")["core_course"].to_pylist()
    assert sorted(row["catalogue"] for row in found) == ["courses"] * 5 + ["more"] * 2


def test_a_course_that_two_catalogues_hold_stands_once(tmp_path):
    run(tmp_path)
    write_catalogue(tmp_path / "renamed.csv")
    run(tmp_path, catalogues=(tmp_path / "renamed.csv",))
    for name, rows in results(tmp_path / "courses.duckdb").items():
        frame = rows.to_pandas()
        assert not frame.duplicated(list(tables.TABLES[name].key)).any(), name
    assert len(results(tmp_path / "courses.duckdb")["core_course"]) == len(COURSES)


def test_the_run_is_recorded_with_its_inputs(tmp_path):
    report = run(tmp_path)
    with open_store(tmp_path / "courses.duckdb") as store:
        info, inputs = store.read(tables.RUN_INFO), store.read(tables.RUN_INPUT)
    assert json.loads(info.at[0, "settings_json"])["top_k"] == 10
    assert info.at[0, "run_id"] == report.run_id
    assert {"catalogue", "mapping", "model", "vocabulary"} == set(inputs["input_kind"])
