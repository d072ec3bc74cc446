"""A version of ESCO read from the web service by the command line, and used."""

import json

import pytest

from fixtures.command_line import CommandLine
from fixtures.esco_service import EscoService, skills
from fixtures.runs import without_model


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    return CommandLine(capsys, monkeypatch)


def test_a_version_is_fetched_and_suggested_from(escomap):
    server = EscoService(skills(148))
    with server.running() as root:
        found = escomap(
            "esco", "fetch", "--version", "1.2.0", "--language", "it", "--out", "esco", "--pause", "0", "--url", root
        )
    assert found.code == 0, found.err
    assert found.out == "150 skills, 3 skill groups, 2 fields of study, 1 occupations: esco\n"
    assert "skills: 100 of 150" in found.err
    answer = escomap("suggest", "--esco", "esco", "--json", stdin="debug software\n")
    assert answer.code == 0, answer.err
    first = json.loads(answer.out.splitlines()[0])
    assert "debug software" in json.dumps(first)
    assert "v1.2.0" in json.dumps(first)


def test_a_version_that_the_service_does_not_have_is_an_error(escomap):
    with EscoService().running() as root:
        found = escomap("esco", "fetch", "--version", "v9.0.0", "--out", "esco", "--url", root)
    assert found.code == 1
    assert "error[http_status] The server answered 400 (Unknown version)." in found.err
    assert "check the version" in found.err


def test_a_version_must_be_given(escomap):
    assert escomap("esco", "fetch", "--out", "esco").code == 2
