"""The pages for the Europass form: values in its order, what is missing or inferred marked, HTML and PDF alike."""

import builtins
import json
from pathlib import Path

import pytest
from lxml import html

from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.crib import crib, crib_format
from escomap.exports.crib_fields import LONGEST_TEXT
from escomap.exports.crib_index import write_crib_index
from escomap.exports.crib_pdf import crib_pdf, require_typst
from escomap.exports.documents import write_documents
from escomap.exports.edc import edc_document
from escomap.exports.formats import ExportOptions
from escomap.exports.words import load_catalogue_words
from escomap.model import DescribedOutcome, FieldBasis, LevelBasis, SkillLink
from escomap.paths import mappings_folder
from fixtures.descriptors import KNOWN_URIS, PROGRAM, SQL, bare_descriptor, frames, outcome_with

WORDS = load_catalogue_words(mappings_folder())
OPTIONS = ExportOptions(words=WORDS)
COURSES = {course.course_id: course for course in build_descriptors(frames())}
ATTACK = '<script>alert(1)</script> #image("/etc/passwd") {{ 7 * 7 }} $x$ *b*'


def fields(course):
    return {
        (section["name"], field["name"]): field
        for section in crib(course, OPTIONS)["sections"]
        for field in section["fields"]
    }


def values(course, section, name):
    return fields(course)[section, name]["values"]


def page(course):
    return html.fromstring(crib_format().render(crib(course, OPTIONS))[".html"].decode())


def export(courses, out, *, with_pdf=False):
    format_ = crib_format(with_pdf=with_pdf)
    report = write_documents(format_, courses, out, options=OPTIONS, known_esco_uris=KNOWN_URIS)
    write_crib_index(courses, out, OPTIONS)
    return report


def test_a_full_course_fills_the_form():
    course = COURSES["c-it"]
    assert values(course, "Achievement", "Title") == [("it", "Programmazione"), ("en", "Programming")]
    assert values(course, "Achievement", "Country of the awarding body") == [("", "Italy")]
    assert values(course, "Further details", "Thematic area (ISCED-F)") == [("", "0613 Software")]
    assert values(course, "Further details", "Mode of learning") == [("", "Presential"), ("", "Blended")]
    assert values(course, "Further details", "Languages of instruction") == [("", "Italian"), ("", "English")]
    assert values(course, "Further details", "Credit points") == [("", "7.5")]
    assert values(course, "Qualification", "EQF level") == [("", "Level 6")]
    assert values(course, "More information", "Home page") == [("", "https://example.org/inf1")]


def test_the_sections_stand_in_the_order_of_the_form():
    assert [section["name"] for section in crib(bare_descriptor(), OPTIONS)["sections"]] == [
        "Achievement",
        "Further details",
        "Assessed via: assessment",
        "Qualification",
        "More information",
    ]


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_lists_and_outcomes_are_those_of_the_edc_export(course):
    edc, made = edc_document(course, words=WORDS), crib(course, OPTIONS)
    modes = [label for _, label in values(course, "Further details", "Mode of learning")]
    assert modes == [concept["prefLabel"]["en"] for concept in edc.get("mode", [])]
    assert [outcome["text"] for outcome in made["outcomes"]] == [
        next(iter(outcome["title"].values())) for outcome in edc.get("learningOutcome", [])
    ]
    for mine, theirs in zip(made["outcomes"], edc.get("learningOutcome", []), strict=True):
        assert mine["type"] == theirs.get("dcType", {}).get("prefLabel", {}).get("en", "")
        assert mine["reuse_level"] == theirs.get("reusabilityLevel", {}).get("prefLabel", {}).get("en", "")
        assert [skill["uri"] for skill in mine["skills"]] == [s["id"] for s in theirs.get("relatedESCOSkill", [])]


def test_skill_labels_are_given_in_the_languages_of_the_course_english_first():
    skills = crib(COURSES["c-it"], OPTIONS)["outcomes"][0]["skills"]
    assert skills[0]["uri"] == PROGRAM
    assert [lang for lang, _ in skills[0]["labels"]] == ["en", "it"]


def test_an_inferred_level_is_marked_and_says_what_it_rests_on():
    level = fields(COURSES["c-de"])["Qualification", "EQF level"]
    assert (level["status"], level["values"]) == ("inferred", [("", "Level 7")])
    assert "second cycle" in level["note"] and "not an official level" in level["note"]
    assert "EQF level" in crib(COURSES["c-de"], OPTIONS)["inferred"]
    assert "http://data.europa.eu/snb/eqf/" not in json.dumps(crib(COURSES["c-de"], OPTIONS))


def test_an_inferred_field_is_marked():
    course = bare_descriptor(isced_f_code="0613", isced_f_basis=FieldBasis.INFERRED, isced_f_evidence="3 of 4 skills")
    field = fields(course)["Further details", "Thematic area (ISCED-F)"]
    assert field["status"] == "inferred"
    assert "inferred from the ESCO skills of the course (3 of 4 skills)" in field["note"]


def test_a_bare_course_names_the_field_of_the_catalogue_for_all_that_is_missing():
    made = crib(bare_descriptor(), OPTIONS)
    missing = [f for section in made["sections"] for f in section["fields"] if f["status"] == "missing"]
    assert len(missing) == len(made["missing"]) >= 15
    assert all(field["column"] for field in missing)
    tree = page(bare_descriptor())
    assert len(tree.xpath("//dl//span[contains(@class, 'is-missing')]")) == len(missing)


