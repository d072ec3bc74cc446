from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.mappings import load_glossaries
from escomap.paths import mappings_folder
from escomap.text.gloss import STEMMERS, Glossary

SHIPPED = ("da", "de", "es", "fr", "it", "nl", "no", "sv")
GLOSSARIES = load_glossaries(mappings_folder(), SHIPPED)


def test_the_first_entry_of_a_word_counts_and_unknown_words_stay():
    glossary = Glossary("sv", [("leda", "lead"), ("leda", "manage"), ("och", "")])
    assert glossary.gloss("Leda och xyz") == "lead xyz"


def test_inflected_words_are_found_by_their_stem():
    assert Glossary("it", [("analizzare", "analyse")]).gloss("analizzano") == "analyse"


def test_phrases_win_over_their_words():
    glossary = Glossary("fr", [("chemin de fer", "railway"), ("chemin", "path"), ("fer", "iron")])
    assert glossary.gloss("le chemin de fer") == "le railway"


@pytest.mark.parametrize(
    ("word", "gloss"),
    [("maskinteknik", "machine technology"), ("xyzwteknik", "xyzw technology"), ("teknikx", "teknikx")],
)
def test_compounds_are_taken_apart_from_the_end(word, gloss):
    assert Glossary("sv", [("maskin", "machine"), ("teknik", "technology")]).gloss(word) == gloss


def test_other_languages_keep_what_stands_before_an_apostrophe():
    assert Glossary("nl", [("foto's", "photos"), ("menu", "menu")]).gloss("foto's C++") == "photos C++"


def test_threads_gloss_alike():
    texts = ["Lehrplanentwicklung und Maschinenbau", "Projekte planen", "Buchhaltung führen"] * 60
    alone = [load_glossaries(mappings_folder(), ["de"])["de"].gloss(text) for text in texts[:3]] * 60
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(load_glossaries(mappings_folder(), ["de"])["de"].gloss, texts)) == alone


def test_an_endless_word_is_not_taken_apart():
    assert GLOSSARIES["de"].gloss("plan" * 3000) == "plan" * 3000


def test_the_digest_changes_with_the_list():
    one, two = Glossary("sv", [("a", "b")]), Glossary("sv", [("a", "c")])
    assert one.digest != two.digest


def test_articles_before_an_apostrophe_are_left_out():
    assert Glossary("it", [("impresa", "company")]).gloss("dell’impresa") == "company"


@pytest.mark.parametrize("lang", SHIPPED)
def test_each_list_that_ships_is_of_a_language_with_a_stemmer_and_large(lang):
    assert lang in STEMMERS
    assert len(GLOSSARIES[lang]._exact) > 6000


@pytest.mark.parametrize(
    ("lang", "text", "gloss"),
    [
        ("sv", "planera och utvärdera undervisningen", "plan evaluate education"),
        ("it", "gestione delle risorse umane", "management resources human"),
        ("de", "Lehrplanentwicklung", "curriculum development"),
    ],
)
def test_what_the_lists_give(lang, text, gloss):
    assert GLOSSARIES[lang].gloss(text) == gloss


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(SHIPPED))
def test_any_text_has_a_gloss(text, lang):
    assert isinstance(GLOSSARIES[lang].gloss(text), str)
