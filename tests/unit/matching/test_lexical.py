import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.matching.lexical import LexicalIndex, words_of

LABELS = ["debug software", "C++", "C#", "statistics", "operate welding equipment", "Schweißgeräte bedienen"]
INDEX = LexicalIndex(LABELS, np.arange(len(LABELS)))


def scores(text):
    found = INDEX.scores([text])
    return found.word_coverage[0], found.gram_coverage[0], found.word_cosine[0]


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_every_score_lies_between_0_and_1(texts):
    found = INDEX.scores(texts)
    for part in (found.word_coverage, found.gram_coverage, found.word_cosine, found.gram_cosine):
        assert part.shape == (len(texts), len(LABELS))
        assert np.all((part >= 0) & (part <= 1))


def test_a_label_that_stands_in_the_text_is_covered_whole():
    words, grams, cosine = scores("Students debug embedded software in teams.")
    assert words[0] > 0.999
    assert grams[0] > 0.999
    assert cosine[0] > 0.5
    assert words[4] == 0


def test_the_text_that_is_the_label_has_the_highest_cosine():
    assert scores("debug software")[2][0] > 0.999


def test_inflection_is_bridged_by_character_grams():
    words, grams, _ = scores("debugged a statistical program")
    assert words[3] == 0
    assert grams[3] > 0.5


def test_half_the_weight_of_a_label_counts_as_its_root():
    words = scores("software")[0]
    assert 0 < words[0] < 1
    # The word is the rarer, the more it tells: both words stand in one label only, so each carries half.
    assert words[0] == np.float32(np.sqrt(0.5)) or abs(words[0] - np.sqrt(0.5)) < 1e-3


def test_signs_that_make_a_name_are_kept():
    assert words_of("C++ and C# (not C)") == ["c++", "and", "c#", "not", "c"]
    words = scores("programs in C++")[0]
    assert words[1] > 0.999
    assert words[2] == 0


def test_a_concept_has_the_score_of_its_best_label():
    index = LexicalIndex(["debug software", "fix code", "statistics"], np.array([0, 0, 1]))
    found = index.scores(["fix code"])
    assert found.word_coverage.shape == (1, 2)
    assert found.word_coverage[0].tolist() == pytest.approx([1, 0], abs=1e-3)