NOTES = [
    ({"mode": "abends"}, "Further details", "Mode of learning", "'abends', which names no entry"),
    ({"mode": "Präsenz; abends"}, "Further details", "Mode of learning", "Not on the form's list: abends."),
    ({"course_type": "MOOC"}, "Further details", "Mode of learning", "its kind of course implies it"),
    ({"workload_hours": 187.5}, "Further details", "Workload in hours", "187.5; the form takes whole numbers"),
    ({"ects": 6.0}, "Further details", "Workload in hours", "Not stated: 150 to 180 hours, by 6 ECTS."),
    (
        {"other_credits": 30.0, "credit_scheme": "CATS"},
        "Further details",
        "Credit points",
        "Not in ECTS: 30 points of CATS",
    ),
    ({"assessment": {"en": "Two essays"}}, "Assessed via: assessment", "Assessment type", "'Two essays', which names"),
    ({"descriptions": {"en": "x" * (LONGEST_TEXT + 1)}}, "Achievement", "Description", "Longer than the 4000"),
    ({"url": "https://example.org/" + "x" * 255}, "More information", "Home page", "Longer than the 255"),
    (
        {"eqf_level": 6, "eqf_basis": LevelBasis.DECLARED_EQF, "eqf_evidence": "EQF 6"},
        "Qualification",
        "EQF level",
        "EQF 6",
    ),
]


@pytest.mark.parametrize(("changes", "section", "name", "told"), NOTES)
def test_a_field_says_what_to_know(changes, section, name, told):
    assert told in fields(bare_descriptor(**changes))[section, name]["note"]


def test_no_course_has_a_note_without_a_reason():
    assert not [field["note"] for field in fields(bare_descriptor()).values() if field["note"]]


def test_a_page_shows_any_text_as_text():
    link = SkillLink("javascript:alert(1)", {"en": ATTACK}, "knowledge", "", 0.9)
    hostile = bare_descriptor(
        titles={"en": ATTACK},
        provider=ATTACK,
        mode=ATTACK,
        assessment={"en": ATTACK},
        outcomes=(DescribedOutcome("o", ATTACK, "en", (link,)),),
    )
    tree, plain = page(hostile), page(COURSES["c-it"])
    assert len(tree.xpath("//script")) == len(plain.xpath("//script")) == 1
    assert [value.text_content() for value in tree.xpath("//*[@class='value']")].count(ATTACK) >= 5
    assert not [link for link in tree.xpath("//a/@href") if not link.startswith("http")]
    assert ESCO_ATTRIBUTION in tree.xpath("//footer")[0].text_content()


def test_the_copied_value_is_the_value_and_nothing_else():
    copied = [value.text_content() for value in page(COURSES["c-it"]).xpath("//*[@class='value']")]
    assert "Prova scritta." in copied
    assert "7.5" in copied


def test_a_skill_that_does_not_exist_is_an_error_and_what_is_missing_a_note(tmp_path):
    bad = bare_descriptor(course_id="bad", outcomes=(outcome_with((SQL[:-1] + "9", "knowledge", "")),))
    report = export([COURSES["c-it"], bad], tmp_path)
    assert (report.written, report.failed) == (1, 1)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    codes = {finding["code"] for document in manifest["documents"] for finding in document["findings"]}
    assert codes >= {"unknown_skill", "missing"}
    index = html.fromstring((tmp_path / "index.html").read_bytes())
    pages = index.xpath("//tbody//a/@href")
    assert [(tmp_path / name).is_file() for name in pages] == [True]


def test_an_export_comes_out_the_same_again_and_leaves_no_page_of_a_course_that_is_gone(tmp_path):
    export(list(COURSES.values()), tmp_path / "a")
    export(list(COURSES.values()), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    export([COURSES["c-it"]], tmp_path / "a")
    assert len(contents(tmp_path / "a")) == 3


def contents(folder: Path):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_page_that_its_browser_knows_no_script_for_has_no_dead_button():
    assert not page(COURSES["c-it"]).xpath("//button")


@pytest.fixture
def typst():
    return pytest.importorskip("typst", reason="typst is not installed (pip install 'escomap[pdf]')")


def test_pdf_is_tagged_for_accessibility_and_the_same_again(typst):
    made = crib(COURSES["c-it"], OPTIONS)
    content = crib_pdf(made)
    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content and b"pdfuaid" in content
    assert crib_pdf(crib(COURSES["c-de"], OPTIONS)) != content == crib_pdf(made)


@pytest.mark.parametrize("text", [ATTACK, "Ελληνικά", "Програмиране", "čřžąęłşğ", "تعلم", "@ref <label> // \\ #x"])
def test_any_text_of_europe_is_set_as_text(typst, text):
    assert crib_pdf(crib(bare_descriptor(titles={"en": text}, outcomes=(outcome_with(),)), OPTIONS))


def test_what_the_fonts_lack_costs_the_pdf_of_that_course_and_is_told(typst, tmp_path):
    report = export([COURSES["c-it"], bare_descriptor(titles={"ja": "数学"})], tmp_path, with_pdf=True)
    assert (report.written, report.failed) == (3, 0)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    told = [f["message"] for document in manifest["documents"] for f in document["findings"] if f["code"] == "no_pdf"]
    assert len(told) == 1 and "数" in told[0]
    links = html.fromstring((tmp_path / "index.html").read_bytes()).xpath("//tbody//a/@href")
    assert all((tmp_path / link).is_file() for link in links)
    assert sum(link.endswith(".pdf") for link in links) == 1


def test_without_typst_a_pdf_is_refused_with_what_to_install(monkeypatch):
    found = builtins.__import__

    def without_typst(name, *arguments):
        if name == "typst":
            raise ImportError(name)
        return found(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without_typst)
    with pytest.raises(EscomapError) as caught:
        require_typst()
    assert caught.value.hint == "pip install 'escomap[pdf]'"
