"""Numbers and codes as catalogues write them, as values; None where a text is not one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MAX_ECTS = 480
MAX_CREDITS = 2000
MAX_HOURS = 20_000
# A longer text is no number with a unit, and units said over and over can be read in very many ways.
MAX_CREDIT_CHARACTERS = 100
_ECTS_UNIT = (
    r"(?:ects|ec|cfu|cp|lp|hp|op|ap|sp|stp|credits?|credit points?|cr|points?|pts?|crediti|crédits?|créditos|kredite?"
    r"|leistungspunkte|punkte|poäng|högskolepoäng|studiepoeng|studiepunten|opintopistettä)"
)
_ECTS = re.compile(
    rf"(?:{_ECTS_UNIT}[\s:.-]*)*(\d{{1,4}}(?:[.,]\d{{1,4}})?)[\s-]*(?:{_ECTS_UNIT}[\s.-]*)*", re.IGNORECASE
)
_HOURS = re.compile(
    r"(\d{1,3}[.,]\d{3}|\d{1,5}(?:[.,]\d{1,2})?)\s*"
    r"(?:h|hrs?|hours?|ore|std\.?|stunden|heures?|horas?|timmar|uur|timer|tuntia|godzin)?\.?",
    re.IGNORECASE,
)
# ISO 8601, but for the parts (years, months, weeks, days) that say when and not how much.
_ISO_HOURS = re.compile(r"PT(?:(\d{1,5}(?:\.\d+)?)H)?(?:(\d{1,4})M)?(?:0+S)?")
_ISCED = re.compile(r"(?:isced(?:-f)?(?:\s*2013)?[\s:]*)?(\d{1,4})(?:\D.*)?", re.IGNORECASE | re.DOTALL)
_LAST_BROAD_FIELD = 10
_UNKNOWN_BROAD_FIELD = 99


def parse_ects(text: str) -> float | None:
    """ECTS points: ``7,5``, ``6 CFU``, ``180 ECTS``."""
    value = parse_credits(text)
    return value if value is not None and value <= MAX_ECTS else None


def parse_credits(text: str) -> float | None:
    """Credit points of any scheme, written as ECTS points are; national ones are often smaller."""
    match = _ECTS.fullmatch(text.strip()) if len(text) <= MAX_CREDIT_CHARACTERS else None
    value = float(match[1].replace(",", ".")) if match else None
    return value if value is not None and value <= MAX_CREDITS else None


def parse_hours(text: str) -> float | None:
    """Hours: ``150``, ``37,5 h``, ``PT37H30M``; a point or comma before three digits separates thousands."""
    match = _HOURS.fullmatch(text.strip())
    if not match:
        iso = _ISO_HOURS.fullmatch(text.strip())
        hours = float(iso[1] or 0) + float(iso[2] or 0) / 60 if iso and any(iso.groups()) else 0.0
        return hours if 0 < hours <= MAX_HOURS else None
    number = match[1].replace(",", ".")
    value = float(number.replace(".", "")) if re.fullmatch(r"\d+\.\d{3}", number) else float(number)
    return value if value <= MAX_HOURS else None


def parse_isced_f(text: str) -> str | None:
    """ISCED-F 2013 code of 2 to 4 digits; a leading zero lost in a spreadsheet is put back (``613`` is ``0613``)."""
    match = _ISCED.fullmatch(text.strip())
    if not match:
        return None
    code = match[1]
    if len(code) == 1 or (len(code) < 4 and not _is_broad_field(code[:2])):
        code = f"0{code}"
    return code if _is_broad_field(code[:2]) else None


def _is_broad_field(digits: str) -> bool:
    return int(digits) <= _LAST_BROAD_FIELD or int(digits) == _UNKNOWN_BROAD_FIELD


def parse_url(text: str) -> str | None:
    """A web address; ``www.`` addresses get their scheme."""
    address = text.strip()
    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and "." in parts.netloc and not re.search(r"\s", address)
    return address if is_web else None
