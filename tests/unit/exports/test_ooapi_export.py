import json
import uuid

import pytest

from escomap.descriptor import build_descriptors
from escomap.exports.formats import ExportOptions
from escomap.exports.ooapi import OOAPI
from escomap.exports.words import load_catalogue_words
from escomap.model import LevelBasis
from escomap.paths import mappings_folder
from escomap.readers.ooapi import read_ooapi
from fixtures.descriptors import KNOWN_URIS, PROGRAM, SQL, bare_descriptor, frames

WORDS = load_catalogue_words(mappings_folder())
ITALIAN = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")


def built(descriptor=ITALIAN, **options):
    return OOAPI.build(descriptor, ExportOptions(words=WORDS, **options))


def course(descriptor=ITALIAN, **options):
    return built(descriptor, **options).document


def test_the_full_course_has_what_the_api_asks_for():
    made = course()
    assert OOAPI.check(made, KNOWN_URIS) == []
    assert str(uuid.UUID(made["courseId"])) == made["courseId"]
    assert made["primaryCode"] == {"codeType": "identifier", "code": "INF1"}
    assert made["name"][0] == {"language": "it", "value": "Programmazione"}
    assert made["studyLoad"] == {"studyLoadUnit": "ects", "value": 7.5}
    assert made["modeOfDelivery"] == ["on campus", "hybrid"]
    assert (made["teachingLanguage"], made["fieldsOfStudy"]) == ("ita", "0613")
    assert made["learningOutcomes"][1] == [{"language": "en", "value": "Write SQL queries"}]
    assert made["organization"]["addresses"] == [{"addressType": "postal", "countryCode": "IT"}]


def test_what_the_api_does_not_know_is_an_extension():
    extension = course()["ext"]["escomap"]
    assert [(skill["outcome"], skill["uri"]) for skill in extension["escoSkills"]] == [
        (0, PROGRAM),
        (1, PROGRAM),
        (1, SQL),
    ]
    assert extension["eqfLevel"] == "http://data.europa.eu/snb/eqf/6"
    assert extension["otherTeachingLanguages"] == ["eng"]
    assert extension["otherStudyLoads"] == [{"studyLoadUnit": "hour", "value": 187.5}]
    assert extension["attribution"].startswith("This service uses the ESCO classification")


def test_a_bare_course_says_what_stands_in_for_what_is_missing():
    build = built(bare_descriptor())
    made = build.document
    assert OOAPI.check(made, KNOWN_URIS) == []
    assert (made["abbreviation"], made["teachingLanguage"], made["level"]) == ("Title", "und", "undefined")
    assert made["primaryCode"] == {"codeType": "uuid", "code": made["courseId"]}
    assert {finding.code for finding in build.left_out} == {"no_description", "no_language"}
    assert "ext" not in made


@pytest.mark.parametrize(
    ("basis", "level", "degree"),
    [
        (LevelBasis.CYCLE, 5, "associate degree"),
        (LevelBasis.CYCLE, 7, "master"),
        (LevelBasis.CYCLE, None, "undefined"),
        (LevelBasis.DECLARED_EQF, 6, "undefined"),
        (LevelBasis.NATIONAL_LEVEL, 6, "undefined"),
    ],
)
def test_a_degree_is_read_from_a_cycle_and_never_from_a_level(basis, level, degree):
    assert course(bare_descriptor(eqf_basis=basis, eqf_level=level))["level"] == degree


def test_names_and_addresses_keep_to_the_lengths_of_the_api():
    long = bare_descriptor(course_code="c" * 300, provider="p" * 300, url="https://example.org/" + "u" * 2100)
    build = built(long)
    assert len(build.document["abbreviation"]) == len(build.document["organization"]["shortName"]) == 256
    assert build.document["organization"]["name"] == [{"value": "p" * 300}]
    assert "link" not in build.document
    assert "bad_address" in {finding.code for finding in build.left_out}


def test_our_own_reader_reads_it_back(tmp_path):
    answer = tmp_path / "course.json"
    answer.write_text(json.dumps(course()), encoding="utf-8")
    [record] = read_ooapi(answer)
    values = record.values
    assert not record.problem
    assert (values["name@it"], values["name@en"]) == ("Programmazione", "Programming")
    assert (values["provider"], values["country"]) == ("Politecnico Inventato", "IT")
    assert (values["studyLoad.ects"], values["fieldsOfStudy"]) == ("7.5", "0613")
