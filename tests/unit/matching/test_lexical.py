import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from escomap.matching.lexical import NGRAM_RANGE, LexicalIndex, words_of

LABELS = ["debug software", "C++", "C#", "statistics", "operate welding equipment", "Schweißgeräte bedienen"]
INDEX = LexicalIndex(LABELS, np.arange(len(LABELS)))


def scores(text):
    return INDEX.read([text]).scores(0, np.arange(len(LABELS)))[:3]


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_every_score_lies_between_0_and_1(texts):
    reading = INDEX.read(texts)
    for number in range(len(texts)):
        found = reading.scores(number, np.arange(len(LABELS)))
        assert found.shape == (4, len(LABELS))
        assert np.all((found >= 0) & (found <= 1))
        # The chosen concepts are scored as if all had been.
        assert np.array_equal(reading.scores(number, np.array([3, 5])), found[:, [3, 5]])
        # No word or n-gram of so few labels is too common to be looked up.
        assert np.allclose(reading.near_likeness()[number], found[2] + found[3], atol=1e-5)


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
    coverage = index.read(["fix code"]).scores(0, np.array([0, 1]))[0]
    assert coverage.tolist() == pytest.approx([1, 0], abs=1e-3)


def test_a_label_of_signs_alone_meets_nothing_and_harms_nobody():
    index = LexicalIndex(["statistics", "***", "law"], np.array([0, 1, 2]))
    assert index.read(["law"]).scores(0, np.arange(3))[2].tolist() == pytest.approx([0, 0, 1], abs=1e-3)


def test_what_nearly_every_label_holds_is_not_looked_up(monkeypatch):
    monkeypatch.setattr("escomap.matching.lexical.COMMON", 2)
    index = LexicalIndex(["debug software", "test software", "software law"], np.arange(3))
    reading = index.read(["debug software"])
    exact = index.words.cosines(reading.words)[0] + index.grams.cosines(reading.grams)[0]
    near = reading.near_likeness()[0]
    assert near[0] > 0
    assert near[1] == near[2] == 0
    assert np.all(near <= exact)


def test_n_grams_stay_inside_words():
    held = LexicalIndex(["data base"], np.zeros(1, dtype=np.int32)).grams
    assert held.cosines(held.present(["database"]))[0, 0] < held.cosines(held.present(["data base"]))[0, 0]


def test_weights_are_those_of_scikit_learn():
    index, texts = LexicalIndex([*LABELS, "debug debug the software"], np.arange(7)), ["debug the C++", "statistics"]
    plain = [" ".join(words_of(text)) for text in [*LABELS, "debug debug the software", *texts]]
    for space, analysis in (
        (index.words, {"token_pattern": r"\S+"}),
        (index.grams, {"analyzer": "char_wb", "ngram_range": NGRAM_RANGE}),
    ):
        theirs = TfidfVectorizer(sublinear_tf=True, lowercase=False, **analysis)
        labels = theirs.fit_transform(plain[:7])
        expected = (theirs.transform(plain[7:]) @ labels.T).toarray()
        assert np.allclose(space.cosines(space.present(texts)), expected, atol=1e-6)
