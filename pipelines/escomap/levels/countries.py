"""Country codes from codes and names, and the languages degrees are named in there."""

from __future__ import annotations

from functools import lru_cache

from escomap.codes import country_code
from escomap.levels.wording import clean

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
    return country_code(clean(text)) or ""


def state_of(country_code: str) -> str:
    """The country a region belongs to: ``GB-SCT`` to ``GB``; a country stays itself."""
    return country_code.partition("-")[0]


def languages_of(country_code: str) -> tuple[str, ...]:
    """ISO 639-1 codes of the languages degrees are named in there, English apart."""
    return tuple((_LANGUAGES.get(country_code) or _LANGUAGES.get(state_of(country_code)) or "").split())
