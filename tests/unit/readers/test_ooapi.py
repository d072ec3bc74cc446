"""OOAPI v5: what a course and a programme say, in files and from an endpoint."""

import json

import pytest

from escomap.catalogue.build import build_catalogue
from escomap.errors import EscomapError
from escomap.http_json import AUTHORIZATION_VARIABLE, HttpStatusError, JsonClient
from escomap.mappings import load_profile
from escomap.paths import mappings_folder
from escomap.readers.ooapi_live import fetch_ooapi
from escomap.readers.registry import read_records, sniff_format
from escomap.settings import Settings
from fixtures.ooapi_server import OoapiServer, page_pointer, server_from

ROOT = {
    "organizationId": "o1",
    "organizationType": "root",
    "name": [{"language": "nl-NL", "value": "Universiteit van Harderwijk"}],
    "addresses": [{"addressType": "postal", "countryCode": "NL"}],
}
FACULTY = {
    "organizationId": "o2",
    "organizationType": "faculty",
    "name": [{"language": "nl-NL", "value": "Faculteit Recht"}],
    "parent": "o1",
}
COURSE = {
    "courseId": "c1",
    "primaryCode": {"codeType": "identifier", "code": "LAW-1"},
    "abbreviation": "LAW",
    "name": [{"language": "en-GB", "value": "Labour law"}, {"language": "nld", "value": "Arbeidsrecht"}],
    "description": [{"language": "en-GB", "value": "<p>On the law of work.</p>"}],
    "studyLoad": {"studyLoadUnit": "ects", "value": 7.5},
    "modeOfDelivery": ["distance-learning", "online"],
    "teachingLanguage": "nld",
    "fieldsOfStudy": "0421",
    "learningOutcomes": [
        [
            {"language": "en-GB", "value": "explain the principles of labour law"},
            {"language": "nl-NL", "value": "de beginselen van het arbeidsrecht uitleggen"},
        ],
        [{"language": "en-GB", "value": "draft employment contracts for companies and their staff"}],
    ],
    "level": "bachelor",
    "link": "https://example.org/law",
    "firstStartDate": "2026-09-01",
    "organization": {**FACULTY, "parent": ROOT},
    "programs": [{"programId": "p1", "name": [{"language": "en-GB", "value": "Law"}]}, "p2"],
    "ext": {"owner": {"unit": "x"}},
}
PROGRAM = {
    "programId": "p1",
    "programType": "program",
    "primaryCode": {"codeType": "crohoCreboCode", "code": "50700"},
    "abbreviation": "LAW",
    "name": [{"value": "Rechten"}],
    "description": [],
    "qualificationAwarded": "LLB",
    "levelOfQualification": "6",
    "studyLoad": {"studyLoadUnit": "sbu", "value": 5040},
    "organization": "o1",
}
PAGE = {"pageSize": 10, "pageNumber": 1, "hasNextPage": False, "totalPages": 1, "items": [COURSE]}
CLIENT = {"pause": 0.0, "backoff": 0.0}


def written(folder, content):
    path = folder / "c.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def built(path, phrases):
    profile = load_profile("ooapi", mappings_folder())
    records = read_records(path, profile)
    return build_catalogue(records, profile, phrases, settings=Settings(), digests={path.name: "0"})


def test_a_course_comes_through_with_all_it_says(tmp_path, phrases):
    catalogue = built(written(tmp_path, PAGE), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["course_code"], course["title"], course["title_lang"]) == ("LAW-1", "Arbeidsrecht", "nl")
    assert (course["provider"], course["faculty"], course["country_code"]) == (
        "Universiteit van Harderwijk",
        "Faculteit Recht",
        "NL",
    )
    assert (course["ects"], course["isced_f_code"], course["cycle"]) == (7.5, "0421", "first cycle")
    assert (course["course_type"], course["programme"]) == ("course", "Law")
    assert (list(course["teaching_langs"]), course["mode"]) == (["nl"], "distance-learning; online")
    assert (course["starts_on"], course["url"]) == ("2026-09-01", "https://example.org/law")
    outcomes = catalogue.core_outcome.groupby("lang")["text"].apply(list).to_dict()
    assert outcomes["nl"] == ["de beginselen van het arbeidsrecht uitleggen"]
    assert [text.split()[0] for text in outcomes["en"]] == ["explain", "draft"]
    assert catalogue.raw_reject.empty
    assert catalogue.unmapped_values == {}
    assert json.loads(catalogue.raw_record["content_json"].iloc[0])["ext.owner.unit"] == "x"


