import gzip
import io
import json
import tarfile

import pytest

from escomap.errors import EscomapError
from escomap.readers import course_exports
from escomap.readers.registry import file_sha256, format_of, read_records
from escomap.text.plain import plain_text

OVERVIEW = """<!-- a hint for authors: What you'll learn -->
<section class="about"><h2>About This Course</h2><p>Data &amp; more.</p>
<h3>What you&#39;ll learn</h3> Things: <ul><li>clean data</li><li>draw charts</li></ul>
<h3>More</h3><p>The rest.</p></section>
<section class="prerequisites"><h2>Requirements</h2><p>Some algebra</p></section>
<section class="course-staff"><h2>Staff</h2><h3>Ada Byron</h3></section>"""
FILES = {
    "course.xml": '<course url_name="2026" org="UniX" course="DATA1"/>',
    "course/2026.xml": '<course display_name="Old name" language="en" start="&quot;2026-09-01T00:00:00Z&quot;" '
    'lti_passports="[&quot;tool:secret&quot;]"><chapter url_name="c1"/><chapter display_name="Two"/></course>',
    "chapter/c1.xml": '<chapter display_name="One"/>',
    "policies/2026/policy.json": json.dumps(
        {
            "course/2026": {
                "display_name": "Data",
                "learning_info": ["read <b>tables</b>"],
                "lti_passports": ["tool:secret"],
            }
        }
    ),
    "about/overview.html": OVERVIEW,
    "about/short_description.html": "In short",
    "about/effort.html": "03:00",
    "about/video.html": "abc123",
    "about/title.html": "",
    "problem/p1.xml": "<problem><secret/></problem>",
}


def folder(path, files=FILES):
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def archive(path, files=FILES, top="course/"):
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            content = text.encode() if isinstance(text, str) else text
            info = tarfile.TarInfo(f"{top}{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def records(path):
    assert format_of(path) == "openedx_olx"
    return list(read_records(path))


def filled(record):
    return {name: text for name, text in record.values.items() if text}


def refused(run):
    with pytest.raises(EscomapError) as caught:
        run()
    assert caught.value.hint
    return caught.value.code


def test_a_course_comes_through_without_its_secrets(tmp_path):
    (record,) = records(folder(tmp_path))
    values = filled(record)
    lines = plain_text(values.pop("overview")).text.splitlines()
    assert [line.strip() for line in lines if line.strip()] == [
        "About This Course",
        "Data & more.",
        "More",
        "The rest.",
    ]
    assert values.pop("overview.course-staff") == "<h2>Staff</h2><h3>Ada Byron</h3>"
    assert values == {
        "course code": "DATA1",
        "org": "UniX",
        "run": "2026",
        "display_name": "Data",
        "short_description": "In short",
        "outcomes": "<ul><li>read <b>tables</b></li></ul>\nThings: <ul><li>clean data</li><li>draw charts</li></ul>",
        "prerequisites": "<p>Some algebra</p>",
        "language": "en",
        "start": "2026-09-01",
        "effort": "03:00",
        "outline": "One; Two",
        "about.video": "abc123",
    }


@pytest.mark.parametrize("top", ["course/", "./course/", "", "demo-2026/"])
def test_an_archive_says_the_same_as_its_folder(tmp_path, top):
    inside = folder(tmp_path / "course")
    packed = archive(tmp_path / "export.tar.gz", top=top)
    assert [r.values for r in records(packed)] == [r.values for r in records(inside)]


def test_a_folder_of_exports_gives_each_course_and_reports_the_broken_one(tmp_path):
    for name in ("a", "b"):
        folder(tmp_path / name)
    folder(tmp_path / "c", {"course.xml": "<course"})
    folder(tmp_path / "d", {**FILES, "policies/2026/policy.json": "{"})
    found = records(tmp_path)
    assert [(record.sheet, bool(record.problem)) for record in found] == [("a", 0), ("b", 0), ("c", 1), ("d", 1)]
    assert "well-formed" in found[2].problem
    assert "policy.json" in found[3].problem


def test_an_old_export_holds_the_whole_course_in_one_file(tmp_path):
    whole = '<course url_name="r" org="O" course="C"  display_name="All"><chapter display_name="One"/></course>'
    (record,) = records(folder(tmp_path, {"course.xml": whole, "about/short_description.html": "Short"}))
    assert filled(record) == {
        "course code": "C",
        "org": "O",
        "run": "r",
        "display_name": "All",
        "short_description": "Short",
        "overview": "Short",
        "outline": "One",
    }


def test_a_folder_has_a_digest_that_follows_what_is_read(tmp_path):
    folder(tmp_path / "a")
    before = file_sha256(tmp_path / "a")
    (tmp_path / "a" / "problem" / "p2.xml").write_text("<problem/>")
    assert file_sha256(tmp_path / "a") == before
    (tmp_path / "a" / "about" / "effort.html").write_text("04:00")
    assert file_sha256(tmp_path / "a") != before


def test_links_that_lead_out_are_not_followed(tmp_path):
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    inside = folder(tmp_path / "course", {"course.xml": FILES["course.xml"]})
    (inside / "about").mkdir()
    (inside / "about" / "overview.html").symlink_to(secret)
    assert "secret" not in str(records(inside))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "a/../../b", "c:\\windows\\x"])
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path, name):
    packed = archive(tmp_path / "x.tar.gz", {name: "x", **FILES}, top="")
    assert refused(lambda: list(read_records(packed))) == "unsafe_archive"


def test_bombs_are_refused(tmp_path, monkeypatch):
    bomb = archive(tmp_path / "bomb.tar.gz", {"static/zeros": b"\0" * 40_000_000, **FILES})
    assert refused(lambda: list(read_records(bomb))) == "unsafe_archive"
    monkeypatch.setattr(course_exports, "MAX_MEMBERS", 5)
    assert refused(lambda: list(read_records(archive(tmp_path / "many.tar.gz")))) == "unsafe_archive"


def test_a_large_file_that_is_needed_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(course_exports, "MAX_FILE_BYTES", 100)
    assert refused(lambda: list(read_records(archive(tmp_path / "x.tar.gz"), None, "openedx_olx"))) == "too_large"
    assert refused(lambda: list(read_records(folder(tmp_path / "x"), None, "openedx_olx"))) == "too_large"


def test_what_holds_no_course_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    plain = tmp_path / "courses.csv.gz"
    plain.write_bytes(gzip.compress(b"code,title\nA,B\n"))
    packed = archive(tmp_path / "other.tar.gz", {"readme.txt": "x"})
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive(tmp_path / "whole.tar.gz").read_bytes()[:200])
    codes = [refused(lambda path=path: format_of(path)) for path in (tmp_path / "empty", plain, packed, cut)]
    assert codes == ["not_a_catalogue", "corrupt_file", "not_a_catalogue", "corrupt_file"]


def test_a_format_of_files_does_not_take_a_folder(tmp_path):
    assert refused(lambda: list(read_records(folder(tmp_path), None, "csv"))) == "not_a_catalogue"
