"""``escomap check mappings``: form of every file, repair by --fix, and class C facts a database rests on."""

import json
import shutil

import pytest

from escomap import tables
from escomap.levels.assign import assign_levels
from escomap.paths import mappings_folder
from escomap.steps.check_mappings import check_mappings, sort_mappings
from escomap.steps.level import load_level_facts
from escomap.steps.unverified import unverified_facts
from escomap.store.db import open_store, open_work, publish
from fixtures.command_line import CommandLine
from unit.levels.test_assign import courses


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(mappings_folder(), tmp_path / "mappings")


def test_what_ships_has_no_problem():
    assert check_mappings(mappings_folder()) == []


def test_fix_sorts_and_drops_repeats_and_changes_nothing_else(folder):
    file = folder / "frameworks.csv"
    before = file.read_bytes()
    header, *rows = before.decode().splitlines()
    file.write_text("\r\n".join([header, *reversed(rows), rows[0]]) + "\r\n", newline="")
    assert {problem.file for problem in check_mappings(folder)} == {"frameworks.csv"}
    assert sort_mappings(folder) == ["frameworks.csv"]
    assert file.read_bytes() == before
    assert sort_mappings(folder) == []


FACT = "SE,SeQF,{level},,{eqf},{letter},{source},{begin},{end},"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"level": "9", "eqf": "9"}, "not 1 to 8"),
        ({"level": "9", "letter": "D"}, "evidence class"),
        ({"level": "9", "source": ""}, "source is empty"),
        ({"level": "9", "source": "general knowledge"}, "class C"),
        ({"level": "9", "begin": "soon"}, "not in years"),
        ({"level": "9", "begin": "2010", "end": "2009"}, "before it begins"),
        ({"level": "8", "begin": "2010"}, "same years"),
    ],
)
def test_facts_of_the_crosswalk_keep_their_form(folder, row, said):
    filled = {"level": "9", "eqf": "8", "letter": "A", "source": "https://example.org", "begin": "", "end": ""} | row
    with (folder / "nqf_eqf.csv").open("a", encoding="utf-8") as stream:
        stream.write(FACT.format(**filled) + "\n")
    sort_mappings(folder)
    assert [problem for problem in check_mappings(folder) if said in problem.message]


def test_a_broken_profile_is_a_problem(folder):
    (folder / "levels" / "sweden.toml").write_text("[profile]\n")
    assert any("sweden" in problem.message or "sweden" in problem.file for problem in check_mappings(folder))


@pytest.fixture
def database(tmp_path):
    frame = courses(
        *[{"country_code": "SK", "level_text": "SKKR 6"}] * 3,
        {"country_code": "DE", "level_text": "Ma"},
        {"country_code": "DE", "level_text": "DQR 6"},
        {"country_code": "SK", "level_text": "EQF 7; SKKR 7"},
    )
    facts = load_level_facts(mappings_folder())
    levels, signals = assign_levels(frame, tables.empty_frame(tables.CORE_COURSE_TEXT), facts, "programme")
    path = tmp_path / "x.duckdb"
    with open_work(path) as store:
        with store.transaction():
            store.replace(frame, tables.CORE_COURSE)
            store.replace(levels, tables.SUG_LEVEL)
            store.replace(signals, tables.SUG_LEVEL_SIGNAL)
        publish(store, path)
    return path


def test_class_c_facts_that_were_used_come_most_used_first(database):
    found = unverified_facts(database, mappings_folder())
    assert next((fact.key, fact.decides, fact.read) for fact in found) == ("nqf_eqf.csv|SK|SKKR|6", 3, 3)
    assert {fact.decides for fact in found if fact.key.startswith("levels/modulhandbuch")} == {1}
    assert [(fact.decides, fact.read) for fact in found if fact.key.endswith("SKKR|7")] == [(0, 1)]
    assert not [fact for fact in found if "DQR" in fact.key]


def test_class_c_is_marked_in_the_tables(database):
    with open_store(database) as store:
        levels = store.read(tables.SUG_LEVEL)
    assert sorted(levels["evidence_class"]) == ["", "A", "C", "C", "C", "C"]


@pytest.fixture
def escomap(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


def test_the_command_lists_them_and_answers_in_json(escomap, database):
    answer = escomap("check", "mappings", "--db", database)
    assert answer.code == 0
    assert "nqf_eqf.csv|SK|SKKR|6  EQF 6" in answer.out
    found = json.loads(escomap("check", "mappings", "--db", database, "--json").out)
    assert found["problems"] == []
    assert found["unverified"][0]["decides"] == 3


def test_problems_make_exit_code_1_and_fix_mends_what_is_order(escomap, folder):
    file = folder / "cycle_words.csv"
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    answer = escomap("check", "mappings", "--mappings", folder)
    assert answer.code == 1
    assert "cycle_words.csv:3  is not in the order of its key" in answer.out
    assert escomap("check", "mappings", "--mappings", folder, "--fix").code == 0


def test_the_ladder_of_a_stored_course(escomap, database):
    with open_store(database) as store:
        course_id = store.read(tables.CORE_COURSE)["course_id"][5]
    answer = escomap("level", "--db", database, "--course", course_id)
    assert answer.code == 0
    assert "declared_eqf" in answer.out
    assert "wins" in answer.out
    assert "EQF 7" in answer.out
    missing = escomap("level", "--db", database, "--course", "nothing")
    assert missing.code == 1
    assert "unknown_course" in missing.err
    assert escomap("level", "--db", database).code == 1


def test_a_cue_that_is_none_is_named(folder):
    with (folder / "cues" / "en.csv").open("a") as stream:
        stream.write("heading,zz,learning,,1\n")
    assert [(one.file, "'learning'" in one.message) for one in check_mappings(folder)] == [("cues", True)]
