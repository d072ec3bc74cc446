"""Credentials and learning opportunities against the official shapes, schema and samples."""

import copy
import json
from dataclasses import replace

import pytest
from lxml import etree

from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError
from escomap.exports.concept_lists import LISTS
from escomap.exports.credential import sealed
from escomap.exports.credential_files import write_credentials
from escomap.exports.documents import write_documents
from escomap.exports.files import MANIFEST
from escomap.exports.formats import ExportOptions
from escomap.exports.loq_schema import load_xml_validator
from escomap.exports.loq_xml import to_xml
from escomap.exports.official_lists import load_official_lists
from escomap.exports.registry import document_format
from escomap.exports.shapes import EDC_SHAPES, EDC_WITHOUT_LISTS, LOQ_SHAPES, load_validator, validate_documents
from escomap.exports.words import load_catalogue_words
from escomap.model import NationalLevel
from escomap.paths import mappings_folder
from fixtures.descriptors import KNOWN_URIS, bare_descriptor, frames
from fixtures.planted_faults import NOWHERE, Fault, drop

pytest.importorskip("pyshacl", reason="pyshacl is not installed (pip install 'escomap[validate]')")

WORDS = load_catalogue_words(mappings_folder())
COURSES = [
    *build_descriptors(frames()),
    bare_descriptor(course_id="y", provider="University", country_code="SE", ects=0.0),
]
ITALIAN = next(course for course in COURSES if course.course_id == "c-it")
PAGES = "https://example.org/{course_code}"


def built(name, course, **chosen):
    return document_format(name).build(course, ExportOptions(words=WORDS, **chosen)).document


def written(name, courses, out, standards=None, **chosen):
    options = ExportOptions(words=WORDS, **chosen)
    given = {"options": options, "known_esco_uris": KNOWN_URIS, "standards": standards}
    return write_documents(document_format(name), courses, out, **given)


@pytest.mark.parametrize("accept_inferred", [False, True])
def test_credentials_conform_and_only_courses_without_issuer_fail(standards, tmp_path, accept_inferred):
    made = written("edc-credential", COURSES, tmp_path, standards, accept_inferred=accept_inferred)
    assert (made.written, made.failed, made.shapes) == (4, 1, EDC_SHAPES.files)
    assert set(made.to_mend) == {"provider"}


def test_credentials_of_persons_conform(standards, tmp_path):
    rows = ["given_name,family_name,issued_on,date_of_birth,email,grade,certificate_number,wallet_address"]
    rows += ["Ana,Alba,2026-06-30,2000-02-29,ana@example.org,28/30,C 1,w-1", "Bo,Ødegård,2026-06-30,,,,,"]
    (tmp_path / "list.csv").write_text("\n".join(rows), encoding="utf-8")
    made = write_credentials(
        COURSES,
        tmp_path / "out",
        options=ExportOptions(words=WORDS),
        known_esco_uris=KNOWN_URIS,
        standards=standards,
        courses=["INF1"],
        recipients=tmp_path / "list.csv",
    )
    assert (made.export.written, made.export.failed, made.rejected) == (2, 0, ())


@pytest.mark.parametrize("shapes", [EDC_WITHOUT_LISTS, EDC_SHAPES])
def test_unsigned_documents_have_exactly_the_three_results_that_sealing_mends(standards, shared, shapes):
    sample = json.loads((standards / "edc/samples/Sample-MC-Annex1-unsigned-uploadable.json").read_text("utf-8"))
    example = json.loads(shared("standards/examples/edc_microcredential_uploadable.json").read_text("utf-8"))
    own = built("edc-credential", ITALIAN)
    unsigned = [sample["credential"], example["credential"], own]
    for findings in validate_documents(unsigned, standards, shapes).values():
        assert sorted(finding.where for finding in findings) == ["issued", "issuer", "issuer.eIDASIdentifier"]
    assert not any(validate_documents(map(sealed, unsigned), standards, shapes).values())


def test_the_official_signed_samples_conform(standards):
    files = sorted((standards / "edc/samples").glob("signed_payload_*.json"))
    signed = [json.loads(file.read_text("utf-8")) for file in files]
    assert len(signed) == 2
    assert not any(validate_documents(signed, standards).values())


@pytest.mark.parametrize("accept_inferred", [False, True])
def test_learning_opportunities_conform_in_both_forms(standards, tmp_path, accept_inferred):
    courses = [course for course in COURSES if course.outcomes and course.course_code]
    made = written("loq", courses, tmp_path, standards, homepage=PAGES, accept_inferred=accept_inferred)
    providers = {course.provider for course in courses}
    assert (made.written, made.failed) == (2 * len(courses) + len(providers), 0)
    assert made.shapes == (*LOQ_SHAPES.files, "loq/xsd/loq/loq.xsd")


def test_what_the_official_artefacts_refuse_our_own_checks_refuse_too(standards, tmp_path):
    with_them = written("loq", COURSES, tmp_path / "a", standards)
    without = written("loq", COURSES, tmp_path / "b")
    assert with_them.to_mend == without.to_mend
    assert with_them.failed == without.failed > 0


def test_documents_of_others_conform(standards, shared):
    example = json.loads(shared("standards/examples/loq_learning_opportunity.jsonld").read_text("utf-8"))
    assert not any(validate_documents([example | {"id": example["@id"]}], standards, LOQ_SHAPES).values())
    schema = load_xml_validator(standards)
    files = [
        "examples/loq_course.xml",
        "loq/xsd/loq/loq.xml",
        "loq/xsd/loq/loq_withLearningAchievementSpecification.xml",
    ]
    assert [schema.findings((shared("standards") / file).read_bytes()) for file in files] == [[], [], []]


