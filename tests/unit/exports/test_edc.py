import json
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from escomap.descriptor import build_descriptors
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.check import check_document
from escomap.exports.edc import build_edc, edc_document
from escomap.exports.formats import document_bytes
from escomap.exports.words import load_catalogue_words
from escomap.model import FieldBasis, LevelBasis
from fixtures.descriptors import KNOWN_URIS, PROGRAM, SQL, bare_descriptor, frames, outcome_with

WORDS = load_catalogue_words(Path(__file__).parents[3] / "mappings")
STATED = (LevelBasis.DECLARED_EQF, LevelBasis.DECISION)
INFERRED = [basis for basis in LevelBasis if basis not in (*STATED, LevelBasis.NONE)]


def document(course_id="c-it", **options):
    descriptor = next(d for d in build_descriptors(frames()) if d.course_id == course_id)
    return edc_document(descriptor, words=WORDS, **options)


def notes(document):
    return [note["noteLiteral"]["en"] for note in document.get("additionalNote", [])]


@pytest.mark.parametrize("accept_inferred", [False, True])
def test_documents_pass_our_own_checks(accept_inferred):
    for descriptor in [*build_descriptors(frames()), bare_descriptor()]:
        made = edc_document(descriptor, words=WORDS, accept_inferred=accept_inferred)
        assert check_document(made, KNOWN_URIS) == []


