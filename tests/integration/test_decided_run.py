"""What people decided wins over what the machine says, in the tables, the descriptors and the report."""

import json
import shutil

import pytest

from escomap.decision_files import append_decisions
from escomap.errors import EscomapError
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.settings import Settings
from fixtures.esco_releases import uri
from fixtures.runs import cached_without_model, results, run

BANDS = {"accept_threshold": 0.02, "review_threshold": 0.01}
AT = "2026-09-01T10:00:00.000000Z"


@pytest.fixture(scope="module")
def undecided(tmp_path_factory):
    """The folder of a run without decisions; later runs need no model either."""
    folder = tmp_path_factory.mktemp("undecided")
    with cached_without_model(folder):
        run(folder, settings=Settings(**BANDS))
        yield folder


@pytest.fixture
def before(undecided, tmp_path):
    """The tables of that run, by name, as lists of rows; its files are copied to ``tmp_path``."""
    shutil.copytree(undecided, tmp_path, dirs_exist_ok=True)
    return {name: rows.to_pylist() for name, rows in results(tmp_path / "courses.duckdb").items()}


def decide(folder, *decisions):
    append_decisions(folder / "decisions", [Decision(Thing(*thing), *rest, AT) for *thing, rest in decisions])
    report = run(folder, settings=Settings(**BANDS, decisions=str(folder / "decisions")))
    return report, {name: rows.to_pylist() for name, rows in results(folder / "courses.duckdb").items()}


def links_of(found, outcome_id):
    return {row["skill_uri"]: row for row in found["out_outcome_skill"] if row["outcome_id"] == outcome_id}


def outcome(before, text):
    return next(row["outcome_id"] for row in before["core_outcome"] if row["text"] == text)


def course(before, code):
    return next(row["course_id"] for row in before["core_course"] if row["course_code"] == code)


YES, NO, PERHAPS = ((judgement, "ab") for judgement in (Judgement.ACCEPT, Judgement.REJECT, Judgement.UNSURE))


def test_an_accepted_concept_is_a_link_and_a_rejected_or_unsure_one_is_none(before, tmp_path):
    debug, teams = outcome(before, "debug software"), outcome(before, "work in teams")
    assert uri("debug") in links_of(before, debug)
    assert uri("teams") in links_of(before, teams)
    report, found = decide(
        tmp_path,
        (Subject.SKILL, debug, uri("debug"), YES),
        (Subject.SKILL, debug, uri("weld"), YES),
        (Subject.SKILL, teams, uri("teams"), NO),
        (Subject.SKILL, outcome(before, "read technical drawings"), uri("weld"), PERHAPS),
    )
    link = links_of(found, debug)[uri("debug")]
    assert (link["link_basis"], link["confidence_score"], link["span_text"]) == ("decision", 1.0, "debug software")
    chosen = links_of(found, debug)[uri("weld")]
    assert (chosen["link_basis"], chosen["skill_label_en"]) == ("decision", "operate welding equipment")
    assert uri("teams") not in links_of(found, teams)
    described = next(row for row in found["out_descriptor"] if row["course_code"] == "CS1")
    assert uri("weld") in described["skill_uris"]
    assert uri("weld") in {row["skill_uri"] for row in found["out_skill"]}
    assert report.decisions == {"links accepted": 2, "links rejected": 1, "left open": 1}
    assert report.decided_links == 2
    assert "links accepted 2" in report.to_text()
    open_row = next(row for row in found["dec_standing"] if row["effect"] == "open")
    assert open_row["value"] == uri("weld")
    assert found["sug_skill"] == before["sug_skill"]


def test_where_nothing_fits_no_link_is_left(before, tmp_path):
    debug = outcome(before, "debug software")
    report, found = decide(tmp_path, (Subject.SKILL, debug, "", NO))
    assert links_of(before, debug)
    assert links_of(found, debug) == {}
    assert report.decisions == {"outcomes without a concept": 1}


