"""``escomap evaluate`` on a handful of judged texts."""

import json

import pytest

from fixtures.command_line import CommandLine
from fixtures.esco_releases import uri, write_release
from fixtures.runs import without_model


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    write_release(tmp_path / "v1.2.0")
    return CommandLine(capsys, monkeypatch)


def test_evaluate_measures_and_answers_in_json(escomap, tmp_path):
    (tmp_path / "gold.csv").write_text(f"text,uri\ndebug software,{uri('debug')}\nlabour law,{uri('law')}\nx,\n")
    found = escomap("evaluate", "gold.csv", "--esco", "v1.2.0", "--json")
    figures = json.loads(found.out)
    assert (figures["texts"], figures["groups"]["all"]["precision_at_1"]) == (3, 1)
    assert "mean of groups" in escomap("evaluate", "gold.csv", "--esco", "v1.2.0").out


def test_evaluate_without_an_accepted_concept_is_told(escomap, tmp_path):
    (tmp_path / "gold.csv").write_text("text,uri\nx,\n")
    found = escomap("evaluate", "gold.csv", "--esco", "v1.2.0")
    assert (found.code, found.out) == (1, "")
    assert "error[nothing_judged]" in found.err
