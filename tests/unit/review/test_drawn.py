"""A drawn sample: whom it shows to reviewers in which order, and when a link of it is answered."""

from dataclasses import replace

import pytest

from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.drawn import Progress, drawn_sample
from escomap.review.ledger import Ledger
from escomap.review.queue import Order, Queue, QueueFilter, QueueItem, State

AT = "2026-09-01T10:00:00.000000Z"
BARE = QueueItem("o", "c", "k", "", "en", "", "none", "review", 0.5, 0.0, 1, False, "")
ITEMS = [
    replace(BARE, outcome_id=name, lang=lang, confidence=confidence)
    for name, lang, confidence in (("a", "en", 0.9), ("b", "sv", 0.5), ("c", "en", 0.7), ("undrawn", "en", 0.5))
]
QUEUE = Queue(ITEMS)
SAMPLE = drawn_sample([("c", "u1"), ("a", "u1"), ("c", "u2"), ("b", "u3"), ("a", "u4")])


def said(key, value, judgement=Judgement.ACCEPT, reviewer="ab", at=AT):
    return Decision(Thing(Subject.SKILL, key, value), judgement, reviewer, at)


def shown(*decisions, reviewer="ab", **wanted):
    found = QUEUE.listed(QueueFilter(sample=SAMPLE, **wanted), Ledger(decisions), reviewer)
    assert len(found) == QUEUE.left(QueueFilter(sample=SAMPLE, **wanted), Ledger(decisions), reviewer)
    return [item.outcome_id for item in found]


@pytest.mark.parametrize("order", list(Order))
def test_only_what_was_drawn_is_shown_and_always_in_the_order_of_the_draw(order):
    disputed = said("b", "u3"), said("b", "u3", Judgement.REJECT, "cd")
    assert shown(*disputed, order=order, state=State.ALL) == ["c", "a", "b"]


def test_filters_narrow_a_sample_and_keep_its_order():
    assert shown(lang="en") == ["c", "a"]
    assert shown(search="nothing") == []


def test_an_outcome_is_open_until_each_of_its_drawn_links_has_an_answer():
    assert shown(said("c", "another")) == ["c", "a", "b"]
    assert shown(said("c", "u1")) == ["c", "a", "b"]
    assert shown(said("c", "u1"), said("c", "u2", Judgement.UNSURE)) == ["a", "b"]
    assert shown(said("c", "u1"), said("c", "u2"), state=State.DECIDED) == ["c"]


def test_that_no_concept_fits_answers_every_drawn_link_of_the_outcome():
    ledger = Ledger([said("c", "", Judgement.REJECT)])
    assert SAMPLE.progress(ledger) == Progress(links=5, decided=2, unsure=0)
    ledger.add([said("c", "", Judgement.WITHDRAWN, at="2026-09-02T10:00:00.000000Z")])
    assert SAMPLE.progress(ledger).decided == 0


def test_that_some_concept_fits_answers_nothing():
    assert SAMPLE.progress(Ledger([said("c", "")])).decided == 0
    assert shown(said("c", "")) == ["c", "a", "b"]


def test_a_second_reviewer_sees_what_is_not_theirs_yet():
    own = said("b", "u3", reviewer="cd")
    assert shown(own, reviewer="cd", state=State.MINE) == ["c", "a"]
    assert shown(own, reviewer="ab", state=State.MINE) == ["c", "a", "b"]


def test_unsure_and_disputed_links_are_counted_apart_and_can_be_shown():
    decisions = (
        said("a", "u1", Judgement.UNSURE),
        said("b", "u3"),
        said("b", "u3", Judgement.REJECT, "cd"),
        said("c", "another", Judgement.UNSURE),
    )
    progress = SAMPLE.progress(Ledger(decisions))
    assert (progress.decided, progress.unsure, progress.is_complete) == (0, 2, False)
    assert str(progress) == "0 of 5 links of the sample decided, 2 left unsure"
    assert shown(*decisions, state=State.UNSURE) == ["a", "b"]


def test_a_sample_with_an_answer_to_every_link_is_complete():
    answers = [said(key, uri) for key, uris in SAMPLE.concepts.items() for uri in uris]
    assert SAMPLE.progress(Ledger(answers)).is_complete
    assert not SAMPLE.progress(Ledger(answers[1:])).is_complete
    assert shown(*answers) == []