def test_two_who_disagree_leave_no_link(before, tmp_path):
    debug = outcome(before, "debug software")
    _, found = decide(
        tmp_path,
        (Subject.SKILL, debug, uri("debug"), YES),
        (Subject.SKILL, debug, uri("debug"), (Judgement.REJECT, "cd")),
    )
    assert uri("debug") not in links_of(found, debug)
    (standing,) = found["dec_standing"]
    assert (standing["judgement"], standing["is_disputed"], standing["reviewer_count"]) == ("unsure", True, 2)


def test_a_decided_level_stands_above_what_the_catalogue_says(before, tmp_path):
    declared, open_one = course(before, "CS1"), course(before, "CS2")
    report, found = decide(tmp_path, (Subject.LEVEL, declared, "5", YES), (Subject.LEVEL, open_one, "7", YES))
    levels = {row["course_id"]: row for row in found["sug_level"]}
    assert [levels[key]["eqf_level"] for key in (declared, open_one)] == [5, 7]
    assert levels[declared]["basis"] == "decision"
    assert levels[declared]["confidence_score"] == 1.0
    assert json.loads(levels[declared]["conflicts_json"])[0]["eqf_level"] == 6
    described = {row["course_id"]: row for row in found["out_descriptor"]}
    assert (described[open_one]["eqf_level"], described[open_one]["eqf_basis"]) == (7, "decision")
    assert "ab" not in described[open_one]["eqf_evidence"].split()
    assert report.decisions == {"levels accepted": 2}
    assert report.levels_by_basis["decision"] == 2


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([("6", NO)], "rejected"),
        ([("6", PERHAPS)], "unsure"),
        ([("6", YES), ("5", (Judgement.ACCEPT, "cd"))], "disputed"),
    ],
)
def test_a_level_nobody_agrees_to_is_left_open_and_counted(before, tmp_path, answers, reason):
    declared = course(before, "CS1")
    report, found = decide(tmp_path, *((Subject.LEVEL, declared, value, said) for value, said in answers))
    level = next(row for row in found["sug_level"] if row["course_id"] == declared)
    assert (level["eqf_level"], level["open_reason"]) == (None, reason)
    assert report.levels_open[reason] == 1


def test_rejecting_another_level_changes_nothing(before, tmp_path):
    _, found = decide(tmp_path, (Subject.LEVEL, course(before, "CS1"), "3", NO))
    assert found["sug_level"] == before["sug_level"]


def test_a_decided_dimension_wins(before, tmp_path):
    debug = outcome(before, "debug software")
    _, found = decide(tmp_path, (Subject.DIMENSION, debug, "responsibility_autonomy", YES))
    row = next(row for row in found["sug_dimension"] if row["outcome_id"] == debug)
    assert (row["dimension"], row["dimension_basis"], row["dimension_score"]) == (
        "responsibility_autonomy",
        "decision",
        1.0,
    )
    others = [row for row in found["sug_dimension"] if row["outcome_id"] != debug]
    assert others == [row for row in before["sug_dimension"] if row["outcome_id"] != debug]


def test_decisions_on_what_is_gone_are_kept_and_reported(before, tmp_path):
    debug = outcome(before, "debug software")
    report, found = decide(
        tmp_path, (Subject.SKILL, "0000", uri("debug"), YES), (Subject.SKILL, debug, uri("gone"), YES)
    )
    assert report.decisions == {"on outcomes or courses not here": 1, "on concepts not in this ESCO release": 1}
    assert len(found["dec_decision"]) == 2
    assert uri("gone") not in links_of(found, debug)


def test_decisions_are_found_in_the_mappings_and_a_named_folder_must_exist(before, tmp_path):
    with pytest.raises(EscomapError, match="folder of decisions") as raised:
        run(tmp_path, settings=Settings(decisions=str(tmp_path / "none")))
    assert raised.value.code == "missing_file"
    assert "dec_standing" in before
