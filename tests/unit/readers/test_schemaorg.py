"""schema.org: courses and programmes as JSON-LD in files, and in pages as universities write them."""

import json

import pytest

from escomap.catalogue.build import build_catalogue
from escomap.errors import EscomapError
from escomap.mappings import load_profile
from escomap.paths import mappings_folder
from escomap.readers.html_pages import is_html
from escomap.readers.jsonld import Graph, short_name
from escomap.readers.registry import file_sha256, read_records, sniff_format
from escomap.readers.schemaorg import read_schemaorg
from escomap.settings import Settings

CONTEXT = {"@context": "https://schema.org"}
COURSE = {
    **CONTEXT,
    "@type": "Course",
    "@id": "https://example.org/cs1",
    "courseCode": "CS1",
    "name": "Programming &amp; testing",
    "description": "<p>A first course.</p>",
    "teaches": ["debug software with professional tools", {"@type": "DefinedTerm", "name": "write programs in Python"}],
    "educationalLevel": {"@type": "DefinedTerm", "name": "Level 6", "@id": "http://data.europa.eu/snb/eqf/6"},
    "numberOfCredits": {"@type": "StructuredValue", "value": 7.5, "unitText": "ECTS"},
    "timeRequired": "PT200H",
    "provider": {
        "@type": "CollegeOrUniversity",
        "name": "Testa College",
        "address": {"@type": "PostalAddress", "addressCountry": {"@type": "Country", "name": "Ireland"}},
    },
    "coursePrerequisites": [{"@type": "Course", "name": "Mathematics 1"}, "Some patience"],
    "about": [{"@id": "http://data.europa.eu/snb/isced-f/0613", "name": "Software"}, "Tests"],
    "educationalCredentialAwarded": {"@type": "EducationalOccupationalCredential", "credentialCategory": "Certificate"},
    "hasCourseInstance": [
        {"@type": "CourseInstance", "courseMode": ["online"], "startDate": "2027-02-01", "inLanguage": "en"},
        {"@type": "CourseInstance", "courseMode": "onsite", "startDate": "2026-09-14", "inLanguage": {"name": "Irish"}},
    ],
    "image": {"url": "https://example.org/x.png"},
}


def page(*scripts, head="", language="en"):
    blocks = "".join(f'<script type="application/ld+json">{script}</script>\n' for script in scripts)
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}\n{blocks}</head><body><p>x</p></body></html>'


def written(folder, content, name="c.html"):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def built(path, phrases):
    assert sniff_format(path) == "schemaorg"
    profile = load_profile("schemaorg", mappings_folder())
    return build_catalogue(read_records(path, profile), profile, phrases, settings=Settings(), digests={path.name: "0"})


@pytest.mark.parametrize("as_page", [True, False])
def test_a_course_comes_through_with_all_it_says(tmp_path, phrases, as_page):
    catalogue = built(written(tmp_path, page(json.dumps(COURSE)) if as_page else COURSE), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["course_code"], course["title"]) == ("CS1", "Programming & testing")
    assert (course["provider"], course["country_code"]) == ("Testa College", "IE")
    assert (course["ects"], course["workload_hours"], course["isced_f_code"]) == (7.5, 200, "0613")
    assert (course["level_text"], course["award"], course["subject"]) == ("EQF 6", "Certificate", "Software; Tests")
    assert (course["mode"], list(course["teaching_langs"])) == ("online; onsite", ["en", "ga"])
    assert (course["starts_on"], course["url"]) == ("2026-09-14", "https://example.org/cs1")
    assert catalogue.core_outcome["text"].tolist() == [
        "debug software with professional tools",
        "write programs in Python",
    ]
    texts = catalogue.core_course_text.set_index("field")["text"].to_dict()
    assert texts["prerequisites"] == "Mathematics 1\nSome patience"
    assert catalogue.raw_reject.empty
    assert catalogue.unplaced_columns == ()


