"""Country codes from codes and names, and the languages degrees are named in there."""

from __future__ import annotations

from functools import lru_cache

from escomap.levels.wording import clean, fold

# Codes and names that ISO 3166 does not have: the European Union's own codes, Kosovo, the nations of the United
# Kingdom, the communities of Belgium, and countries as their own people write them (folded).
_NAMES = {
    "uk": "GB", "united kingdom": "GB", "great britain": "GB", "england": "GB-ENG", "scotland": "GB-SCT",
    "wales": "GB-WLS", "cymru": "GB-WLS", "northern ireland": "GB-NIR", "el": "GR", "ellada": "GR", "ελλαδα": "GR",
    "xk": "XK", "xkx": "XK", "kosovo": "XK", "kosova": "XK", "flanders": "BE-VLG", "vlaanderen": "BE-VLG",
    "wallonia": "BE-WAL", "wallonie": "BE-WAL", "belgie": "BE", "belgique": "BE", "belgien": "BE", "italia": "IT",
    "italie": "IT", "italien": "IT", "deutschland": "DE", "allemagne": "DE", "germania": "DE", "espana": "ES",
    "spanien": "ES", "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "svizzera": "CH", "nederland": "NL",
    "the netherlands": "NL", "holland": "NL", "sverige": "SE", "suomi": "FI", "norge": "NO", "danmark": "DK",
    "polska": "PL", "cesko": "CZ", "czech republic": "CZ", "ceska republika": "CZ", "magyarorszag": "HU",
    "eire": "IE", "republic of ireland": "IE", "turkiye": "TR", "turkey": "TR", "hrvatska": "HR", "srbija": "RS",
    "slovenija": "SI", "slovensko": "SK", "eesti": "EE", "latvija": "LV", "lietuva": "LT", "shqiperia": "AL",
    "island": "IS", "macedonia": "MK", "crna gora": "ME", "bulgariya": "BG", "българия": "BG", "украіна": "UA",
}  # fmt: skip

_LANGUAGES = {
    "AL": "sq", "AT": "de", "BA": "bs hr sr", "BE": "nl fr de", "BE-VLG": "nl", "BE-WAL": "fr", "BG": "bg",
    "CH": "de fr it", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi sv",
    "FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IS": "is", "IT": "it", "LI": "de", "LT": "lt", "LU": "fr de",
    "LV": "lv", "ME": "sr", "MK": "mk", "MT": "mt", "NL": "nl", "NO": "no", "PL": "pl", "PT": "pt", "RO": "ro",
    "RS": "sr", "SE": "sv", "SI": "sl", "SK": "sk", "TR": "tr", "UA": "uk", "XK": "sq",
}  # fmt: skip


@lru_cache(maxsize=4096)
def country_code_of(text: str) -> str:
    """The ISO 3166-1 alpha-2 code (or region code such as GB-SCT) of a code or name; empty when it is not one.

    >>> country_code_of("Ireland"), country_code_of("ITA"), country_code_of("Scotland"), country_code_of("Narnia")
    ('IE', 'IT', 'GB-SCT', '')
    """
    name = clean(text)
    if not name:
        return ""
    if known := _NAMES.get(fold(name)):
        return known
    return _iso_code_of(name)


def _iso_code_of(name: str) -> str:
    import pycountry  # its tables are read on first use

    try:
        if "-" in name:
            return str(pycountry.subdivisions.lookup(name.upper()).code)
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        return ""


def state_of(country_code: str) -> str:
    """The country a region belongs to: ``GB-SCT`` to ``GB``; a country stays itself."""
    return country_code.partition("-")[0]


def languages_of(country_code: str) -> tuple[str, ...]:
    """ISO 639-1 codes of the languages degrees are named in there, English apart."""
    return tuple((_LANGUAGES.get(country_code) or _LANGUAGES.get(state_of(country_code)) or "").split())
