import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.matching.features import FEATURES
from escomap.matching.fuse import CROWD, band_of, calibration_inputs, fusion_digest, fusion_for, parse_fusion
from escomap.model import Band

STORED = json.loads((files("escomap.matching") / "fusion.json").read_text(encoding="utf-8"))

KINDS = ("weights", "candidate_weights")


@pytest.mark.parametrize(
    ("confidence", "band"),
    [(0.6, Band.ACCEPT), (0.59, Band.REVIEW), (0.15, Band.REVIEW), (0.149, Band.NONE), (0, Band.NONE), (1, "accept")],
)
def test_a_threshold_belongs_to_the_band_above_it(confidence, band):
    assert band_of(confidence, 0.6, 0.15) == band


def distance_to_best_other(*scores):
    return calibration_inputs(np.array([scores]))[0, :, 2].tolist()


def test_distance_is_counted_from_the_best_other():
    assert distance_to_best_other(3.0, 1.0, 2.0) == [1, -2, -1]
    assert distance_to_best_other(2.0, 2.0, 1.0) == [0, 0, -1]
    assert distance_to_best_other(2.0) == [0]


def test_the_crowd_is_the_mean_of_the_best_ones():
    scores = np.arange(2.0 * CROWD)[None]
    assert set(calibration_inputs(scores)[0, :, 3]) == {np.arange(CROWD, 2 * CROWD).mean()}
    assert calibration_inputs(np.array([[1.0, 3.0]]))[0, :, 3].tolist() == [2, 2]


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=8))
def test_only_the_best_is_ahead_of_another(scores):
    distance = distance_to_best_other(*scores)
    assert sum(one > 0 for one in distance) <= 1
    assert all(distance[position] <= 0 for position, score in enumerate(scores) if score < max(scores))


@pytest.mark.parametrize("name", sorted(STORED["fusions"]))
def test_confidences_lie_between_0_and_1_and_follow_the_scores(name):
    fusion = parse_fusion(STORED["fusions"][name])
    scores = np.linspace(-100, 100, 41)[None]
    confidences = fusion.confidences(scores)[0]
    assert np.all((confidences >= 0) & (confidences <= 1))
    assert np.all(np.diff(confidences) >= 0)
    features = np.full((1, 1, len(FEATURES)), 0.5, dtype=np.float32)
    assert np.allclose(fusion.shares(features).sum(), fusion.scores(features))


def test_weights_are_chosen_by_how_text_and_labels_relate():
    assert fusion_for("en", "en") is fusion_for("en", "de")
    assert fusion_for("de", "de") is fusion_for("fr", "fr")
    assert fusion_for("de", "en") is fusion_for("xx", "en")
    assert len({id(fusion_for(*pair)) for pair in (("en", "en"), ("de", "de"), ("de", "en"))}) == 3


def test_the_weights_say_what_they_were_fitted_on():
    assert set(STORED) >= {"encoder", "esco_version", "command", "fusions"}
    assert all(set(one[kind]) == set(FEATURES) for one in STORED["fusions"].values() for kind in KINDS)
    assert len(fusion_digest()) == 16
