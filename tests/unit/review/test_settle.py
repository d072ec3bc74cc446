from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.frames import Effect, Known, decision_rows, decisions_in, effect_of, standing_rows
from escomap.review.settle import settle_decisions
from escomap.tables import DEC_DECISION, DEC_STANDING, check_frame

X, Y = "http://data.europa.eu/esco/skill/x", "http://data.europa.eu/esco/skill/y"
SAID = {"yes": Judgement.ACCEPT, "no": Judgement.REJECT, "perhaps": Judgement.UNSURE, "back": Judgement.WITHDRAWN}


def said(reviewer, what, value, minute, *, subject=Subject.SKILL, key="o1", **more):
    at = f"2026-09-01T10:{minute:02}:00.000000Z"
    return Decision(Thing(subject, key, value), SAID[what], reviewer, at, **more)


def settled(*decisions):
    return {thing.value: standing.judgement for thing, standing in settle_decisions(decisions).items()}


def test_nothing_fits_rejects_what_another_reviewer_accepted_so_that_they_disagree():
    found = settle_decisions([said("ab", "yes", X, 1), said("cd", "no", "", 2)])
    standing = found[Thing(Subject.SKILL, "o1", X)]
    assert (standing.judgement, standing.is_disputed) == (Judgement.UNSURE, True)
    assert found[Thing(Subject.SKILL, "o1", "")].judgement is Judgement.REJECT


def test_who_says_nothing_fits_takes_back_his_own_acceptance_and_the_other_way_round():
    assert settled(said("ab", "yes", X, 1), said("ab", "no", "", 2)) == {"": Judgement.REJECT, X: Judgement.REJECT}
    assert settled(said("ab", "no", "", 1), said("ab", "yes", X, 2)) == {X: Judgement.ACCEPT}
    assert settled(said("ab", "no", "", 1), said("ab", "yes", X, 2), said("cd", "no", Y, 3)) == {
        X: Judgement.ACCEPT,
        Y: Judgement.REJECT,
    }


def test_the_latest_level_of_a_reviewer_replaces_the_one_before():
    level = {"subject": Subject.LEVEL, "key": "c1"}
    assert settled(said("ab", "yes", "5", 1, **level), said("ab", "yes", "6", 2, **level)) == {"6": Judgement.ACCEPT}


def test_a_choice_taken_back_uncovers_the_one_before():
    level = {"subject": Subject.LEVEL, "key": "c1"}
    made = [said("ab", "yes", "5", 1, **level), said("ab", "yes", "6", 2, **level), said("ab", "back", "6", 3, **level)]
    assert settled(*made) == {"5": Judgement.ACCEPT}
    assert settled(said("ab", "no", "", 1), said("ab", "yes", X, 2), said("ab", "back", X, 3)) == {"": Judgement.REJECT}


def test_reviewers_with_different_levels_leave_it_open():
    level = {"subject": Subject.LEVEL, "key": "c1"}
    (standing,) = settle_decisions([said("ab", "yes", "5", 1, **level), said("cd", "yes", "6", 1, **level)]).values()
    assert (standing.thing.value, standing.judgement, standing.is_disputed) == ("", Judgement.UNSURE, True)


KNOWN = Known({"o1"}, {"c1"}, {X})


def effect(decision):
    (standing,) = settle_decisions([decision]).values()
    return effect_of(standing, KNOWN)


def test_a_decision_on_what_is_gone_is_kept_and_told_apart():
    assert effect(said("ab", "yes", X, 1)) is Effect.APPLIED
    assert effect(said("ab", "perhaps", X, 1)) is Effect.OPEN
    assert effect(said("ab", "yes", Y, 1)) is Effect.CONCEPT_GONE
    assert effect(said("ab", "yes", X, 1, key="o2")) is Effect.JUDGED_GONE
    assert effect(said("ab", "no", "", 1)) is Effect.APPLIED
    assert effect(said("ab", "yes", "6", 1, subject=Subject.LEVEL, key="o1")) is Effect.JUDGED_GONE
    assert effect(said("ab", "yes", "9", 1, subject=Subject.LEVEL, key="c1")) is Effect.UNKNOWN_VALUE
    assert effect(said("ab", "yes", "wisdom", 1, subject=Subject.DIMENSION)) is Effect.UNKNOWN_VALUE


DECISIONS = st.builds(
    said, st.sampled_from("abc"), st.sampled_from(sorted(SAID)), st.sampled_from([X, Y, ""]), st.integers(0, 5)
)


@settings(deadline=None)
@given(st.lists(DECISIONS, max_size=8, unique_by=lambda made: (made.reviewer, made.decided_at)), st.randoms())
def test_rows_keep_their_contract_and_order_changes_nothing(decisions, random):
    shuffled = random.sample(decisions, len(decisions))
    assert settle_decisions(shuffled) == settle_decisions(decisions)
    rows = decision_rows(decisions + decisions[:2])
    assert check_frame(rows, DEC_DECISION) == []
    assert decisions_in(rows) == sorted(decisions, key=lambda made: (made.decided_at, made.reviewer))
    standings = settle_decisions(decisions)
    assert check_frame(standing_rows(standings, KNOWN), DEC_STANDING) == []


def test_an_accepted_concept_is_never_one_its_reviewer_refused_later():
    later = replace(said("ab", "no", X, 9), note="looked again")
    assert settled(said("ab", "yes", X, 1), later) == {X: Judgement.REJECT}
