from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.decision_files import DecisionFolder, append_decisions, load_decisions
from escomap.errors import EscomapError
from escomap.review.decisions import Decision, Judgement, Subject, Thing, to_moment
from escomap.review.settle import settle_decisions

THING = Thing(Subject.SKILL, "outcome-1", "http://data.europa.eu/esco/skill/1")
ACCEPT = Decision(THING, Judgement.ACCEPT, "ab", "2026-09-01T10:00:00.000000Z")
REJECT = replace(ACCEPT, judgement=Judgement.REJECT)


def standing(*decisions):
    found = settle_decisions(decisions)
    return found[THING] if found else None


def test_the_latest_decision_of_a_reviewer_counts_in_whatever_order_they_come():
    later = replace(REJECT, decided_at="2026-09-02T10:00:00.000000Z")
    assert standing(ACCEPT, later).judgement is standing(later, ACCEPT).judgement is Judgement.REJECT
    assert standing(ACCEPT, REJECT).judgement is Judgement.REJECT


def test_reviewers_who_disagree_leave_it_open_and_are_both_named():
    found = standing(ACCEPT, replace(REJECT, reviewer="cd"))
    assert (found.judgement, found.is_disputed) == (Judgement.UNSURE, True)
    assert [decision.reviewer for decision in found.decisions] == ["ab", "cd"]
    assert not standing(ACCEPT, replace(ACCEPT, reviewer="cd")).is_disputed


def test_a_withdrawn_decision_leaves_those_of_others():
    taken_back = replace(ACCEPT, judgement=Judgement.WITHDRAWN, decided_at="2026-09-02T10:00:00.000000Z")
    assert standing(ACCEPT, taken_back) is None
    assert standing(ACCEPT, taken_back, replace(REJECT, reviewer="cd")).judgement is Judgement.REJECT


@given(note=st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_what_is_written_is_read_again(tmp_path_factory, note):
    folder = tmp_path_factory.mktemp("decisions")
    decisions = [replace(ACCEPT, note=note), replace(REJECT, reviewer="cd", decided_at="2026-09-03T00:00:00.000000Z")]
    append_decisions(folder, decisions[:1])
    append_decisions(folder, decisions[1:])
    assert load_decisions(folder) == decisions
    assert sorted(file.name for file in folder.iterdir()) == ["ab.jsonl", "cd.jsonl"]


def test_a_line_cut_by_a_killed_process_costs_no_other_decision(tmp_path):
    append_decisions(tmp_path, [ACCEPT])
    with (tmp_path / "ab.jsonl").open("a") as stream:
        stream.write('{"subject": "sk')
    append_decisions(tmp_path, [REJECT])
    assert load_decisions(tmp_path) == [ACCEPT, REJECT]


def test_the_order_of_moments_is_that_of_their_texts():
    early, late = (
        datetime(2026, 9, 1, 12, tzinfo=timezone(timedelta(hours=3))),
        datetime(2026, 9, 1, 9, 0, 1, tzinfo=UTC),
    )
    assert to_moment(early) == "2026-09-01T09:00:00.000000Z" < to_moment(late)


@pytest.mark.parametrize("line", ["{}", "[]", '{"subject": "skill", "key": "a", "value": "b", "judgement": "maybe"}'])
def test_a_damaged_line_is_named(tmp_path, line):
    (tmp_path / "ab.jsonl").write_text(f"{line}\n" if line != "[]" else "[{}\n}\n")
    with pytest.raises(EscomapError) as raised:
        load_decisions(tmp_path)
    assert raised.value.code == "bad_decision"
    assert "ab.jsonl:" in str(raised.value)


@pytest.mark.parametrize("name", ["", "../x", ".hidden", "a b", "x" * 65, "a/b"])
def test_the_name_of_a_reviewer_never_leaves_the_folder(tmp_path, name):
    with pytest.raises(EscomapError) as raised:
        append_decisions(tmp_path / "decisions", [replace(ACCEPT, reviewer=name)])
    assert raised.value.code == "bad_reviewer"


def test_no_folder_means_no_decisions(tmp_path):
    assert load_decisions(tmp_path / "none") == []


def test_a_folder_is_read_on_as_decisions_come_in(tmp_path):
    folder = DecisionFolder(tmp_path)
    assert folder.new() == []
    append_decisions(tmp_path, [ACCEPT])
    assert folder.new() == [ACCEPT]
    assert folder.new() == []
    with (tmp_path / "ab.jsonl").open("a") as stream:
        stream.write('{"subject": "sk')
    assert folder.new() == []
    append_decisions(tmp_path, [REJECT, replace(REJECT, reviewer="cd")])
    assert folder.new() == [REJECT, replace(REJECT, reviewer="cd")]


def test_a_file_that_became_shorter_is_named(tmp_path):
    append_decisions(tmp_path, [ACCEPT])
    folder = DecisionFolder(tmp_path)
    folder.new()
    (tmp_path / "ab.jsonl").write_text("")
    with pytest.raises(EscomapError) as raised:
        folder.new()
    assert raised.value.code == "decisions_rewritten"
