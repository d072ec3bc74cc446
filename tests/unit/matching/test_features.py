import numpy as np
import pytest

from escomap.encoders import load_encoders
from escomap.matching.encoder import Encoders
from escomap.matching.explain import SCORED, SHARED, component_scores, component_shares
from escomap.matching.features import FEATURES, MEASURED, find_candidates, gap_to_best_other, relation_to
from escomap.matching.nothing import NothingHead, parse_head, save_head
from escomap.matching.ranking import load_ranking
from escomap.matching.units import clauses_of, in_context, read_units
from escomap.model import MatchQuery
from escomap.settings import Settings
from escomap.text.gloss import Glossary
from fixtures.esco_releases import CONCEPTS, uri
from fixtures.ngram_encoder import DIMENSION, NgramEncoder, ngram_encoders
from fixtures.tiny_index import tiny_index

EVEN = np.ones(len(MEASURED))
NOTHING = NothingHead(np.full(2 * DIMENSION, 0.5, dtype=np.float32), -2.0, NgramEncoder().model_id)


def features_of(text, lang="en", context="", count=50, encoders=None):
    index = tiny_index()
    found = find_candidates(
        [MatchQuery(text, lang, context)], index, encoders or ngram_encoders(), EVEN, NOTHING, count
    )
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
    found = [language.labels.standing_in(text).get(concept) for concept in concepts]
    assert {language.labels.texts[position] for position in found if position is not None} == ({label} - {None})


def test_exact_is_1_for_the_label_in_the_text_and_0_elsewhere():
    found = features_of("students debug software")
    assert {name for name, values in found.items() if values["exact"] == 1} == {uri("debug")}


def test_a_text_is_read_with_its_title_and_each_title_once():
    encoder = NgramEncoder()
    queries = [MatchQuery("plan, test", context="design"), MatchQuery("test, plan", context="design")]
    read_units(queries, clauses_of(queries), encoder)
    # Two readings, one title; and as parts of each reading the text and two clauses.
    assert encoder.encoded_count == 2 + 1 + 2 * 3


def test_a_gloss_is_read_too_and_its_parts_are_those_of_the_text():
    glossary = Glossary("sv", [("felsöka", "debug"), ("programvara", "software"), ("kurs", "course")])
    queries = [MatchQuery("felsöka, programvara", "sv", "kurs")]
    units = read_units(queries, clauses_of(queries), NgramEncoder(), glossary)
    expected = NgramEncoder().encode(["course debug software", "debug software", "debug", "software", "course"])
    rows = [units.context[0], *units.rows_of(0), units.title[0]]
    assert np.allclose(units.vectors[rows], expected)


def test_parts_are_those_of_the_text_and_stand_where_they_are_looked_for():
    queries = [MatchQuery("debug software and plan tests", context="Software"), MatchQuery("labour law")]
    units = read_units(queries, clauses_of(queries), NgramEncoder())
    rows = [*units.rows_of(0), units.context[0], units.title[0], *units.rows_of(1), units.context[1]]
    expected = ["debug software and plan tests", "debug software", "plan tests"]
    expected += ["Software: debug software and plan tests", "Software", "labour law", "labour law"]
    assert np.allclose(units.vectors[rows], NgramEncoder().encode(expected))
    assert units.title[1] == -1


def test_a_clause_can_score_higher_than_the_whole_text():
    values = features_of("analyse the history of bridges, statistics")[uri("statistics")]
    assert values["sentence_clause"] > values["sentence_any"]
    assert values["sentence_clause"] == pytest.approx(1, abs=0.01)


def test_english_is_read_by_one_encoder_where_the_better_one_reads_it_other_languages_by_both():
    encoders = Encoders(NgramEncoder(), NgramEncoder("letters@1"), frozenset({"en"}))
    text = "analyse the history of bridges, statistics"
    english, german = (features_of(text, lang, encoders=encoders)[uri("statistics")] for lang in ("en", "de"))
    assert np.isnan(english["multilingual_clause"])
    assert english["sentence_clause"] > english["sentence_any"]
    assert german["multilingual_clause"] > german["multilingual_any"]
    # The German text and its two clauses.
    assert encoders.multilingual.encoded_count == 3


def test_the_title_changes_only_what_is_measured_with_it():
    alone, beside = (features_of("apply methods", "de", context)[uri("law")] for context in ("", "labour law"))
    changed = {name for name in MEASURED if alone[name] != beside[name] and not np.isnan(beside[name])}
    assert changed == {
        *("sentence_context", "sentence_title", "multilingual_context", "multilingual_title", "title_coverage")
    }
    assert np.isnan(alone["sentence_title"])
    assert (alone["has_title"], beside["has_title"]) == (0, 1)


