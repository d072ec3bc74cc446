import base64
import zlib
from datetime import date

import pytest

from escomap.descriptor import build_descriptors
from escomap.exports.credential import PLACEHOLDER, Picture, Recipient, draft_credential, sealed, uploadable
from escomap.exports.formats import ExportOptions
from fixtures.descriptors import bare_descriptor, frames

COURSE = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")
ANA = Recipient("Ana", "Andrómeda", date(2026, 6, 30), date_of_birth=date(1999, 10, 1), email="ana@example.org")


def credential(recipient=PLACEHOLDER, course=COURSE, picture=None):
    return draft_credential(ExportOptions().draft(course), recipient, picture).document


def ids(value):
    if isinstance(value, dict):
        own = {value["id"]} if str(value.get("id", "")).startswith("urn:uuid:") else set()
        return own.union(*(ids(each) for each in value.values()))
    return set().union(*(ids(each) for each in value)) if isinstance(value, list) else set()


def test_a_template_names_no_person_and_is_not_valid_for_a_long_while():
    made = credential()
    assert made["credentialSubject"]["givenName"] == {"it": "RECIPIENT GIVEN NAME"}
    assert made["validFrom"] == "9999-01-01T00:00:00Z"
    assert not {"dateOfBirth", "contactPoint"} & set(made["credentialSubject"])


def test_a_credential_says_who_achieved_what_and_who_awards_it():
    made = credential(ANA)
    person = made["credentialSubject"]
    achievement = person["hasClaim"]
    assert person["fullName"] == {"it": "Ana Andrómeda"}
    assert person["dateOfBirth"] == "1999-10-01T00:00:00Z"
    assert person["contactPoint"]["emailAddress"]["id"] == "mailto:ana@example.org"
    assert achievement["awardedBy"]["awardingBody"] == made["issuer"]
    assert achievement["awardedBy"]["awardingDate"] == made["validFrom"] == "2026-06-30T00:00:00Z"
    assert achievement["specifiedBy"]["type"] == "Qualification"
    assert "provenBy" not in achievement


def test_a_grade_stands_with_the_assessment_of_the_person():
    proof = credential(Recipient("A", "B", date(2026, 1, 1), grade="28/30"))["credentialSubject"]["hasClaim"][
        "provenBy"
    ]
    assert proof["grade"]["noteLiteral"] == {"it": "28/30"}


def test_nothing_that_sealing_adds_is_written_and_the_stand_ins_are_for_validation_only():
    made = credential(ANA)
    assert not {"issued", "issuanceDate", "evidence", "proof"} & set(made)
    assert "eIDASIdentifier" not in made["issuer"]
    assert set(sealed(made)) - set(made) == {"issued"}
    assert set(sealed(made)["issuer"]) - set(made["issuer"]) == {"eIDASIdentifier"}
    assert made == credential(ANA)


def test_two_persons_share_no_node_but_those_of_the_course():
    other = credential(Recipient("Bruno", "Bianchi", date(2026, 6, 30)))
    own = ids(credential(ANA)["credentialSubject"]) - ids(
        credential(ANA)["credentialSubject"]["hasClaim"]["specifiedBy"]
    )
    assert own & ids(other) == set()
    assert credential(ANA)["id"] != other["id"]


def test_identifiers_of_a_credential_depend_on_its_content_alone():
    again = Recipient("Ana", "Andrómeda", date(2026, 6, 30), date_of_birth=date(1999, 10, 1), grade="30")
    assert credential(again)["id"] == credential(ANA)["id"]


def test_the_upload_names_the_wallet_where_one_is_known():
    assert set(uploadable(credential(), PLACEHOLDER)) == {"credential"}
    recipient = Recipient("A", "B", date(2026, 1, 1), wallet_address="w-1")
    assert uploadable(credential(recipient), recipient)["deliveryDetails"] == {"walletAddress": "w-1"}


def test_the_image_is_a_png_or_the_one_that_was_given():
    image = credential()["displayParameter"]["individualDisplay"]["displayDetail"]["image"]
    content = base64.b64decode(image["content"])
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    data = content[content.index(b"IDAT") + 4 :]
    assert zlib.decompressobj().decompress(data) == b"\x00\xff"
    given = credential(picture=Picture(b"\xff\xd8\xffx", "JPEG"))["displayParameter"]["individualDisplay"][
        "displayDetail"
    ]
    assert base64.b64decode(given["image"]["content"]) == b"\xff\xd8\xffx"
    assert given["image"]["contentType"]["id"].endswith("/file-type/JPEG")


@pytest.mark.parametrize("missing", [{"provider": ""}, {"country_code": ""}])
def test_no_issuer_without_provider_or_country(missing):
    made = credential(course=bare_descriptor(**({"provider": "U", "country_code": "IT"} | missing)))
    assert "issuer" not in made
