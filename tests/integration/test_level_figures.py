"""Levels by rule stay as good as they were measured: ``python -m tests.quality.levels`` prints the figures."""

import pytest
from tests.quality.levels import bare, explicit, mixed, real


def test_every_class_a_fact_in_every_wording():
    for name, found in explicit().items():
        assert found["exact_of_all"] >= 0.98, name


def test_a_bare_level_gives_none_in_any_language_or_country():
    found = bare()
    assert found["words for level"] >= 10
    assert found["levels given"] == 0


def test_mixed_catalogue():
    found = mixed()
    assert found["exact"] >= 0.98
    assert found["mae"] <= 0.05
    assert found["coverage"] >= 0.85
    assert all(figures["answered"] == 0 for kind, figures in found["by kind"].items() if kind.startswith("open"))


@pytest.mark.parametrize("part", ["gold/eqf_edinburgh_drps.csv"])
def test_real_catalogues(shared, part):
    for name, found in real(shared(part).parents[1]).items():
        assert found["exact"] >= 0.99, name
