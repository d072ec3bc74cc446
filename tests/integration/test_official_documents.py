"""Documents of every format against the official artefacts of ../shared, and planted faults that these must find."""

import copy
import json
import sys
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError
from escomap.exports.formats import ExportOptions
from escomap.exports.inferences import level_findings
from escomap.exports.jsonld import expansion_findings
from escomap.exports.openbadges_template import credential_template
from escomap.exports.registry import EXPORTS, document_format
from escomap.exports.words import load_catalogue_words
from escomap.steps.describe import describe
from escomap.steps.esco import load_esco
from escomap.steps.export import export_documents
from escomap.steps.ingest import ingest
from escomap.steps.level import level_courses
from escomap.steps.run import RunRequest, start_run
from escomap.store.db import open_store, open_work, publish
from escomap.tables import OUT_DESCRIPTOR
from fixtures.descriptors import bare_descriptor, frames
from fixtures.generated_descriptors import GENERATED_URIS, descriptors

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
WORDS = load_catalogue_words(ROOT / "mappings")


@pytest.fixture(scope="module")
def validators(standards):
    loaded = {name: document_format(name).load_validator(standards) for name in EXPORTS}
    return {name: validator for name, validator in loaded.items() if validator}


def built(name, course, accept_inferred=False):
    return document_format(name).build(course, ExportOptions(accept_inferred, WORDS)).document


def full_course():
    return next(course for course in build_descriptors(frames()) if course.course_id == "c-it")


def test_the_standards_at_hand_are_the_ones_that_validate(validators):
    assert list(validators) == ["edc", "edc-credential", "loq", "openbadges", "ooapi"]


@pytest.mark.parametrize("accept_inferred", [False, True])
@pytest.mark.parametrize("name", ["edc", "openbadges", "ooapi"])
def test_the_invented_courses_conform(validators, name, accept_inferred):
    made = [built(name, course, accept_inferred) for course in [*build_descriptors(frames()), bare_descriptor()]]
    assert validators[name].validate(made) == [[] for _ in made]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(course=descriptors())
def test_any_course_conforms(validators, course):
    for name in EXPORTS:
        format_ = document_format(name)
        for accept_inferred in (False, True):
            document = built(name, course, accept_inferred)
            # Some formats ask for more than a course may have; what is there must be right.
            assert {finding.code for finding in format_.check(document, GENERATED_URIS)} <= {"missing"}
            assert level_findings(document, course, accept_inferred=accept_inferred) == []
            json.loads(format_.render(document)[".json"])
            if name in validators and not format_.check(document, GENERATED_URIS):
                assert validators[name].validate([document]) == [[]]


# Each fault with a part of what is said of it.
BADGE_FAULTS = {
    "name missing": (lambda a: a.pop("name"), "'name' is a required property"),
    "criteria missing": (lambda a: a.pop("criteria"), "'criteria' is a required property"),
    "credits as text": (lambda a: a.update(creditsAvailable="7.5"), "'7.5' is not of type 'number'"),
    "a key of no context": (lambda a: a.update(ECTS=7.5), "ECTS"),
    "a target type of nobody": (lambda a: a["alignment"][0].update(targetType="ESCO"), "'ESCO'"),
    "alignment without a target": (lambda a: a["alignment"][0].pop("targetUrl"), "'targetUrl' is a required property"),
    "a kind of nobody": (lambda a: a.update(achievementType="Lecture"), "'Lecture'"),
    "language as a name": (lambda a: a.update(inLanguage="Italian"), "'Italian' does not match"),
    "type as text": (lambda a: a.update(type="Achievement"), "is not of type 'array'"),
    "a type of no context": (lambda a: a["type"].append("Lecture"), "'Lecture' is not absolute"),
    "a relative identifier": (lambda a: a.update(id="achievements/1"), "is not absolute"),
}


@pytest.mark.parametrize("fault", BADGE_FAULTS)
def test_a_faulty_achievement_is_found(validators, fault):
    spoil, said = BADGE_FAULTS[fault]
    made = built("openbadges", full_course())
    spoil(made)
    [findings] = validators["openbadges"].validate([made])
    assert any(said in finding.message for finding in findings)


CREDENTIAL_FAULTS = {
    "no date": lambda c: c.pop("validFrom"),
    "a date that is none": lambda c: c.update(validFrom="soon"),
    "no recipient": lambda c: c.pop("credentialSubject"),
    "no issuer": lambda c: c.pop("issuer"),
    "issuer without id": lambda c: c["issuer"].pop("id"),
    "contexts in another order": lambda c: c["@context"].reverse(),
}


@pytest.mark.parametrize("fault", CREDENTIAL_FAULTS)
def test_a_faulty_credential_is_found(validators, fault):
    credential = credential_template(built("openbadges", full_course()))
    assert validators["openbadges"].credential_findings(credential) == []
    CREDENTIAL_FAULTS[fault](credential)
    assert validators["openbadges"].credential_findings(credential)


