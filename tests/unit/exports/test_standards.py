import pytest

from escomap.errors import EscomapError
from escomap.exports.compiled_shapes import load_shapes
from escomap.exports.loq_schema import load_xml_validator
from escomap.exports.official_lists import load_official_lists
from escomap.exports.standards import ARTEFACTS, standards_status
from escomap.paths import standards_folder


def put(folder, name, text):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_is_found_where_no_folder_is_named():
    found = standards_status(None)
    assert len(found) == len(ARTEFACTS)
    assert not any(each.is_there for each in found)
    assert all("not checked: " in str(each) for each in found)


def test_a_file_is_told_with_its_version_and_digest(tmp_path):
    put(tmp_path, "edc/EDC-generic-full.ttl", 'a owl:Ontology; owl:versionInfo "9.8.7";')
    put(tmp_path, "loq/xsd/loq/loq.xsd", '<xs:schema elementFormDefault="qualified" version="6.5"/>')
    found = {each.artefact.path: each for each in standards_status(tmp_path)}
    assert found["edc/EDC-generic-full.ttl"].version == "9.8.7"
    assert found["loq/xsd/loq/loq.xsd"].version == "6.5"
    assert len(found["loq/xsd/loq/loq.xsd"].sha256) == 64
    assert not found["loq/LOQ-constraints.ttl"].is_there


def test_a_file_that_nothing_can_apply_is_told(tmp_path, monkeypatch):
    put(tmp_path, "edc/EDC-generic-full.ttl", "x")
    monkeypatch.setattr("escomap.exports.standards.find_spec", lambda name: None)
    found = next(each for each in standards_status(tmp_path) if each.is_there)
    assert not found.is_usable
    assert "pip install" in str(found)


def test_the_folder_may_stand_in_the_environment(tmp_path, monkeypatch):
    assert standards_folder() is None
    monkeypatch.setenv("ESCOMAP_STANDARDS", str(tmp_path))
    assert standards_folder() == tmp_path
    with pytest.raises(EscomapError) as error:
        standards_folder(tmp_path / "elsewhere")
    assert error.value.code == "missing_file"


def test_a_schema_that_points_to_the_network_is_refused(tmp_path):
    put(tmp_path, "loq/xsd/loq/loq.xsd", '<xs:import schemaLocation="http://example.org/x.xsd"/>')
    with pytest.raises(EscomapError) as error:
        load_xml_validator(tmp_path)
    assert error.value.code == "bad_standards"


@pytest.mark.parametrize("schema", ["<xs:schema", "<schema/>"])
def test_a_broken_schema_is_named(tmp_path, schema):
    put(tmp_path, "loq/xsd/loq/loq.xsd", schema)
    with pytest.raises(EscomapError) as error:
        load_xml_validator(tmp_path)
    assert (error.value.code, "loq.xsd" in error.value.where) == ("bad_standards", True)


def test_a_broken_list_is_named(tmp_path):
    put(tmp_path, "loq/xsd/loq/cv/eqf.xsd", "<xs:schema")
    with pytest.raises(EscomapError) as error:
        load_official_lists(tmp_path)
    assert (error.value.code, "eqf.xsd" in error.value.where) == ("bad_standards", True)


@pytest.mark.parametrize(
    "shapes", ["this is no Turtle", "@prefix sh: <http://www.w3.org/ns/shacl#> . [] sh:pattern '(' ."]
)
def test_broken_shapes_are_named(tmp_path, shapes):
    pytest.importorskip("pyshacl", reason="pyshacl is not installed (pip install 'escomap[validate]')")
    with pytest.raises(EscomapError) as error:
        load_shapes([put(tmp_path, "shapes.ttl", shapes)])
    assert error.value.code == "bad_shapes"
