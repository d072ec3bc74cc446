import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.text.plain import plain_text

MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<li>", "<br/>", "&amp;", "&nbsp;", "<b>", "</b>", "a", " ", "å", "\n", "<", "&", "x<y"]
    )
).map("".join)


def test_text_without_markup_is_kept():
    plain = plain_text("a < b & c > d")
    assert plain.text == "a < b & c > d"
    assert plain.raw_span(4, 5) == (4, 5)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>One</p><p>Two</p>", "\nOne\n\nTwo\n"),
        ("caff&egrave; &amp; t&#232;", "caffè & tè"),
        ("x<script>alert('<p>')</script>y", "xy"),
        ("x<!-- <p>no</p> -->y", "xy"),
        ("a<b>b</b>c", "abc"),
        ('<a href="x>y">link</a>', "link"),
        ("vector<int> and List<T>", "vector<int> and List<T>"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("a\u00a0b", "a b"),
        ("one_x000D_\ntwo", "one\n\ntwo"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_plain_text_of(raw, text):
    assert plain_text(raw).text == text


def test_line_ends_inside_html_are_spaces():
    assert plain_text("<p>one\n  two</p>").text.strip() == "one two"


def test_line_ends_beside_inline_markup_stay():
    assert plain_text("<b>one</b>\ntwo").text == "one\ntwo"


def test_spans_lead_back_through_entities():
    raw = "<p>Etude de la qualit&eacute;</p>"
    plain = plain_text(raw)
    start = plain.text.index("qualité")
    first, last = plain.raw_span(start, start + len("qualité"))
    assert raw[first:last] == "qualit&eacute;"


@given(st.one_of(MARKUP, st.text()))
def test_every_character_has_a_span_in_order(raw):
    plain = plain_text(raw)
    assert len(plain.starts) == len(plain.ends) == len(plain.text)
    spans = list(zip(plain.starts, plain.ends, strict=True))
    assert all(0 <= start <= end <= len(raw) for start, end in spans)
    assert spans == sorted(spans)
