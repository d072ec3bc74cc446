"""The controlled lists of the European Learning Model, and which identifiers each of them holds.

Identifiers as published with release 1.1.0 of the model (2023); countries and languages by ISO 3166-1 and ISO 639-3,
which the lists of the Publications Office follow; fields of education by ISCED-F 2013 of the UNESCO Institute for
Statistics.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SNB = "http://data.europa.eu/snb"
AUTHORITY = "http://publications.europa.eu/resource/authority"
ESCO_SCHEME = "http://data.europa.eu/esco/concept-scheme/skills"

# The Publications Office has a code of its own for Kosovo, which ISO 3166-1 lacks.
KOSOVO = "1A0"

# Detailed fields by narrow field. Broad fields are their first two digits; 0 is "not further defined", 8 "inter-
# disciplinary", 9 "not elsewhere classified", and 9999 "field unknown".
_DETAILED_FIELDS = """
000:0 001:1 002:1 003:1 009:9 011:012349 018:8 020:0 021:0123459 022:012389 023:0129 028:8 029:9 030:0 031:012349
032:0129 038:8 039:9 040:0 041:012345679 042:1 048:8 049:9 050:0 051:0129 052:0129 053:01239 054:012 058:8 059:9
061:01239 068:8 070:0 071:01234569 072:012349 073:012 078:8 079:9 080:0 081:0129 082:1 083:1 084:1 088:8 089:9 090:0
091:012345679 092:01239 098:8 099:9 100:0 101:0123459 102:0129 103:0129 104:1 108:8 109:9 999:9
"""


def _fields() -> frozenset[str]:
    found = set()
    for entry in _DETAILED_FIELDS.split():
        narrow, _, digits = entry.partition(":")
        found |= {narrow[:2], narrow, *(narrow + digit for digit in digits)}
    return frozenset(found)


ISCED_F_CODES = _fields()


@dataclass(frozen=True, slots=True)
class ConceptList:
    """A scheme, where the identifiers of its concepts begin, and whether a code after that beginning exists."""

    scheme: str
    prefix: str
    has_code: Callable[[str], bool]

    def has(self, uri: str) -> bool:
        """Whether the list holds ``uri``."""
        return uri.startswith(self.prefix) and self.has_code(uri.removeprefix(self.prefix))


def _listed(name: str, codes: Iterable[str] | str) -> ConceptList:
    known = frozenset(codes.split() if isinstance(codes, str) else codes)
    return ConceptList(f"{SNB}/{name}/25831c2", f"{SNB}/{name}/", known.__contains__)


@functools.cache
def _is_language(code: str) -> bool:
    import pycountry

    return code.isupper() and pycountry.languages.get(alpha_3=code.lower()) is not None


@functools.cache
def _is_country(code: str) -> bool:
    import pycountry

    return code == KOSOVO or (code.isupper() and pycountry.countries.get(alpha_3=code) is not None)


OPPORTUNITY_TYPES = _listed(
    "learning-opportunity",
    "05053c1cbe 0f7dac46ca 11252a5207 17744a2647 63f9f6180c 65a4cf5de2 74a4a268e8 77b99de990 79343569f3 7e1ac538db "
    "8b965da2d4 b2434ca358",
)
ASSESSMENT_TYPES = _listed(
    "assessment",
    "19a2e5e671 2939dae15f 3484bd7e51 4f03b91c0e 56539a6507 6a4db9f11d 6e6cb2cc78 7331eb4762 795dac4096 812e3b0ae1 "
    "b1b68f6735 c4256a2726 d30284d7df de4d165a6c",
)
LANGUAGES = ConceptList(f"{AUTHORITY}/language", f"{AUTHORITY}/language/", _is_language)
# The levels of national frameworks have opaque codes; only the official list tells which exist.
NATIONAL_LEVELS = ConceptList(
    f"{SNB}/qdr/25831c2", f"{SNB}/qdr/", lambda code: re.fullmatch(r"c_[0-9a-f]{8}", code) is not None
)

# Under which key which list is due. ``Class.key`` wins over ``key``.
LISTS: Mapping[str, ConceptList] = {
    "eqfLevel": _listed("eqf", "1 2 3 4 5 6 7 8"),
    "nqfLevel": NATIONAL_LEVELS,
    "thematicArea": _listed("isced-f", ISCED_F_CODES),
    "framework": _listed("education-credit", "60b314e826 6fcec5c5af"),
    "learningSetting": _listed("learning-setting", "6fd4685715 e207a81fc7"),
    # The list of modes of learning is named learning-assessment in its own identifiers.
    "mode": _listed("learning-assessment", "729f3bed4b 7813801c77 9191af2ed9 920fbb3cbe e92d221e4d ed4c557045"),
    "reusabilityLevel": _listed("skill-reuse-level", "transversal cross-sector sector-specific occupation-specific"),
    "targetGroup": _listed(
        "target-group",
        "022beab85a 0247b300b0 05f11c859b 1599531db0 1cfca7f767 46806e0244 527a6f97eb 5b1417fd15 5e56931138 "
        "808b99d38f 919082b88b acb7f20f25 b0bf4f9fe9 c900d8ecb1 cbedf28444 d45b47b458 de9cd193ce e3782a33ab "
        "e7627913ad fd1279fd9f",
    ),
    "credentialProfiles": _listed("credential", "48b514e72a 6cf8e68c43 6dff8a0f87 bdc47cb449 e34929035b"),
    "contentEncoding": _listed("encoding", "6146cde7dd"),
    "contentType": ConceptList(
        f"{AUTHORITY}/file-type", f"{AUTHORITY}/file-type/", frozenset({"PNG", "JPEG"}).__contains__
    ),
    "Qualification.dcType": OPPORTUNITY_TYPES,
    "LearningAchievementSpecification.dcType": OPPORTUNITY_TYPES,
    "LearningOpportunity.dcType": OPPORTUNITY_TYPES,
    "LearningOutcome.dcType": _listed("skill-type", "knowledge skill"),
    "LearningAssessmentSpecification.dcType": ASSESSMENT_TYPES,
    "Accreditation.dcType": _listed("accreditation", "003293d2ce 820101cba6 bb4618238e e57dddfcf3"),
    "language": LANGUAGES,
    "primaryLanguage": LANGUAGES,
    "defaultLanguage": LANGUAGES,
    "countryCode": ConceptList(f"{AUTHORITY}/country", f"{AUTHORITY}/country/", _is_country),
    "relatedESCOSkill": ConceptList(
        ESCO_SCHEME, "http://data.europa.eu/esco/skill/", lambda code: re.fullmatch(r"\S+", code) is not None
    ),
}


def list_for(class_: str, key: str) -> ConceptList | None:
    """The list that is due under a key of a class, or None where any concept may stand."""
    return LISTS.get(f"{class_}.{key}") or LISTS.get(key)
