import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from escomap.descriptor import build_descriptors
from escomap.exports.formats import ExportOptions
from escomap.exports.schemaorg import SCHEMA_ORG, page_script
from escomap.exports.words import load_catalogue_words
from escomap.paths import mappings_folder
from escomap.readers.schemaorg import read_schemaorg
from fixtures.descriptors import KNOWN_URIS, PROGRAM, SQL, bare_descriptor, frames
from fixtures.generated_descriptors import descriptors

WORDS = load_catalogue_words(mappings_folder())
ITALIAN = next(d for d in build_descriptors(frames()) if d.course_id == "c-it")


def course(descriptor=ITALIAN, **options):
    return SCHEMA_ORG.build(descriptor, ExportOptions(words=WORDS, **options)).document


class Scripts(HTMLParser):
    """The elements of a page, and what is in its scripts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.data = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.data += data


def test_the_full_course_keeps_to_the_vocabulary():
    made = course()
    assert SCHEMA_ORG.check(made, KNOWN_URIS) == []
    assert made["name"] == [
        {"@value": "Programmazione", "@language": "it"},
        {"@value": "Programming", "@language": "en"},
    ]
    assert (made["courseCode"], made["url"], made["inLanguage"]) == ("INF1", "https://example.org/inf1", ["it", "en"])
    assert made["educationalLevel"]["termCode"] == "6"
    assert made["provider"]["address"]["addressCountry"] == "IT"


def test_skills_are_terms_of_esco_and_outcomes_are_texts():
    outcomes = [entry for entry in course()["teaches"] if entry.get("@type") != "DefinedTerm"]
    assert outcomes == [
        {"@value": "Scrivere programmi", "@language": "it"},
        {"@value": "Write SQL queries", "@language": "en"},
    ]
    terms = {entry["@id"]: entry for entry in course()["teaches"] if entry.get("@type") == "DefinedTerm"}
    assert list(terms) == [PROGRAM, SQL]
    assert {term["inDefinedTermSet"] for term in terms.values()} == {"http://data.europa.eu/esco/concept-scheme/skills"}
    assert {name["@language"] for name in terms[PROGRAM]["name"]} == {"en", "de", "fr", "it"}


def test_credits_carry_their_scheme():
    assert course()["numberOfCredits"] == [{"@type": "QuantitativeValue", "value": 7.5, "unitText": "ECTS"}]
    other = bare_descriptor(other_credits=30.0, credit_scheme="CATS")
    assert course(other)["numberOfCredits"][0]["unitText"] == "CATS"
    build = SCHEMA_ORG.build(bare_descriptor(other_credits=30.0), ExportOptions())
    assert "numberOfCredits" not in build.document
    assert [finding.code for finding in build.left_out] == ["no_credit_scheme"]


def test_mode_and_workload_are_those_of_an_instance():
    assert course()["hasCourseInstance"] == {
        "@type": "CourseInstance",
        "courseMode": ["onsite", "blended"],
        "courseWorkload": "PT187H30M",
        "inLanguage": ["it", "en"],
    }
    assert "hasCourseInstance" not in course(bare_descriptor())


def test_one_language_is_plain_text():
    assert course(bare_descriptor())["name"] == "Title"


@settings(max_examples=60, deadline=None)
@given(descriptor=descriptors())
def test_no_catalogue_text_ends_the_script(descriptor):
    document = course(descriptor)
    page = Scripts(page_script(document).decode())
    assert page.tags == [("script", {"type": "application/ld+json"})]
    assert json.loads(page.data) == document


def test_our_own_reader_reads_the_page_back(tmp_path):
    page = tmp_path / "course.html"
    page.write_bytes(b"<!doctype html><html><head>" + page_script(course()) + b"</head></html>")
    [record] = read_schemaorg(page)
    assert not record.problem
    values = record.values
    assert (values["courseCode"], values["ects"], values["isced"]) == ("INF1", "7.5", "0613")
    assert (values["educationalLevel"], values["framework"]) == ("EQF 6", "EQF")
    assert (values["provider"], values["provider country"]) == ("Politecnico Inventato", "IT")


def test_expansion_drops_nothing():
    pytest.importorskip("pyld")
    from escomap.exports.jsonld import expansion_findings

    # The official context maps every key into its own namespace, as this does.
    contexts = {"https://schema.org": {"@context": {"@vocab": "https://schema.org/"}}}
    for descriptor in [*build_descriptors(frames()), bare_descriptor()]:
        assert expansion_findings(course(descriptor), contexts) == []


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ({"teachs": "x"}, "unknown_key"),
        ({"courseMode": "online"}, "wrong_class"),
        ({"numberOfCredits": {"@type": "QuantitativeValue", "value": "7.5", "unitText": "ECTS"}}, "bad_value"),
        ({"numberOfCredits": {"@type": "StructuredValue", "value": 7.5}}, "bad_type"),
        ({"name": ""}, "missing"),
    ],
)
def test_our_own_checks_find_a_fault(fault, found):
    assert found in {finding.code for finding in SCHEMA_ORG.check(course() | fault, KNOWN_URIS)}