def test_a_programme_holds_its_courses(tmp_path, phrases):
    programme = {
        **CONTEXT,
        "@graph": [
            {"@type": "CollegeOrUniversity", "@id": "#uni", "name": "Testa College"},
            {
                "@type": "EducationalOccupationalProgram",
                "identifier": {"@type": "PropertyValue", "propertyID": "code", "value": "BSC-1"},
                "name": "Computer science",
                "provider": {"@id": "#uni"},
                "educationalProgramMode": "full-time",
                "numberOfCredits": "180 ECTS",
                "educationalCredentialAwarded": "Bachelor of Science",
                "hasCourse": [{"@id": "#c1"}, {"@type": "Course", "name": "Databases", "provider": "#uni"}],
            },
            {"@type": ["Course", "Product"], "@id": "#c1", "name": "Programming", "isAccessibleForFree": True},
        ],
    }
    courses = built(written(tmp_path, programme, "c.jsonld"), phrases).core_course.set_index("title").to_dict("index")
    assert list(courses) == ["Computer science", "Databases", "Programming"]
    assert courses["Computer science"]["course_type"] == "programme"
    assert courses["Computer science"]["course_code"] == "BSC-1"
    assert (courses["Computer science"]["ects"], courses["Computer science"]["award"]) == (180, "Bachelor of Science")
    assert {one["provider"] for one in courses.values()} == {"Testa College", ""}
    assert courses["Databases"]["provider"] == "Testa College"
    assert courses["Databases"]["programme"] == courses["Programming"]["programme"] == "Computer science"


def test_vocabularies_languages_and_expanded_values(tmp_path, phrases):
    document = [
        {
            "@type": ["http://schema.org/Course"],
            "http://schema.org/name": [
                {"@value": "Saldatura", "@language": "it"},
                {"@value": "Welding", "@language": "en-GB"},
            ],
            "http://schema.org/teaches": [{"@list": [{"@value": "saldare metalli in sicurezza", "@language": "it"}]}],
            "http://schema.org/timeRequired": [{"@value": "PT5H", "@type": "http://schema.org/Duration"}],
        },
        {"@context": {"schema": "http://schema.org/", "@language": "sv"}, "@type": "schema:Course", "schema:name": "X"},
    ]
    catalogue = built(written(tmp_path, document, "c.json"), phrases)
    texts = catalogue.core_course_text.set_index(["field", "lang"])["text"].to_dict()
    assert (texts["title", "it"], texts["title", "en"], texts["title", "sv"]) == ("Saldatura", "Welding", "X")
    assert catalogue.core_outcome["lang"].tolist() == ["it"]
    assert catalogue.core_course["workload_hours"].dropna().tolist() == [5]


def test_outcomes_come_from_what_is_assessed_or_required_where_nothing_is_taught(tmp_path):
    assessed = {**CONTEXT, "@type": "Course", "name": "A", "assesses": "weld metal safely"}
    aligned = {**CONTEXT, "@type": "Course", "name": "B"}
    aligned["educationalAlignment"] = [
        {"alignmentType": "teaches", "targetName": "read drawings"},
        {"alignmentType": "educationalLevel", "educationalFramework": "NFQ", "targetName": "Level 8"},
    ]
    required = {**CONTEXT, "@type": "Course", "name": "C"}
    required["educationalCredentialAwarded"] = {
        "name": "D",
        "competencyRequired": "plan tests",
        "educationalLevel": "6",
    }
    found = [r.values for r in read_schemaorg(written(tmp_path, [assessed, aligned, required]))]
    assert [values["teaches"] for values in found] == ["weld metal safely", "read drawings", "plan tests"]
    assert [values["educationalLevel"] for values in found] == ["", "Level 8", "6"]
    assert found[1]["framework"] == "NFQ"