def test_a_programme_has_its_award_level_and_hours(tmp_path, phrases):
    catalogue = built(written(tmp_path, [PROGRAM]), phrases)
    (course,) = catalogue.core_course.to_dict("records")
    assert (course["course_type"], course["award"], course["level_text"]) == ("programme", "LLB", "NLQF 6")
    assert (course["workload_hours"], course["provider"]) == (5040, "")
    assert course["ects"] != course["ects"]


@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        [COURSE],
        COURSE,
        [PAGE, {**PAGE, "pageNumber": 2, "items": []}],
        json.dumps(COURSE) + "\n" + json.dumps(PROGRAM),
        {"courses": [COURSE], "programs": [PROGRAM]},
    ],
)
def test_answers_are_known_in_every_form_they_are_saved(tmp_path, content):
    path = written(tmp_path, content)
    assert sniff_format(path) == "ooapi"
    codes = [record.values["primaryCode.code"] for record in read_records(path)]
    assert codes[0] == "LAW-1"
    assert len(codes) == 1 + ("p1" in path.read_text() and "programType" in path.read_text())


def test_objects_that_are_no_courses_are_reported(tmp_path):
    found = list(read_records(written(tmp_path, [COURSE, ROOT, 3, {"items": [4]}])))
    assert [bool(record.problem) for record in found] == [False, True, True, True]
    assert "Harderwijk" in found[1].values["name@nl"]


def test_other_json_is_not_taken_for_ooapi(tmp_path):
    assert sniff_format(written(tmp_path, [{"courseId": 1, "title": "One"}])) == "json"


def fetched(server, folder, url="", **options):
    with server.running() as root:
        out = folder / "live.jsonl"
        return out, fetch_ooapi(url.format(root=root) or root, out, JsonClient(**{**CLIENT, **options}))


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def course(number):
    return {**COURSE, "courseId": f"c{number}", "organization": "o2"}


def served(number=3, **more):
    items = {"/courses": [course(n) for n in range(number)], "/programs": [PROGRAM], "/organizations": [ROOT, FACULTY]}
    return OoapiServer({**items, **more})


def test_all_pages_are_fetched_with_their_provider(tmp_path):
    server = served(25)
    server.largest_page = 10
    out, found = fetched(server, tmp_path)
    assert (found.counts, found.notes) == ({"courses": 25, "programs": 1, "organizations": 2}, [])
    assert [line["courseId"] for line in lines(out)[:-1]] == [f"c{n}" for n in range(25)]
    assert [record.values["provider"] for record in read_records(out)] == ["Universiteit van Harderwijk"] * 26
    assert [record.values["faculty"] for record in read_records(out)] == ["Faculteit Recht"] * 25 + [""]
    courses = [query for path, query in server.asked if path == "/courses"]
    assert [query["pageNumber"] for query in courses] == [["1"], ["2"], ["3"]]
    assert courses[0]["sort"] == ["courseId"]
    assert server.headers[0]["User-Agent"].startswith("escomap/")


def test_a_fetched_file_is_known_whatever_stands_first(tmp_path):
    long = {"description": [{"value": "x" * 20_000}], **course(1)}
    out, _ = fetched(served(**{"/courses": [long]}), tmp_path)
    assert sniff_format(out) == "ooapi"


@pytest.mark.parametrize("url", ["{root}/", "{root}/courses", "{root}/programs?pageSize=10"])
def test_the_address_of_a_path_is_as_good_as_that_of_the_service(tmp_path, url):
    assert fetched(served(), tmp_path, url)[1].counts["courses"] == 3


def test_busy_and_broken_answers_are_tried_again(tmp_path):
    server = served()
    server.faults = {"/courses": [429, 500, 503], "/organizations": [502]}
    assert fetched(server, tmp_path)[1].counts["courses"] == 3
    assert [path for path, _ in server.asked].count("/courses") == 4


