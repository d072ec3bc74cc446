"""``escomap calibrate`` and what its file does to a run and to loose texts."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from escomap.decision_files import append_decisions
from escomap.matching.recalibration import Recalibration
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.settings import Settings
from escomap.store.db import open_store
from fixtures.command_line import CommandLine
from fixtures.runs import run, tiny_request, without_model

CALIBRATE = ("calibrate", "--db", "courses.duckdb", "--decisions", "decisions", "--out", "calibration.json")


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    run(tmp_path)
    return CommandLine(capsys, monkeypatch)


def stored():
    with open_store(Path("courses.duckdb")) as store:
        scores = store.rows("scored_links")[["outcome_id", "skill_uri", "model_score"]]
        return store.rows("suggested_links").merge(scores)


def decide(accept):
    """Decides every suggestion; ``accept`` is told its place in the order of confidence."""
    ordered = stored().sort_values(["confidence_score", "outcome_id", "skill_uri"], ignore_index=True)
    append_decisions(
        Path("decisions"),
        [
            Decision(
                Thing(Subject.SKILL, row.outcome_id, row.skill_uri),
                Judgement.ACCEPT if accept(place) else Judgement.REJECT,
                "ab",
                "2026-09-01T10:00:00Z",
            )
            for place, row in enumerate(ordered.itertuples())
        ],
    )


def test_confidence_follows_the_decisions_at_the_next_run_without_matching(escomap, tmp_path):
    before = stored()
    decide(lambda place: place % 2 == 0)
    found = escomap(*CALIBRATE)
    assert found.code == 0, found.err
    assert "written: calibration.json" in found.out
    fitted = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
    assert fitted["after"]["log_loss"] < fitted["before"]["log_loss"]
    assert (fitted["decisions"], fitted["earlier"]) == (len(before), [])

    report = run(tmp_path, settings=Settings(calibration="calibration.json"))
    assert report.outcomes_matched == 0
    after = stored()
    expected = Recalibration(fitted["slope"], fitted["offset"]).apply(before["model_score"].to_numpy())
    assert np.allclose(after["confidence_score"], expected, atol=1e-4)
    assert np.array_equal(after["model_score"], before["model_score"])
    assert (after["band"] == np.select([expected >= 0.6, expected >= 0.15], ["accept", "review"], "none")).all()

    run(tmp_path)
    assert np.array_equal(stored()["confidence_score"], before["confidence_score"])


def test_a_comparison_of_runs_names_the_calibration(escomap, tmp_path):
    shutil.copyfile("courses.duckdb", "before.duckdb")
    decide(lambda place: place % 2 == 0)
    escomap(*CALIBRATE)
    run(tmp_path, settings=Settings(calibration="calibration.json"))
    assert "calibration calibration.json" in escomap("diff", "before.duckdb", "courses.duckdb").out


def test_loose_texts_get_the_same_confidence_as_outcomes(escomap, monkeypatch):
    ask = ("suggest", "--esco", "v1.2.0", "--top", "1", "--json")
    plain = json.loads(escomap(*ask, stdin="debug software").out)["suggestions"][0]["confidence"]
    decide(lambda place: place % 2 == 0)
    escomap(*CALIBRATE)
    fitted = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
    monkeypatch.setenv("ESCOMAP_CALIBRATION", "calibration.json")
    found = json.loads(escomap(*ask, stdin="debug software").out)["suggestions"][0]["confidence"]
    expected = Recalibration(fitted["slope"], fitted["offset"]).apply(np.array([plain]))[0]
    assert found == pytest.approx(expected, abs=1e-4) != plain


def test_the_earlier_calibration_is_kept(escomap):
    decide(lambda place: place % 2 == 0)
    escomap(*CALIBRATE)
    first = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
    escomap(*CALIBRATE)
    second = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
    assert [kept["slope"] for kept in second["earlier"]] == [first["slope"]]


def test_few_decisions_are_refused(escomap):
    links = stored().head(5)
    things = [Thing(Subject.SKILL, row.outcome_id, row.skill_uri) for row in links.itertuples()]
    append_decisions(
        Path("decisions"), [Decision(one, Judgement.ACCEPT, "ab", "2026-09-01T10:00:00Z") for one in things]
    )
    found = escomap(*CALIBRATE)
    assert found.code == 1
    assert "error[few_decisions] 5 accepted and 0 rejected" in found.err
    assert not Path("calibration.json").exists()


def test_a_calibration_of_other_encoders_is_told(escomap, tmp_path):
    decide(lambda place: place % 2 == 0)
    escomap(*CALIBRATE)
    text = Path("calibration.json").read_text(encoding="utf-8")
    Path("other.json").write_text(text.replace("ngrams@1", "others@1"), encoding="utf-8")
    notes = run(tmp_path, settings=Settings(calibration="other.json")).notes
    assert [note for note in notes if "fitted on other encoders (others@1" in note]
    notes = run(tmp_path, settings=Settings(calibration="calibration.json")).notes
    assert not [note for note in notes if "fitted" in note]


@pytest.mark.parametrize("text", ["", "[]", '{"slope": "steep"}', '{"slope": -1, "offset": 0}'])
def test_a_damaged_calibration_stops_the_run_before_anything_is_published(escomap, tmp_path, text):
    Path("calibration.json").write_text(text)
    published = Path("courses.duckdb").read_bytes()
    settings = replace(tiny_request(tmp_path).settings, calibration="calibration.json")
    with pytest.raises(Exception, match="not a calibration"):
        run(tmp_path, settings=settings)
    assert Path("courses.duckdb").read_bytes() == published
