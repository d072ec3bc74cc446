import pytest

from escomap.catalogue.quantities import parse_ects, parse_hours, parse_isced_f, parse_url
from escomap.codes import country_code, language_codes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,5", 7.5),
        ("6 CFU", 6),
        ("7.5 hp", 7.5),
        ("12.0", 12),
        ("180 ECTS", 180),
        ("ECTS: 5", 5),
        ("six", None),
        ("-3", None),
        ("9999", None),
    ],
)
def test_ects(text, value):
    assert parse_ects(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("150", 150), ("37,5 h", 37.5), ("1.500", 1500), ("150 Stunden", 150), ("5 weeks", None)]
)
def test_hours(text, value):
    assert parse_hours(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0613", "0613"),
        ("613", "0613"),
        ("061", "061"),
        ("6", "06"),
        ("1041", "1041"),
        ("0613 Software", "0613"),
        ("7777", None),
        ("x", None),
    ],
)
def test_isced_f(text, code):
    assert parse_isced_f(text) == code


@pytest.mark.parametrize(
    ("text", "url"),
    [("https://a.eu/x", "https://a.eu/x"), ("www.a.eu", "https://www.a.eu"), ("see web", None), ("http://[", None)],
)
def test_url(text, url):
    assert parse_url(text) == url


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IT", "IT"),
        ("ita", "IT"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("GB-SCT", "GB-SCT"),
        ("Italien", "IT"),
        ("Sverige", "SE"),
        ("Atlantis", None),
    ],
)
def test_country(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("it", ["it"]),
        ("ITA", ["it"]),
        ("Italiano", ["it"]),
        ("Deutsch/Englisch", ["de", "en"]),
        ("svenska och engelska", ["sv", "en"]),
        ("English (B2)", ["en"]),
        ("en-GB", ["en"]),
        ("français", ["fr"]),
        ("nb", ["no"]),
    ],
)
def test_languages(text, codes):
    assert language_codes(text) == (codes, [])


def test_an_unknown_language_is_told():
    assert language_codes("English, Klingonish") == (["en"], ["Klingonish"])


def test_long_texts_are_no_values_and_take_no_time():
    assert parse_ects("credit points " * 40 + "x") is None
    assert country_code("x" * 100_000) is None
    assert language_codes("(" * 100_000 + "x")[0] == []
