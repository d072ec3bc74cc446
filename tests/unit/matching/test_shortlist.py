import numpy as np
import pytest

from escomap.matching.groups import LabelGroups, stretches
from escomap.matching.index import LabelSet, LabelVectors
from escomap.matching.lexical import LexicalIndex
from escomap.matching.shortlist import _highest, shortlist
from escomap.matching.units import clauses_of, read_units
from escomap.model import MatchQuery
from fixtures.ngram_encoder import NgramEncoder
from fixtures.tiny_index import tiny_index


def shortlisted(query, count, lang="en"):
    index = tiny_index()
    language = index.language(lang)
    units = read_units([query], clauses_of([query]), NgramEncoder())
    return shortlist(units, units, language.lexical.read([query.text]), index, language, count)[0].tolist()


def test_what_a_clause_names_is_on_the_list_however_short_it_is():
    index = tiny_index()
    named = [index.uris[concept] for concept in shortlisted(MatchQuery("bridges of stone, debug software"), 2)]
    best = next(
        position for position, text in enumerate(index.languages["en"].labels.texts) if text == "debug software"
    )
    assert index.uris[index.languages["en"].labels.concept[best]] in named


@pytest.mark.parametrize("count", [1, 3, 1000])
def test_the_list_is_long_enough_and_sorted_without_repeats(count):
    found = shortlisted(MatchQuery("plan tests", "de"), count, "de")
    assert len(found) >= min(count, len(tiny_index().uris))
    assert found == sorted(set(found))


@pytest.mark.parametrize("size", [1, 63, 64, 1000, 5000])
def test_the_highest_values_are_all_among_those_taken(size):
    values = np.random.default_rng(size).normal(size=size).astype(np.float32)
    for count in (1, 5, 60):
        taken = set(_highest(values, count).tolist())
        assert taken >= set(np.argsort(-values)[: min(count, size)].tolist())


def test_stretches_follow_one_another_and_may_be_empty():
    places, begins = stretches(np.array([5, 2, 2]), np.array([7, 2, 4]))
    assert (places.tolist(), begins.tolist()) == ([5, 6, 2, 3], [0, 2, 2])


def test_the_labels_of_chosen_concepts_stand_together():
    groups = LabelGroups(np.array([0, 0, 1, 2, 2, 2], dtype=np.int32))
    labels, first = groups.labels_of(np.array([2, 0]))
    assert (labels.tolist(), first.tolist()) == ([3, 4, 5, 0, 1], [0, 3])
    assert groups.best(np.array([[1.0, 4, 2, 0, 7, 3]])).tolist() == [[4, 2, 7]]


def test_rough_cosines_are_exact_where_labels_have_few_directions():
    vectors = np.eye(5, 300, dtype=np.float32)
    labels = LabelSet("en", list("abcde"), ["en"] * 5, ["preferred"] * 5, np.arange(5, dtype=np.int32))
    found = LabelVectors(labels, np.arange(5, dtype=np.int32), vectors).near_cosines(vectors[:2])
    assert np.allclose(found, np.eye(2, 5), atol=1e-5)


def test_the_preferred_label_is_compared_beside_the_best_one():
    vectors = np.eye(3, dtype=np.float32)
    labels = LabelSet("en", list("abc"), ["en"] * 3, ["preferred", "alternative", "preferred"], np.array([0, 0, 1]))
    best, preferred = LabelVectors(labels, np.arange(3), vectors).cosines(vectors[1:2], np.array([0, 1]))
    assert (best.tolist(), preferred.tolist()) == ([[1, 0]], [[0, 0]])


def test_likeness_of_letters_and_words_is_highest_for_the_label_itself():
    likeness = LexicalIndex(["debug software", "statistics"], np.array([0, 1])).read(["statistics"]).near_likeness()
    assert likeness.tolist() == [pytest.approx([0, 2], abs=0.01)]