def test_state_a_declared_level_in_a_qualification():
    made = document()
    assert made["type"] == "Qualification"
    assert made["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/6"
    assert not any("inferred" in note for note in notes(made))


def test_a_level_decided_in_review_is_stated_and_says_so():
    level = {"eqf_level": 5, "eqf_basis": LevelBasis.DECISION, "eqf_evidence": "EQF 5, decided by one reviewer"}
    made = edc_document(bare_descriptor(**level))
    assert made["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/5"
    assert notes(made)[0] == "The EQF level stated here was decided in review (EQF 5, decided by one reviewer)."


@pytest.mark.parametrize("basis", INFERRED)
def test_tell_an_inferred_level_in_a_note_only(basis):
    build = build_edc(bare_descriptor(eqf_level=7, eqf_basis=basis, eqf_evidence="why"))
    assert build.document["type"] == "LearningAchievementSpecification"
    assert "eqfLevel" not in build.document
    assert "EQF level 7 is inferred" in notes(build.document)[0]
    assert [finding.code for finding in build.left_out] == ["inferred_level"]


@pytest.mark.parametrize("accept_inferred", [False, True])
def test_say_that_a_level_rests_on_an_unverified_fact(accept_inferred):
    level = {"eqf_level": 6, "eqf_basis": LevelBasis.NATIONAL_LEVEL}
    unverified = edc_document(bare_descriptor(**level, eqf_evidence_class="C"), accept_inferred=accept_inferred)
    verified = edc_document(bare_descriptor(**level, eqf_evidence_class="A"), accept_inferred=accept_inferred)
    assert "has not been verified" in notes(unverified)[0]
    assert "verified" not in notes(verified)[0]


@pytest.mark.parametrize("basis", INFERRED)
def test_mark_an_inferred_level_that_was_accepted(basis):
    made = edc_document(bare_descriptor(eqf_level=7, eqf_basis=basis), accept_inferred=True)
    assert made["type"] == "Qualification"
    assert made["eqfLevel"]["id"].endswith("eqf/7")
    assert "The EQF level stated here is inferred" in notes(made)[0]


def test_tell_an_inferred_field_in_a_note_only():
    inferred = bare_descriptor(
        isced_f_code="0714", isced_f_basis=FieldBasis.INFERRED, isced_f_evidence="2 of 2", isced_f_labels={"en": "E&A"}
    )
    build = build_edc(inferred)
    assert "thematicArea" not in build.document
    assert notes(build.document)[0].startswith("The ISCED-F field 0714 (E&A) is inferred from the ESCO skills")
    assert [finding.code for finding in build.left_out] == ["inferred_field"]
    stated = edc_document(inferred, accept_inferred=True)
    assert stated["thematicArea"][0]["id"].endswith("isced-f/0714")
    assert "stated here is inferred" in notes(stated)[0]


def test_state_a_declared_field_without_a_note():
    made = edc_document(bare_descriptor(isced_f_code="0613", isced_f_basis=FieldBasis.DECLARED))
    assert made["thematicArea"][0]["id"].endswith("isced-f/0613")
    assert notes(made) == []


def test_a_bare_course_has_a_title_and_no_empty_key():
    assert set(edc_document(bare_descriptor())) == {"@context", "id", "type", "title"}


def test_write_credits_and_workload_as_the_model_wants_them():
    made = document()
    assert made["creditPoint"]["point"] == "7.5"
    assert made["volumeOfLearning"] == "PT187H30M"
    assert edc_document(bare_descriptor(ects=4.0, workload_hours=100.0))["creditPoint"]["point"] == "4"


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_leave_out_impossible_numbers(value):
    build = build_edc(bare_descriptor(ects=value, workload_hours=value))
    assert not {"creditPoint", "volumeOfLearning"} & set(build.document)
    assert [finding.code for finding in build.left_out] == ["bad_number"] * 2


def test_read_modes_types_and_assessment_from_several_languages():
    italian, german = document("c-it"), document("c-de")
    assert [mode["prefLabel"]["en"] for mode in italian["mode"]] == ["Presential", "Blended"]
    assert german["dcType"][0]["prefLabel"]["en"] == "Programme module"
    assert italian["provenBy"]["dcType"]["prefLabel"]["en"] == "written examination"
    assert italian["provenBy"]["description"] == {"it": "Prova scritta."}


def test_leave_out_and_note_what_no_list_knows():
    build = build_edc(
        bare_descriptor(
            mode="by carrier pigeon", course_type="ritual", isced_f_code="613", teaching_langs=("q0",), url="see web"
        ),
        words=WORDS,
    )
    assert set(build.document) == {"@context", "id", "type", "title"}
    assert {finding.where for finding in build.left_out} == {
        "mode", "dcType", "thematicArea", "language", "homepage",
    }  # fmt: skip
    assert not any(finding.is_error for finding in build.left_out)


def test_give_outcomes_their_statement_language_and_skills():
    first, second = document()["learningOutcome"]
    assert first["title"] == {"it": "Scrivere programmi"}
    assert first["relatedESCOSkill"][0]["prefLabel"]["de"] == "programmieren"
    assert "description" not in first
    assert second["title"] == {"en": "Write SQL queries"}


@pytest.mark.parametrize(
    ("skills", "expected"),
    [
        ([("knowledge", "transversal"), ("knowledge", "transversal")], ("knowledge", "transversal")),
        ([("knowledge", "transversal"), ("skill/competence", "transversal")], (None, "transversal")),
        ([("skill/competence", "cross-sector"), ("skill/competence", "")], ("skill", None)),
        ([], (None, None)),
    ],
)
def test_state_type_and_reuse_level_only_where_all_skills_agree(skills, expected):
    linked = [(uri, *kinds) for uri, kinds in zip([PROGRAM, SQL], skills, strict=False)]
    outcome = edc_document(bare_descriptor(outcomes=(outcome_with(*linked),)))["learningOutcome"][0]
    found = [outcome.get(key, {"id": "/"})["id"].rpartition("/")[2] or None for key in ("dcType", "reusabilityLevel")]
    assert tuple(found) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("IT", "ITA"), ("GB-SCT", "GBR"), ("BE-VLG", "BEL"), ("EL", "GRC"), ("XK", "1A0")]
)
def test_name_the_awarding_body_with_its_country(code, expected):
    made = edc_document(bare_descriptor(provider="University", country_code=code))
    body = made["awardingOpportunity"]["awardingBody"]
    assert body["legalName"] == {"en": "University"}
    assert body["location"]["address"]["countryCode"]["id"].endswith(f"/{expected}")


@pytest.mark.parametrize(("provider", "code"), [("University", ""), ("", "IT"), ("University", "ZZ")])
def test_no_awarding_body_without_name_or_country(provider, code):
    build = build_edc(bare_descriptor(provider=provider, country_code=code))
    assert "awardingOpportunity" not in build.document
    assert [finding.code for finding in build.left_out] == ["no_awarding_body"]


def test_name_the_source_of_skills_where_there_are_skills():
    assert notes(document())[0].startswith(ESCO_ATTRIBUTION)
    assert "Modified" in notes(document())[0]
    assert not any(ESCO_ATTRIBUTION in note for note in notes(document("c-fr")))


def test_identifiers_are_stable_unique_and_independent_of_the_wording():
    made = document()
    uuid.UUID(made["id"].removeprefix("urn:uuid:"))
    descriptor = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")
    renamed = edc_document(replace(descriptor, titles={"it": "Altro titolo"}), words=WORDS)
    assert renamed["id"] == made["id"]
    assert document("c-de")["id"] != made["id"]


def test_equal_input_gives_equal_bytes():
    assert document_bytes(document()) == document_bytes(document())
    assert json.loads(document_bytes(document())) == document()