def test_documents_made_by_others_conform(validators):
    complete = json.loads((SHARED / "standards" / "openbadges" / "complete.json").read_text(encoding="utf-8"))
    assert validators["openbadges"].credential_findings(complete) == []
    achievement = json.loads((SHARED / "standards" / "examples" / "ob3_achievement.json").read_text(encoding="utf-8"))
    assert validators["openbadges"].validate([achievement]) == [[]]


API_FAULTS = {
    "name": lambda d: d.pop("name"),
    "description": lambda d: d.update(description=[]),
    "courseId": lambda d: d.update(courseId="urn:uuid:1"),
    "level": lambda d: d.update(level="EQF 6"),
    "teachingLanguage": lambda d: d.update(teachingLanguage="it"),
    "modeOfDelivery": lambda d: d.update(modeOfDelivery=["blended"]),
    "studyLoad": lambda d: d.update(studyLoad={"studyLoadUnit": "ECTS", "value": 7.5}),
    "learningOutcomes": lambda d: d.update(learningOutcomes=["Write programs"]),
    "primaryCode": lambda d: d.update(primaryCode={"codeType": "identifier"}),
    "fieldsOfStudy": lambda d: d.update(fieldsOfStudy="ISCED-F 0613"),
    "organization": lambda d: d["organization"].pop("shortName"),
}


@pytest.mark.parametrize("fault", API_FAULTS)
def test_a_faulty_answer_of_the_api_is_found(validators, fault):
    made = copy.deepcopy(built("ooapi", full_course()))
    API_FAULTS[fault](made)
    [findings] = validators["ooapi"].validate([made])
    assert any(fault in finding.where + finding.message for finding in findings)


def test_no_context_is_ever_fetched(validators):
    made = built("openbadges", full_course()) | {"@context": ["https://example.org/context"]}
    with pytest.raises(EscomapError, match="none is ever fetched"):
        expansion_findings(made, validators["openbadges"].contexts)


@pytest.mark.parametrize(("name", "file"), [("openbadges", "ob_v3p0"), ("ooapi", "ooapi_v5_openapi.json")])
def test_a_folder_without_the_artefacts_names_the_missing_file(tmp_path, name, file):
    with pytest.raises(EscomapError) as error:
        document_format(name).load_validator(tmp_path)
    assert error.value.code == "missing_file"
    assert file in error.value.where


@pytest.mark.parametrize(
    ("name", "package"), [("openbadges", "jsonschema"), ("openbadges", "pyld"), ("ooapi", "openapi_schema_validator")]
)
def test_without_a_validator_the_way_out_is_named(standards, monkeypatch, name, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EscomapError) as error:
        document_format(name).load_validator(standards)
    assert (error.value.code, error.value.hint) == ("missing_dependency", "pip install 'escomap[validate]'")


@pytest.mark.parametrize("name", ["schemaorg", "ctdl"])
def test_formats_without_a_schema_do_without_a_folder(tmp_path, name):
    assert document_format(name).load_validator(tmp_path) is None
    assert document_format(name).limits


@pytest.mark.parametrize("content", ["{", "[]", '{"openapi": "3.1.0"}'])
def test_a_damaged_artefact_is_told_as_such(tmp_path, content):
    (tmp_path / "ooapi").mkdir()
    (tmp_path / "ooapi" / "ooapi_v5_openapi.json").write_text(content, encoding="utf-8")
    with pytest.raises(EscomapError) as error:
        document_format("ooapi").load_validator(tmp_path)
    assert error.value.code == "bad_standard"


@pytest.mark.quality
def test_three_hundred_real_courses_conform(standards, shared, tmp_path):
    workbook = _slice(shared("catalogues/xlsx/miun_kursplaner.xlsx"), tmp_path / "courses.xlsx", 300)
    request = RunRequest(catalogues=(workbook,), db=tmp_path / "courses.duckdb", profile="miun")
    with open_work(request.db) as store:
        run = start_run(request, store)
        ingest(run)
        load_esco(run)
        level_courses(run)
        describe(store)
        publish(store, request.db)
    with open_store(request.db) as store:
        without_outcomes = int((store.read(OUT_DESCRIPTOR)["outcome_count"] == 0).sum())
        for name in EXPORTS:
            for accept_inferred in (False, True):
                # The workbook names no pages of courses, which course search asks for.
                chosen = {"accept_inferred": accept_inferred, "homepage": "https://www.example.org/{course_code}"}
                made = export_documents(store, name, tmp_path / name, standards=standards, **chosen)
                sys.stdout.write(f"{name}: {made.to_text()}\n")
                lacking = {"outcomes": without_outcomes} if name == "loq" else {}
                assert made.to_mend == lacking, made.to_text()
                passed = made.written - (name == "loq")
                assert passed % (300 - sum(lacking.values())) == 0 < passed


def _slice(workbook, target, count):
    """Every so many courses of a workbook, in one of its own."""
    header, *rows = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name("kursdata").to_python()
    with xlsxwriter.Workbook(str(target)) as written:
        sheet = written.add_worksheet("kursdata")
        for position, row in enumerate([header, *rows[:: len(rows) // count][:count]]):
            sheet.write_row(position, 0, [str(cell) for cell in row])
    return target
