from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.ledger import Ledger
from escomap.review.queue import Order, Queue, QueueFilter, QueueItem, State

AT = "2026-09-01T10:00:00.000000Z"
BARE = QueueItem("o", "c", "k", "", "en", "", "none", "review", 0.5, 0.0, 1, False, "")
NURSE = replace(
    BARE,
    outcome_id="nurse",
    faculty="Health",
    confidence=0.9,
    ects=30.0,
    searched="monitor patients nu1",
    disagreement=0.3,
)
CODE = replace(BARE, outcome_id="code", lang="sv", confidence=0.45, copies=4, eqf_level="6", searched="felsöka kod cs1")
LAW = replace(BARE, outcome_id="law", band="accept", confidence=0.62, ects=5.0, is_new=True, searched="labour law")
QUEUE = Queue([NURSE, CODE, LAW])


def said(reviewer, judgement, key, value="x", at=AT):
    return Decision(Thing(Subject.SKILL, key, value), judgement, reviewer, at)


def walk(ledger=None, *, reviewer="ab", back=False, **wanted):
    ledger, wanted = ledger or Ledger(), QueueFilter(**wanted)
    found, at = [], ""
    while (at := QUEUE.neighbour(wanted, ledger, reviewer, of=at, back=back)) and at not in found:
        found.append(at)
    return found


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.UNCERTAIN, ["code", "law", "nurse"]),
        (Order.IMPORTANT, ["nurse", "law", "code"]),
        (Order.NEW, ["law", "code", "nurse"]),
        (Order.DISPUTED, ["code", "law", "nurse"]),
        (Order.CONSULTED, ["nurse", "code", "law"]),
    ],
)
def test_what_matters_comes_first(order, expected):
    assert walk(order=order) == expected


def test_what_reviewers_differ_on_comes_first_and_can_be_shown_alone():
    ledger = Ledger([said("ab", Judgement.ACCEPT, "nurse"), said("cd", Judgement.REJECT, "nurse")])
    assert walk(ledger, order=Order.DISPUTED, state=State.ALL)[0] == "nurse"
    assert walk(ledger, state=State.DISPUTED) == walk(ledger, state=State.UNSURE) == ["nurse"]


def test_what_somebody_decided_is_no_longer_open_but_may_still_be_mine():
    ledger = Ledger([said("cd", Judgement.ACCEPT, "code")])
    assert walk(ledger) == ["law", "nurse"]
    assert walk(ledger, state=State.MINE) == ["code", "law", "nurse"]
    assert walk(ledger, state=State.DECIDED) == ["code"]
    ledger.add([said("cd", Judgement.WITHDRAWN, "code", at="2026-09-01T11:00:00.000000Z")])
    assert walk(ledger) == ["code", "law", "nurse"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"faculty": "Health"}, ["nurse"]),
        ({"lang": "sv"}, ["code"]),
        ({"eqf_level": "6"}, ["code"]),
        ({"band": "accept"}, ["law"]),
        ({"search": "  LABOUR  law "}, ["law"]),
        ({"search": "felsöka cs1"}, ["code"]),
        ({"search": "nothing"}, []),
    ],
)
def test_filters_and_search(wanted, expected):
    assert walk(**wanted) == expected


def test_after_the_last_comes_the_first_and_back_goes_back():
    ledger = Ledger()
    assert QUEUE.neighbour(QueueFilter(), ledger, "ab", of="nurse") == "code"
    assert QUEUE.neighbour(QueueFilter(), ledger, "ab", of="law", back=True) == "code"
    assert QUEUE.neighbour(QueueFilter(), ledger, "ab", of="code", back=True) == "nurse"


def test_what_others_look_at_is_passed_over_while_there_is_more():
    ledger = Ledger()
    assert QUEUE.neighbour(QueueFilter(), ledger, "ab", taken={"code"}) == "law"
    assert QUEUE.neighbour(QueueFilter(), ledger, "ab", taken={"code", "law", "nurse"}) == "code"


@settings(deadline=None)
@given(st.sampled_from(list(Order)), st.sampled_from(list(State)), st.booleans())
def test_a_walk_shows_each_outcome_once(order, state, back):
    ledger = Ledger([said("ab", Judgement.ACCEPT, "nurse"), said("cd", Judgement.UNSURE, "law")])
    found = walk(ledger, order=order, state=state, back=back)
    assert len(found) == len(set(found)) == QUEUE.left(QueueFilter(order, state), ledger, "ab")


def test_undo_says_again_what_stood_before_or_withdraws():
    first, second = said("ab", Judgement.ACCEPT, "nurse"), said("ab", Judgement.REJECT, "nurse")
    ledger = Ledger([first])
    later = "2026-09-01T12:00:00.000000Z"
    (undone,) = ledger.undoing([second], [ledger.said_by("ab", first.thing)], later)
    assert undone == replace(first, decided_at=later)
    (undone,) = ledger.undoing([first], [None], later)
    ledger.add([undone])
    assert ledger.standings("nurse") == {}
    assert ledger.reviewers("nurse") == frozenset()
