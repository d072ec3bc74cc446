"""``escomap evaluate`` on a handful of judged texts."""

import json

import pytest

from fixtures.command_line import CommandLine
from fixtures.esco_releases import uri, write_release
from fixtures.ngram_encoder import NgramEncoder
from fixtures.runs import without_model


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    write_release(tmp_path / "v1.2.0", ("en", "de"))
    return CommandLine(capsys, monkeypatch)


def test_evaluate_measures_and_answers_in_json(escomap, tmp_path):
    (tmp_path / "gold.csv").write_text(f"text,uri\ndebug software,{uri('debug')}\nlabour law,{uri('law')}\nx,\n")
    found = escomap("evaluate", "gold.csv", "--esco", "v1.2.0", "--json")
    figures = json.loads(found.out)
    assert (figures["texts"], figures["groups"]["all"]["precision_at_1"]) == (3, 1)
    assert "mean of groups" in escomap("evaluate", "gold.csv", "--esco", "v1.2.0").out


def test_evaluate_tells_languages_intervals_and_baselines(escomap, tmp_path, monkeypatch):
    monkeypatch.setattr("escomap.steps.evaluate.packaged_encoder", lambda _: NgramEncoder())
    rows = [f"debug software,{uri('debug')},en", f"Arbeitsrecht,{uri('law')},de", f"labour law,{uri('law')},en"]
    (tmp_path / "gold.csv").write_text("\n".join(["text,uri,lang", *rows]) + "\n")
    figures = json.loads(escomap("evaluate", "gold.csv", "--esco", "v1.2.0", "--baselines", "--json").out)
    assert {lang: found["texts"] for lang, found in figures["languages"].items()} == {"de": 1, "en": 2}
    assert set(figures["baselines"]) == {"letters", "words", "bm25", "encoder"}
    assert figures["baselines"]["letters"]["precision_at_1"] == 1
    low, high = figures["intervals"]["mrr"]
    assert 0 < low <= figures["mean_of_groups"]["mrr"] <= high <= 1
    table = escomap("evaluate", "gold.csv", "--esco", "v1.2.0", "--baselines").out
    assert all(word in table for word in ("language de", "baseline: words", "95 % of all texts"))


def test_evaluate_without_an_accepted_concept_is_told(escomap, tmp_path):
    (tmp_path / "gold.csv").write_text("text,uri\nx,\n")
    found = escomap("evaluate", "gold.csv", "--esco", "v1.2.0")
    assert (found.code, found.out) == (1, "")
    assert "error[nothing_judged]" in found.err
