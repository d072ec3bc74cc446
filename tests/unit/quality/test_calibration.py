"""Confidences against decisions, and two numbers that bring them together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.matching.recalibration import Recalibration
from escomap.quality.calibration import is_enough, refit, reliability

RANDOM = np.random.default_rng(0)


def decided(slope, offset, cases=2000):
    """Scores whose truth is another curve over the logit than they claim."""
    scores = np.round(RANDOM.beta(0.7, 1.5, cases), 4)
    truth = Recalibration(slope, offset).apply(scores)
    return scores.tolist(), (RANDOM.random(cases) < truth).tolist(), [f"o{n // 3}" for n in range(cases)]


def test_reliability_lays_confidence_beside_what_reviewers_said():
    low, high = reliability([0.05, 0.05, 0.95, 0.97], [False, True, True, True]).to_dict("records")
    assert (low["from_confidence"], low["accepted_share"], low["decisions"]) == (0, 0.5, 2)
    assert (high["mean_confidence"], high["accepted_share"], high["accepted_high"]) == (pytest.approx(0.96), 1, 1)
    assert reliability([], []).empty


@pytest.mark.parametrize(("slope", "offset"), [(1.0, -1.5), (0.5, 0.0), (1.6, 0.8)])
def test_the_curve_that_is_true_is_found(slope, offset):
    scores, right, groups = decided(slope, offset, 6000)
    found = refit(scores, scores, right, groups)
    assert found.recalibration.slope == pytest.approx(slope, abs=0.12)
    assert found.recalibration.offset == pytest.approx(offset, abs=0.15)
    assert found.helps
    assert found.after.error < 0.03 < found.before.error
    assert found.after.brier < found.before.brier


def test_what_is_right_already_stays_about_as_it_is():
    scores, right, groups = decided(1, 0, 4000)
    found = refit(scores, scores, right, groups)
    assert (found.recalibration.slope, found.recalibration.offset) == pytest.approx((1, 0), abs=0.12)


def test_decisions_against_the_ranking_never_turn_it_round():
    scores = [0.1, 0.9] * 100
    assert refit(scores, scores, [True, False] * 100, [str(n) for n in range(200)]).recalibration.slope == 0


def test_the_order_of_decisions_changes_nothing():
    scores, right, groups = decided(0.7, -0.3, 300)
    backwards = refit(scores[::-1], scores[::-1], right[::-1], groups[::-1])
    assert backwards.recalibration == refit(scores, scores, right, groups).recalibration


@pytest.mark.parametrize(
    ("accepted", "rejected", "enough"), [(50, 50, True), (49, 50, False), (20, 200, True), (19, 200, False), (0, 0, 0)]
)
def test_few_decisions_are_not_fitted_on(accepted, rejected, enough):
    assert is_enough([True] * accepted + [False] * rejected) == enough


@given(st.lists(st.floats(0, 1), min_size=2), st.floats(0, 5), st.floats(-5, 5))
def test_a_recalibration_keeps_order_and_bounds(confidences, slope, offset):
    values = np.sort(np.array(confidences))
    found = Recalibration(slope, offset).apply(values)
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(np.diff(found) >= 0)
    assert np.array_equal(Recalibration().apply(values), values)
