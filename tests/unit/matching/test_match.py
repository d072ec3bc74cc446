"""Matching from end to end on a tiny release, with an encoder that needs no model."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from escomap.matching.explain import SCORED, SHARED, Explainer
from escomap.matching.index import LanguageIndex
from escomap.matching.match import match_key, suggest_skills
from escomap.model import MatchQuery
from escomap.settings import Settings
from fixtures.esco_releases import CONCEPTS, uri
from fixtures.ngram_encoder import ngram_encoders
from fixtures.tiny_index import tiny_index

SETTINGS = Settings()
TEXTS = ["debug software in a team", "Statistik anwenden", "monitor patients after surgery", "labour law", "x", "🙂"]
ODD = ["", " ", "x", "é", "🙂", "İstanbul İİ", "ǅ", "a\u0301", "\u202eabc", "\x00\x01", "ﬁ ﬂ", "١٢٣", "…", "\ud800"]


def suggest(*queries, settings=SETTINGS):
    asked = [query if isinstance(query, MatchQuery) else MatchQuery(query) for query in queries]
    return suggest_skills(asked, tiny_index(), ngram_encoders(), settings)


def check(query, suggestions):
    assert [one.rank for one in suggestions] == list(range(1, len(suggestions) + 1))
    assert [one.confidence for one in suggestions] == sorted((one.confidence for one in suggestions), reverse=True)
    assert len({one.uri for one in suggestions}) == len(suggestions)
    for one in suggestions:
        evidence = one.evidence
        assert 0 <= evidence.span_start <= evidence.span_end <= len(query.text)
        assert query.text[evidence.span_start : evidence.span_end] == evidence.span_text
        assert evidence.method in ("exact", "lexical", "sentence", "multilingual")
        assert set(evidence.component_scores) == set(SCORED)
        assert set(evidence.component_shares) == set(SHARED)
        assert all(0 <= score <= 1 for score in (one.confidence, *evidence.component_scores.values()))
        assert evidence.matched_label
        assert evidence.matched_kind in ("preferred", "alternative", "hidden")
        assert evidence.esco_version == "v1.2.0"
        assert evidence.model_id == "ngrams@1, letters@1"


@pytest.mark.parametrize(("name", "label"), [(name, label) for name, _, label, *_ in CONCEPTS])
def test_a_text_that_is_a_label_finds_its_concept_first(name, label):
    best = suggest(label)[0][0]
    assert (best.uri, best.evidence.method, best.evidence.matched_label) == (uri(name), "exact", label)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("know employment law", "law"),
        ("scientific writing for nurses", "report"),
        ("theory of statistics", "statistics"),
    ],
)
def test_a_label_worded_like_another_one_is_exact_too(text, name):
    language = tiny_index().languages["en"]
    assert not {language.labels.texts[position] for position in language.distinct} & {"employment law", text}
    best = suggest(text)[0][0]
    assert (best.uri, best.evidence.method, best.evidence.component_scores["exact"]) == (uri(name), "exact", 1)


def test_english_needs_no_vector_of_the_multilingual_encoder():
    index = tiny_index()
    english = index.languages["en"]
    bare = LanguageIndex(english.labels, english.distinct, vectors=_never, descriptions=_never)
    suggest_skills([MatchQuery(text) for text in TEXTS], replace(index, languages={"en": bare}), _english(), SETTINGS)


def _never():
    raise AssertionError("vectors nobody needs")


def _english():
    return replace(ngram_encoders(), sentence_langs=frozenset({"en"}))


def test_a_text_is_shown_beside_the_label_of_its_own_language_that_it_is_nearest_to(monkeypatch):
    monkeypatch.setattr(Explainer, "_method", lambda *_, **__: "multilingual")
    best = suggest(MatchQuery("Arbeitsrechte kennen", "de"))[0][0]
    assert (best.uri, best.evidence.matched_label, best.evidence.matched_lang) == (uri("law"), "Arbeitsrecht", "de")


def test_the_span_is_the_words_that_met_the_label():
    best = suggest("Students safely operate welding equipment in a workshop")[0][0]
    assert (best.uri, best.evidence.span_text) == (uri("weld"), "operate welding equipment")


def test_an_alternative_label_is_told_with_its_kind():
    best = suggest("carry out user tests")[0][0]
    assert (best.uri, best.label) == (uri("tests"), "perform usability tests")
    assert (best.evidence.matched_label, best.evidence.matched_kind) == ("carry out user tests", "alternative")


def test_a_text_in_another_language_meets_labels_of_that_language():
    best = suggest(MatchQuery("Kenntnisse im Arbeitsrecht", "de"))[0][0]
    assert (best.uri, best.label, best.label_lang, best.label_en) == (uri("law"), "Arbeitsrecht", "de", "labour law")
    assert best.evidence.matched_lang == "de"


def test_the_order_of_the_queries_changes_no_answer():
    queries = [MatchQuery(text, lang) for text in TEXTS for lang in ("en", "de", "fi")]
    shuffled = random.Random(3).sample(queries, len(queries))
    plain, mixed = (dict(zip(asked, suggest(*asked), strict=True)) for asked in (queries, shuffled))
    for query in queries:
        assert [one.uri for one in plain[query]] == [one.uri for one in mixed[query]]
        assert plain[query] == mixed[query]


def test_equal_queries_have_equal_answers():
    first, _, again = suggest("debug software", "statistics", "debug software")
    assert first == again


def test_top_k_cuts_the_ranking_and_changes_nothing_else():
    short, full = (suggest("debug software", settings=replace(SETTINGS, top_k=k))[0] for k in (3, 50))
    assert (len(short), len(full)) == (3, len(CONCEPTS))
    assert full[:3] == short


def test_no_query_no_answer():
    assert suggest() == []


@pytest.mark.parametrize("text", [*ODD, "word " * 4000, "a" * 20_000, "a, " * 7000], ids=lambda text: ascii(text[:9]))
def test_odd_texts_are_answered_like_any_other(text):
    for lang in ("en", "de", "xx", ""):
        query = MatchQuery(text, lang, "Title 🙂")
        check(query, suggest(query)[0])


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.sampled_from(["en", "de", "it"]), st.text(max_size=10))
def test_any_text_is_answered_with_complete_evidence(text, lang, context):
    query = MatchQuery(text, lang, context)
    check(query, suggest(query)[0])


def key(text="a", lang="en", context="c", index="i", **settings):
    return match_key(MatchQuery(text, lang, context), index, Settings(**settings))


@pytest.mark.parametrize(
    "change",
    [{"text": "b"}, {"lang": "de"}, {"context": ""}, {"index": "j"}, {"top_k": 3}],
    ids=str,
)
def test_the_key_changes_with_each_thing_the_answer_depends_on(change):
    assert key(**change) != key() == key()


def test_the_key_changes_with_the_word_list():
    assert match_key(MatchQuery("a", "sv"), "i", SETTINGS, "one") != match_key(
        MatchQuery("a", "sv"), "i", SETTINGS, "two"
    )


def test_the_key_changes_with_the_weights(monkeypatch):
    before = key()
    monkeypatch.setattr("escomap.matching.match.ranking_digest", lambda: "other")
    assert key() != before


def test_the_key_does_not_change_with_the_way_there_nor_with_the_bands():
    assert key(batch_size=1, workers=4, accept_threshold=0.95, review_threshold=0.9) == key()
