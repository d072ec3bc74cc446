"""complete, compare and export crib on a database: answers on stdout, files that are the same again, named mistakes."""

import csv
import json

import pytest
from lxml import html

from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.settings import Settings
from fixtures.catalogues import write_catalogue
from fixtures.command_line import CommandLine
from fixtures.runs import run, without_model

OTHER = [
    ("CS1", "Programming in Java", "EQF level 5", "- debug software\n- bake bread"),
    ("CS9", "Usability", "", "- perform usability tests with users"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recognition")
    with pytest.MonkeyPatch.context() as patch:
        without_model(patch)
        run(folder)
        write_catalogue(folder / "other.csv", OTHER)
        run(folder, catalogues=(folder / "other.csv",), db=folder / "other.duckdb")
    return folder


@pytest.fixture
def escomap(capsys, monkeypatch, folder):
    monkeypatch.chdir(folder)
    return CommandLine(capsys, monkeypatch)


DB = ("--db", "courses.duckdb")


def test_complete_names_the_field_to_fill(escomap):
    found = escomap("complete", *DB)
    assert found.code == 0
    lines = {line.strip().split("  ")[0]: line.split() for line in found.out.splitlines()}
    assert lines["Type of assessment"][-4:] == ["0", "0", "5", "assessment"]
    assert lines["Level (EQF), and cycle"][-5:] == ["3", "0", "2", "level_text,", "framework"]
    assert "no faculty given, Testa College: 5 courses, 51 %, 0 %, 49 %" in found.out


def test_complete_in_json_is_one_answer_and_agrees_with_the_text(escomap):
    found = json.loads(escomap("complete", *DB, "--json").out)
    assert [course["present"] for course in found["courses"]] == [5, 4, 4, 5, 5]
    assert found["total"]["present"] == pytest.approx(23 / 45)
    assert found["courses"][0]["elements"]["level"] == {"status": "present", "evidence": "EQF 6"}


def test_complete_writes_a_page_and_a_table_that_are_the_same_again(escomap, folder):
    assert escomap("complete", *DB, "--out", "a").out.splitlines()[-2:] == [
        "a/completeness.html",
        "a/completeness.csv",
    ]
    escomap("complete", *DB, "--out", "b")
    for name in ("completeness.html", "completeness.csv"):
        assert (folder / "a" / name).read_bytes() == (folder / "b" / name).read_bytes()
    with (folder / "a" / "completeness.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 5 * 24
    assert {row["status"] for row in rows if row["element"] == "Date of issuing"} == {"issuer"}
    page = (folder / "a" / "completeness.html").read_text(encoding="utf-8")
    assert ESCO_ATTRIBUTION in page
    assert "does not say that a course conforms" in page


@pytest.mark.parametrize("wanted", ["CS1", "cs1", "Programming in Python", " programming IN python "])
def test_a_course_is_found_by_code_or_title(escomap, wanted):
    found = json.loads(escomap("compare", wanted, "CS2", *DB, "--format", "json").out)
    assert (found["a"]["course_code"], found["b"]["course_code"]) == ("CS1", "CS2")


def test_a_course_is_found_by_identifier(escomap):
    first = json.loads(escomap("compare", "CS1", "CS2", *DB, "--format", "json").out)
    again = json.loads(escomap("compare", first["a"]["course_id"], "CS2", *DB, "--format", "json").out)
    assert again == first


def test_the_second_course_may_stand_in_another_database(escomap):
    found = json.loads(escomap("compare", "CS1", "CS1", *DB, "--db2", "other.duckdb", "--format", "json").out)
    assert (found["a"]["title"], found["b"]["title"]) == ("Programming in Python", "Programming in Java")
    assert "EQF level: 6 (declared) in A, 5 (declared) in B (A is 1 level higher)." in found["differences"]
    pairs, rest = found["outcomes"]["pairs"], found["outcomes"]["only_b"]
    assert (pairs[0]["a"]["text"], pairs[0]["b"]["text"], pairs[0]["score"]) == ("debug software", "debug software", 1)
    assert [each["text"] for each in (*(pair["b"] for pair in pairs), *rest)] == ["debug software", "bake bread"]
    assert found["attribution"] == ESCO_ATTRIBUTION


@pytest.mark.parametrize(("format_", "start"), [("html", "<!doctype html>"), ("md", "# Recognition"), ("json", "{")])
def test_every_format_goes_to_stdout_or_a_file(escomap, folder, format_, start):
    shown = escomap("compare", "CS2", "LA1", *DB, "--format", format_)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(start)
    assert escomap("compare", "CS2", "LA1", *DB, "--format", format_, "--out", "x/sheet").out == "x/sheet\n"
    assert (folder / "x" / "sheet").read_text(encoding="utf-8") == shown.out


def test_a_course_that_does_not_exist_names_the_closest(escomap):
    found = escomap("compare", "Programing in Pyton", "CS2", *DB)
    assert (found.code, found.out) == (1, "")
    assert "error[unknown_course]" in found.err
    assert "closest: Programming in Python" in found.err


def test_a_title_of_several_courses_asks_for_one(escomap, folder):
    write_catalogue(folder / "twice.csv", [("U1", "Usability", "", "x"), ("U2", "Usability", "", "y")])
    run(folder, catalogues=(folder / "twice.csv",), db=folder / "twice.duckdb")
    found = escomap("compare", "usability", "U1", "--db", "twice.duckdb")
    assert found.code == 1
    assert "error[several_courses] 2 courses" in found.err
    assert "U1" in found.err and "U2" in found.err


def test_a_course_that_ended_is_compared_and_said_to_have_ended_and_not_scored(escomap, folder):
    names = {"catalogues": (folder / "shrinking.csv",), "db": folder / "shrinking.duckdb"}
    for courses in (OTHER, OTHER[1:]):
        write_catalogue(folder / "shrinking.csv", courses)
        run(folder, settings=Settings(ending_share=1.0), **names)
    found = json.loads(escomap("compare", "CS1", "CS9", "--db", "shrinking.duckdb", "--format", "json").out)
    assert found["a"]["ended_on"] and not found["b"]["ended_on"]
    shown = escomap("compare", "CS1", "CS9", "--db", "shrinking.duckdb").out
    assert f"No longer in the catalogue since | {found['a']['ended_on']} | – |" in shown
    scored = json.loads(escomap("complete", "--db", "shrinking.duckdb", "--json").out)
    assert [course["course_code"] for course in scored["courses"]] == ["CS9"]


def test_an_unknown_format_is_told_before_anything_is_read(escomap):
    found = escomap("compare", "CS1", "CS2", "--db", "none.duckdb", "--format", "pdf")
    assert (found.code, "error[unknown_format]" in found.err) == (1, True)


def test_crib_writes_a_page_per_course_and_lists_them(escomap, folder):
    found = escomap("export", "crib", *DB, "--out", "crib")
    assert (found.code, found.out.split(" in ")[0]) == (0, "5 passed, 0 failed")
    assert found.out.endswith("pages are listed in crib/index.html\n")
    listed = html.parse(folder / "crib" / "index.html").xpath("//tbody//a/@href")
    assert sorted(listed) == sorted(p.name for p in (folder / "crib").glob("*.html") if p.name != "index.html")


def test_crib_writes_pdf_on_request(escomap, folder):
    pytest.importorskip("typst", reason="typst is not installed (pip install 'escomap[pdf]')")
    assert escomap("export", "crib", *DB, "--out", "printed", "--pdf").out.startswith("10 passed, 0 failed")
    assert all(file.read_bytes().startswith(b"%PDF") for file in (folder / "printed").glob("*.pdf"))
