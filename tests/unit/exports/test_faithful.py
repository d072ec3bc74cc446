import pytest

from escomap.exports.edc import EDC
from escomap.exports.faithful import check_faithful
from escomap.exports.formats import ExportOptions
from escomap.model import FieldBasis
from fixtures.descriptors import bare_descriptor, outcome_with

FIELD = bare_descriptor(isced_f_code="0613", isced_f_basis=FieldBasis.INFERRED)


def made(course, *, accept_inferred=False):
    return EDC.build(course, ExportOptions(accept_inferred)).document


def found(document, course, *, accept_inferred=False):
    findings = check_faithful({"here": document}, course, ExportOptions(accept_inferred), ("here",))
    return {(finding.code, finding.where) for finding in findings if finding.is_error}


@pytest.mark.parametrize("accept_inferred", [False, True])
def test_what_we_make_says_what_the_descriptor_says(accept_inferred):
    document = made(FIELD, accept_inferred=accept_inferred)
    assert ("thematicArea" in document) is accept_inferred
    assert found(document, FIELD, accept_inferred=accept_inferred) == set()


def test_an_inferred_field_must_not_stand_as_declared():
    assert found(made(FIELD, accept_inferred=True), FIELD) == {("inferred_field_stated", "here.thematicArea")}


def test_an_inferred_field_that_was_accepted_must_be_marked():
    document = made(FIELD, accept_inferred=True)
    del document["additionalNote"]
    assert found(document, FIELD, accept_inferred=True) == {("unmarked_field", "here.thematicArea")}


def test_a_course_without_outcomes_is_noted_and_no_error():
    bare = bare_descriptor()
    findings = list(check_faithful(made(bare), bare, ExportOptions()))
    assert [(finding.code, finding.is_error) for finding in findings] == [("no_outcomes", False)]


def test_a_document_of_another_course_is_not_this_one():
    other = bare_descriptor(ects=5.0, titles={"en": "T", "it": "T"}, outcomes=(outcome_with(),))
    assert {code for code, _ in found(made(other), bare_descriptor())} == {"lost_language", "other_credits"}
    assert {code for code, _ in found(made(bare_descriptor()), other)} == {"lost_language", "lost_outcome"}
