"""Microdata and RDFa in pages say what JSON-LD says."""

import json

import pytest

from escomap.catalogue.build import build_catalogue
from escomap.mappings import load_profile
from escomap.paths import mappings_folder
from escomap.readers.page_items import page_items
from escomap.readers.registry import read_records, sniff_format
from escomap.settings import Settings

SCRIPT = {
    "@context": "https://schema.org",
    "@type": "Course",
    "@id": "#cs1",
    "courseCode": "CS1",
    "name": "Programming & testing",
    "description": "<p>A first course.</p>\n<p>Ends with an exam.</p>",
    "teaches": ["debug software with professional tools", "write programs in Python", "assess risks of a release"],
    "educationalLevel": {"@type": "DefinedTerm", "name": "Level 6", "inDefinedTermSet": "NFQ"},
    "numberOfCredits": {"@type": "StructuredValue", "value": "7.5", "unitText": "ECTS"},
    "provider": {"@type": "CollegeOrUniversity", "name": "Testa College"},
    "url": "https://example.org/cs1",
    "hasCourseInstance": [
        {"@type": "CourseInstance", "courseMode": "online", "startDate": "2027-02-01", "inLanguage": "en"},
        {"@type": "CourseInstance", "courseMode": "onsite", "startDate": "2026-09-14"},
    ],
}
MICRODATA = """
<main itemscope itemtype="https://schema.org/Course" itemid="#cs1" itemref="more">
<h1><span itemprop="courseCode">CS1</span> <span itemprop="name">Programming &amp; <em>testing</em></span></h1>
<div itemprop="description"><p>A first course.</p>
<p>Ends with an exam.</p></div>
<ul><li itemprop="teaches">debug software with
   professional tools</li><li itemprop="teaches"><b>write</b> programs in Python</li></ul>
<p itemprop="educationalLevel" itemscope itemtype="https://schema.org/DefinedTerm"><b itemprop="name">Level 6</b>
<meta itemprop="inDefinedTermSet" content="NFQ"></p>
<p itemprop="numberOfCredits" itemscope itemtype="https://schema.org/StructuredValue">
<data itemprop="value" value="7.5">
seven and a half</data> <span itemprop="unitText">ECTS</span></p>
<a itemprop="url" href="/cs1">more</a>
<p itemprop="hasCourseInstance" itemscope itemtype="https://schema.org/CourseInstance">
<span itemprop="courseMode">online</span> <time itemprop="startDate" datetime="2027-02-01">1 February</time>
<meta itemprop="inLanguage" content="en"></p>
<p itemprop="hasCourseInstance" itemscope itemtype="https://schema.org/CourseInstance">
<span itemprop="courseMode">onsite</span> <time itemprop="startDate">2026-09-14</time></p></main>
<footer id="more"><span itemprop="teaches">assess risks of a release</span>
<div itemprop="provider" itemscope itemtype="https://schema.org/CollegeOrUniversity">
<span itemprop="name">Testa College</span></div></footer>
"""
RDFA = """
<main vocab="https://schema.org/" typeof="Course" resource="#cs1">
<h1><span property="courseCode">CS1</span> <span property="name">Programming &amp; <em>testing</em></span></h1>
<div property="description"><p>A first course.</p>
<p>Ends with an exam.</p></div>
<ul><li property="teaches">debug software with professional tools</li>
<li property="teaches">write programs in Python</li>
<li property="teaches">assess risks of a release</li></ul>
<p property="educationalLevel" typeof="DefinedTerm"><b property="name">Level 6</b>
<meta property="inDefinedTermSet" content="NFQ"></p>
<p property="numberOfCredits" typeof="StructuredValue"><span property="value" content="7.5">7½</span>
<span property="unitText">ECTS</span></p>
<div property="provider" typeof="CollegeOrUniversity"><span property="name">Testa College</span></div>
<a property="url" href="/cs1">more</a>
<p property="hasCourseInstance" typeof="CourseInstance"><span property="courseMode">online</span>
<time property="startDate" datetime="2027-02-01">1 February</time><meta property="inLanguage" content="en"></p>
<p property="hasCourseInstance" typeof="CourseInstance"><span property="courseMode">onsite</span>
<time property="startDate">2026-09-14</time></p></main>
"""
HEAD = '<meta property="og:title" content="x"><link rel="canonical" href="https://example.org/list/">'


