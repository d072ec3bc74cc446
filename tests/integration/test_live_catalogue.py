"""A live catalogue read by its address, and what the command line says about it."""

import json

import pytest

from escomap.store.db import open_store
from fixtures.command_line import CommandLine
from fixtures.esco_releases import write_release
from fixtures.ooapi_server import OoapiServer
from fixtures.runs import without_model

COURSE = {
    "primaryCode": {"codeType": "identifier", "code": "CS1"},
    "name": [{"language": "en", "value": "Programming in Python"}],
    "teachingLanguage": "eng",
    "level": "bachelor",
    "learningOutcomes": [[{"language": "en", "value": "debug software with professional tools"}]],
    "organization": "o1",
}
ROOT = {"organizationId": "o1", "organizationType": "root", "name": [{"value": "Testa College"}]}


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    write_release(tmp_path / "v1.2.0", ("en",))
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def address():
    with OoapiServer({"/courses": [{"courseId": "c1", **COURSE}], "/organizations": [ROOT]}).running() as root:
        yield root


def test_a_catalogue_is_fetched_into_a_file(escomap, address, tmp_path):
    found = escomap("fetch", address, "--out", "new/courses.jsonl", "--pause", "0")
    assert (found.code, found.out) == (0, "1 organizations, 1 courses, 0 programs: new/courses.jsonl\n")
    assert "programs: not offered by the server" in found.err
    assert json.loads((tmp_path / "new" / "courses.jsonl").read_text())["organization"]["organizationType"] == "root"


def test_an_address_stands_in_the_place_of_a_file(escomap, address, tmp_path):
    found = escomap("run", address, "--esco", "v1.2.0", "--db", "x.duckdb", "--no-prefect", "--json")
    assert found.code == 0, found.err
    report = json.loads(found.out)
    assert report["rows"] == 1
    (kept,) = tmp_path.glob("127.0.0.1*.jsonl")
    assert kept.name in found.err
    with open_store(tmp_path / "x.duckdb") as store:
        assert store.rows("rejects").empty


def test_an_address_that_is_no_catalogue_is_an_error(escomap, address):
    found = escomap("fetch", address.replace("/v5", "/v9"), "--out", "x.jsonl")
    assert found.code == 1
    assert "error[empty_catalogue]" in found.err
    assert "try:" in found.err
