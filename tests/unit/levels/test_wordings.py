"""Levels as catalogues of many countries word them: the right answers were set by hand from the facts."""

import csv
from pathlib import Path

import pytest

from escomap.levels.explain import answer_level
from unit.levels.level_frames import level_facts

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "level_wordings.csv"
with FILE.open(encoding="utf-8", newline="") as stream:
    WORDINGS = list(csv.DictReader(stream))


def test_there_are_many_of_many_countries():
    assert len(WORDINGS) > 500
    assert len({row["country"] for row in WORDINGS}) > 35


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: f"{row['country']} {row['field']} {row['text']}")
def test_wording(row):
    course = {"country": row["country"], row["field"]: row["text"]}
    got = answer_level(course, level_facts(), "programme")
    low, _, high = row["eqf"].partition("-")
    wanted = [int(low), int(high or low)] if low else None
    assert got["eqf_range"] == wanted, got["evidence"]
    assert got["eqf_level"] or got["hints"], "an open level says what would settle it"
