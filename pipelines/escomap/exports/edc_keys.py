"""Which keys each class of the European Learning Model takes, and which concepts belong under a key.

Facts of the application profile for European Digital Credentials, release 1.1.0: the terms of its JSON-LD context, the
properties its shapes give each class, and the identifiers of its lists. Only classes a descriptor can hold are here.
A kind is ``texts`` (language map), ``string``, ``boolean``, ``duration``, or the name of the class of a node.
"""

from __future__ import annotations

from collections.abc import Mapping

from escomap.exports.concepts import AUTHORITY, ESCO_SCHEME, ISCED_F_CODE, SNB

EDC_CONTEXT = (
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
)

_SPECIFICATION = {
    "identifier": "Identifier",
    "title": "texts",
    "altLabel": "texts",
    "description": "texts",
    "category": "texts",
    "additionalNote": "Note",
    "supplementaryDocument": "WebResource",
    "homepage": "WebResource",
    "dateModified": "string",
    "dcType": "Concept",
    "language": "Concept",
    "mode": "Concept",
    "status": "string",
}
_ACHIEVEMENT = _SPECIFICATION | {
    "volumeOfLearning": "duration",
    "maximumDuration": "duration",
    "learningOutcomeSummary": "Note",
    "thematicArea": "Concept",
    "educationSubject": "Concept",
    "educationLevel": "Concept",
    "creditPoint": "CreditPoint",
    "learningSetting": "Concept",
    "targetGroup": "Concept",
    "entryRequirement": "Note",
    "learningOutcome": "LearningOutcome",
    "provenBy": "LearningAssessmentSpecification",
    "awardingOpportunity": "AwardingOpportunity",
}

KEYS: Mapping[str, Mapping[str, str]] = {
    "LearningAchievementSpecification": _ACHIEVEMENT,
    "Qualification": _ACHIEVEMENT
    | {
        "eqfLevel": "Concept",
        "nqfLevel": "Concept",
        "isPartialQualification": "boolean",
        "qualificationCode": "Concept",
        "accreditation": "Accreditation",
    },
    "LearningAssessmentSpecification": _SPECIFICATION,
    "LearningOutcome": {
        "identifier": "Identifier",
        "title": "texts",
        "dcType": "Concept",
        "additionalNote": "Note",
        "reusabilityLevel": "Concept",
        "relatedSkill": "Concept",
        "relatedESCOSkill": "Concept",
    },
    "Accreditation": {
        "identifier": "Identifier",
        "title": "texts",
        "description": "texts",
        "dcType": "Concept",
        "homepage": "WebResource",
        "additionalNote": "Note",
        "accreditingAgent": "Organisation",
        "organisation": "Organisation",
    },
    "AwardingOpportunity": {"identifier": "Identifier", "awardingBody": "Organisation", "location": "Location"},
    "Organisation": {
        "identifier": "Identifier",
        "legalName": "texts",
        "altLabel": "texts",
        "homepage": "WebResource",
        "location": "Location",
        "additionalNote": "Note",
        "accreditation": "Accreditation",
    },
    "Location": {"identifier": "Identifier", "description": "texts", "geographicName": "texts", "address": "Address"},
    "Address": {"identifier": "Identifier", "countryCode": "Concept", "fullAddress": "Note"},
    "CreditPoint": {"framework": "Concept", "point": "string"},
    "Identifier": {"notation": "string", "schemeName": "string", "schemeVersion": "string", "schemeId": "string"},
    "Note": {"noteLiteral": "texts", "subject": "Concept"},
    "WebResource": {"title": "texts", "language": "Concept", "contentURL": "string"},
    "Concept": {
        "inScheme": "ConceptScheme",
        "prefLabel": "texts",
        "altLabel": "texts",
        "definition": "texts",
        "notation": "string",
    },
    "ConceptScheme": {},
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "LearningAchievementSpecification": ("title",),
    "Qualification": ("title",),
    "LearningAssessmentSpecification": ("title",),
    "LearningOutcome": ("title",),
    "Accreditation": ("title", "accreditingAgent"),
    "AwardingOpportunity": ("awardingBody",),
    "Organisation": ("legalName", "location"),
    "Location": ("address",),
    "Address": ("countryCode",),
    "CreditPoint": ("framework", "point"),
    "Identifier": ("notation",),
    "Note": ("noteLiteral",),
    "WebResource": ("contentURL",),
    "Concept": ("inScheme",),
}


def _list(name: str, codes: str) -> tuple[str, str]:
    return f"{SNB}/{name}/25831c2", rf"{SNB}/{name}/(?:{codes})"


_TEN = "[0-9a-f]{10}"

# Under which key which scheme is due, and what its identifiers look like. ``Class.key`` wins over ``key``.
LISTS: Mapping[str, tuple[str, str]] = {
    "eqfLevel": _list("eqf", "[1-8]"),
    "nqfLevel": _list("qdr", "c_[0-9a-f]{8}"),
    "thematicArea": _list("isced-f", ISCED_F_CODE.pattern),
    "framework": _list("education-credit", _TEN),
    "learningSetting": _list("learning-setting", _TEN),
    "mode": _list("learning-assessment", _TEN),
    "reusabilityLevel": _list("skill-reuse-level", "transversal|cross-sector|sector-specific|occupation-specific"),
    "targetGroup": _list("target-group", _TEN),
    "Qualification.dcType": _list("learning-opportunity", _TEN),
    "LearningAchievementSpecification.dcType": _list("learning-opportunity", _TEN),
    "LearningOutcome.dcType": _list("skill-type", "knowledge|skill"),
    "LearningAssessmentSpecification.dcType": _list("assessment", _TEN),
    "language": (f"{AUTHORITY}/language", rf"{AUTHORITY}/language/[A-Z]{{3}}"),
    "countryCode": (f"{AUTHORITY}/country", rf"{AUTHORITY}/country/[A-Z0-9]{{3}}"),
    "relatedESCOSkill": (ESCO_SCHEME, r"http://data\.europa\.eu/esco/skill/\S+"),
}
