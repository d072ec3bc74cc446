"""What decisions on some outcomes say of others."""

import pandas as pd
import pytest

from escomap.quality.decided import free_choices, with_decisions
from escomap.quality.effort import seconds_per_decision
from escomap.quality.learning import DecidedLink, Lessons, proposed_synonyms, wording
from escomap.quality.learnt import learnt_links, synonyms
from escomap.review.decisions import Decision, Judgement, Origin, Subject, Thing
from escomap.review.settle import settle_decisions

ACCEPT, REJECT = Judgement.ACCEPT, Judgement.REJECT


@pytest.mark.parametrize(
    ("one", "other", "lang", "same"),
    [
        ("• Debug software;", "debug SOFTWARE", "en", True),
        ("debugging programs", "debug program", "en", True),
        ("work with patients", "work without patients", "en", False),
        ("explain labour law", "explain criminal law", "en", False),
        ("analysera texter", "analyserar texten", "sv", True),
        ("debug software", "debug software", "xx", True),
    ],
)
def test_wordings_are_the_same_only_where_nothing_but_form_differs(one, other, lang, same):
    assert (wording(one, lang) == wording(other, lang)) is same


def test_the_same_words_in_another_language_are_another_wording():
    assert wording("material", "en") != wording("material", "de")


def test_an_outcome_in_the_same_words_gets_the_answer():
    lessons = Lessons(
        [DecidedLink("Debug software.", "en", "a", True), DecidedLink("debug software", "en", "b", False)]
    )
    assert lessons.answers("• DEBUG software", "en", are_same=True) == {"a": True, "b": False}
    assert lessons.answers("debug software", "de", are_same=True) == {}
    assert lessons.answers("debugging software", "en", are_same=True) == {}
    assert lessons.answers("debugging software", "en", are_same=False) == {"a": True, "b": False}
    assert lessons.answers("debug hardware", "en", are_same=False) == {}


def test_what_was_decided_both_ways_is_no_answer():
    lessons = Lessons([DecidedLink("use it", "en", "a", True), DecidedLink("Use it", "en", "a", False)])
    assert lessons.answers("use it", "en", are_same=True) == lessons.answers("use it", "en", are_same=False) == {}


def test_a_concept_is_doubtful_once_its_words_misled_twice_and_never_led_right():
    first = DecidedLink("manage data", "en", "staff", False, "manage")
    lessons = Lessons([first])
    assert not lessons.is_doubtful("staff", "manage", "en")
    lessons.learn(DecidedLink("manage waste", "en", "staff", False, "manage"))
    assert lessons.is_doubtful("staff", "managing", "en")
    assert not lessons.is_doubtful("other", "manage", "en")
    lessons.learn(DecidedLink("manage staff", "en", "staff", True, "manage"))
    assert not lessons.is_doubtful("staff", "manage", "en")


def test_only_short_outcomes_are_proposed_as_synonyms():
    long = DecidedLink("explain in some detail how a great many things come to be", "en", "a", True)
    short = DecidedLink("Bug hunting", "en", "a", True)
    found = proposed_synonyms([short, long, short, DecidedLink("no", "en", "a", False)])
    assert found == [("a", "en", "Bug hunting", 2)]


def test_a_proposed_synonym_keeps_its_letters_and_texts_in_the_same_words_are_one():
    texts = ("Schweißgeräte bedienen.", "• schweißgeräte bedienen", "Schweißgeräte  bedienen")
    found = proposed_synonyms([DecidedLink(text, "de", "a", True) for text in texts])
    assert found == [("a", "de", "Schweißgeräte bedienen", 3)]


def decision(key, uri, judgement, at="2026-09-01T10:00:00Z", origin=Origin.PAGE):
    return Decision(Thing(Subject.SKILL, key, uri), judgement, "ab", at, origin=origin)


LINKS = pd.DataFrame(
    [("1", "a", "accept"), ("1", "b", "none"), ("2", "a", "review")], columns=["outcome_id", "skill_uri", "band"]
).assign(lang="en", skill_label="", span_text="words")
OUTCOMES = pd.DataFrame({"outcome_id": ["1", "2"], "text": ["Debug it", "debug it"], "lang": "en"})


def test_decisions_lie_beside_their_links():
    said = [decision("1", "a", ACCEPT), decision("2", "a", Judgement.UNSURE)]
    found = with_decisions(LINKS, settle_decisions(said))
    assert found["is_right"].tolist() == [True, None, None]


def test_that_nothing_fits_rejects_every_suggestion_until_a_concept_is_accepted():
    nothing = decision("1", "", REJECT)
    assert with_decisions(LINKS, settle_decisions([nothing]))["is_right"].tolist() == [False, False, None]
    later = decision("1", "a", ACCEPT, "2026-09-02T10:00:00Z")
    assert with_decisions(LINKS, settle_decisions([nothing, later]))["is_right"].tolist() == [True, None, None]


def test_free_choices_are_accepted_concepts_that_were_not_suggested():
    said = [
        decision("1", "c", ACCEPT),
        decision("1", "a", ACCEPT),
        decision("2", "d", REJECT),
        decision("9", "c", ACCEPT),
    ]
    choices = free_choices(LINKS, settle_decisions(said))
    assert [(thing.key, thing.value) for thing in choices] == [("1", "c")]
    assert synonyms(choices, OUTCOMES).values.tolist() == [["c", "en", "Debug it", 1]]


def test_learnt_links_tell_answers_and_doubts_of_open_suggestions():
    lessons = Lessons([DecidedLink("debug it", "en", "b", False, "words")])
    found = learnt_links(LINKS, OUTCOMES, lessons)
    assert found[["outcome_id", "skill_uri", "answer", "basis"]].values.tolist() == [["1", "b", "reject", "same_words"]]
    near = learnt_links(LINKS, OUTCOMES, Lessons([DecidedLink("it: debugging", "en", "b", False)]))
    assert near["basis"].tolist() == ["alike"]
    for text in ("x", "y"):
        lessons.learn(DecidedLink(text, "en", "a", False, "words"))
    assert ["1", "a", "unsure", "doubt"] in learnt_links(LINKS, OUTCOMES, lessons)[
        ["outcome_id", "skill_uri", "answer", "basis"]
    ].values.tolist()


def test_effort_is_the_median_gap_without_pauses_and_imports():
    moments = ["10:00:00", "10:00:10", "10:00:16", "11:30:00", "11:30:08"]
    said = [decision(str(n), "a", ACCEPT, f"2026-09-01T{at}Z") for n, at in enumerate(moments)]
    assert seconds_per_decision(said) == 8
    assert seconds_per_decision([decision("1", "a", ACCEPT), decision("2", "a", ACCEPT, origin=Origin.SHEET)]) is None
