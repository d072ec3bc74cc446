"""Agreement against worked examples of the literature."""

import pytest
from sklearn.metrics import cohen_kappa_score

from escomap.quality.agreement import alpha_of, cohen_kappa, krippendorff_alpha, pair_agreements
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.settle import settle_decisions


def units(*judges):
    """Words per thing from a row of words per judge, ``.`` being a gap."""
    return [[word for word in words if word != "."] for words in zip(*judges, strict=True)]


def pairs(table, names="abc"):
    return [
        (names[row], names[column])
        for row, line in enumerate(table)
        for column, amount in enumerate(line)
        for _ in range(amount)
    ]


def test_kappa_of_two_psychiatrists():
    # Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", table 18.1: kappa .68.
    table = [(75, 1, 4), (5, 4, 1), (0, 0, 10)]
    assert cohen_kappa(pairs(table)) == pytest.approx(0.68, abs=0.005)


def test_kappa_is_that_of_scikit_learn():
    found = pairs([(7, 2, 1), (0, 5, 3), (2, 2, 9)])
    first, second = zip(*found, strict=True)
    assert cohen_kappa(found) == pytest.approx(cohen_kappa_score(first, second))


def test_kappa_says_nothing_where_all_say_the_same():
    assert cohen_kappa([("a", "a")] * 5) is None
    assert cohen_kappa([]) is None


@pytest.mark.parametrize(
    ("judges", "alpha"),
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A, B and C, nominal data.
    [
        (["0100000010", "1110010000"], 0.095),
        (["aabbdcccedda", "babbbcccEddd".replace("E", "e")], 0.692),
        (["123321412...", "123322412 5.3".replace(" ", ""), ".3332342251.", "123324412 51.".replace(" ", "")], 0.743),
    ],
)
def test_alpha_is_as_published(judges, alpha):
    assert krippendorff_alpha(units(*judges)) == pytest.approx(alpha, abs=0.0006)


def test_alpha_says_nothing_without_two_words_on_a_thing():
    assert krippendorff_alpha([["a"], ["b"], []]) is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None


def decision(key, reviewer, judgement):
    return Decision(Thing(Subject.SKILL, key, "uri"), judgement, reviewer, "2026-09-01T10:00:00Z")


def test_every_pair_of_reviewers_is_compared_on_what_both_judged():
    accept, reject = Judgement.ACCEPT, Judgement.REJECT
    said = [("1", "ab", accept), ("1", "cd", accept), ("2", "ab", accept), ("2", "cd", reject), ("3", "ef", accept)]
    standings = settle_decisions(decision(*one) for one in said).values()
    (pair,) = pair_agreements(standings)
    assert (pair.first, pair.second, pair.things, pair.observed) == ("ab", "cd", 2, 0.5)
    assert alpha_of(standings) == pytest.approx(krippendorff_alpha([["y", "y"], ["y", "n"], ["y"]]))
