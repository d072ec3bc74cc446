"""Figures of levels and the calibration of probabilities."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from escomap.levels.calibrate import fit_logistic, fit_temperature, likely_range, logistic_shares, softmax, within
from escomap.levels.figures import level_figures, level_intervals

TRUE = [5, 5, 6, 6, 6, 7, 7, 8]
FOUND = [5, 6, 6, 6, 7, 7, 5, 7]


def test_figures_are_those_of_scikit_learn():
    figures = level_figures(TRUE, FOUND)
    assert figures["exact"] == pytest.approx(0.5)
    assert figures["majority"] == pytest.approx(3 / 8)
    assert figures["macro_f1"] == pytest.approx(f1_score(TRUE, FOUND, average="macro", zero_division=0))
    assert figures["qwk"] == pytest.approx(cohen_kappa_score(TRUE, FOUND, weights="quadratic"))
    assert figures["mae"] == pytest.approx(5 / 8)


def test_balanced_figures_let_every_level_count_the_same():
    figures = level_figures([5] * 90 + [6] * 10, [5] * 100, balanced=True)
    assert (figures["exact"], figures["majority"], figures["gain"]) == (0.5, 0.5, 0.0)


def test_intervals_widen_when_courses_come_in_families():
    true, found = [6, 7] * 100, [6, 7] * 60 + [7, 6] * 40
    alone = level_intervals(true, found)["exact"]
    together = level_intervals(true, found, [number // 20 for number in range(200)])["exact"]
    assert alone[0] <= 0.6 <= alone[1]
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])


def test_temperature_makes_overconfident_scores_honest():
    random = np.random.default_rng(0)
    right = random.integers(0, 3, 4000)
    scores = np.eye(3)[right] + random.normal(0, 1, (4000, 3))
    shares = softmax(10 * scores, fit_temperature(10 * scores, right))
    hits = shares.argmax(1) == right
    assert abs(shares.max(1).mean() - hits.mean()) < 0.02


def test_logistic_gives_a_level_that_is_never_right_nothing():
    random = np.random.default_rng(0)
    right = random.choice([0, 2], 500)
    scores = np.eye(3)[right] + random.normal(0, 0.5, (500, 3))
    shares = logistic_shares(scores, fit_logistic(scores, right))
    assert shares[:, 1].max() < 1e-6
    assert (shares.argmax(1) == right).mean() > 0.8
    assert logistic_shares(scores, fit_logistic(scores, np.full(500, 1))).argmax(1).tolist() == [1] * 500


def test_range_is_the_shortest_that_holds_enough_and_never_one_level():
    levels = np.array([5, 6, 7, 8])
    assert likely_range(levels, np.array([0.97, 0.01, 0.01, 0.01]), 0.75) == (5, 6)
    assert likely_range(levels, np.array([0.1, 0.2, 0.6, 0.1]), 0.75) == (6, 7)
    assert likely_range(levels, np.array([0.4, 0.1, 0.1, 0.4]), 0.75) == (5, 8)


def test_within_leaves_the_allowed_and_sums_to_one():
    found = within(np.array([[0.5, 0.3, 0.2]]), np.array([[False, True, True]]))
    assert found[0].tolist() == pytest.approx([0, 0.6, 0.4])