def test_what_cannot_be_measured_is_missing_not_zero():
    encoders = Encoders(NgramEncoder(), NgramEncoder("letters@1"), frozenset({"en"}))
    english, finnish = (features_of("debug software", lang, encoders=encoders)[uri("debug")] for lang in ("en", "fi"))
    assert not np.isnan(english["sentence_any"])
    assert np.isnan(finnish["sentence_any"])
    assert not np.isnan(finnish["multilingual_any"])
    assert np.isnan(english["multilingual_own"])


def test_a_glossary_lets_an_english_encoder_read_another_language():
    index = tiny_index()
    encoders = Encoders(NgramEncoder(), NgramEncoder("letters@1"), frozenset({"en"}))
    glossary = Glossary("sv", [("felsöka", "debug"), ("programvara", "software")])
    with_gloss = type(index)(
        **{name: getattr(index, name) for name in index.__slots__ if name != "glossaries"}, glossaries={"sv": glossary}
    )
    found = find_candidates([MatchQuery("felsöka programvara", "sv")], with_gloss, encoders, EVEN, NOTHING)
    best = int(np.nanargmax(found.features[0, :, FEATURES.index("sentence_preferred")]))
    assert index.uris[found.concepts[0, best]] == uri("debug")
    assert found.features[0, 0, FEATURES.index("is_glossed")] == 1


@pytest.mark.parametrize(("lang", "relation"), [("en", "read"), ("de", "labelled"), ("fi", "unlabelled")])
def test_the_relation_of_a_language(lang, relation):
    encoders = Encoders(NgramEncoder(), NgramEncoder(), frozenset({"en"}))
    assert relation_to(lang, tiny_index(), encoders) == relation
    assert relation_to(lang, tiny_index(), ngram_encoders()) == "read"


def test_components_lie_between_0_and_1_and_take_the_best_of_their_features():
    values = np.full(len(FEATURES), np.nan, dtype=np.float32)
    for name, value in {
        "exact": 1,
        "word_coverage": 0.2,
        "gram_coverage": 0.8,
        "sentence_any": 0.4,
        "sentence_description": -0.1,
    }.items():
        values[FEATURES.index(name)] = value
    assert dict(zip(SCORED, component_scores(values).round(3).tolist(), strict=True)) == {
        "exact": 1,
        "lexical": 0.8,
        "sentence": 0.4,
        "multilingual": 0,
        "description": 0,
        "context": 0,
    }


def test_the_shares_of_the_components_sum_to_those_of_the_features():
    shares = np.arange(len(FEATURES), dtype=float)
    assert component_shares(shares).sum() == pytest.approx(shares.sum())
    assert component_shares(shares).shape == (len(SHARED),)
    assert sorted(name for names in SHARED.values() for name in names) == sorted(FEATURES)


def test_the_gap_is_counted_from_the_best_other():
    assert gap_to_best_other(np.array([[3.0, 1.0, 2.0]])).tolist() == [[1, -2, -1]]
    assert gap_to_best_other(np.array([[2.0, 2.0, 1.0]])).tolist() == [[0, 0, -1]]
    assert gap_to_best_other(np.array([[2.0]])).tolist() == [[0]]


@pytest.mark.parametrize(("count", "found"), [(50, len(CONCEPTS)), (3, 3), (1, 1)])
def test_candidates_are_as_many_as_asked_for_or_as_there_are(count, found):
    assert len(features_of("debug software", count=count)) == found
    assert uri("debug") in features_of("debug software", count=count)


def test_a_title_stands_before_its_text():
    assert (in_context("plan tests", "Design"), in_context("plan tests", "")) == ("Design: plan tests", "plan tests")


def test_a_text_that_names_nothing_is_told_by_its_vectors_and_by_those_of_one_encoder_only():
    texts = ("debug software", "see the noticeboard")
    odds = [features_of(text)[uri("law")]["names_nothing"] for text in texts]
    vectors = NgramEncoder().encode(texts)
    # Without a title the text is read twice.
    assert odds == pytest.approx(vectors.sum(axis=1) - 2, abs=1e-5)
    others = Encoders(NgramEncoder("others@1"), NgramEncoder("letters@1"))
    assert np.isnan(features_of("debug software", encoders=others)[uri("law")]["names_nothing"])


def test_the_head_is_stored_whole_and_ships_for_the_packaged_encoder():
    stored = parse_head(save_head(NOTHING))
    assert (stored.offset, stored.model_id) == (NOTHING.offset, NOTHING.model_id)
    assert np.array_equal(stored.weights, NOTHING.weights)
    assert load_ranking().nothing.model_id == load_encoders(Settings()).sentence.model_id
