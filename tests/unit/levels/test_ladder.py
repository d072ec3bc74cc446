"""The ladder shows every rung in its order, and says of each signal why it won or lost."""

from escomap.levels.decided import with_standing
from escomap.levels.explain import decide_course, parse_course
from escomap.levels.ladder import ladder, to_json, to_table
from escomap.levels.signals import RUNGS
from escomap.review.decisions import Decision, Judgement, Standing, Subject, Thing
from unit.levels.level_frames import level_facts


def decision(policy="programme", **course):
    return decide_course(course, level_facts(), policy)


def verdicts(decided):
    return {rung.basis.value: rung.verdict for rung in ladder(decided)}


def test_every_rung_stands_in_its_order():
    found = [rung.basis for rung in ladder(decision(level_text="EQF 6", degree="MSc"))]
    assert found == [basis for basis in RUNGS if basis not in ("none", "decision")]


def reviewed(judgement, value):
    said = Decision(Thing(Subject.LEVEL, "c1", value), judgement, "ab", "2026-09-01T10:00:00Z")
    standing = Standing(said.thing, judgement, (said,))
    return with_standing(parse_course({"level_text": "EQF 6"}), decision(level_text="EQF 6"), standing)


def test_what_a_reviewer_decided_is_the_highest_rung():
    got = verdicts(reviewed(Judgement.ACCEPT, "5"))
    assert next(iter(got)) == "decision"
    assert got["decision"].startswith("wins")
    assert "contradicts" in got["declared_eqf"]
    assert "left open in review: rejected" in verdicts(reviewed(Judgement.REJECT, "6"))["declared_eqf"]


def test_winner_and_losers():
    got = verdicts(decision(level_text="EQF 6", degree="MSc", cycle="first cycle"))
    assert got["declared_eqf"].startswith("wins")
    assert "agrees" in got["cycle"]
    assert "contradicts" in got["degree_word"]
    assert got["local_code"] == "saw nothing"


def test_policy_is_the_reason_where_it_is():
    got = verdicts(decision(country="GB-SCT", level_text="SCQF 7", degree="BSc (Hons)"))
    assert got["degree_word"] == "wins: policy programme"
    assert "policy programme" in got["national_level"]


def test_free_text_is_shown_and_never_decides():
    decided = decision(title="Welding", country="GB", text="It prepares for a Master. EQF level 5 comes later.")
    assert decided.eqf_level is None
    assert decided.open_reason == "only_free_text"
    assert "never decide" in verdicts(decided)["free_text"]


def test_a_bare_level_is_shown_at_its_rung():
    decided = decision(title="Welding", country="IE", level_text="Level 6")
    assert "bare_level" in verdicts(decided)["national_level"]
    table = to_table(decided)
    assert "no level" in table
    assert 'framework = "NFQ" under [defaults]' in table


def test_table_and_json_say_the_same():
    decided = decision(level_text="EQF 5-6")
    rows = to_json(decided)
    assert rows[0]["says"] == "EQF 5-6"
    assert "leaves a range" in rows[0]["verdict"]
    assert "EQF 5-6" in to_table(decided)
