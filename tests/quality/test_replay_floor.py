"""What samples and calibration are worth under a simulated reviewer, on judged outcomes of real catalogues."""

import pytest

from tests.quality.replay import replay

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module")
def figures(shared):
    return replay(shared("gold/course_outcomes_dev.csv"), shared("esco/v1.2.0"))


def test_intervals_hold_the_truth_in_ninety_of_a_hundred_samples(figures):
    for found in figures["intervals"].values():
        assert min(found["held_of_100"].values()) >= 90, found


def test_calibration_brings_confidence_within_five_points(figures):
    for found in figures["calibration"].values():
        assert found["ece_after"] < 0.05, found
    assert figures["calibration"]["a lenient reviewer"]["ece_before"] > 0.1


def test_lessons_do_no_harm(figures):
    found = figures["answered_right_before_review"]
    assert found["learnt"] >= found["matched"] > 0.25
    # The same words can be answered otherwise behind another title: once among these texts.
    assert found["same_words"] >= found["matched"] - 0.005
