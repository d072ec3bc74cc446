import json

import pytest

from escomap.exports.formats import ExportOptions
from escomap.exports.inferences import NOT_OFFICIAL, level_findings
from escomap.exports.registry import EXPORTS, document_format
from escomap.model import FieldBasis, LevelBasis
from fixtures.descriptors import bare_descriptor

EQF_6 = "http://data.europa.eu/snb/eqf/6"
# Course search takes a level only beside a national one: test_loq.py.
LEVELLED = [name for name in EXPORTS if name != "loq"]
SETTLED = (LevelBasis.DECLARED_EQF, LevelBasis.DECISION)
INFERRED = [basis for basis in LevelBasis if basis not in (*SETTLED, LevelBasis.NONE)]


def built(name, accept_inferred=False, **changes):
    course = bare_descriptor(eqf_level=6, **changes)
    return course, document_format(name).build(course, ExportOptions(accept_inferred=accept_inferred))


def codes(course, document, accept_inferred=False):
    return [finding.code for finding in level_findings(document, course, accept_inferred=accept_inferred)]


@pytest.mark.parametrize("name", LEVELLED)
def test_a_declared_level_is_stated_in_every_format(name):
    course, build = built(name, eqf_basis=LevelBasis.DECLARED_EQF)
    assert EQF_6 in json.dumps(build.document)
    assert NOT_OFFICIAL not in json.dumps(build.document)
    assert codes(course, build.document) == []


@pytest.mark.parametrize("name", LEVELLED)
@pytest.mark.parametrize("basis", INFERRED)
def test_an_inferred_level_is_stated_only_when_accepted_and_then_marked(name, basis):
    course, build = built(name, eqf_basis=basis)
    assert EQF_6 not in json.dumps(build.document)
    assert "inferred_level" in {finding.code for finding in build.left_out}
    assert codes(course, build.document) == []
    course, build = built(name, eqf_basis=basis, accept_inferred=True)
    assert EQF_6 in json.dumps(build.document)
    assert NOT_OFFICIAL in json.dumps(build.document)
    assert codes(course, build.document, accept_inferred=True) == []


@pytest.mark.parametrize("name", LEVELLED)
def test_an_inferred_level_that_slipped_in_is_caught(name):
    course, build = built(name, eqf_basis=LevelBasis.CYCLE)
    slipped = build.document | {"level": EQF_6}
    assert codes(course, slipped) == ["inferred_level_stated"]
    assert codes(course, slipped | {"level": EQF_6[:-1] + "7"}) == ["wrong_level", "inferred_level_stated"]
    if NOT_OFFICIAL not in json.dumps(build.document):
        assert codes(course, slipped, accept_inferred=True) == ["unmarked_level"]


FIELD = "0714"


@pytest.mark.parametrize("name", LEVELLED)
def test_an_inferred_field_is_stated_only_when_accepted_and_then_marked(name):
    course = bare_descriptor(
        isced_f_code=FIELD, isced_f_basis=FieldBasis.INFERRED, isced_f_labels={"en": "Electronics"}
    )
    build = document_format(name).build(course, ExportOptions())
    text = json.dumps(build.document)
    assert f"isced-f/{FIELD}" not in text
    assert "fieldOfStudy" not in build.document
    assert "fieldsOfStudy" not in build.document
    assert "inferred_field" in {finding.code for finding in build.left_out}
    text = json.dumps(document_format(name).build(course, ExportOptions(accept_inferred=True)).document)
    assert FIELD in text
    assert "stated here is inferred from the ESCO skills of the course" in text


@pytest.mark.parametrize("name", LEVELLED)
def test_a_declared_field_carries_no_mark(name):
    course = bare_descriptor(isced_f_code=FIELD, isced_f_basis=FieldBasis.DECLARED)
    text = json.dumps(document_format(name).build(course, ExportOptions()).document)
    assert FIELD in text
    assert "inferred" not in text