def test_an_instance_without_its_course_is_a_record(tmp_path):
    alone = {**CONTEXT, "@type": "CourseInstance", "name": "Welding, spring", "courseMode": "blended"}
    (record,) = read_schemaorg(written(tmp_path, alone))
    assert (record.values["name"], record.values["mode"], record.values["kind"]) == (
        "Welding, spring",
        "blended",
        "course",
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (5, ("", "5", "")),
        ("7,5 ECTS", ("7,5", "", "")),
        ("ECTS: 5", ("5", "", "")),
        ("30 CATS points", ("", "30", "CATS points")),
        ("3-5 credits", ("", "3-5 credits", "")),
        ({"value": "6", "unitText": "CFU"}, ("", "6", "CFU")),
    ],
)
def test_credits_keep_their_scheme(tmp_path, given, expected):
    (record,) = read_schemaorg(written(tmp_path, {**CONTEXT, "@type": "Course", "name": "A", "numberOfCredits": given}))
    values = record.values
    assert (values["ects"], values["credits"], values["credit scheme"]) == expected


def test_a_length_in_weeks_is_no_amount_of_work(tmp_path):
    (record,) = read_schemaorg(written(tmp_path, {**CONTEXT, "@type": "Course", "name": "A", "timeRequired": "P6W"}))
    assert (record.values["workload"], record.values["timeRequired"]) == ("", "P6W")


def test_pages_are_read_as_they_are_found(tmp_path):
    inner = {"@type": "Course", "name": "A", "url": "/a"}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": inner}]}
    scripts = [
        f"\n<!--\n{json.dumps(listed)}\n-->\n",
        f"//<![CDATA[\n{json.dumps({'@type': 'Course', 'name': 'B'})}\n//]]>",
        json.dumps({"@type": "Course", "name": "C\tD"}).replace("\\t", "\t") + ";",
        json.dumps({"@type": "WebPage", "mainEntity": {"@type": "Course", "name": "E"}}).replace('"', "&quot;"),
        json.dumps({"@type": "Product", "isRelatedTo": {"@type": "Course", "name": "not offered here"}}),
        '{"@type": "Course", "name": "F",}',
    ]
    head = '<link rel="canonical" href="https://example.org/list/">'
    found = list(read_schemaorg(written(tmp_path, page(*scripts, head=head))))
    assert [record.values.get("name") for record in found] == ["A", "B", "C\tD", "E", None]
    assert found[0].values["url"] == "https://example.org/a"
    assert [record.row for record in found][:2] == [3, 8]
    assert "cannot be read" in found[-1].problem
    assert "line 14 of the page" in found[-1].problem


def test_the_address_of_a_page_is_that_of_its_only_course(tmp_path):
    head = '<meta property="og:url" content="https://example.org/a">'
    (record,) = read_schemaorg(written(tmp_path, page('{"@type": "Course", "name": "A"}', head=head)))
    assert record.values["url"] == "https://example.org/a"


def test_scripts_of_a_page_point_at_each_other(tmp_path):
    uni = {"@type": "Organization", "@id": "https://example.org/#uni", "name": "Testa College"}
    course = {"@type": "Course", "name": "A", "provider": {"@id": "https://example.org/#uni"}}
    (record,) = read_schemaorg(written(tmp_path, page(json.dumps(course), json.dumps(uni))))
    assert record.values["provider"] == "Testa College"


@pytest.mark.parametrize(("encoding", "declared"), [("cp1252", "iso-8859-1"), ("utf-8", "iso-8859-1"), ("cp1252", "")])
def test_encodings_of_pages(tmp_path, encoding, declared):
    text = page('{"@type": "Course", "name": "Métiers"}', head=f'<meta charset="{declared}">')
    path = tmp_path / "c.html"
    path.write_bytes(text.encode(encoding))
    assert next(read_schemaorg(path)).values["name"] == "Métiers"


