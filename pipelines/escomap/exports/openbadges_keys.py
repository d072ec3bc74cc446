"""Which keys an Open Badges 3.0 achievement takes here, and which target types an alignment may name.

Facts of the 1EdTech schema of the AchievementCredential (draft 2019-09) and of its context 3.0.3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from escomap.errors import EscomapError
from escomap.exports.node_table import NodeTable

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXT_FILES = {
    CONTEXTS[0]: "credentials-v2.jsonld",
    CONTEXTS[1]: "ob-v3p0-3.0.3.json",
    EXTENSIONS: "ob-v3p0-extensions.json",
}
SCHEMA_FILE = "ob_v3p0_achievementcredential_schema.json"
SCHEMA = f"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/{SCHEMA_FILE}"

TABLE = NodeTable(
    root="Achievement",
    type_key="type",
    untyped=("Criteria",),
    classes={
        "Achievement": {
            "id": "uri",
            "achievementType": "text",
            "name": "text",
            "description": "text",
            "inLanguage": "language",
            "creditsAvailable": "number",
            "fieldOfStudy": "text",
            "humanCode": "text",
            "criteria": "Criteria",
            "creator": "Profile",
            "alignment": "Alignment",
            "tag": "text",
        },
        "Criteria": {"id": "uri", "narrative": "text"},
        "Profile": {"id": "uri", "name": "text", "address": "Address"},
        "Address": {"addressCountryCode": "text"},
        "Alignment": {
            "targetType": "text",
            "targetName": "text",
            "targetUrl": "uri",
            "targetCode": "text",
            "targetDescription": "text",
            "targetFramework": "text",
        },
    },
    required={
        "Achievement": ("id", "type", "criteria", "description", "name"),
        "Profile": ("id", "type"),
        "Alignment": ("type", "targetName", "targetUrl"),
    },
)

# No term for ESCO, EQF or ISCED-F exists, so these are extensions. ext:EQF is what Edubadges writes.
TARGET_TYPES: Mapping[str, str] = {"esco": "ext:ESCOSkill", "eqf": "ext:EQF", "iscedf": "ext:ISCEDF"}
_NAMED_TYPES = (
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
)
# The schema's own pattern has no hyphen: "|-|" in its character class is a range.
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._]+")


def require_target_types(chosen: Mapping[str, str]) -> dict[str, str]:
    """The target type of each scheme, those of ``chosen`` first.

    Raises:
        EscomapError: a scheme is not ours, or a type not of the standard.
    """
    for scheme, type_ in chosen.items():
        if scheme not in TARGET_TYPES or not (type_ in _NAMED_TYPES or _EXTENSION.fullmatch(type_)):
            raise EscomapError(
                "bad_target_type",
                "A target type is one of the standard, or an extension, for a scheme that is exported.",
                where=f"{scheme}={type_}",
                hint=f"schemes: {', '.join(TARGET_TYPES)}; types: {', '.join(_NAMED_TYPES)}, or ext:Name",
            )
    return {**TARGET_TYPES, **chosen}
