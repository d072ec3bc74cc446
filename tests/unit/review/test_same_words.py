"""What decisions answer for outcomes in the same words, and where they answer nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.review.card import Elsewhere, said_elsewhere
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.same_words import answers_in_same_words
from escomap.review.settle import settle_decisions

ACCEPT, REJECT, UNSURE = Judgement.ACCEPT, Judgement.REJECT, Judgement.UNSURE
AT = "2026-09-01T10:00:00.000000Z"
LATER = "2026-09-02T10:00:00.000000Z"
WORDS = {"one": "w", "two": "w", "three": "w", "other": "v"}


def said(key, value, judgement, reviewer="ab", at=AT):
    return Decision(Thing(Subject.SKILL, key, value), judgement, reviewer, at)


def answers(*decisions, words=WORDS):
    found = answers_in_same_words(settle_decisions(decisions).values(), words)
    return {(one.outcome_id, one.uri): one.judgement for one in found}


def test_an_answer_goes_to_every_outcome_in_the_same_words_and_to_no_other():
    assert answers(said("one", "x", ACCEPT), said("one", "y", REJECT)) == {
        ("two", "x"): ACCEPT,
        ("three", "x"): ACCEPT,
        ("two", "y"): REJECT,
        ("three", "y"): REJECT,
    }


def test_the_answer_names_the_outcome_decided_last_and_who_decided():
    decisions = [said("one", "x", ACCEPT), said("two", "x", ACCEPT, "cd", LATER)]
    (found,) = answers_in_same_words(settle_decisions(decisions).values(), WORDS)
    assert (found.outcome_id, found.latest.thing.key, found.reviewers) == ("three", "two", ("ab", "cd"))
    assert len(found.standings) == 2


@pytest.mark.parametrize("second", [REJECT, UNSURE])
def test_what_is_decided_in_different_ways_is_no_answer(second):
    assert answers(said("one", "x", ACCEPT), said("two", "x", second)) == {}


def test_what_reviewers_differ_on_is_no_answer():
    assert answers(said("one", "x", ACCEPT), said("one", "x", REJECT, "cd")) == {}


def test_an_answer_of_its_own_always_wins():
    decisions = [
        said("one", "x", ACCEPT),
        said("one", "y", ACCEPT),
        said("two", "x", UNSURE),
        said("three", "", REJECT),
    ]
    assert answers(*decisions) == {}
    assert answers(said("one", "x", ACCEPT), said("two", "z", REJECT)) == {
        ("two", "x"): ACCEPT,
        ("three", "x"): ACCEPT,
        ("one", "z"): REJECT,
        ("three", "z"): REJECT,
    }


def test_that_no_concept_fits_is_an_answer_where_nobody_accepted_one():
    assert answers(said("one", "", REJECT)) == {("two", ""): REJECT, ("three", ""): REJECT}
    assert answers(said("one", "", REJECT), said("two", "x", ACCEPT)) == {}
    assert answers(said("one", "", UNSURE), said("two", "x", ACCEPT)) == {}
    assert answers(said("one", "", ACCEPT)) == {}


def test_a_decision_taken_back_answers_nothing():
    assert answers(said("one", "x", ACCEPT), said("one", "x", Judgement.WITHDRAWN, at=LATER)) == {}


def test_levels_and_dimensions_are_no_answers_to_others():
    thing = Thing(Subject.DIMENSION, "one", "skills")
    assert answers(Decision(thing, ACCEPT, "ab", AT)) == {}


decisions = st.builds(
    said,
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(["x", "y", ""]),
    st.sampled_from(list(Judgement)),
    st.sampled_from(["ab", "cd"]),
    st.sampled_from([AT, LATER]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(decisions, max_size=8))
def test_no_answer_contradicts_a_decision(made):
    standings = settle_decisions(made)
    for (key, uri), judgement in answers(*made).items():
        assert Thing(Subject.SKILL, key, uri) not in standings
        alike = [standings.get(Thing(Subject.SKILL, other, uri)) for other in WORDS if WORDS[other] == WORDS[key]]
        assert {standing.judgement for standing in alike if standing} == {judgement}


def test_what_was_said_elsewhere_is_counted_by_what_was_said():
    made = [said("one", "x", ACCEPT), said("two", "x", ACCEPT, "cd"), said("three", "x", REJECT)]
    assert said_elsewhere(settle_decisions(made).values()) == (
        Elsewhere(ACCEPT, 2, ("ab", "cd")),
        Elsewhere(REJECT, 1, ("ab",)),
    )
