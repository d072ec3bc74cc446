from dataclasses import replace

import pytest
from lxml import etree

from escomap.descriptor import build_descriptors
from escomap.exports.documents import write_documents
from escomap.exports.formats import ExportOptions
from escomap.exports.loq import draft_opportunity
from escomap.exports.loq_format import LOQ as FORMAT
from escomap.exports.loq_xml import LOQ, to_xml
from escomap.exports.words import CatalogueWords
from escomap.model import LevelBasis, NationalLevel
from fixtures.descriptors import KNOWN_URIS, bare_descriptor, frames

COURSE = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")
QDR = "http://data.europa.eu/snb/qdr/"
OFFICIAL = {QDR: {f"{QDR}c_12345678": "IE NQF Level 8"}}
WORDS = CatalogueWords(national_lists={("IE", "NFQ"): "IE NQF"})
IRISH = bare_descriptor(
    eqf_level=6, eqf_basis=LevelBasis.NATIONAL_LEVEL, national_level=NationalLevel("IE", "NFQ", "8")
)


def opportunity(course=COURSE, **options):
    return draft_opportunity(ExportOptions(**options).draft(course))


def write(courses, out):
    return write_documents(FORMAT, courses, out, options=ExportOptions(), known_esco_uris=KNOWN_URIS)


def xml(*courses):
    return etree.fromstring(to_xml(opportunity(course).document for course in courses))


def texts(root, path):
    return [each.text for each in root.iterfind(path.replace("}", f"{{{LOQ}}}"))]


def test_an_opportunity_leads_to_one_specification_and_back():
    made = opportunity().document
    specification = made["learningAchievementSpecification"]
    award = specification["awardingOpportunity"]
    assert award["learningAchievementSpecification"] == {"id": specification["id"], "type": specification["type"]}
    assert award["awardingBody"] == made["providedBy"]
    assert made["temporal"]["startDate"] == "2026-09-14T00:00:00Z"


def test_a_start_that_is_no_day_is_told_as_given():
    made = opportunity(replace(COURSE, starts_on="each September")).document
    assert made["scheduleInformation"]["noteLiteral"] == {"it": "each September"}
    assert "temporal" not in made


def test_what_is_not_known_is_stated_as_unknown_and_noted():
    build = opportunity(bare_descriptor())
    specification = build.document["learningAchievementSpecification"]
    assert specification["thematicArea"][0]["id"].endswith("isced-f/9999")
    assert specification["language"][0]["id"].endswith("language/UND")
    assert {"unknown_field", "unknown_language", "no_page"} <= {finding.code for finding in build.left_out}


def test_pages_may_be_told_by_a_pattern_for_courses_without_one():
    pattern = "https://example.org/{course_code}"
    made = opportunity(bare_descriptor(course_code="A 1/ü"), homepage=pattern).document
    assert made["homepage"]["contentURL"] == "https://example.org/A%201%2F%C3%BC"
    assert opportunity(homepage=pattern).document["homepage"]["contentURL"] == COURSE.url
    assert "homepage" not in opportunity(bare_descriptor(), homepage=pattern).document


def test_a_qualification_needs_both_levels():
    accepted = {"words": WORDS, "accept_inferred": True}
    both = opportunity(IRISH, official=OFFICIAL, **accepted).document["learningAchievementSpecification"]
    assert (both["type"], both["eqfLevel"]["id"][-1], both["nqfLevel"]["id"]) == (
        "Qualification",
        "6",
        f"{QDR}c_12345678",
    )
    for options in (accepted, {"words": WORDS, "official": OFFICIAL}, {"official": OFFICIAL, "accept_inferred": True}):
        made = opportunity(IRISH, **options)
        assert made.document["learningAchievementSpecification"]["type"] == "LearningAchievementSpecification"
        assert not {"eqfLevel", "nqfLevel"} & set(made.document["learningAchievementSpecification"])
        assert any("level" in finding.code for finding in made.left_out)


def test_the_xml_tells_every_record_once_and_refers_to_it():
    root = xml(COURSE, replace(COURSE, course_id="c-other", course_code="INF2"))
    assert [etree.QName(block).localname for block in root] == [
        "learningOpportunityReferences",
        "learningAchievementSpecificationReferences",
        "learningOutcomeReferences",
        "learningAssessmentSpecificationReferences",
        "agentReferences",
        "locationReferences",
    ]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//@idref")) <= set(ids)
    assert len(root.findall(f".//{{{LOQ}}}organisation")) == 1


def test_the_xml_has_every_language_of_a_text_and_one_of_a_note():
    course = replace(COURSE, prerequisites={"it": "Nessuno.", "en": "None."}, quality_assurance={"it": "a", "en": "b"})
    root = xml(course)
    titles = root.findall(f".//{{{LOQ}}}learningOpportunity/{{{LOQ}}}title")
    assert {each.get("language"): each.text for each in titles} == {"it": "Programmazione", "en": "Programming"}
    assert texts(root, ".//}entryRequirement/}noteLiteral") == ["Nessuno."]
    assert {"a", "b"} <= set(texts(root, ".//}additionalNote/}noteLiteral"))
    assert "one_language" in {finding.code for finding in opportunity(course).left_out}


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b", "a\ufffeb"])
def test_the_xml_leaves_out_characters_it_has_no_way_to_write(text):
    assert "ab" in texts(xml(replace(COURSE, titles={"it": text})), ".//}title")


def test_the_xml_escapes_markup():
    title = '<b>&amp; "x"</b> ]]>'
    assert title in texts(xml(replace(COURSE, titles={"it": title})), ".//}title")


def test_files_of_both_forms_are_written_twice_the_same(tmp_path):
    for folder in ("one", "two"):
        report = write([COURSE], tmp_path / folder)
        assert (report.written, report.failed) == (3, 0)
    assert {file.suffix for file in (tmp_path / "one").iterdir()} == {".json", ".xml"}
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_course_without_outcomes_and_page_fails_and_says_what_to_fill(tmp_path):
    bare = bare_descriptor(provider="University", country_code="IT", course_code="A1")
    report = write([COURSE, bare], tmp_path)
    assert (report.written, report.failed, report.to_mend) == (3, 2, {"outcomes": 1, "url": 1})
    assert all(problem.startswith("A1 Title: ") for problem in report.problems)
    assert "to mend: outcomes of 1 courses, url of 1 courses" in report.to_text()


def test_a_file_of_an_institution_holds_the_courses_that_passed(tmp_path):
    other = replace(COURSE, course_id="c-other", course_code="INF2")
    write([COURSE, other, replace(COURSE, course_id="c-bad", url="")], tmp_path)
    [file] = tmp_path.glob("all-*.xml")
    assert file.read_bytes() == to_xml(opportunity(course).document for course in (COURSE, other))
