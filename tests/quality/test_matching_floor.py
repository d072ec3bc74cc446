"""The matching on judged texts of the development sets stays above what was reached once.

The trees are grown on these sets too, so the figures here only show that nothing broke; ``fit_ranking`` prints what
trees give that have not seen them.
"""

import pytest

from escomap.settings import Settings
from escomap.steps.evaluate import evaluate_matching

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module")
def full_esco(shared):
    shared("esco/v1.2.0")
    return shared("gold").parent


@pytest.mark.parametrize(
    ("gold", "floors"),
    [
        ("jobads_validation.csv", {"rp_at_5": 0.67, "mrr": 0.66}),
        ("course_outcomes_dev.csv", {"ndcg_at_10": 0.67, "precision_at_1": 0.62, "recall_at_10": 0.80}),
    ],
)
def test_ranking_stays_above_its_floor(full_esco, gold, floors):
    figures = evaluate_matching(full_esco / "gold" / gold, Settings(), esco=full_esco / "esco" / "v1.2.0")
    reached = {name: figures["mean_of_groups"][name] for name in floors}
    assert all(reached[name] >= floor for name, floor in floors.items()), reached


def test_accept_band_is_precise_on_course_outcomes(full_esco):
    figures = evaluate_matching(
        full_esco / "gold" / "course_outcomes_dev.csv", Settings(), esco=full_esco / "esco" / "v1.2.0"
    )
    assert figures["accept"]["precision"] >= 0.85
    assert figures["accept"]["coverage"] >= 0.30
    assert figures["calibration_error"] <= 0.05
