import numpy as np
import pytest

from escomap.matching.explain import component_scores
from escomap.matching.features import FEATURES, encode_units, exact_label, find_candidates
from escomap.model import MatchQuery
from fixtures.esco_releases import CONCEPTS, uri
from fixtures.ngram_encoder import NgramEncoder
from fixtures.tiny_index import tiny_index

EVEN = np.ones(len(FEATURES))


def features_of(text, lang="en", context="", count=50):
    index, encoder = tiny_index(), NgramEncoder()
    queries = [MatchQuery(text, lang, context)]
    found = find_candidates(queries, encode_units(queries, encoder), index, index.language(lang), EVEN, count)
    return {
        index.uris[concept]: dict(zip(FEATURES, values.tolist(), strict=True))
        for concept, values in zip(found.concepts[0].tolist(), found.features[0], strict=True)
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Debug software, quickly.", "debug software"),
        ("programs in C++", "C++"),
        ("programs in C", None),
        ("debugging software", None),
        ("repair program errors and debug software", "repair program errors"),
    ],
)
def test_exact_needs_a_label_word_for_word_and_takes_the_longest(text, label):
    index = tiny_index()
    language = index.language("en")
    concepts = [index.uris.index(uri(name)) for name in ("debug", "cpp")]
    found = [exact_label(text, language, concept) for concept in concepts]
    assert {language.labels.texts[position] for position in found if position is not None} == ({label} - {None})


def test_exact_is_1_for_the_label_in_the_text_and_0_elsewhere():
    found = features_of("students debug software")
    assert {name for name, values in found.items() if values["exact"] == 1} == {uri("debug")}


def test_every_text_is_encoded_once_however_often_it_stands():
    encoder = NgramEncoder()
    queries = [MatchQuery("plan, plan and plan", context="plan"), MatchQuery("plan, plan and plan", context="plan")]
    encode_units(queries, encoder)
    # The text, the text behind its context, and the one clause that stands three times.
    assert encoder.encoded_count == 3


def test_a_clause_can_score_higher_than_the_whole_text():
    values = features_of("analyse the history of bridges, statistics")[uri("statistics")]
    assert values["clause_any"] > values["whole_any"]
    assert values["clause_any"] == pytest.approx(1, abs=0.01)


def test_the_context_changes_only_its_own_features():
    alone, beside = (features_of("apply methods", context=context)[uri("law")] for context in ("", "labour law"))
    changed = {name for name in FEATURES if alone[name] != beside[name]}
    assert changed == {"context_preferred", "context_any"}


def test_components_lie_between_0_and_1_and_take_the_best_of_their_features():
    values = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, -0.1, 0.7, 0.8, 0.9, 1.0], dtype=np.float32)
    found = component_scores(values)
    assert {name: round(score, 5) for name, score in found.items()} == {
        "exact": 1,
        "lexical": 0.8,
        "dense": 0.4,
        "description": 0,
        "context": 0.6,
    }


@pytest.mark.parametrize(("count", "found"), [(50, len(CONCEPTS)), (3, 3), (1, 1)])
def test_candidates_are_as_many_as_asked_for_or_as_there_are(count, found):
    assert len(features_of("debug software", count=count)) == found
    assert uri("debug") in features_of("debug software", count=count)
