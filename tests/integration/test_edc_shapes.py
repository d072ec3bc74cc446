import copy
import json
import sys
from pathlib import Path

import pytest

from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError
from escomap.exports.check import check_document
from escomap.exports.documents import write_documents
from escomap.exports.edc import EDC, edc_document
from escomap.exports.formats import ExportOptions
from escomap.exports.shapes import EDC_SHAPES, EDC_WITHOUT_LISTS, load_validator, validate_documents
from escomap.exports.words import load_catalogue_words
from fixtures.descriptors import KNOWN_URIS, bare_descriptor, frames

STANDARDS = Path(__file__).parents[3] / "shared" / "standards"
SAMPLES = STANDARDS / "edc" / "samples"
WORDS = load_catalogue_words(Path(__file__).parents[2] / "mappings")

pytest.importorskip("pyshacl", reason="pyshacl is not installed (pip install 'escomap[validate]')")
needs_standards = pytest.mark.skipif(
    not (STANDARDS / "edc").is_dir(), reason="the official shapes of ../shared/standards/edc are not here"
)


def documents(accept_inferred=False):
    descriptors = [*build_descriptors(frames()), bare_descriptor(), bare_descriptor(course_id="y", ects=0.0)]
    return [edc_document(d, words=WORDS, accept_inferred=accept_inferred) for d in descriptors]


def by_title(made, title):
    return next(document for document in made if title in document["title"].values())


@needs_standards
@pytest.mark.parametrize("accept_inferred", [False, True])
@pytest.mark.parametrize("shapes", [EDC_WITHOUT_LISTS, EDC_SHAPES])
def test_our_documents_conform(shapes, accept_inferred):
    made = documents(accept_inferred)
    found = load_validator(STANDARDS, shapes).findings(made)
    assert found == {document["id"]: [] for document in made}


@needs_standards
@pytest.mark.parametrize("shapes", [EDC_WITHOUT_LISTS, EDC_SHAPES])
def test_the_official_signed_samples_conform_in_company(shapes):
    samples = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(SAMPLES.glob("signed_payload_*.json"))]
    found = load_validator(STANDARDS, shapes).findings([*samples, *documents()])
    assert len(samples) == 2
    assert not any(found.values())


@needs_standards
def test_an_unsigned_sample_lacks_what_signing_adds():
    unsigned = json.loads((SAMPLES / "Sample-MC-Annex1-unsigned-uploadable.json").read_text(encoding="utf-8"))
    [findings] = validate_documents([unsigned["credential"]], STANDARDS).values()
    assert [finding.where for finding in findings] == ["issued", "issuer", "issuer.eIDASIdentifier"]


def _title_as_string(document):
    document["title"] = "a string"


def _scheme_missing(document):
    del document["eqfLevel"]["inScheme"]


def _scheme_untyped(document):
    del document["eqfLevel"]["inScheme"]["type"]


def _concept_as_string(document):
    document["eqfLevel"] = document["eqfLevel"]["id"]


def _wrong_scheme(document):
    document["eqfLevel"]["inScheme"]["id"] = "http://data.europa.eu/snb/isced-f/25831c2"


def _outcome_without_title(document):
    del document["learningOutcome"][0]["title"]


def _credits_as_number(document):
    document["creditPoint"]["point"] = 7


def _outcome_without_id(document):
    del document["learningOutcome"][0]["title"], document["learningOutcome"][0]["id"]


FAULTS = [
    _title_as_string,
    _scheme_missing,
    _scheme_untyped,
    _concept_as_string,
    _wrong_scheme,
    _outcome_without_title,
    _credits_as_number,
    _outcome_without_id,
]


@needs_standards
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_in_its_document_only(fault):
    made = copy.deepcopy(documents(accept_inferred=True))
    faulty = by_title(made, "Programmazione")
    # Company that holds the very nodes the faulty document spoils, and could hide the fault in one graph.
    company = copy.deepcopy(faulty) | {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    fault(faulty)
    found = validate_documents([company, *made], STANDARDS)
    assert [document for document, findings in found.items() if findings] == [faulty["id"]]


@needs_standards
def test_our_own_checks_pass_a_document_made_by_others():
    made = json.loads((STANDARDS / "examples" / "edc_descriptor_personfree.jsonld").read_text(encoding="utf-8"))
    known = {skill["id"] for outcome in made["learningOutcome"] for skill in outcome["relatedESCOSkill"]}
    assert check_document(made, known) == []


@needs_standards
@pytest.mark.parametrize(
    "context",
    [
        "https://example.org/context",
        {"@import": "https://example.org/context"},
        {"term": {"@id": "https://example.org/term", "@context": "https://example.org/context"}},
    ],
)
def test_a_context_that_is_not_at_hand_stops(context):
    made = documents()[0] | {"@context": [context]}
    with pytest.raises(EscomapError, match="none is ever fetched") as error:
        validate_documents([made], STANDARDS)
    assert error.value.code == "unknown_context"


@needs_standards
def test_an_export_is_validated_and_says_so(tmp_path):
    report = write_documents(
        EDC,
        build_descriptors(frames()),
        tmp_path,
        options=ExportOptions(accept_inferred=True),
        known_esco_uris=KNOWN_URIS,
        standards=STANDARDS,
    )
    assert (report.written, report.failed, report.shapes) == (4, 0, EDC_SHAPES.files)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["shapes"] == list(EDC_SHAPES.files)


def test_a_folder_without_shapes_names_the_missing_file(tmp_path):
    with pytest.raises(EscomapError) as error:
        load_validator(tmp_path)
    assert error.value.code == "missing_file"


def test_without_pyshacl_the_way_out_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(EscomapError) as error:
        load_validator(tmp_path)
    assert error.value.hint == "pip install 'escomap[validate]'"
