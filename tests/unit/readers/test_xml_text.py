import pytest

from escomap.readers.record_columns import RecordColumns
from escomap.readers.xml_stream import parse_small
from escomap.readers.xml_text import attribute, children, first_value, language_of, text_of, value_of
from escomap.text.plain import has_blocks, plain_text

XHTML = "xmlns:h='http://www.w3.org/1999/xhtml'"


def element(content):
    return parse_small(content.encode(), "c.xml")


def lines(text):
    return [line.strip() for line in plain_text(text).text.splitlines() if line.strip()]


def test_text_without_structure_stays_as_it_stands():
    assert text_of(element("<a>\n AT&amp;T: a &lt; b\n and more \n</a>")) == "AT&T: a < b\n and more"


def test_escaped_html_is_html():
    assert lines(text_of(element("<a>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</a>"))) == ["One", "Two"]


def test_markup_keeps_its_lines_and_list_items():
    found = text_of(
        element(f"<a {XHTML}><h:div>\n<h:p>You can:</h:p><h:ul><h:li>use <h:b>Git</h:b></h:li></h:ul></h:div></a>")
    )
    assert lines(found) == ["You can:", "• use Git"]


def test_unknown_elements_leave_their_text():
    assert text_of(element("<a>see <ref><href>www</href></ref> &amp; ask</a>")) == "see www &amp; ask"


def test_elements_of_a_format_stand_for_html():
    found = text_of(element("<a><block>One<br/>two</block><block>Three</block></a>"), {"block": "p"})
    assert found == "<p>One<br/>two</p><p>Three</p>"


def test_an_entity_of_an_external_dtd_stays_readable():
    found = text_of(element("<!DOCTYPE a SYSTEM 'x.dtd'><a>Universit&eacute; <b>x</b></a>"))
    assert plain_text(found).text == "Université x"


def test_values_attributes_and_children_by_local_name():
    found = element("<x:a xmlns:x='urn:x'><x:b x:id=' 7 '> </x:b><b>two\n words</b><c/></x:a>")
    assert [value_of(child) for child in children(found, "b")] == ["", "two words"]
    assert first_value(found, "b", "c") == "two words"
    assert first_value(None, "b") == ""
    assert len(children(found)) == 3
    assert attribute(children(found, "b")[0], "id") == "7"
    assert attribute(found, "id") == ""


@pytest.mark.parametrize(
    ("declared", "lang"),
    [
        ("xml:lang='en-US'", "en"),
        ("language='ita'", "it"),
        ("blockLang='fr-FR-MTP'", "fr"),
        ("lang='xx'", ""),
        ("", "sv"),
    ],
)
def test_languages_are_declared_near_or_above(declared, lang):
    assert language_of(element(f"<a xml:lang='sv'><b {declared}>x</b></a>")[0]) == lang


def test_columns_are_there_even_when_empty():
    columns = RecordColumns(["title", "credit"])
    columns.put("title", "")
    assert columns.values() == {"title": "", "credit": ""}
    assert not columns.has("title")


def test_columns_hold_texts_lists_and_single_values():
    columns = RecordColumns([])
    for text in ("One.", "Two.", "One."):
        columns.add("outcomes", text, "en")
        columns.listed("subject", text.upper())
        columns.listed("subject", text)
        columns.put("code", text)
    assert columns.values() == {"outcomes@en": "One.\n\nTwo.", "subject": "ONE.; TWO.", "code": "One."}
    assert columns.has("outcomes")


def test_plain_texts_beside_html_keep_their_lines():
    columns = RecordColumns([])
    columns.add("d", "One\ntwo")
    columns.add("d", "<p>Three</p>")
    assert lines(columns.values()["d"]) == ["One", "two", "Three"]


def test_blocks_are_told_from_text():
    assert has_blocks("a<br/>b")
    assert not has_blocks("vector<int> and <b>bold</b> &amp; <name>")
