"""Dimensions of held-out outcomes stay as well told as the README says."""

import pytest

from escomap.dimensions.classify import classify
from escomap.dimensions.weights import load_weights
from escomap.mappings import load_cues
from escomap.paths import mappings_folder
from tests.quality.dimensions import bloom_figures, dimension_figures
from tests.quality.labelled_outcomes import CATALOGUES, OBJECTIVES, project_outcomes, public_outcomes

MIN_MACRO_F1 = 0.75
MAX_CALIBRATION_ERROR = 0.10


@pytest.fixture(scope="module")
def cue_sets():
    return load_cues(mappings_folder())


def figures_of(outcomes, cue_sets):
    held = [one for one in outcomes if one.split == "held_out"]
    readings = [classify(one.text, cue_sets[one.lang], load_weights(), one.section) for one in held]
    return dimension_figures(held, [(reading.dimension, reading.confidence) for reading in readings])


def test_outcomes_of_the_project(cue_sets):
    found = figures_of(project_outcomes(), cue_sets)
    assert {name: one["macro_f1"] for name, one in found.items() if one["macro_f1"] < MIN_MACRO_F1} == {}
    assert found["all"]["calibration_error"] <= MAX_CALIBRATION_ERROR
    assert found["all"]["accuracy_at_0.9"] >= 0.95


@pytest.mark.quality
def test_public_outcomes(shared, cue_sets):
    for file in (*(file for file, _ in CATALOGUES.values()), OBJECTIVES):
        folder = shared(file).parents[file.count("/")]
    found = figures_of(public_outcomes(folder, cue_sets), cue_sets)
    assert {lang: found[f"{lang} public"]["macro_f1"] >= MIN_MACRO_F1 for lang in ("en", "sv")} == {
        "en": True,
        "sv": True,
    }
    assert found["all"]["calibration_error"] <= MAX_CALIBRATION_ERROR


@pytest.mark.quality
def test_bloom_levels(shared, cue_sets):
    found = bloom_figures(shared(OBJECTIVES), cue_sets["en"], load_weights())
    assert found["accuracy_of_answered"] >= 0.72
    assert found["macro_f1_single_level"] >= 0.70
