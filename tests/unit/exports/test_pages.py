"""Whatever a catalogue holds stands in a page as text, and the page can run and load nothing but its own."""

import base64
import hashlib
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from escomap.completeness.score import score_course
from escomap.completeness.text import percent
from escomap.consultation.form import AskedConcept, AskedCourse, AskedOutcome, Form
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.completeness import completeness_page
from escomap.exports.consultation import consultation_page
from escomap.exports.pages import bar_segments, plain_markdown
from escomap.exports.recognition import FORMATS, render_sheet
from escomap.model import DescribedOutcome, SkillLink
from escomap.recognition.sheet import compare_courses
from escomap.recognition.side import Family, Side
from fixtures.descriptors import bare_descriptor

ATTACK = "<script>alert(1)</script>\"' onload='x' {{ 7 * 7 }} | [a](javascript:x)"
# A text of spaces says nothing, so that pages leave it out.
_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)
TEXTS = st.one_of(st.just(ATTACK), _WORDS)


def course(text, uri="http://data.europa.eu/esco/skill/1"):
    """A course with ``text`` wherever a catalogue or a vocabulary can put one."""
    link = SkillLink(uri, {"en": text, "it": text}, "knowledge", "transversal", 0.9)
    fields = ("provider", "country_code", "faculty", "programme", "award", "course_code", "mode", "url", "level_text")
    texts = ("titles", "descriptions", "assessment", "prerequisites", "grading_scheme", "quality_assurance")
    return bare_descriptor(
        **dict.fromkeys(fields, text),
        **{name: {"en": text} for name in texts},
        teaching_langs=(text,),
        isced_f_code=text,
        eqf_evidence=text,
        outcomes=(DescribedOutcome("o", text, "en", (link,)),),
    )


def sheet(text, uri="http://data.europa.eu/esco/skill/1"):
    family = {uri: (Family("group", text),)}
    return compare_courses(Side(course(text, uri), families=family), Side(course(text, "other:uri")))


def form(text):
    concept = AskedConcept(text, text, "de", text)
    outcomes = (AskedOutcome("o", text, "en", (concept, concept)), AskedOutcome("p", text, text, ()))
    course = AskedCourse("c", text, text, text, text, text, "en", text, text, outcomes)
    return Form(text, text, text, text, text, text, (course, course))


PAGES = {
    "completeness": lambda text: completeness_page([score_course(course(text))]),
    "comparison": lambda text: render_sheet(sheet(text), "html"),
    "consultation": lambda text: consultation_page(form(text)),
}


def elements(tree):
    """Every element with the names of its attributes; an address may or may not be a link."""
    return [(each.tag, sorted(each.attrib)) for each in tree.iter() if each.tag not in ("a", "br")]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@settings(max_examples=25, deadline=None)
@given(text=TEXTS)
def test_any_text_leaves_the_elements_of_a_page_as_they_are(page, text):
    plain, found = (html.fromstring(page(each).decode()) for each in ("plain words", text))
    assert elements(plain) == elements(found)
    assert not found.xpath("//*[starts-with(name(@*), 'on')] | //iframe | //img | //object | //link | //base")


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_shows_the_text_itself(page):
    assert ATTACK in html.fromstring(page(ATTACK).decode()).text_content()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_policy_allows_exactly_the_own_style_and_no_address(page):
    text = page("plain").decode()
    (policy,) = html.fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and "http" not in policy
    assert "style=" not in text.partition("</style>")[2]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_can_be_used_without_seeing_it(page):
    tree = html.fromstring(page("plain").decode())
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert tree.get("lang") == "en"
    assert tree.xpath("//main") and tree.xpath("//title/text()")
    assert all(cell.get("scope") for cell in tree.xpath("//th"))
    assert all(bar.get("aria-hidden") for bar in tree.xpath("//*[local-name()='svg']"))


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "data:text/html,x", " https://example.org"])
def test_only_a_web_address_becomes_a_link(uri):
    tree = html.fromstring(render_sheet(sheet("plain", uri), "html").decode())
    assert all(link.startswith("http") for link in tree.xpath("//a/@href"))


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_carries_the_attribution_and_comes_out_the_same_again(format_):
    content = render_sheet(sheet("plain"), format_)
    assert ESCO_ATTRIBUTION in content.decode()
    assert content == render_sheet(sheet("plain"), format_)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a | b\nc", r"a \| b c"),
        ("# Title", r"\# Title"),
        ("<b>*x*</b>", r"\<b\>\*x\*\</b\>"),
        ("1. first", r"1\. first"),
        ("7.5 ECTS", "7.5 ECTS"),
        ("- item", r"\- item"),
        ("level_text [x](y)", r"level\_text \[x\](y)"),
    ],
)
def test_markdown_takes_a_value_for_text(text, markdown):
    assert plain_markdown(text) == markdown


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_any_text_leaves_the_lines_of_a_markdown_sheet_as_they_are(text):
    lines, plain = (render_sheet(sheet(each), "md").decode().split("\n") for each in (text, "plain words"))
    kinds = [[line[:2] if line[:1] in "#-|" else "" for line in each] for each in (lines, plain)]
    assert kinds[0] == kinds[1]


@pytest.mark.parametrize(
    ("share", "told"), [(0, "0 %"), (1, "100 %"), (0.999, "> 99 %"), (0.001, "< 1 %"), (0.5, "50 %")]
)
def test_what_is_neither_all_nor_nothing_never_reads_so(share, told):
    assert percent(share) == told


def test_a_bar_is_a_hundred_long_and_leaves_out_what_is_not_there():
    assert bar_segments({"a": 1, "b": 0, "c": 3}) == [("a", "0.00", "25.00"), ("c", "25.00", "75.00")]
    assert bar_segments({"a": 0}) == []
