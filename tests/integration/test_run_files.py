"""Several catalogue files in one run: a bad one is told and costs the good ones nothing, none hides another."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from escomap.errors import EscomapError
from escomap.steps.enrich import enrich_catalogue
from escomap.steps.profile import propose_for
from escomap.store.db import open_store
from fixtures.catalogues import COURSES, HEADER, course_rows, write_catalogue
from fixtures.runs import results, run, tiny_request, without_model

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    return without_model(monkeypatch)


@pytest.fixture
def good(tmp_path):
    return write_catalogue(tmp_path / "courses.csv")


BAD = {
    "image.csv": PNG,
    "page.csv": b"<!doctype html><html></html>",
    "broken.json": b'{"courses": [',
    "empty.csv": b"",
    "book.xlsx": b"PK\x03\x04 cut short",
    "unclear.csv": b"alpha,beta\n1,2\n3,4\n",
    "header.csv": b"Title,Learning outcomes\n",
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("first", [True, False])
def test_a_bad_file_is_reported_and_the_good_one_is_there(tmp_path, good, name, first):
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    report = run(tmp_path, catalogues=(bad, good) if first else (good, bad))
    assert list(report.failed_files) == [name]
    assert report.failed_files[name]
    assert (report.courses, report.rows) == (5, 5)
    assert f"not read       {name}" in report.to_text()


@pytest.mark.parametrize("name", BAD)
def test_nothing_is_published_where_no_file_can_be_used(tmp_path, name):
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    with pytest.raises(EscomapError):
        run(tmp_path, catalogues=(bad,))
    assert not (tmp_path / "courses.duckdb").exists()


@pytest.mark.parametrize("profile", [None, "mine.toml"])
def test_files_of_one_name_in_two_folders_are_both_read(tmp_path, profile):
    for number, folder in enumerate(("autumn", "spring")):
        (tmp_path / folder).mkdir()
        write_catalogue(tmp_path / folder / "courses.csv", COURSES[number : number + 1])
    if profile:
        profile = str(tmp_path / profile)
        write_profile(tmp_path / "autumn" / "courses.csv", profile)
    both = tuple(tmp_path / name / "courses.csv" for name in ("autumn", "spring"))
    report = run(tmp_path, catalogues=both, profile=profile)
    codes = results(tmp_path / "courses.duckdb")["core_course"]["course_code"].to_pylist()
    assert (report.rows, sorted(codes)) == (2, ["CS1", "CS2"])


def test_half_a_surrogate_pair_in_json_is_replaced(tmp_path):
    rows = [dict(zip(HEADER, row, strict=True)) for row in course_rows()]
    rows[0]["Title"] = "Half \ud800 a pair"
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    assert run(tmp_path, catalogues=(tmp_path / "rows.json",)).courses == 5
    assert "Half ? a pair" in results(tmp_path / "courses.duckdb")["core_course"]["title"].to_pylist()


def test_a_file_given_twice_is_counted_as_it_was_read(tmp_path, good):
    report = run(tmp_path, catalogues=(good, good))
    assert report.rows == report.courses + report.rows_rejected
    assert report.courses == 5


def test_a_file_that_is_gone_now_does_not_undo_what_was_published(tmp_path, good):
    run(tmp_path)
    good.unlink()
    with pytest.raises(EscomapError) as caught:
        run(tmp_path, catalogues=(good,))
    assert caught.value.code == "missing_file"
    with open_store(tmp_path / "courses.duckdb") as store:
        assert len(store.rows("outcomes_to_match")) == 11


def test_a_database_path_that_is_a_folder_is_refused(tmp_path):
    with pytest.raises(EscomapError) as caught:
        run(tmp_path, db=tmp_path)
    assert caught.value.code == "bad_database_path"


def test_a_run_without_a_catalogue_is_refused(tmp_path):
    with pytest.raises(EscomapError) as caught:
        enrich_catalogue(replace(tiny_request(tmp_path), catalogues=()))
    assert caught.value.code == "no_catalogue"


def write_profile(catalogue, path):
    Path(path).write_text(propose_for(catalogue)[0].to_toml(), encoding="utf-8")
