"""Intervals against worked examples and by simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.quality.intervals import cases_needed, counted_share, weighted_share, wilson


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(hits, cases, low, high):
    assert wilson(hits / cases, cases) == pytest.approx((low, high), abs=5e-5)


def test_nothing_seen_leaves_everything_open():
    assert wilson(0, 0) == (0, 1)
    assert weighted_share([], []).cases == 0
    assert counted_share(0, 0).high == 1


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_share(hits, more):
    share = counted_share(hits, hits + more)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_equal_weights_are_a_count_with_the_correction_for_a_finite_whole():
    hits = [True] * 30 + [False] * 10
    drawn_from_many = weighted_share(hits, [1e6] * 40)
    assert (drawn_from_many.low, drawn_from_many.high) == pytest.approx(wilson(0.75, 40), abs=1e-4)
    assert weighted_share(hits, [2.0] * 40).low > drawn_from_many.low
    everything = weighted_share(hits, [1.0] * 40)
    assert everything.low == everything.value == everything.high == 0.75


def test_unequal_weights_move_the_share_and_widen_the_interval():
    hits = [True, False] * 50
    share = weighted_share(hits, [300.0, 100.0] * 50)
    assert share.value == pytest.approx(0.75)
    assert share.high - share.low > np.subtract(*wilson(0.75, 100)[::-1])


def test_cases_needed_is_cochrans_number():
    # p .5, 5 points to each side: the well-known 385 (384.15 rounded up), and 278 of a thousand.
    assert cases_needed(0.5, 0.05, 10**9) == 385
    assert cases_needed(0.5, 0.05, 1000) == 278
    assert cases_needed(0.5, 0.01, 20) == 20
    assert cases_needed(0.5, 0.05, 0) == 0


def test_the_interval_of_the_needed_number_is_as_wide_as_wanted():
    cases = cases_needed(0.8, 0.05, 10**9)
    low, high = wilson(0.8, cases)
    assert (high - low) / 2 == pytest.approx(0.05, abs=0.002)
    assert not math.isinf(high)