def test_a_server_that_stays_broken_leaves_no_file(tmp_path):
    server = served()
    server.faults = {"/programs": [500] * 9}
    (tmp_path / "live.jsonl").write_text("the file before\n")
    with pytest.raises(HttpStatusError) as caught:
        fetched(server, tmp_path, tries=2)
    assert caught.value.status == 500
    assert "Busy" in caught.value.message
    assert [file.name for file in tmp_path.iterdir()] == ["live.jsonl"]
    assert (tmp_path / "live.jsonl").read_text() == "the file before\n"


def test_a_server_that_knows_no_page_size_or_order_is_asked_without(tmp_path):
    server = served(12)
    parameters = [{"name": "pageSize", "schema": {"type": "integer", "default": 10, "enum": [10]}}]
    parameters += [{"name": "pageNumber", "schema": {"type": "integer"}}]
    server.parameters = dict.fromkeys(server.items, parameters)
    assert fetched(server, tmp_path)[1].counts["courses"] == 12


def test_paths_a_server_does_not_offer_are_noted(tmp_path):
    server = OoapiServer({"/courses": [course(1)]})
    out, found = fetched(server, tmp_path)
    assert [note.split(":")[0] for note in found.notes] == ["organizations", "programs"]
    assert lines(out)[0]["organization"] == "o2"


def test_an_object_on_two_pages_is_kept_once(tmp_path):
    server = served(**{"/courses": [course(n) for n in (*range(10), *range(9, 12))]})
    server.largest_page = 10
    _, found = fetched(server, tmp_path)
    assert found.counts["courses"] == 12
    assert "c9 came twice" in found.notes[0]


def test_pages_that_do_not_move_on_stop(tmp_path):
    server = served()
    server.ignores_page_number = True
    with pytest.raises(EscomapError) as caught:
        fetched(server, tmp_path)
    assert caught.value.code == "endless_pages"


def test_credentials_come_from_the_environment(tmp_path, monkeypatch):
    server = served()
    server.requires = "Bearer secret"
    with pytest.raises(HttpStatusError) as caught:
        fetched(server, tmp_path)
    assert AUTHORIZATION_VARIABLE in caught.value.hint
    monkeypatch.setenv(AUTHORIZATION_VARIABLE, "Bearer secret")
    assert fetched(server, tmp_path)[1].counts["courses"] == 3


@pytest.mark.parametrize(
    ("items", "code"), [({"/courses": [], "/programs": []}, "empty_catalogue"), ({}, "empty_catalogue")]
)
def test_an_endpoint_without_courses_is_refused(tmp_path, items, code):
    with pytest.raises(EscomapError) as caught:
        fetched(OoapiServer(items), tmp_path)
    assert caught.value.code == code


def test_a_server_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EscomapError) as caught:
        fetch_ooapi("http://127.0.0.1:9/v5", tmp_path / "x", JsonClient(**CLIENT, tries=1))
    assert caught.value.code == "no_answer"
    assert "127.0.0.1:9" in caught.value.where


def test_a_server_of_the_openapi_document_is_read_to_its_end(shared, tmp_path, phrases):
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    document = json.loads(shared("catalogues/ooapi/ooapi_v5_openapi.json").read_text(encoding="utf-8"))
    server = server_from(document, {"/courses": 230, "/programs": 30, "/organizations": 1})
    server.faults = {"/courses": [429, 500]}
    out, found = fetched(server, tmp_path)
    registry = Registry().with_resource("urn:ooapi", DRAFT202012.create_resource(document))
    for path, page in server.pages:
        # The server of the test keeps to the document, or reading it would prove nothing.
        Draft202012Validator({"$ref": f"urn:ooapi#{page_pointer(path)}"}, registry=registry).validate(page)
    assert found.counts == {"courses": 230, "programs": 30, "organizations": 1}
    catalogue = built(out, phrases)
    assert len(catalogue.core_course) == 260
    assert catalogue.raw_reject.empty
    assert set(catalogue.core_course["ects"]) == {3.0}
    assert len(catalogue.core_outcome) == 260
