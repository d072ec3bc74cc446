import tracemalloc

import pytest

from escomap.errors import EscomapError
from escomap.readers import xml_stream
from escomap.readers.xml_stream import Root, parse_small, pieces, root_of

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
OTHER_FILE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
IN_ATTRIBUTE = '<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><a/>'


def written(folder, content):
    path = folder / "c.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def is_course(names):
    return names[-1] == "course"


def titles(path, **options):
    return [course.findtext("title") for course in pieces(path, is_course, **options)]


def code_of(run):
    with pytest.raises(EscomapError) as caught:
        run()
    assert caught.value.hint
    assert caught.value.where
    return caught.value.code


def test_the_root_is_told_with_its_namespace_and_encoding(tmp_path):
    content = "<?xml version='1.0' encoding='ISO-8859-1'?><!-- höö --><x:a xmlns:x='urn:y'/>".encode("latin-1")
    assert root_of(written(tmp_path, content)) == Root("urn:y", "a", "iso-8859-1")


def test_a_comment_in_another_encoding_does_not_hide_the_root(tmp_path):
    content = "<?xml version='1.0'?><!-- Universität --><a/>".encode("cp1252")
    assert root_of(written(tmp_path, content)).name == "a"


@pytest.mark.parametrize("attack", [LAUGHS, OTHER_FILE, IN_ATTRIBUTE, PARAMETER])
def test_declared_entities_are_refused(tmp_path, attack):
    path = written(tmp_path, attack)
    assert code_of(lambda: root_of(path)) == "unsafe_xml"
    assert code_of(lambda: list(pieces(path, is_course))) == "unsafe_xml"
    assert code_of(lambda: parse_small(attack.encode(), "c.xml")) == "unsafe_xml"


def test_a_doctype_that_only_names_a_dtd_is_not_followed(tmp_path):
    path = written(tmp_path, '<!DOCTYPE c SYSTEM "http://127.0.0.1:9/c.dtd"><c><course><title>A</title></course></c>')
    assert titles(path) == ["A"]


@pytest.mark.parametrize(
    "content", ["", "no xml", "<a>", "<a><b></a>", "<a>\x00</a>", "<?xml version='1.0'?>", "<a/><b/>"]
)
def test_what_is_not_well_formed_is_refused(tmp_path, content):
    assert code_of(lambda: titles(written(tmp_path, content))) == "corrupt_file"


def test_a_file_that_is_cut_off_is_refused_with_its_line(tmp_path):
    with pytest.raises(EscomapError) as caught:
        titles(written(tmp_path, "<c>\n<course><title>A</title></course>\n<course><tit"))
    assert caught.value.code == "corrupt_file"
    assert "line 3" in caught.value.message


def test_limits_of_depth_text_and_size_hold(tmp_path, monkeypatch):
    assert code_of(lambda: titles(written(tmp_path, "<a>" * 300 + "</a>" * 300))) == "too_large"
    assert code_of(lambda: titles(written(tmp_path, f"<a>{'x' * 10_100_000}</a>"))) == "too_large"
    path = written(tmp_path, f"<c><course>{'<p/>' * 50}</course></c>")
    monkeypatch.setattr(xml_stream, "MAX_PIECE_ELEMENTS", 50)
    assert code_of(lambda: titles(path)) == "too_large"


def test_a_course_of_many_megabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xml_stream, "MAX_PIECE_MEGABYTES", 1)
    path = written(tmp_path, f"<c><course>{'<p>' + 'x' * 500_000 + '</p>'}{'<p>y</p>' * 200_000}</course></c>")
    assert code_of(lambda: titles(path)) == "too_large"


def test_pieces_come_whole_and_inner_ones_first(tmp_path):
    path = written(tmp_path, "<c><course id='1'><title>A</title><course id='2'><title>B</title></course></course></c>")
    assert titles(path) == ["B", "A"]


def test_pieces_keep_what_is_above_them(tmp_path):
    path = written(tmp_path, "<c xml:lang='sv'><p><title>no course</title><course><title>A</title></course></p></c>")
    (course,) = [
        (piece.getparent().tag, dict(piece.getparent().getparent().attrib)) for piece in pieces(path, is_course)
    ]
    assert course == ("p", {"{http://www.w3.org/XML/1998/namespace}lang": "sv"})


def test_memory_does_not_grow_with_the_number_of_courses(tmp_path):
    path = written(tmp_path, f"<c>{'<x>between</x><course><title>A</title></course>' * 50_000}</c>")
    tracemalloc.start()
    count = sum(1 for _ in pieces(path, is_course))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 5_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings_are_read(tmp_path, encoding):
    declared = encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{declared}'?><c><course><title>Città</title></course></c>"
    assert titles(written(tmp_path, text.encode(encoding))) == ["Città"]


def test_a_wrong_declaration_is_overruled_by_the_bytes(tmp_path):
    text = "<?xml version='1.0' encoding='UTF-8'?><c><course><title>Größe – “x”</title></course></c>"
    assert titles(written(tmp_path, text.encode("cp1252"))) == ["Größe – “x”"]
    assert titles(written(tmp_path, text.encode("cp1252")), encoding="cp1252") == ["Größe – “x”"]


def test_an_encoding_nobody_knows_is_said(tmp_path):
    path = written(tmp_path, "<?xml version='1.0' encoding='x-none'?><a/>")
    assert code_of(lambda: root_of(path)) == "corrupt_file"
    assert code_of(lambda: parse_small(path.read_bytes(), "a.xml")) == "corrupt_file"
