"""What is found in documents: where, what, and which field of the catalogue or column of the recipients mends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Nodes that hold the course and say nothing of their own.
_WRAPPERS = frozenset({"credentialSubject", "hasClaim", "specifiedBy", "learningAchievementSpecification"})
_ORGANISATIONS = frozenset({"awardingOpportunity", "awardedBy", "issuer", "providedBy"})
_FIELDS: Mapping[str, str] = {
    "alignment": "outcomes",
    "altLabel": "title",
    "contactPoint": "email",
    "creditPoint": "ects",
    "creditsAvailable": "ects",
    "creditReceived": "ects",
    "dateOfBirth": "date_of_birth",
    "dcType": "course_type",
    "defaultLanguage": "title",
    "displayParameter": "title",
    "educationalLevel": "level_text",
    "eqfLevel": "level_text",
    "entryRequirement": "prerequisites",
    "familyName": "family_name",
    "fullName": "full_name",
    "givenName": "given_name",
    "homepage": "url",
    "identifier": "course_code",
    "inLanguage": "teaching_langs",
    "language": "teaching_langs",
    "learningOutcome": "outcomes",
    "name": "title",
    "nqfLevel": "level_text",
    "numberOfCredits": "ects",
    "provenBy": "assessment",
    "scheduleInformation": "starts_on",
    "teaches": "outcomes",
    "temporal": "starts_on",
    "thematicArea": "isced_f_code",
    "validFrom": "issued_on",
    "volumeOfLearning": "workload_hours",
}
_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a document, at a path such as ``learningOutcome[2].title``; a note when not an error.

    ``mends`` is the catalogue field that mends it where the path does not tell.
    """

    code: str
    where: str
    message: str
    is_error: bool = True
    mends: str = ""

    @property
    def field(self) -> str:
        """The catalogue field, or column of the recipients, that mends it; the document's key where none does.

        >>> Finding("missing", "learningOutcome[2].title", "").field
        'outcomes'
        """
        if self.mends:
            return self.mends
        path = _POSITION.sub("", self.where).split(".")
        keys = [key for key in path if key not in _WRAPPERS] or path[-1:]
        if keys[0] in _ORGANISATIONS:
            return "country_code" if {"location", "address", "countryCode"} & set(keys) else "provider"
        if "grade" in keys:
            return "grade"
        return _FIELDS.get(keys[0], keys[0])

    def told_of(self, course: str) -> str:
        """The finding as one line for a person, with the course it is about."""
        return f"{course}: {self.where or 'document'} (field {self.field or 'none'}): {self.message}"


def at(where: str, key: str) -> str:
    """The path of ``key`` inside the node at ``where``."""
    return f"{where}.{key}" if where else key