def test_a_folder_of_pages_is_one_catalogue(tmp_path):
    (tmp_path / "site" / "en").mkdir(parents=True)
    written(tmp_path / "site", page('{"@type": "Course", "name": "A"}'), "a.html")
    written(tmp_path / "site" / "en", page('{"@type": "Course", "name": "B"}'), "b.HTM")
    written(tmp_path / "site", page(), "contact.html")
    written(tmp_path / "site", "no page", "notes.txt")
    written(tmp_path / "site", page("{"), "broken.html")
    assert sniff_format(tmp_path / "site") == "schemaorg"
    before = file_sha256(tmp_path / "site")
    found = list(read_records(tmp_path / "site"))
    assert [(r.sheet, r.values.get("name")) for r in found] == [
        ("a.html", "A"),
        ("broken.html", None),
        ("en/b.HTM", "B"),
    ]
    written(tmp_path / "site" / "en", page('{"@type": "Course", "name": "C"}'), "b.HTM")
    assert file_sha256(tmp_path / "site") != before


def test_lines_are_documents_of_their_own(tmp_path, phrases):
    lines = [json.dumps({**COURSE, "courseCode": f"C{n}", "@id": f"https://example.org/{n}"}) for n in range(3)]
    catalogue = built(written(tmp_path, "\n".join([lines[0], "{", *lines[1:]]), "c.jsonl"), phrases)
    assert catalogue.core_course["source_row"].tolist() == [1, 3, 4]
    assert catalogue.raw_reject["source_row"].tolist() == [2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (page(), "not_a_catalogue"),
        (page('{"@type": "Organization", "name": "A"}'), "not_a_catalogue"),
        ('{"@context": "https://schema.org", "@type": "Course", "name": "A"', "corrupt_file"),
        ('{"@context": "https://schema.org", "a": ' + '{"a": ' * 5000 + "1" + "}" * 5001, "corrupt_file"),
        ('{"@context": "https://schema.org", "@type": "Course", "@id": "x"}', "not_a_catalogue"),
        (page('{"@type": "Course", "name": "A"}')[:60], "not_a_catalogue"),
    ],
)
def test_what_holds_no_course_is_refused(tmp_path, content, code):
    with pytest.raises(EscomapError) as caught:
        list(read_records(written(tmp_path, content)))
    assert caught.value.code == code


def test_a_script_that_is_cut_off_is_reported(tmp_path):
    whole = page(json.dumps(COURSE))
    (record,) = read_schemaorg(written(tmp_path, whole[: whole.index("Testa")]))
    assert "cannot be read" in record.problem


def test_large_documents_ask_for_lines(tmp_path, monkeypatch):
    monkeypatch.setattr("escomap.readers.jsonld_records.MAX_DOCUMENT_BYTES", 100)
    with pytest.raises(EscomapError) as caught:
        list(read_schemaorg(written(tmp_path, COURSE)))
    assert caught.value.code == "too_large"
    assert "per line" in caught.value.hint


def test_nodes_that_point_at_each_other_end(tmp_path):
    graph = Graph([{"@id": "#a", "name": {"@id": "#b"}}, {"@id": "#b", "name": {"@id": "#a"}}])
    assert graph.texts({"@id": "#a"}) == []
    assert [short_name(n) for n in ("a/", "@type", "ex:b", "http://x/#c")] == ["a/", "@type", "b", "c"]


def test_the_example_of_the_standards_folder_is_read(shared, phrases):
    catalogue = built(shared("standards/examples/schemaorg_course.jsonld"), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["ects"], course["level_text"], course["isced_f_code"]) == (4, "EQF 6", "0688")
    assert len(catalogue.core_outcome) == 4
    assert catalogue.unplaced_columns == ()


def test_a_beginning_of_comments_is_told_at_once():
    comments = b"<!-- exported -->" * 400
    assert is_html(comments + b"<html>")
    assert not is_html(comments + b"<catalog>")
    assert not is_html(b"<!---->" * 1000 + b"x")


def test_an_address_that_is_none_is_kept(tmp_path):
    head = '<link rel="canonical" href="http://[">'
    (record,) = read_schemaorg(written(tmp_path, page('{"@type": "Course", "name": "A", "url": "/a"}', head=head)))
    assert record.values["url"] == "/a"
