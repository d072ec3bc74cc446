"""Reasons are words that a reviewer can use: what was read, where, what it means, and what would settle the rest."""

import re

import pytest

from escomap.levels.explain import answer_level
from escomap.levels.text_head import MAX_CONFIDENCE
from unit.levels.level_frames import level_facts

ABSTRACT = "Students critically evaluate current research and design experiments of their own in machine learning."


def answer(**course):
    return answer_level(course, level_facts(), "programme")


@pytest.mark.parametrize(
    ("course", "said"),
    [
        ({"country": "SE", "cycle": "G1N"}, "the first cycle of the QF-EHEA is EQF 6"),
        ({"country": "IE", "level_text": "NFQ 8"}, "NFQ level 8 (IE) is EQF 6 (class A, official"),
        ({"country": "FR", "degree": "Licence"}, "Licence in the RNCP (FR) is EQF 6"),
        ({"country": "IT", "degree": "LM-32"}, "'LM-32' names a degree of EQF 7"),
        ({"level_text": "EQF 6", "degree": "MSc Data Science"}, "contradicted by award 'MSc Data Science' (EQF 7)"),
        ({"country": "DE", "degree": "Bachelor/Master"}, "so EQF 6 to 7"),
        ({"title": "Machine learning", "text": ABSTRACT, "provider": "University of X"}, "never exceeds 0.60"),
        ({"country": "GB-SCT", "level_text": "SCQF 8"}, "given per module too"),
    ],
    ids=str,
)
def test_evidence_is_said_in_words(course, said):
    assert said in answer(**course)["evidence"]


@pytest.mark.parametrize(
    ("course", "said"),
    [
        ({"level_text": "B2"}, "language level (CEFR)"),
        ({"level_text": "GER-Niveau B2"}, "language level (CEFR)"),
        ({"level_text": "Modul B1"}, "'Modul B1' names none that is known"),
        ({"level_text": "intermediate"}, "'intermediate' names none that is known"),
        ({"cycle": "XX"}, 'XX = "second cycle"'),
        ({"cycle": "Higher Education award"}, '"Higher Education award" = "second cycle"'),
        ({"title": "Baking"}, "fill level with its framework"),
    ],
    ids=str,
)
def test_hints_say_what_would_settle_it(course, said):
    assert said in answer(**course)["hints"][0]


def test_wording_shows_no_raw_probability():
    got = answer(title="Machine learning", text=ABSTRACT, provider="University of X")
    assert got["basis"] == "text"
    assert got["confidence"] <= MAX_CONFIDENCE
    assert all(float(number) <= MAX_CONFIDENCE for number in re.findall(r"\d?\.\d+", got["evidence"]))


def test_levels_that_cannot_part_from_their_programme_need_no_remark():
    assert "per module" not in answer(country="GB-SCT", level_text="SCQF 11")["evidence"]
