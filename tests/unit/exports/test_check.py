import copy
from pathlib import Path

import pytest

from escomap.descriptor import build_descriptors
from escomap.exports.check import check_document
from escomap.exports.edc import edc_document
from escomap.exports.words import load_catalogue_words
from fixtures.descriptors import KNOWN_URIS, frames

WORDS = load_catalogue_words(Path(__file__).parents[3] / "mappings")


@pytest.fixture
def document():
    descriptor = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")
    return copy.deepcopy(edc_document(descriptor, words=WORDS))


def codes(document, known=KNOWN_URIS):
    return {(finding.code, finding.where) for finding in check_document(document, known)}


def test_find_a_misspelt_key(document):
    document["learningOutcomes"] = document.pop("learningOutcome")
    assert codes(document) == {("unknown_key", "learningOutcomes")}


def test_find_a_property_on_the_wrong_class(document):
    document["learningOutcome"][1]["description"] = {"en": "x"}
    document["type"] = "LearningAchievementSpecification"
    assert codes(document) == {("wrong_class", "learningOutcome[1].description"), ("wrong_class", "eqfLevel")}


@pytest.mark.parametrize("level", ["0", "9", "06", "six"])
def test_find_a_level_that_does_not_exist(document, level):
    document["eqfLevel"]["id"] = f"http://data.europa.eu/snb/eqf/{level}"
    assert codes(document) == {("bad_concept", "eqfLevel.id")}


@pytest.mark.parametrize("code", ["6", "11", "613", "06133"])
def test_find_a_field_of_education_of_the_wrong_form(document, code):
    document["thematicArea"][0]["id"] = f"http://data.europa.eu/snb/isced-f/{code}"
    assert codes(document) == {("bad_concept", "thematicArea[0].id")}


def test_find_languages_and_countries_of_the_wrong_form(document):
    document["language"][0]["id"] = "http://publications.europa.eu/resource/authority/language/it"
    address = document["awardingOpportunity"]["awardingBody"]["location"]["address"]
    address["countryCode"]["id"] = "http://publications.europa.eu/resource/authority/country/IT"
    assert codes(document) == {
        ("bad_concept", "language[0].id"),
        ("bad_concept", "awardingOpportunity.awardingBody.location.address.countryCode.id"),
    }


def test_find_a_skill_the_loaded_release_does_not_have(document):
    assert {code for code, _ in codes(document, known=set())} == {"unknown_skill"}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("a string", "not_a_language_map"),
        ({"en": ""}, "empty_text"),
        ({"en": ["a", "b"]}, "repeated_language"),
        ({"en": "a", "EN": "b"}, "bad_language"),
        ({"zh-hans": "a", "zh-Hans": "b"}, "repeated_language"),
        ({}, "missing"),
    ],
)
def test_find_a_bad_title(document, title, code):
    document["title"] = title
    assert (code, "title") in codes(document)


def test_find_credits_that_are_no_string(document):
    document["creditPoint"]["point"] = 7.5
    assert codes(document) == {("not_a_string", "creditPoint.point")}


def test_find_a_concept_without_its_scheme_or_as_a_bare_string(document):
    del document["eqfLevel"]["inScheme"]
    document["mode"] = ["http://data.europa.eu/snb/learning-assessment/920fbb3cbe"]
    assert codes(document) == {("missing", "eqfLevel.inScheme"), ("not_a_node", "mode[0]")}


def test_find_a_concept_of_another_list(document):
    document["eqfLevel"]["inScheme"]["id"] = "http://data.europa.eu/snb/isced-f/25831c2"
    assert codes(document) == {("wrong_scheme", "eqfLevel.inScheme")}


@pytest.mark.parametrize("duration", ["PT", "P", "100H", "PT1.5H", "P1DT"])
def test_find_a_duration_of_the_wrong_form(document, duration):
    document["volumeOfLearning"] = duration
    assert codes(document) == {("bad_duration", "volumeOfLearning")}


def test_find_two_nodes_with_one_id(document):
    first, second = document["learningOutcome"]
    second["id"] = first["id"]
    assert codes(document) == {("repeated_id", "learningOutcome[1].id")}


def test_find_another_context_and_another_root(document):
    assert ("bad_context", "@context") in codes(document | {"@context": ["https://example.org"]})
    assert ("bad_type", "type") in codes(document | {"type": "Course"})
