from escomap.model import LanguageGuess
from escomap.text.language import identify_languages

SWEDISH = "redogöra för grundläggande begrepp och metoder inom systematisk kvalitetsutveckling"
ENGLISH = "critically reflect on the relationship between scientific paradigms and applied methods"


def test_a_declared_language_stands():
    assert identify_languages([SWEDISH], ["sv"], "en") == [LanguageGuess("sv", 1.0, "declared")]


def test_a_long_text_clearly_in_another_language_overrules_its_column():
    (guess,) = identify_languages([ENGLISH], ["sv"], "sv")
    assert (guess.lang, guess.basis) == ("en", "detected")


def test_short_texts_take_their_hint():
    assert identify_languages(["present results"], ["sv"], "en")[0].lang == "sv"


def test_languages_without_hint_are_detected_each_for_itself():
    guesses = identify_languages([SWEDISH, ENGLISH, SWEDISH], ["", "", ""], "it")
    assert [guess.lang for guess in guesses] == ["sv", "en", "sv"]


def test_a_text_that_says_nothing_takes_the_default():
    assert identify_languages(["3.14"], [""], "it") == [LanguageGuess("it", 0.0, "default")]


def test_norwegian_has_one_code():
    text = "gjøre rede for sentrale begreper og metoder innen pedagogikk og kunne anvende dem i praksis"
    assert identify_languages([text], ["nb"], "en")[0].lang == "no"


def test_a_declared_language_that_cannot_be_detected_stands():
    assert identify_languages([ENGLISH], ["mt"], "en")[0].lang == "mt"
