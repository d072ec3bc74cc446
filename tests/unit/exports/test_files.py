import hashlib
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError
from escomap.exports import registry
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.documents import write_documents
from escomap.exports.edc import EDC
from escomap.exports.file_names import descriptor_file_name
from escomap.exports.formats import ExportOptions
from fixtures.descriptors import KNOWN_URIS, bare_descriptor, frames, outcome_with

OUTSIDE = "http://data.europa.eu/esco/skill/outside-the-release"


def export(descriptors, out, format_=EDC, **arguments):
    given = {"options": ExportOptions(), "known_esco_uris": KNOWN_URIS} | arguments
    return write_documents(format_, descriptors, out, **given)


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_two_exports_are_equal_byte_for_byte(tmp_path):
    export(build_descriptors(frames()), tmp_path / "one")
    export(build_descriptors(frames()), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 5


def test_the_manifest_names_every_file_with_its_digest(tmp_path):
    report = export(build_descriptors(frames()), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["attribution"] == ESCO_ATTRIBUTION
    assert manifest["esco_versions"] == ["v1.2.0"]
    assert {document["course_id"] for document in manifest["documents"]} == {"c-it", "c-de", "c-fr", "c-en"}
    for document in manifest["documents"]:
        assert hashlib.sha256((tmp_path / document["file"]).read_bytes()).hexdigest() == document["sha256"]
    assert (report.written, report.failed, report.removed) == (4, 0, 0)
    assert report.notes == sum(len(document["findings"]) for document in manifest["documents"]) > 0


def test_a_document_with_an_error_never_lies_among_the_good_ones(tmp_path):
    bad = bare_descriptor(course_id="bad", outcomes=(outcome_with((OUTSIDE, "knowledge", "")),))
    report = export([bare_descriptor(), bad], tmp_path)
    assert (report.written, report.failed) == (1, 1)
    assert {file.name for file in (tmp_path / "failed").iterdir()} == {descriptor_file_name(bad)}
    assert not (tmp_path / descriptor_file_name(bad)).exists()
    mended = replace(bad, outcomes=())
    report = export([bare_descriptor(), mended], tmp_path)
    assert (report.written, report.failed, report.removed) == (2, 0, 1)
    assert not (tmp_path / "failed").exists()


def test_remove_only_what_an_earlier_manifest_names(tmp_path):
    gone, kept = bare_descriptor(course_id="gone"), bare_descriptor(course_id="kept")
    export([gone, kept], tmp_path)
    (tmp_path / "mine.json").write_text("{}", encoding="utf-8")
    assert export([kept], tmp_path).removed == 1
    assert sorted(contents(tmp_path)) == sorted([descriptor_file_name(kept), "manifest.json", "mine.json"])


@pytest.mark.parametrize("name", ["../outside.json", "failed/../../outside.json", "/etc/outside.json", "sub/x.json"])
def test_a_manifest_cannot_name_files_elsewhere(tmp_path, name):
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    (out / "manifest.json").write_text(json.dumps({"documents": [{"file": name}]}), encoding="utf-8")
    assert export([bare_descriptor()], out).removed == 0
    assert (tmp_path / "outside.json").exists()


def test_a_manifest_that_cannot_be_read_stops(tmp_path):
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(EscomapError) as error:
        export([], tmp_path)
    assert error.value.code == "bad_manifest"


def test_a_course_that_comes_twice_stops(tmp_path):
    with pytest.raises(EscomapError) as error:
        export([bare_descriptor(), bare_descriptor()], tmp_path)
    assert error.value.code == "repeated_course"


def test_progress_counts_documents(tmp_path):
    seen = []
    export((bare_descriptor(course_id=str(n)) for n in range(100)), tmp_path, progress=seen.append)
    assert seen == [64, 100]


@pytest.mark.parametrize("text", ["../../etc/passwd", "CON", "a/b\\c:d*e?", "x" * 500, "Ελλάδα", "名前", "\0", " . "])
def test_hostile_names_make_plain_files(tmp_path, text):
    course = bare_descriptor(provider=text, course_code=text, titles={"en": text or "x"}, course_id=text)
    name = descriptor_file_name(course)
    assert re.fullmatch(r"[a-z0-9-]{1,120}\.json", name)
    export([course], tmp_path)
    assert [file.name for file in tmp_path.rglob("*.json") if file.name != "manifest.json"] == [name]


@given(st.lists(st.text(max_size=20), unique=True, min_size=2, max_size=6))
def test_different_courses_have_different_files(course_ids):
    names = {descriptor_file_name(bare_descriptor(course_id=course_id, provider="P")) for course_id in course_ids}
    assert len(names) == len(course_ids)


def test_exports_are_found_by_name():
    assert registry.document_format("edc") is EDC
    assert {name: registry.document_format(name).name for name in registry.EXPORTS} == {n: n for n in registry.EXPORTS}
    registry.require_export("tables")
    with pytest.raises(EscomapError, match="no export named 'edcc'") as error:
        registry.require_export("edcc")
    assert error.value.hint.startswith("use one of: edc, ")


@pytest.mark.parametrize("name", registry.EXPORTS)
def test_every_format_is_written_whole_or_to_the_side(tmp_path, name):
    asked = {"provider": "University", "country_code": "IT", "url": "https://example.org/"}
    good = bare_descriptor(**asked, outcomes=(outcome_with(),))
    bad = replace(good, course_id="bad", outcomes=(outcome_with((OUTSIDE, "knowledge", "")),))
    format_ = registry.document_format(name)
    endings = list(format_.render(format_.build(bad, ExportOptions()).document))
    assert export([good, bad], tmp_path, format_).written == len(endings) + (format_.together is not None)
    assert {file.name for file in (tmp_path / "failed").iterdir()} == {descriptor_file_name(bad, e) for e in endings}
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    named = {document["file"]: document["sha256"] for document in manifest["documents"]}
    written = {file: hashlib.sha256(content).hexdigest() for file, content in contents(tmp_path).items()}
    assert named == {file: digest for file, digest in written.items() if file != "manifest.json"}
    assert manifest["format"] == name
    assert export([], tmp_path, format_).removed == len(named)
    assert set(contents(tmp_path)) == {"manifest.json"}
