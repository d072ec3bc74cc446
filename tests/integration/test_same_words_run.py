"""A decision answers the outcomes in the same words at the next run, and no longer than it stands."""

import shutil

import pytest

from escomap.decision_files import append_decisions
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.settings import Settings
from fixtures.catalogues import HEADER, course_rows
from fixtures.esco_releases import uri, write_csv
from fixtures.runs import cached_without_model, results, run

REPORTS = "write scientific reports on the findings"
BANDS = {"accept_threshold": 0.02, "review_threshold": 0.01}
AT, LATER = (f"2026-09-0{day}T10:00:00.000000Z" for day in (1, 2))
ELSEWHERE = ["XX1", "Chemistry", "Andra College", "SE", "", f"- {REPORTS}"]


@pytest.fixture(scope="module")
def matched(tmp_path_factory):
    """The folder of a run without decisions: three courses have an outcome in common, one of another provider."""
    folder = tmp_path_factory.mktemp("same_words")
    with cached_without_model(folder):
        run(folder, settings=Settings(**BANDS))
        write_csv(folder / "courses.csv", HEADER, [*course_rows(), ELSEWHERE])
        run(folder, settings=Settings(**BANDS))
        yield folder


@pytest.fixture
def folder(matched, tmp_path):
    return shutil.copytree(matched, tmp_path, dirs_exist_ok=True)


def reports(folder):
    """The outcomes in the same words: two of one provider, one of another."""
    found = {name: rows.to_pylist() for name, rows in results(folder / "courses.duckdb").items()}
    provider = {row["course_id"]: row["provider"] for row in found["core_course"]}
    alike = sorted(
        (provider[row["course_id"]] == "Andra College", row["outcome_id"])
        for row in found["core_outcome"]
        if row["text"] == REPORTS
    )
    return [outcome for _, outcome in alike]


def decide(folder, *answers, **settings):
    append_decisions(
        folder / "decisions",
        [Decision(Thing(Subject.SKILL, key, value), judgement, "ab", at) for key, value, judgement, at in answers],
    )
    report = run(folder, settings=Settings(**BANDS, decisions=str(folder / "decisions"), **settings))
    return report, {name: rows.to_pylist() for name, rows in results(folder / "courses.duckdb").items()}


def links_of(found, outcome_id):
    return {row["skill_uri"]: row for row in found["out_outcome_skill"] if row["outcome_id"] == outcome_id}


def test_an_accepted_concept_is_a_link_of_the_same_words_of_the_same_provider_with_its_source(folder):
    one, two, elsewhere = reports(folder)
    report, found = decide(folder, (one, uri("weld"), Judgement.ACCEPT, AT))
    link = links_of(found, two)[uri("weld")]
    assert (link["link_basis"], link["decided_on"], link["confidence_score"]) == ("decision", one, 1.0)
    assert links_of(found, one)[uri("weld")]["decided_on"] == one
    assert uri("weld") not in links_of(found, elsewhere) or links_of(found, elsewhere)[uri("weld")]["decided_on"] == ""
    (row,) = found["dec_same_words"]
    assert (row["outcome_id"], row["skill_uri"], row["judgement"]) == (two, uri("weld"), "accept")
    assert (row["decided_on"], row["decided_outcome_count"], row["reviewers"]) == (one, 1, "ab")
    assert (report.decided_links, report.same_words_links, report.same_words) == (1, 1, {"links accepted": 1})
    assert "in the same words: 1" in report.to_text()
    assert "in same words  links accepted 1" in report.to_text()
    keys = [(row["outcome_id"], row["skill_uri"]) for row in found["out_outcome_skill"]]
    assert len(keys) == len(set(keys))


def test_a_rejected_concept_is_no_link_in_the_same_words(folder):
    one, two, elsewhere = reports(folder)
    _, before = decide(folder)
    assert all(uri("report") in links_of(before, outcome) for outcome in (one, two, elsewhere))
    report, found = decide(folder, (one, uri("report"), Judgement.REJECT, AT))
    assert [uri("report") in links_of(found, outcome) for outcome in (one, two, elsewhere)] == [False, False, True]
    assert report.same_words == {"links rejected": 1}
    _, found = decide(folder, (one, "", Judgement.REJECT, LATER))
    assert links_of(found, one) == links_of(found, two) == {}
    assert links_of(found, elsewhere) == links_of(before, elsewhere)


@pytest.mark.parametrize(("same_words", "answered"), [("none", 0), ("provider", 1), ("anywhere", 2)])
def test_the_setting_says_who_gets_the_answer(folder, same_words, answered):
    one, *_ = reports(folder)
    _, found = decide(folder, (one, uri("weld"), Judgement.ACCEPT, AT), same_words=same_words)
    assert len(found["dec_same_words"]) == answered


def test_a_decision_on_the_outcome_itself_wins_and_conflicting_ones_answer_nothing(folder):
    one, two, _ = reports(folder)
    accepted = (one, uri("weld"), Judgement.ACCEPT, AT)
    _, found = decide(folder, accepted, (two, uri("weld"), Judgement.REJECT, AT), same_words="anywhere")
    assert uri("weld") not in links_of(found, two)
    assert links_of(found, one)[uri("weld")]["decided_on"] == one
    assert found["dec_same_words"] == []


def test_undo_takes_the_answer_back_at_the_next_run(folder):
    one, *_ = reports(folder)
    _, before = decide(folder)
    _, found = decide(folder, (one, uri("weld"), Judgement.ACCEPT, AT))
    assert found["out_outcome_skill"] != before["out_outcome_skill"]
    _, found = decide(folder, (one, uri("weld"), Judgement.WITHDRAWN, LATER))
    assert found["dec_same_words"] == []
    assert found["out_outcome_skill"] == before["out_outcome_skill"]


def test_without_decisions_nothing_is_answered(folder):
    report, found = decide(folder)
    assert (found["dec_same_words"], report.same_words, report.same_words_links) == ([], {}, 0)
    assert "in same words" not in report.to_text()
