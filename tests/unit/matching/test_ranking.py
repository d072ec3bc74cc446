import json
from importlib.resources import files

import numpy as np
import pytest

from escomap.matching.features import FEATURES, MEASURED
from escomap.matching.ranking import band_of, load_ranking, ranking_digest
from escomap.model import Band

STORED = json.loads((files("escomap.matching") / "ranking.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("confidence", "band"),
    [(0.6, Band.ACCEPT), (0.59, Band.REVIEW), (0.15, Band.REVIEW), (0.149, Band.NONE), (0, Band.NONE), (1, "accept")],
)
def test_a_threshold_belongs_to_the_band_above_it(confidence, band):
    assert band_of(confidence, 0.6, 0.15) == band


def test_confidences_are_probabilities_of_each_candidate():
    features = np.random.default_rng(0).random((3, 5, len(FEATURES))).astype(np.float32)
    confidences = load_ranking().confidences(features)
    assert confidences.shape == (3, 5)
    assert np.all((confidences > 0) & (confidences < 1))


@pytest.mark.parametrize("name", [*MEASURED, "exact", "prior"])
def test_a_better_match_never_lowers_the_confidence(name):
    rows = np.random.default_rng(1).random((40, len(FEATURES))).astype(np.float32)
    better = rows.copy()
    better[:, FEATURES.index(name)] += 0.3
    ranking = load_ranking()
    assert np.all(ranking.confidences(better) >= ranking.confidences(rows) - 1e-9)


def test_the_weights_say_what_they_were_fitted_on():
    assert set(STORED) >= {"model", "esco_version", "command", "priors", "slope", "offset"}
    assert set(STORED["priors"]) == {"read", "labelled", "unlabelled"}
    assert all(set(weights) == set(MEASURED) for weights in STORED["priors"].values())
    assert len(ranking_digest()) == 16


def test_the_ranking_was_fitted_with_the_adapters_that_ship():
    from escomap.encoders import load_encoders
    from escomap.settings import Settings

    assert STORED["model"] == load_encoders(Settings()).model_id
