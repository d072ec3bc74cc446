"""Outcomes are aligned one to one, by shared concepts and by words beyond chance."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.model import DescribedOutcome
from escomap.recognition.outcomes import COUNTERPART, align_outcomes, common_wording, concept_overlap
from escomap.recognition.side import Side
from fixtures.descriptors import bare_descriptor


def side(prefix, *outcomes, suggested=None):
    described = tuple(DescribedOutcome(f"{prefix}{n}", text, lang) for n, (lang, text) in enumerate(outcomes))
    return Side(bare_descriptor(outcomes=described), suggested=suggested or {})


def texts(pairs):
    return [(pair.a.text, pair.b.text) for pair in pairs]


def test_the_same_words_are_a_pair_in_one_language():
    a = side("a", ("en", "Write SQL queries"), ("en", "Bake bread"))
    b = side("b", ("en", "bake bread"), ("en", "Weld pipes under water"))
    found = align_outcomes(a, b)
    assert texts(found.pairs) == [("Bake bread", "bake bread")]
    assert found.pairs[0].score == found.pairs[0].wording == 1.0
    assert found.pairs[0].concepts is None
    assert [each.text for each in found.only_b] == ["Weld pipes under water"]


def test_shared_concepts_pair_outcomes_across_languages():
    a = side("a", ("sv", "Skriva frågor"), ("sv", "Baka bröd"), suggested={"a0": {"sql": 0.8}, "a1": {"bread": 0.6}})
    b = side("b", ("en", "Bake bread"), ("en", "Write queries"), suggested={"b0": {"bread": 0.9}, "b1": {"sql": 0.8}})
    found = align_outcomes(a, b)
    assert texts(found.pairs) == [("Baka bröd", "Bake bread"), ("Skriva frågor", "Write queries")]
    assert all(pair.score == pair.concepts > pair.wording for pair in found.pairs)
    assert found.pairs[0].concepts == pytest.approx(0.6 / 0.9)


def test_the_alignment_with_the_largest_sum_wins_over_the_best_single_pair():
    suggested_a = {"a0": {"x": 0.5, "y": 0.5}, "a1": {"x": 0.5}}
    suggested_b = {"b0": {"x": 0.5, "y": 0.4}, "b1": {"y": 0.5}}
    a = side("a", ("sv", "ett"), ("sv", "två"), suggested=suggested_a)
    b = side("b", ("en", "one"), ("en", "two"), suggested=suggested_b)
    assert texts(align_outcomes(a, b).pairs) == [("två", "one"), ("ett", "two")]


def test_a_translation_is_compared_once_in_the_language_both_have():
    a = side("a", ("it", "Scrivere query"), ("en", "Write queries"))
    b = side("b", ("en", "Write queries"))
    found = align_outcomes(a, b)
    assert texts(found.pairs) == [("Write queries", "Write queries")]
    assert found.only_a == ()


def test_a_few_outcomes_in_another_language_are_no_translation_and_stay():
    a = side("a", *[("it", f"Testo {n}") for n in range(5)], ("en", "Present results"))
    assert len(align_outcomes(a, side("b", ("de", "Etwas"))).a) == 6


@pytest.mark.parametrize(("a", "b"), [((), ()), ((("en", "x"),), ()), ((), (("en", "x"),))])
def test_a_course_without_outcomes_has_no_pairs(a, b):
    found = align_outcomes(side("a", *a), side("b", *b))
    assert found.pairs == ()
    assert (len(found.only_a), len(found.only_b)) == (len(a), len(b))


def test_unrelated_sentences_share_no_words_beyond_chance():
    one, other = "describe the history of nursing as a profession", "configure firewalls and private networks"
    assert common_wording(one, other) == 0.0


def test_the_same_words_are_found_where_their_language_was_not():
    found = align_outcomes(side("a", ("en", "debug software")), side("b", ("da", "Debug software")))
    assert found.pairs[0].score == 1.0


CONCEPTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1), max_size=5)


@given(CONCEPTS, CONCEPTS)
def test_overlap_is_symmetric_within_bounds_and_whole_with_itself(a, b):
    assert concept_overlap(a, b) == concept_overlap(b, a)
    if a and b:
        assert 0 <= concept_overlap(a, b) <= 1
        assert concept_overlap(a, a) == pytest.approx(1)
    else:
        assert concept_overlap(a, b) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(CONCEPTS, max_size=5), st.lists(CONCEPTS, max_size=5))
def test_every_outcome_is_in_one_pair_or_left_over(of_a, of_b):
    a = side("a", *[("sv", "x")] * len(of_a), suggested={f"a{n}": each for n, each in enumerate(of_a)})
    b = side("b", *[("en", "y")] * len(of_b), suggested={f"b{n}": each for n, each in enumerate(of_b)})
    found = align_outcomes(a, b)
    assert sorted(each.outcome_id for each in found.a) == [f"a{n}" for n in range(len(of_a))]
    assert sorted(each.outcome_id for each in found.b) == [f"b{n}" for n in range(len(of_b))]
    assert all(COUNTERPART <= pair.score <= 1 for pair in found.pairs)
    assert sum(pair.score for pair in align_outcomes(b, a).pairs) == pytest.approx(sum(p.score for p in found.pairs))
