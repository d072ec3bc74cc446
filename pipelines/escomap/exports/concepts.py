"""Concepts of the controlled vocabularies as the European Learning Model writes them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from escomap.exports.concept_lists import AUTHORITY, ESCO_SCHEME, ISCED_F_CODES, KOSOVO, SNB
from escomap.model import SkillLink

# The EU writes EL and UK where ISO 3166 has GR and GB. The Publications Office has its own code for Kosovo.
_COUNTRY_ALIASES = {"EL": "GR", "UK": "GB"}
_KOSOVO_NAME = (KOSOVO, "Kosovo")

_SKILL_TYPES = {"skill/competence": "skill", "knowledge": "knowledge"}
_REUSE_LEVELS = {
    "transversal": "transversal skills and competences",
    "cross-sector": "cross-sector skills and competences",
    "sector-specific": "sector specific skills and competences",
    "occupation-specific": "occupation specific skills and competences",
}

Node = dict[str, Any]


def concept(uri: str, scheme: str, labels: Mapping[str, str]) -> Node:
    """A concept with its scheme, and its labels where there are any."""
    node: Node = {"id": uri, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}
    return node | ({"prefLabel": dict(labels)} if labels else {})


def listed(name: str, code: str, labels: Mapping[str, str]) -> Node:
    """A concept of one of the lists published with the European Learning Model."""
    return concept(f"{SNB}/{name}/{code}", f"{SNB}/{name}/25831c2", labels)


def eqf_level(level: int) -> Node:
    """An EQF level, 1 to 8."""
    return listed("eqf", str(level), {"en": f"Level {level}"})


def isced_field(code: str, labels: Mapping[str, str]) -> Node | None:
    """An ISCED-F 2013 field of 2 to 4 digits, or None where there is no such field."""
    return listed("isced-f", code, labels) if code in ISCED_F_CODES else None


def ects() -> Node:
    """The European Credit Transfer System, as the framework of credit points."""
    return listed("education-credit", "6fcec5c5af", {"en": "European Credit Transfer System"})


def file_type(name: str) -> Node:
    """A file type of the Publications Office list, such as PNG."""
    return concept(f"{AUTHORITY}/file-type/{name}", f"{AUTHORITY}/file-type", {"en": name})


def skill_type(esco_type: str) -> Node | None:
    """The type of an outcome, from the ESCO type of a skill."""
    code = _SKILL_TYPES.get(esco_type)
    return listed("skill-type", code, {"en": code}) if code else None


def reuse_level(esco_level: str) -> Node | None:
    """The reuse level of an outcome, from that of a skill."""
    label = _REUSE_LEVELS.get(esco_level)
    return listed("skill-reuse-level", esco_level, {"en": label}) if label else None


def best_label(labels: Mapping[str, str], lang: str) -> str:
    """The label in a language, else in English, else in any; empty where there is none."""
    return labels.get(lang) or labels.get("en") or next(iter(labels.values()), "")


def esco_skill(link: SkillLink) -> Node:
    """An ESCO skill with its labels in every language at hand."""
    return concept(link.uri, ESCO_SCHEME, link.labels)


@functools.cache
def _language_name(code: str) -> tuple[str, str] | None:
    import pycountry

    found = pycountry.languages.get(**{"alpha_2" if len(code) == 2 else "alpha_3": code})
    if found is None:
        return None
    # ISO 639-3 names carry remarks: "Modern Greek (1453-)", "Malay (macrolanguage)".
    name = "Greek" if found.alpha_3 == "ell" else re.sub(r" \(.*\)$", "", found.name)
    return found.alpha_3.upper(), name


@functools.cache
def _country_name(code: str) -> tuple[str, str] | None:
    import pycountry

    alpha_2 = _alpha_2(code)
    if alpha_2 == "XK":
        return _KOSOVO_NAME
    found = pycountry.countries.get(alpha_2=alpha_2)
    return (found.alpha_3, getattr(found, "common_name", found.name)) if found else None


def _alpha_2(code: str) -> str:
    # Regions as in nqf_eqf.csv (GB-SCT, BE-VLG) belong to their country.
    alpha_2 = code.strip().upper().partition("-")[0]
    return _COUNTRY_ALIASES.get(alpha_2, alpha_2)


def language(code: str) -> Node | None:
    """A language of the Publications Office list from an ISO 639 code, or None for an unknown code."""
    found = _language_name(code.strip().lower())
    return concept(f"{AUTHORITY}/language/{found[0]}", f"{AUTHORITY}/language", {"en": found[1]}) if found else None


def country(code: str) -> Node | None:
    """A country of the Publications Office list from an ISO 3166-1 alpha-2 or region code, or None."""
    found = _country_name(code.strip())
    return concept(f"{AUTHORITY}/country/{found[0]}", f"{AUTHORITY}/country", {"en": found[1]}) if found else None


def country_code(code: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country or region code, empty for an unknown one."""
    return _alpha_2(code) if country(code) else ""


def language_alpha_3(code: str) -> str:
    """The three-letter ISO 639 code of a language in lower case, empty for an unknown one."""
    found = _language_name(code.strip().lower())
    return found[0].lower() if found else ""