# Of specifications the shapes look at qualifications only: the shape of the others is marked as deactivated.
SHAPE_FAULTS = [
    Fault("no page", "url", "/homepage", drop),
    Fault("no provider", "provider", "/providedBy", drop),
    Fault("title as a string", "title", "/title", "x"),
    Fault("no outcomes", "outcomes", "learningOutcome", drop),
    Fault("no national level", "level_text", "nqfLevel", drop),
    Fault("field of another scheme", "isced_f_code", "thematicArea.0.inScheme", NOWHERE),
    Fault("scheme of ESCO", "outcomes", "learningOutcome.0.relatedESCOSkill.0.inScheme", NOWHERE),
    Fault("page that is no address", "url", "/homepage.contentURL", "ftp://example.org/"),
]
SCHEMA_FAULTS = [
    Fault("no page", "url", "/homepage", drop),
    Fault("no title", "title", "/title", drop),
    Fault("no outcomes", "outcomes", "learningOutcome", drop),
    Fault("no language", "teaching_langs", "language", drop),
    Fault("start as a day", "starts_on", "/temporal.startDate", "2026-09-14"),
    Fault("workload in words", "workload_hours", "volumeOfLearning", "100 hours"),
    Fault("level that does not exist", "level_text", "eqfLevel.id", "http://data.europa.eu/snb/eqf/9"),
    Fault("field that does not exist", "isced_f_code", "thematicArea.0.id", "http://data.europa.eu/snb/isced-f/0699"),
    Fault("mode that does not exist", "mode", "/mode.0.id", "http://data.europa.eu/snb/learning-assessment/0"),
    Fault("kind of course that does not exist", "course_type", "/dcType.0.id", "http://data.europa.eu/snb/x"),
]


@pytest.fixture
def opportunity(standards):
    """An opportunity that leads to a qualification."""
    course = replace(ITALIAN, national_level=NationalLevel("IT", "QNQ", "6"))
    made = built("loq", course, official=load_official_lists(standards))
    assert made["learningAchievementSpecification"]["type"] == "Qualification"
    return made


@pytest.mark.parametrize("fault", SHAPE_FAULTS, ids=lambda fault: fault.name)
def test_the_shapes_of_course_search_catch_a_fault_at_its_place(standards, opportunity, fault):
    good = copy.deepcopy(opportunity) | {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    fault.plant(opportunity, opportunity["learningAchievementSpecification"])
    found = load_validator(standards, LOQ_SHAPES).findings([good, opportunity])
    assert found[good["id"]] == []
    assert fault.field in {finding.field for finding in found[opportunity["id"]]}


@pytest.mark.parametrize("fault", SCHEMA_FAULTS, ids=lambda fault: fault.name)
def test_the_schema_of_course_search_catches_a_fault_at_its_place(standards, opportunity, fault):
    schema = load_xml_validator(standards)
    assert schema.findings(to_xml([opportunity])) == []
    fault.plant(opportunity, opportunity["learningAchievementSpecification"])
    findings = schema.findings(to_xml([opportunity]))
    # What is missing is found where the next element stands, so the message names it.
    key = fault.path.lstrip("/").partition(".")[0]
    told = [finding for finding in findings if fault.field == finding.field or f" {key}" in finding.message]
    assert told


def test_xml_with_entities_or_broken_is_a_finding(standards):
    schema = load_xml_validator(standards)
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert all("root:" not in str(finding) for finding in schema.findings(bomb))
    assert schema.findings(bomb)
    assert [finding.code for finding in schema.findings(b"<x")] == ["not_xml"]


def test_the_courses_of_several_institutions_make_one_document_that_conforms(standards):
    courses = [replace(ITALIAN, course_id=f"c{n}", course_code=f"A{n}", provider=f"U{n % 2}") for n in range(5)]
    made = to_xml([built("loq", course) for course in courses])
    assert load_xml_validator(standards).findings(made) == []
    assert len(etree.fromstring(made).findall(".//{*}organisation")) == 2


def test_our_lists_are_the_official_ones(standards):
    official = load_official_lists(standards)
    compared = 0
    for each in set(LISTS.values()):
        for uri in official.get(each.prefix, {}):
            is_used = each.scheme.startswith("http://data.europa.eu/snb/") or uri.rpartition("/")[2].isalpha()
            if is_used and "file-type" not in uri and "/country/" not in uri:
                compared += 1
                assert each.has(uri) or "/language/" in uri, uri
    assert compared > 600
    assert not LISTS["thematicArea"].has("http://data.europa.eu/snb/isced-f/0699")


def test_every_name_of_a_national_framework_is_in_the_official_list(standards):
    labels = set(load_official_lists(standards)["http://data.europa.eu/snb/qdr/"].values())
    for key, name in WORDS.national_lists.items():
        assert any(label.startswith(f"{name} Level") for label in labels), key


@pytest.mark.parametrize("name", ["edc", "edc-credential", "loq"])
def test_a_folder_without_the_artefacts_names_the_missing_file(tmp_path, name):
    with pytest.raises(EscomapError) as error:
        document_format(name).load_validator(tmp_path)
    assert error.value.code == "missing_file"


def test_a_failing_document_stands_in_the_manifest_with_course_path_message_and_field(standards, tmp_path):
    written("loq", COURSES, tmp_path, standards)
    told = json.loads((tmp_path / MANIFEST).read_text("utf-8"))["documents"]
    failed = [entry for entry in told if entry["file"].startswith("failed/")]
    assert failed
    for entry in failed:
        for finding in entry["findings"]:
            if finding["is_error"]:
                assert entry["course"] and finding["where"] and finding["field"] and finding["message"]