def page(body, head=HEAD):
    return f'<!DOCTYPE html>\n<html lang="sv"><head>{head}</head><body>{body}</body></html>'


def script(document):
    return f'<script type="application/ld+json">{json.dumps(document)}</script>'


def tables(folder, text, phrases):
    (folder / "c.html").write_text(text, encoding="utf-8")
    path = folder / "c.html"
    assert sniff_format(path) == "schemaorg"
    profile = load_profile("schemaorg", mappings_folder())
    catalogue = build_catalogue(read_records(path, profile), profile, phrases, settings=Settings(), digests={})
    assert catalogue.raw_reject.empty
    assert catalogue.unplaced_columns == ()
    courses = catalogue.core_course.drop(columns=["source_row", "record_id"])
    texts = catalogue.core_course_text[["course_id", "field", "lang", "text"]]
    return [frame.astype(str).to_dict("records") for frame in (courses, texts, catalogue.core_outcome)]


@pytest.mark.parametrize("body", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_markup_gives_the_same_course_as_a_script(tmp_path, phrases, body):
    found = tables(tmp_path, page(body), phrases)
    expected = tables(tmp_path, page(script(SCRIPT)), phrases)
    assert len(found[2]) == 3
    for outcome in (*found[2], *expected[2]):
        del outcome["span_start"], outcome["span_end"]
    assert found == expected


@pytest.mark.parametrize("body", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_a_page_that_says_it_twice_is_read_units(tmp_path, phrases, body):
    courses, _, outcomes = tables(tmp_path, page(script(SCRIPT) + body), phrases)
    assert (len(courses), len(outcomes)) == (1, 3)


def items(body):
    return [node for _, node in page_items(page(body))]


def test_languages_are_those_said_inside_the_page():
    texts = '<b itemprop="name">Saldatura</b><b itemprop="name" lang="en">A</b>'
    body = f'<div itemscope itemtype="x:Course" lang="it">{texts}'
    names = [{"@value": "Saldatura", "@language": "it"}, {"@value": "A", "@language": "en"}]
    assert items(body) == [{"@type": ["x:Course"], "name": names}]
    assert items('<b itemscope itemtype="x:Course"><i itemprop="name">A</i></b>') == [
        {"@type": ["x:Course"], "name": ["A"]}
    ]


def test_lists_keep_their_structure():
    (node,) = items('<div itemscope itemtype="x:Course"><ul itemprop="teaches"><li>a &lt; b</li><li>c</li></ul></div>')
    assert node["teaches"] == ["<li>a &lt; b</li><li>c</li>"]


def test_properties_belong_to_the_item_around_them():
    body = """<div itemscope itemtype="x:Course"><p itemprop="name alternateName">A</p>
    <div itemscope itemtype="x:Event"><p itemprop="name">apart</p></div><p itemprop="url">u</p></div>
    <p itemprop="x">no</p>"""
    course, event = items(body)
    assert course == {"@type": ["x:Course"], "name": ["A"], "alternateName": ["A"], "url": ["u"]}
    assert event["name"] == ["apart"]


def test_references_in_a_circle_end():
    body = """<div itemscope itemtype="x:Course" id="a" itemref="b a nothing"><p itemprop="name">A</p></div>
    <div id="b"><div itemprop="part" itemscope itemtype="x:Course" itemref="a"><p itemprop="name">B</p></div></div>"""
    (outer,) = items(body)
    assert (outer["name"], outer["part"][0]["name"]) == (["A"], ["B"])


def test_resources_of_rdfa_are_one_node(tmp_path):
    body = """<div vocab="https://schema.org/"><div resource="#a" typeof="schema:Course"><p property="schema:name">A</p>
    </div><div about="#a"><p property="teaches">weld metal safely</p></div>
    <p property="name">of nothing</p></div>"""
    (tmp_path / "c.html").write_text(page(body))
    (record,) = read_records(tmp_path / "c.html")
    assert (record.values["name"], record.values["teaches"]) == ("A", "weld metal safely")


def test_pages_without_items_or_that_nobody_can_read_have_none():
    assert list(page_items("")) == list(page_items("itemtype=")) == list(page_items(page("<p>typeof=</p>"))) == []
