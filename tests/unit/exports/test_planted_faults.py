import copy
from pathlib import Path

import pytest

from escomap.descriptor import build_descriptors
from escomap.exports import credential_format, loq_format
from escomap.exports.documents import load_judge
from escomap.exports.files import course_name
from escomap.exports.formats import Build, ExportOptions
from escomap.exports.registry import document_format
from escomap.exports.words import load_catalogue_words
from fixtures.descriptors import KNOWN_URIS, frames
from fixtures.planted_faults import FAULTS

WORDS = load_catalogue_words(Path(__file__).parents[3] / "mappings")
OPTIONS = ExportOptions(words=WORDS)
SPECIFICATIONS = {
    "edc": (),
    "edc-credential": credential_format.SPECIFICATION,
    "loq": loq_format.SPECIFICATION,
}
COURSE = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")


def good(export):
    return document_format(export).build(COURSE, OPTIONS).document


def specification(document, export):
    for key in SPECIFICATIONS[export]:
        document = document[key]
    return document


def errors(document, export):
    judge = load_judge(document_format(export), OPTIONS, KNOWN_URIS, None)
    [findings] = judge.findings([(COURSE, Build(document, ()))])
    return [finding for finding in findings if finding.is_error]


@pytest.mark.parametrize("export", SPECIFICATIONS)
def test_a_document_without_a_fault_passes(export):
    assert errors(good(export), export) == []


def test_there_are_enough_faults_and_none_twice():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.export}: {fault.name}")
def test_every_planted_fault_is_caught_and_names_course_and_field(fault):
    document = copy.deepcopy(good(fault.export))
    fault.plant(document, specification(document, fault.export))
    found = errors(document, fault.export)
    assert found, "not caught"
    messages = [finding.told_of(course_name(COURSE)) for finding in found]
    assert all(message.startswith("INF1 Programmazione: ") for message in messages)
    assert any(f"(field {fault.field})" in message for message in messages), messages
