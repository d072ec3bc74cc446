"""Levels stay about as often right as their confidence says, by basis, as the README has it."""

import pytest

from tests.quality.level_confidence import fact_agreement, generated, measured, real

MAX_CALIBRATION_ERROR = 0.10
MIN_SURE_EXACT = 0.95


def wrong_by_basis(bases):
    """Bases whose confidence is too far from how often they are right, with their figures."""
    return {
        basis: one
        for basis, one in bases.items()
        if one["ece"] > MAX_CALIBRATION_ERROR or one.get("sure_exact", 1.0) < MIN_SURE_EXACT
    }


def test_generated_catalogues():
    found = measured(generated())
    assert len(found["all"]) == 7
    assert wrong_by_basis(found["all"]) == {}


@pytest.mark.quality
def test_real_catalogues(shared):
    folder = shared("gold/eqf_edinburgh_drps.csv").parents[1]
    found = measured(real(folder))
    assert len(found["all"]) == 6
    assert wrong_by_basis(found["all"]) == {}


def test_facts_agree_with_the_table_of_the_authorities():
    found = fact_agreement()
    assert found["A"]["differing"] == []
    assert found["B"] == {"facts": 27, "agreeing": 27, "differing": []}
    # What the table does not confirm stays unverified.
    assert found["C"]["differing"] == ["SCQF 2"]
