"""A course as a European Digital Credential: the document an issuer uploads, for one person or for a placeholder."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from escomap.exports import concepts
from escomap.exports.application_profiles import CREDENTIAL_TYPES, EDC_CONTEXT
from escomap.exports.draft import Draft, language_map, stable_uuid
from escomap.exports.edc import specification
from escomap.exports.edc_parts import assessment_titles, organisation
from escomap.exports.formats import Build
from escomap.exports.inferences import stated_level
from escomap.model import Descriptor

Node = dict[str, Any]

# A credential somebody uploads without replacing the date is not valid for a long while.
PLACEHOLDER_DATE = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is awarded a credential, and when; an empty text is a value not given."""

    given_name: str
    family_name: str
    issued_on: date
    full_name: str = ""
    date_of_birth: date | None = None
    email: str = ""
    grade: str = ""
    certificate_number: str = ""
    wallet_address: str = ""


PLACEHOLDER = Recipient("RECIPIENT GIVEN NAME", "RECIPIENT FAMILY NAME", PLACEHOLDER_DATE)


@dataclass(frozen=True, slots=True)
class Picture:
    """The image a credential is shown with, as the content of a PNG or JPEG file."""

    content: bytes
    file_type: str


def draft_credential(draft: Draft, recipient: Recipient = PLACEHOLDER, picture: Picture | None = None) -> Build:
    """The credential before it is sealed: without issue date and without the issuer's identifier in the seal.

    A course without a known provider or country makes a credential without issuer, which the checks refuse.
    """
    issuer = organisation(draft)
    language = concepts.language(draft.main_lang)
    key = credential_key(draft.descriptor, recipient)
    credential = {
        "@context": list(EDC_CONTEXT),
        "id": f"urn:credential:{key}",
        "type": list(CREDENTIAL_TYPES),
        "credentialProfiles": concepts.listed("credential", "e34929035b", {"en": "Generic"}),
        "credentialSchema": {
            "id": "http://data.europa.eu/snb/model/ap/edc-generic-full",
            "type": "ShaclValidator2017",
        },
        "identifier": _certificate_number(draft, recipient, key),
        "displayParameter": _display(draft, language, picture or Picture(_white_pixel(), "PNG")),
        "validFrom": _midnight(recipient.issued_on),
        "issuer": issuer,
        "credentialSubject": _person(draft, recipient, issuer, key),
    }
    return Build({key: value for key, value in credential.items() if value}, draft.told())


def credential_key(descriptor: Descriptor, recipient: Recipient) -> str:
    """What identifies a credential: the course, the person and the date; the same in every export."""
    person = (recipient.given_name, recipient.family_name, str(recipient.date_of_birth), str(recipient.issued_on))
    course = (descriptor.provider, descriptor.course_id)
    return str(stable_uuid(*course, "credential", *person, recipient.certificate_number))


def sealed(credential: Mapping[str, Any]) -> Node:
    """The credential with stand-ins for the two things sealing adds, which the shapes ask for.

    The official samples differ so: a signed one has an issue date and the issuer's identifier from the certificate of
    the seal, an unsigned one has neither.
    """
    identifier = {
        "id": "urn:seal:identifier",
        "type": "LegalIdentifier",
        "notation": "added by sealing",
        "spatial": concepts.country("BE"),
    }
    issuer = credential.get("issuer")
    issuer = {**issuer, "eIDASIdentifier": identifier} if isinstance(issuer, Mapping) else issuer
    return {**credential, "issued": _midnight(PLACEHOLDER_DATE)} | ({"issuer": issuer} if issuer else {})


def uploadable(credential: Mapping[str, Any], recipient: Recipient) -> Node:
    """What is uploaded: the credential, and the wallet it goes to where one is known."""
    delivery = {"deliveryDetails": {"walletAddress": recipient.wallet_address}} if recipient.wallet_address else {}
    return {"credential": dict(credential)} | delivery


def _person(draft: Draft, recipient: Recipient, issuer: Node | None, key: str) -> Node:
    lang = draft.main_lang
    full_name = recipient.full_name or f"{recipient.given_name} {recipient.family_name}"
    born = recipient.date_of_birth
    mailbox = {"id": f"mailto:{recipient.email}", "type": "Mailbox"}
    return draft.node(
        f"person/{key}",
        "Person",
        fullName={lang: full_name},
        givenName={lang: recipient.given_name},
        familyName={lang: recipient.family_name},
        dateOfBirth=_midnight(born) if born else None,
        contactPoint=draft.node(f"contact/{key}", "ContactPoint", emailAddress=mailbox) if recipient.email else None,
        hasClaim=_achievement(draft, recipient, issuer, key),
    )


def _achievement(draft: Draft, recipient: Recipient, issuer: Node | None, key: str) -> Node:
    awarded_by = draft.node(
        f"awarding/{key}", "AwardingProcess", awardingBody=issuer, awardingDate=_midnight(recipient.issued_on)
    )
    grade = draft.note(f"grade/{key}", {draft.main_lang: recipient.grade})
    assessment = draft.node(
        f"graded/{key}",
        "LearningAssessment",
        title=assessment_titles(draft),
        awardedBy=awarded_by,
        grade=grade,
    )
    return draft.node(
        f"achievement/{key}",
        "LearningAchievement",
        title=language_map(draft.descriptor.titles),
        awardedBy=awarded_by,
        provenBy=assessment if grade else None,
        specifiedBy=specification(draft, stated_level(draft, "eqfLevel")),
    )


def _certificate_number(draft: Draft, recipient: Recipient, key: str) -> Node | None:
    number = recipient.certificate_number
    return (
        draft.node(f"certificate/{key}", "Identifier", notation=number, schemeName="Certificate number")
        if number
        else None
    )


def _display(draft: Draft, language: Node | None, picture: Picture) -> Node:
    image = draft.node(
        "image",
        "MediaObject",
        content=base64.b64encode(picture.content).decode("ascii"),
        contentEncoding=concepts.listed("encoding", "6146cde7dd", {"en": "base64"}),
        contentType=concepts.file_type(picture.file_type),
    )
    page = draft.node("page", "DisplayDetail", page=1, image=image)
    return draft.node(
        "display",
        "DisplayParameter",
        title=language_map(draft.descriptor.titles),
        primaryLanguage=language,
        language=[language] if language else [],
        individualDisplay=draft.node("view", "IndividualDisplay", language=language, displayDetail=page),
    )


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _white_pixel() -> bytes:
    """A PNG of one white pixel: the shapes ask for an image, and the issuer's own design takes its place."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])  # 1 x 1, 8 bits of grey
    scanline = b"\x00\xff"
    stored = b"\x78\x01\x01\x02\x00\xfd\xff" + scanline + zlib.adler32(scanline).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", stored) + chunk(b"IEND", b"")
