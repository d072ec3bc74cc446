"""The round trip through a spreadsheet: what is written, what is taken over, what is refused."""

import openpyxl
import pytest

from escomap.decision_files import load_decisions
from escomap.steps.review_desk import Desk
from escomap.store.db import open_store
from fixtures.command_line import CommandLine
from fixtures.esco_releases import uri
from fixtures.review import HOSTILE, review_database


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return review_database(tmp_path_factory.mktemp("review"))


@pytest.fixture
def escomap(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def sheet(db, tmp_path, escomap):
    file = tmp_path / "review.xlsx"
    answer = escomap("review", "export", "--db", db, "--out", file, "--decisions", tmp_path / "decisions")
    assert answer.code == 0, answer.err
    return file


def cells_of(sheet):
    names = [cell.value for cell in sheet[1]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def fill(file, *answers):
    """Writes values into cells: sheet, which row (by the values of some columns), column, value."""
    workbook = openpyxl.load_workbook(file)
    for name, chosen, column, value in answers:
        sheet = workbook[name]
        names = [cell.value for cell in sheet[1]]
        row = next(at for at, row in enumerate(cells_of(sheet), start=2) if chosen.items() <= row.items())
        sheet.cell(row, names.index(column) + 1, value)
    workbook.save(file)


def take_over(escomap, file, db, folder):
    return escomap("review", "import", file, "--db", db, "--reviewer", "ab", "--decisions", folder)


def test_every_outcome_stands_there_with_lists_to_choose_from(sheet, db):
    workbook = openpyxl.load_workbook(sheet)
    with open_store(db) as store:
        outcomes = store.rows("review_queue")
    assert len(cells_of(workbook["outcomes"])) == len(outcomes)
    assert len(cells_of(workbook["concepts"])) == 10 * len(outcomes)
    assert len(cells_of(workbook["courses"])) == outcomes["course_id"].nunique()
    lists = [each.formula1 for each in workbook["concepts"].data_validations.dataValidation]
    assert lists == ['"accept,reject,unsure"']
    assert any(HOSTILE in row["outcome"] for row in cells_of(workbook["outcomes"]))


def test_a_filled_workbook_becomes_decisions_and_a_second_time_nothing(sheet, db, tmp_path, escomap):
    weld = {"outcome": "operate welding equipment safely"}
    fill(
        sheet,
        ("concepts", {**weld, "skill_uri": uri("weld")}, "judgement", "accept"),
        ("concepts", {**weld, "skill_uri": uri("weld")}, "note", "- as in the syllabus"),
        ("concepts", {**weld, "skill_uri": uri("law")}, "judgement", "Reject"),
        ("outcomes", {"outcome": "work in teams"}, "no_concept_fits", "yes"),
        ("outcomes", {"outcome": "read technical drawings"}, "other_concept", "weld metal"),
        ("outcomes", weld, "decided_dimension", "skills"),
        ("courses", {"course": "ME1 Welding"}, "decided_level", 5),
    )
    answer = take_over(escomap, sheet, db, tmp_path / "decisions")
    assert (answer.code, answer.out) == (0, ""), answer.err
    made = load_decisions(tmp_path / "decisions")
    said = {(one.thing.subject.value, one.thing.value, one.judgement.value, one.origin.value) for one in made}
    assert said == {
        ("skill", uri("weld"), "accept", "sheet"),
        ("skill", uri("law"), "reject", "sheet"),
        ("skill", "", "reject", "sheet"),
        ("dimension", "skills", "accept", "sheet"),
        ("level", "5", "accept", "sheet"),
    }
    assert [one.note for one in made if one.note] == ["- as in the syllabus"]
    assert "6 decisions added" in answer.err
    assert "0 decisions added" in take_over(escomap, sheet, db, tmp_path / "decisions").err
    assert len(load_decisions(tmp_path / "decisions")) == 6


@pytest.mark.parametrize(
    ("sheet_name", "column", "value"),
    [
        ("concepts", "judgement", "perhaps"),
        ("outcomes", "no_concept_fits", "no"),
        ("outcomes", "other_concept", "nothing like it"),
        ("outcomes", "decided_dimension", "wisdom"),
        ("courses", "decided_level", "9"),
    ],
)
def test_a_cell_that_makes_no_sense_is_told_and_costs_no_other(sheet, db, tmp_path, escomap, sheet_name, column, value):
    fill(sheet, (sheet_name, {}, column, value), ("courses", {"course": "LA1 Labour law"}, "decided_level", "6"))
    answer = take_over(escomap, sheet, db, tmp_path / "decisions")
    assert answer.code == 1
    assert f"{sheet_name}:2:{column}" in answer.out or column == "decided_level"
    assert len(load_decisions(tmp_path / "decisions")) == 1


def test_changed_identifiers_and_foreign_workbooks_are_told(sheet, db, tmp_path, escomap):
    fill(sheet, ("concepts", {}, "judgement", "accept"), ("concepts", {}, "outcome_id", "0000"))
    answer = take_over(escomap, sheet, db, tmp_path / "decisions")
    assert (answer.code, "concepts:2:outcome_id" in answer.out) == (1, True)
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    assert "no_review_sheet" in take_over(escomap, other, db, tmp_path / "decisions").err
    (tmp_path / "text.xlsx").write_text("no workbook")
    assert "corrupt_file" in take_over(escomap, tmp_path / "text.xlsx", db, tmp_path / "decisions").err


def test_what_was_decided_is_not_written_again(db, tmp_path, escomap, sheet):
    fill(sheet, ("outcomes", {"outcome": "work in teams"}, "no_concept_fits", "yes"))
    take_over(escomap, sheet, db, tmp_path / "decisions")
    again = tmp_path / "again.xlsx"
    escomap("review", "export", "--db", db, "--out", again, "--decisions", tmp_path / "decisions", "--outcomes", 3)
    outcomes = [row["outcome"] for row in cells_of(openpyxl.load_workbook(again)["outcomes"])]
    assert len(outcomes) == 3
    assert "work in teams" not in outcomes
    assert Desk(db, tmp_path / "decisions").ledger.decided_outcomes()
