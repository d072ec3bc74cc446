"""Codes of countries and languages from the names and codes catalogues write, in many languages."""

from __future__ import annotations

import gettext
import re
import unicodedata
from functools import cache
from typing import Any

# Languages in which names of countries and languages are understood besides English.
NAME_LANGS = ("it", "de", "fr", "es", "pt", "nl", "sv", "da", "fi", "nb", "pl", "cs", "hu", "ro", "el")
_COUNTRY_ALIASES = {"EL": "GR", "UK": "GB", "XK": "XK"}
# What ISO 3166 and its translations lack: common short names, the nations of the United Kingdom, the communities of
# Belgium, and countries as their own people write them, without accents.
_COUNTRY_WORDS = {
    "kosovo": "XK", "kosova": "XK", "xkx": "XK", "great britain": "GB", "united kingdom": "GB",
    "grossbritannien": "GB", "gran bretagna": "GB", "grande-bretagne": "GB", "gran bretana": "GB",
    "england": "GB-ENG", "scotland": "GB-SCT", "wales": "GB-WLS", "cymru": "GB-WLS", "northern ireland": "GB-NIR",
    "flanders": "BE-VLG", "vlaanderen": "BE-VLG", "wallonia": "BE-WAL", "wallonie": "BE-WAL", "usa": "US",
    "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "ceska republika": "CZ", "cesko": "CZ",
    "eire": "IE", "republic of ireland": "IE", "turkey": "TR", "ellada": "GR", "hrvatska": "HR", "srbija": "RS",
    "slovenija": "SI", "slovensko": "SK", "eesti": "EE", "latvija": "LV", "lietuva": "LT", "shqiperia": "AL",
    "island": "IS", "macedonia": "MK", "crna gora": "ME", "bulgariya": "BG", "българия": "BG", "украіна": "UA",
}  # fmt: skip
# Longer than any name: "United Kingdom of Great Britain and Northern Ireland" has 52 characters.
MAX_NAME_CHARACTERS = 200
_REGION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_SEPARATOR = re.compile(r"[,;/|\n+&]|\s(?:and|or|und|oder|et|ou|och|eller|e|o|ed|y|en|of|og|i|ja|tai)\s", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)|\b[ABC][12]\b\.?")


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code, or a region such as ``GB-SCT``, of a code or name; None when it is neither."""
    if len(text) > MAX_NAME_CHARACTERS:
        return None
    code = text.strip().upper()
    code = _COUNTRY_ALIASES.get(code, code)
    if code in _country_codes():
        return _country_codes()[code]
    region = _REGION.fullmatch(code)
    if region and region[1] in _country_codes():
        return code
    key = _key(text)
    return _COUNTRY_WORDS.get(key) or _country_names().get(key)


def language_codes(text: str) -> tuple[list[str], list[str]]:
    """ISO 639-1 codes of the languages a text names, and the parts that name none.

    >>> language_codes("Italiano, English")
    (['it', 'en'], [])
    """
    codes: list[str] = []
    unknown: list[str] = []
    for part in _SEPARATOR.split(text):
        name = _REMARK.sub(" ", part).strip(" .:")
        if not name:
            continue
        code = language_code(name)
        if code is None:
            unknown.append(part.strip())
        elif code not in codes:
            codes.append(code)
    return codes, unknown


def language_code(text: str) -> str | None:
    """ISO 639-1 code of a language code (``it``, ``ita``, ``it-IT``) or a language name."""
    if len(text) > MAX_NAME_CHARACTERS:
        return None
    key = _key(text)
    by_code = _language_codes()
    short = re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,4})?", key)
    if short and short[1] in by_code:
        return by_code[short[1]]
    return _language_names().get(key)


def _key(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


@cache
def _country_codes() -> dict[str, str]:
    import pycountry

    codes = {code: country.alpha_2 for country in pycountry.countries for code in (country.alpha_2, country.alpha_3)}
    return {**codes, "XK": "XK"}


@cache
def _country_names() -> dict[str, str]:
    import pycountry

    names: dict[str, str] = {}
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            for translated in _translations("iso3166-1", name):
                names.setdefault(_key(translated), country.alpha_2)
    names.pop("", None)
    return names


@cache
def _language_codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in _languages():
        for code in (language.alpha_2, language.alpha_3, getattr(language, "bibliographic", "")):
            codes[code] = language.alpha_2
    codes.pop("", None)
    # ESCO and catalogues have one Norwegian.
    return {**codes, "nb": "no", "nob": "no", "nn": "no", "nno": "no"}


@cache
def _language_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in _languages():
        for name in (language.name, re.sub(r"\s*\(.*\)", "", language.name)):
            for translated in _translations("iso639-3", name):
                names.setdefault(_key(translated), language.alpha_2)
    names.update({"greek": "el", "bokmal": "no", "nynorsk": "no", "norsk": "no", "castellano": "es", "flemish": "nl"})
    return names


def _languages() -> list[Any]:
    import pycountry

    return [language for language in pycountry.languages if hasattr(language, "alpha_2")]


def _translations(domain: str, name: str) -> list[str]:
    return [name, *(_translator(domain, lang).gettext(name) for lang in NAME_LANGS)] if name else []


@cache
def _translator(domain: str, lang: str) -> gettext.NullTranslations:
    import pycountry

    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=[lang], fallback=True)
