import numpy as np
import pytest

from escomap.matching.index import label_set, searchable_uris
from fixtures.esco_releases import CONCEPTS, uri
from fixtures.tiny_index import tiny_index, tiny_release


@pytest.fixture(scope="module")
def german():
    frames = tiny_release().frames
    return label_set(frames["core_concept_label"], searchable_uris(frames["core_concept"]), "de")


def test_a_concept_without_a_label_in_the_language_stands_with_its_english_ones(german):
    uris = searchable_uris(tiny_release().frames["core_concept"])
    found = [
        (german.texts[position], german.langs[position], german.kinds[position])
        for position in german.positions_of(uris.index(uri("cpp")))
    ]
    assert found == [("C++", "en", "preferred"), ("C plus plus", "en", "alternative")]


def test_a_concept_with_a_label_in_the_language_has_no_english_one(german):
    uris = searchable_uris(tiny_release().frames["core_concept"])
    positions = german.positions_of(uris.index(uri("debug")))
    assert {german.langs[position] for position in positions} == {"de"}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_concept_is_present_in_order_with_its_preferred_label_first(lang):
    labels = tiny_index().languages[lang].labels
    assert sorted(set(labels.concept.tolist())) == list(range(len(CONCEPTS)))
    assert np.all(np.diff(labels.concept) >= 0)
    assert all(labels.kinds[labels.positions_of(concept)[0]] == "preferred" for concept in range(len(CONCEPTS)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Debug software; then fix code, in C plus plus.", {"debug", "cpp"}),
        ("THEORY OF STATISTICS", {"statistics"}),
        ("a theory of labour laws", set()),
        ("", set()),
    ],
)
def test_labels_standing_in_a_text_give_their_concepts(text, names):
    index = tiny_index()
    found = index.languages["en"].labels.standing_in(text)
    assert {index.uris[concept] for concept in found} == {uri(name) for name in names}


def test_every_concept_has_a_vector():
    vectors = [language.multilingual for language in tiny_index().languages.values()]
    for one in (*vectors, tiny_index().sentence):
        assert set(one.labels.concept[one.label].tolist()) == set(range(len(CONCEPTS)))
        assert np.allclose(np.linalg.norm(one.matrix, axis=1), 1, atol=2e-3)


def test_labels_are_told_in_the_language_asked_for_else_in_english():
    index = tiny_index()
    concept = index.uris.index(uri("cpp"))
    assert index.label(concept, "de") == ("C++", "en")
    assert index.label(index.uris.index(uri("law")), "de") == ("Arbeitsrecht", "de")
    assert index.label(concept, "xx") == ("C++", "en")


def test_texts_in_a_language_without_labels_meet_the_english_ones():
    index = tiny_index()
    assert index.language("fi") is index.language("en")
    assert index.language("de") is not index.language("en")
