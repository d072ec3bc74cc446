"""The credential an issuer fills: an achievement with marked placeholders where issuer, recipient and dates belong."""

from __future__ import annotations

from escomap.exports.formats import Document
from escomap.exports.openbadges_keys import CONTEXTS, EXTENSIONS, SCHEMA

# The domain .invalid never exists (RFC 2606), and a credential valid from the last day of 9999 is not valid yet:
# a template that is signed by mistake is worth nothing.
PLACEHOLDER = "https://placeholder.invalid"
NOT_YET = "9999-12-31T00:00:00Z"


def credential_template(achievement: Document) -> Document:
    """The unsigned AchievementCredential of an achievement, which any validator takes and nobody can mistake."""
    nested = {key: value for key, value in achievement.items() if key != "@context"}
    creator = achievement.get("creator", {})
    issuer = {
        "id": f"{PLACEHOLDER}/issuer",
        "type": ["Profile"],
        "name": creator.get("name", "PLACEHOLDER: name of the issuer"),
    }
    if "address" in creator:
        issuer["address"] = creator["address"]
    return {
        "@context": [*CONTEXTS, EXTENSIONS],
        "id": f"{PLACEHOLDER}/credential",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.get("name", ""),
        "issuer": issuer,
        "validFrom": NOT_YET,
        "credentialSubject": {
            "id": f"{PLACEHOLDER}/recipient",
            "type": ["AchievementSubject"],
            "achievement": nested,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
