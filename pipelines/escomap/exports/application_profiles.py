"""Which keys each class of the European Learning Model takes, by application profile: credentials, course search.

Facts of release 1.1.0: the terms of the JSON-LD context, the properties the shapes give each class, what is required.
Only classes that our documents hold are here. A kind is ``texts`` (language map), ``string``, ``boolean``, ``integer``,
``decimal`` (in a string), ``duration``, ``dateTime``, ``uri``, ``reference`` (a node told elsewhere), or classes of a
node, separated by ``|``; with ``!`` it may come once only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EDC_CONTEXT = (
    "https://www.w3.org/2018/credentials/v1",
    "http://data.europa.eu/snb/model/context/edc-ap",
)
# The contexts of release 1.1.0 lack this term, which course search asks for.
DEFAULT_LANGUAGE = {"defaultLanguage": {"@id": "http://data.europa.eu/snb/model/elm/defaultLanguage", "@type": "@id"}}
CREDENTIAL_TYPES = ["VerifiableCredential", "EuropeanDigitalCredential"]

Keys = Mapping[str, Mapping[str, str]]
Required = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ApplicationProfile:
    """What documents of one profile hold: their context, classes of the root, keys by class and those required.

    ``names_esco_scheme`` says whether ESCO skills carry their scheme.
    """

    context: tuple[Any, ...]
    roots: tuple[str, ...]
    keys: Keys
    required: Required
    names_esco_scheme: bool = True


_SPECIFICATION = {
    "identifier": "Identifier",
    "title": "texts",
    "altLabel": "texts",
    "description": "texts",
    "category": "texts",
    "additionalNote": "Note",
    "supplementaryDocument": "WebResource",
    "homepage": "WebResource",
    "dateModified": "string!",
    "language": "Concept",
    "mode": "Concept",
    "status": "string!",
}
_ACHIEVEMENT = _SPECIFICATION | {
    "dcType": "Concept",
    "volumeOfLearning": "duration!",
    "maximumDuration": "duration!",
    "learningOutcomeSummary": "Note!",
    "thematicArea": "Concept",
    "educationSubject": "Concept",
    "educationLevel": "Concept",
    "creditPoint": "CreditPoint",
    "learningSetting": "Concept!",
    "targetGroup": "Concept",
    "entryRequirement": "Note!",
    "learningOutcome": "LearningOutcome",
    "provenBy": "LearningAssessmentSpecification",
    "awardingOpportunity": "AwardingOpportunity",
}
_KEYS: Keys = {
    "LearningAchievementSpecification": _ACHIEVEMENT,
    "Qualification": _ACHIEVEMENT
    | {
        "eqfLevel": "Concept!",
        "nqfLevel": "Concept",
        "isPartialQualification": "boolean!",
        "qualificationCode": "Concept",
        "accreditation": "Accreditation",
    },
    "LearningAssessmentSpecification": _SPECIFICATION | {"dcType": "Concept!", "gradingScheme": "GradingScheme!"},
    "GradingScheme": {"identifier": "Identifier", "title": "texts", "description": "texts"},
    "LearningOutcome": {
        "identifier": "Identifier",
        "title": "texts",
        "dcType": "Concept!",
        "additionalNote": "Note",
        "reusabilityLevel": "Concept!",
        "relatedSkill": "Concept",
        "relatedESCOSkill": "Concept",
    },
    "Accreditation": {
        "identifier": "Identifier",
        "title": "texts",
        "description": "texts",
        "dcType": "Concept!",
        "homepage": "WebResource",
        "additionalNote": "Note",
        "accreditingAgent": "Organisation!",
        "organisation": "Organisation",
    },
    "AwardingOpportunity": {"identifier": "Identifier", "awardingBody": "Organisation", "location": "Location!"},
    "Organisation": {
        "identifier": "Identifier",
        "legalName": "texts",
        "altLabel": "texts",
        "homepage": "WebResource",
        "location": "Location",
        "additionalNote": "Note",
        "accreditation": "Accreditation",
        "eIDASIdentifier": "LegalIdentifier!",
    },
    "Location": {"identifier": "Identifier", "description": "texts", "geographicName": "texts", "address": "Address"},
    "Address": {"identifier": "Identifier", "countryCode": "Concept!", "fullAddress": "Note!"},
    "CreditPoint": {"framework": "Concept!", "point": "decimal!"},
    "Identifier": {
        "notation": "string!",
        "schemeName": "string!",
        "schemeVersion": "string!",
        "schemeId": "string!",
    },
    "LegalIdentifier": {"notation": "string!", "spatial": "Concept!", "schemeName": "string!"},
    "Note": {"noteLiteral": "texts", "subject": "Concept!"},
    "WebResource": {"title": "texts", "language": "Concept!", "contentURL": "uri!"},
    "PeriodOfTime": {"prefLabel": "texts", "startDate": "dateTime!", "endDate": "dateTime!"},
    "Concept": {
        "inScheme": "ConceptScheme",
        "prefLabel": "texts",
        "altLabel": "texts",
        "definition": "texts",
        "notation": "string!",
    },
    "ConceptScheme": {},
}
_REQUIRED: Required = {
    "LearningAchievementSpecification": ("title",),
    "Qualification": ("title",),
    "LearningAssessmentSpecification": ("title",),
    "GradingScheme": ("title",),
    "LearningOutcome": ("title",),
    "Accreditation": ("title", "accreditingAgent"),
    "AwardingOpportunity": ("awardingBody",),
    "Organisation": ("legalName", "location"),
    "Location": ("address",),
    "Address": ("countryCode",),
    "CreditPoint": ("framework", "point"),
    "Identifier": ("notation",),
    "LegalIdentifier": ("notation", "spatial"),
    "Note": ("noteLiteral",),
    "WebResource": ("contentURL",),
}

DESCRIPTOR = ApplicationProfile(EDC_CONTEXT, ("LearningAchievementSpecification", "Qualification"), _KEYS, _REQUIRED)

CREDENTIAL = ApplicationProfile(
    EDC_CONTEXT,
    ("EuropeanDigitalCredential",),
    {
        **_KEYS,
        "EuropeanDigitalCredential": {
            "identifier": "Identifier",
            "credentialProfiles": "Concept",
            "credentialSchema": "ShaclValidator2017",
            "displayParameter": "DisplayParameter!",
            "validFrom": "dateTime!",
            "validUntil": "dateTime!",
            "issuer": "Organisation!",
            "credentialSubject": "Person!",
        },
        "ShaclValidator2017": {},
        "DisplayParameter": {
            "title": "texts",
            "description": "texts",
            "primaryLanguage": "Concept!",
            "language": "Concept",
            "individualDisplay": "IndividualDisplay",
        },
        "IndividualDisplay": {"language": "Concept!", "displayDetail": "DisplayDetail"},
        "DisplayDetail": {"page": "integer!", "image": "MediaObject!"},
        "MediaObject": {"content": "string!", "contentEncoding": "Concept!", "contentType": "Concept!"},
        "Person": {
            "identifier": "Identifier",
            "fullName": "texts",
            "givenName": "texts",
            "familyName": "texts",
            "dateOfBirth": "dateTime!",
            "contactPoint": "ContactPoint",
            "hasClaim": "LearningAchievement",
        },
        "ContactPoint": {"emailAddress": "Mailbox"},
        "Mailbox": {},
        "LearningAchievement": {
            "identifier": "Identifier",
            "title": "texts",
            "description": "texts",
            "additionalNote": "Note",
            "awardedBy": "AwardingProcess!",
            "creditReceived": "CreditPoint",
            "provenBy": "LearningAssessment",
            "specifiedBy": "LearningAchievementSpecification|Qualification!",
        },
        "AwardingProcess": {"awardingBody": "Organisation", "awardingDate": "dateTime!"},
        "LearningAssessment": {"title": "texts", "awardedBy": "AwardingProcess!", "grade": "Note!"},
    },
    {
        **_REQUIRED,
        "EuropeanDigitalCredential": (
            "credentialProfiles",
            "credentialSchema",
            "displayParameter",
            "validFrom",
            "issuer",
            "credentialSubject",
        ),
        "DisplayParameter": ("title", "primaryLanguage", "language", "individualDisplay"),
        "IndividualDisplay": ("language", "displayDetail"),
        "DisplayDetail": ("page", "image"),
        "MediaObject": ("content", "contentEncoding", "contentType"),
        "Person": ("hasClaim",),
        # Without one a credential says that something was achieved, and not what.
        "LearningAchievement": ("title", "awardedBy", "specifiedBy"),
        "AwardingProcess": ("awardingBody",),
        "LearningAssessment": ("title", "awardedBy", "grade"),
    },
)

_COURSE_SEARCH_ACHIEVEMENT = ("title", "thematicArea", "learningOutcome")
COURSE_SEARCH = ApplicationProfile(
    (*EDC_CONTEXT, DEFAULT_LANGUAGE),
    ("LearningOpportunity",),
    {
        **_KEYS,
        "LearningOpportunity": {
            "identifier": "Identifier",
            "title": "texts",
            "description": "texts",
            "dcType": "Concept",
            "additionalNote": "Note",
            "homepage": "WebResource",
            "temporal": "PeriodOfTime!",
            "mode": "Concept",
            "scheduleInformation": "Note!",
            "providedBy": "Organisation",
            "learningAchievementSpecification": "LearningAchievementSpecification|Qualification!",
            "defaultLanguage": "Concept!",
        },
        "AwardingOpportunity": {
            **_KEYS["AwardingOpportunity"],
            "learningAchievementSpecification": "reference!",
        },
    },
    {
        **_REQUIRED,
        "LearningOpportunity": (
            "title",
            "homepage",
            "providedBy",
            "defaultLanguage",
            "learningAchievementSpecification",
        ),
        "LearningAchievementSpecification": (*_COURSE_SEARCH_ACHIEVEMENT, "language"),
        "Qualification": (*_COURSE_SEARCH_ACHIEVEMENT, "eqfLevel", "nqfLevel"),
        "AwardingOpportunity": ("awardingBody", "learningAchievementSpecification"),
        "Accreditation": ("title", "dcType", "accreditingAgent", "organisation"),
    },
    names_esco_scheme=False,
)
