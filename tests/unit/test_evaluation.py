"""Figures worked out by hand."""

import math

import pytest

from escomap.evaluation import (
    JudgedText,
    average_precision,
    band_figures,
    calibration_error,
    figure_intervals,
    mean_of_groups,
    ndcg_at,
    r_precision_at,
    ranking_figures,
    recall_at,
    reciprocal_rank,
)

RANKED = ["a", "b", "c", "d"]
ABD = frozenset("abd")


def test_r_precision_counts_against_the_most_that_could_be_there():
    assert r_precision_at(RANKED, frozenset("ax"), 5) == 1 / 2
    assert r_precision_at(RANKED, ABD, 2) == 1
    assert r_precision_at(RANKED, frozenset("cd"), 2) == 0


@pytest.mark.parametrize(("accepted", "expected"), [("a", 1), ("cd", 1 / 3), ("x", 0)])
def test_reciprocal_rank_is_that_of_the_first_accepted(accepted, expected):
    assert reciprocal_rank(RANKED, frozenset(accepted)) == expected


def test_recall_is_the_share_of_all_accepted():
    assert recall_at(RANKED, ABD, 2) == 2 / 3
    assert recall_at([], ABD, 2) == 0


def test_average_precision_is_that_of_the_textbook():
    # Manning, Raghavan and Schütze (2008), 8.4: accepted at ranks 1 and 4 of three accepted.
    assert average_precision(RANKED, frozenset("adx")) == pytest.approx((1 / 1 + 2 / 4) / 3)
    assert average_precision([], ABD) == 0


def test_ndcg_weighs_grades_and_ranks():
    # Gains: b first 2^1-1 = 1, a second 2^2-1 = 3; the ideal order is a, b.
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg_at(["b", "a"], {"a": 2, "b": 1}, 10) == pytest.approx(expected)
    assert ndcg_at(["a", "b"], {"a": 2, "b": 1}, 10) == 1
    assert ndcg_at(["a"], {}, 10) == 0


def test_ranking_figures_leave_out_texts_without_an_accepted_concept():
    judged = [JudgedText("one", {"a": 2}), JudgedText("two", {"b": 1}), JudgedText("three", {})]
    found = ranking_figures(judged, [["x", "a"], ["b"], ["c"]])
    assert found == {
        "texts": 1,
        "rp_at_5": 1,
        "rp_at_10": 1,
        "map": 0.5,
        "mrr": 0.5,
        "ndcg_at_10": pytest.approx((1 / math.log2(3) + 1) / 2),
        "precision_at_1": 0,
        "recall_at_10": 1,
        "hit_at_10": 1,
    }


def test_ranking_figures_of_nothing_are_zero():
    assert set(ranking_figures([], []).values()) == {0}


def test_intervals_hold_the_figure_and_vanish_where_all_texts_agree():
    judged = [JudgedText(str(number), {"a": 2}) for number in range(40)]
    rankings = [["a"] if number % 2 else ["x"] for number in range(40)]
    low, high = figure_intervals(judged, rankings)["precision_at_1"]
    assert 0.3 < low < 0.5 < high < 0.7
    assert figure_intervals(judged, [["a"]] * 40)["mrr"] == (1, 1)
    assert figure_intervals([], []) == {}


def test_band_figures_count_links_and_covered_texts():
    judged = [JudgedText("one", {"a": 2, "b": 1}), JudgedText("two", {"c": 2}), JudgedText("three", {"d": 2})]
    answers = [[("a", 0.9), ("b", 0.6), ("x", 0.59)], [("c", 0.7)], [("d", 0.1)]]
    found = band_figures(judged, answers, 0.6)
    low, high = found.pop("precision_interval")
    assert 0.5 <= low < 2 / 3 < high == 1
    low, high = found.pop("recall_interval")
    assert low < 2 / 3 < high == 1
    two_thirds = pytest.approx(2 / 3)
    assert found == {"precision": two_thirds, "recall": two_thirds, "links_per_text": 1, "coverage": two_thirds}


def test_bands_of_nothing_say_nothing():
    assert band_figures([], [], 0.6)["precision_interval"] == (0, 1)
    assert band_figures([JudgedText("one", {"a": 2})], [[("a", 0.1)]], 0.6)["recall"] == 0


def test_calibration_error_weighs_the_gap_of_each_bin():
    # 0.9 twice, right once: gap .4 on half the cases; 0.1 twice, never right: gap .1 on the other half.
    found = calibration_error([0.9, 0.9, 0.1, 0.1], [True, False, False, False])
    assert found == pytest.approx(0.4 / 2 + 0.1 / 2)
    assert calibration_error([1.0], [True]) == 0
    assert calibration_error([], []) == 0


def test_groups_count_the_same_whatever_their_size():
    assert mean_of_groups({"x": {"mrr": 1.0, "texts": 90.0}, "y": {"mrr": 0.0, "texts": 10.0}}) == {
        "mrr": 0.5,
        "texts": 50.0,
    }
