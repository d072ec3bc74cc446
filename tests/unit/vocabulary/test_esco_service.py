"""A version of ESCO from the web service: as its CSV package, in spite of broken answers, and never asked twice."""

import json

import pytest

from escomap.errors import EscomapError
from escomap.http_json import AUTHORIZATION_VARIABLE, HttpStatusError, JsonClient
from escomap.steps.fetch import fetch_release
from escomap.vocabulary import esco_service
from escomap.vocabulary.release import load_release
from escomap.vocabulary.service_resources import to_concept
from fixtures.esco_service import RESOURCES, EscoService, skills
from fixtures.linked_releases import skill, write_as_csv
from fixtures.loopback import LoopbackServer

CLIENT = {"pause": 0.0, "backoff": 0.0, "tries": 3}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "v1.2.0"


def fetched(server, out, langs=("it",), version="v1.2.0", **options):
    with server.running() as root:
        return fetch_release(version, langs, out, url=root, client=JsonClient(**CLIENT), **options)


def test_what_is_fetched_is_what_the_csv_package_has(out, tmp_path):
    found = fetched(EscoService(), out)
    expected = load_release(write_as_csv(tmp_path / "csv" / "v1.2.0"))
    release = load_release(out)
    assert (release.version, release.langs, release.notes) == ("v1.2.0", expected.langs, expected.notes)
    old = skill("old")
    for name, frame in expected.frames.items():
        # The obsolete skill of the package is not listed by the service.
        rows = [row for row in frame.to_dict("records") if row.get("concept_uri") != old]
        assert release.frames[name].to_dict("records") == rows, name
    assert found.counts == {"skills": 2, "skill groups": 3, "fields of study": 2, "occupations": 1}
    assert found.notes == []


def test_the_version_and_the_paging_are_always_sent(out):
    server = EscoService()
    fetched(server, out)
    assert {query["selectedVersion"] for _, query in server.asked} == {"v1.2.0"}
    assert {query["limit"] for _, query in server.asked} == {str(esco_service.PAGE_SIZE)}
    assert {query["viewObsolete"] for _, query in server.asked} == {"false"}
    assert {path.removeprefix("/") for path, _ in server.asked} == {one.path for one in esco_service.LISTINGS}


@pytest.mark.parametrize("has_next", [True, False])
@pytest.mark.parametrize("largest_page", [None, 40])
def test_all_pages_are_read(out, has_next, largest_page):
    server = EscoService(skills(248), largest_page=largest_page)
    server.has_next = has_next
    seen = []
    found = fetched(server, out, on_page=lambda *progress: seen.append(progress))
    assert (found.counts["skills"], found.notes) == (250, [])
    assert load_release(out).skill_count == 250
    pages = [query["offset"] for path, query in server.asked if path == "/resource/skill"]
    assert pages == [str(number) for number in range(-(-250 // (largest_page or 100)))]
    assert ("skills", 250, 250) in seen


def test_languages_are_asked_for_only_where_an_answer_lacks_them(out, tmp_path):
    server = EscoService()
    fetched(server, out)
    assert {query["language"] for path, query in server.asked if path == "/resource/skill"} == {"en"}
    single = EscoService()
    single.one_language = True
    fetched(single, tmp_path / "single")
    assert {query["language"] for _, query in single.asked} == {"en", "it"}
    assert load_release(tmp_path / "single").key == load_release(out).key


def test_the_same_content_gives_the_same_bytes(out, tmp_path):
    fetched(EscoService(), out)
    fetched(EscoService(RESOURCES[::-1]), tmp_path / "again")
    names = sorted(path.name for path in out.iterdir() if path.is_file())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir() if path.is_file())
    assert all((out / name).read_bytes() == (tmp_path / "again" / name).read_bytes() for name in names)


def test_busy_and_broken_answers_are_tried_again(out):
    server = EscoService()
    server.faults = {"skill": [429, 500], "occupation": [503]}
    assert fetched(server, out).counts["skills"] == 2
    assert [path for path, _ in server.asked].count("/resource/skill") == 3


def test_it_waits_as_long_as_the_service_asks(out, monkeypatch):
    waited = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waited.append)
    server = EscoService()
    server.faults, server.retry_after = {"skill": [429]}, "7"
    fetched(server, out)
    assert [seconds for seconds in waited if seconds] == [7]


def test_a_service_that_stays_broken_leaves_no_release(out):
    server = EscoService(skills(248))
    server.fails_at = ("skill", 1)
    with pytest.raises(HttpStatusError) as caught:
        fetched(server, out)
    assert (caught.value.status, "An exception" in caught.value.message) == (500, True)
    assert "goes on where this one stopped" in caught.value.hint
    assert [path.name for path in out.iterdir()] == ["answers"]


def test_finished_pages_are_not_asked_for_again(out):
    server = EscoService(skills(248))
    with server.running() as root:
        server.fails_at = ("skill", 2)
        with pytest.raises(HttpStatusError):
            fetch_release("v1.2.0", ["it"], out, url=root, client=JsonClient(**CLIENT))
        server.fails_at, server.asked = None, []
        fetch_release("v1.2.0", ["it"], out, url=root, client=JsonClient(**CLIENT))
    assert [query["offset"] for path, query in server.asked if path == "/resource/skill"] == ["2"]
    assert load_release(out).skill_count == 250


def test_an_answer_cut_short_on_disk_is_asked_for_again(out):
    server = EscoService()
    with server.running() as root:
        fetch_release("v1.2.0", ["it"], out, url=root, client=JsonClient(**CLIENT))
        key, asked = load_release(out).key, len(server.asked)
        for file in (out / "answers").iterdir():
            file.write_bytes(file.read_bytes()[:-9])
        fetch_release("v1.2.0", ["it"], out, url=root, client=JsonClient(**CLIENT))
    assert (len(server.asked), load_release(out).key) == (2 * asked, key)


def test_groups_that_a_version_does_not_have_are_noted(out):
    server = EscoService([one for one in RESOURCES if not {"S", "T"} & set(one["uri"])], versions=["v1.0.8"])
    found = fetched(server, out, version="1.0.8")
    assert found.notes == ["skill groups: the service has none in v1.0.8"]
    assert load_release(out).version == "v1.0.8"


def test_less_than_was_announced_is_noted(out, monkeypatch):
    server = EscoService()
    good = server.listed

    def announcing(*arguments):
        status, headers, body = good(*arguments)
        return status, headers, {**body, "total": body["total"] + 1} if status == 200 else body

    monkeypatch.setattr(server, "listed", announcing)
    assert "skills: 3 were announced and 2 came" in fetched(server, out).notes


def refused(server, out, **options):
    with pytest.raises(EscomapError) as caught:
        fetched(server, out, **options)
    assert not list(out.glob("*.csv"))
    return caught.value


def test_a_version_that_the_service_does_not_have_is_an_error(out):
    error = refused(EscoService(), out, version="v9.9.9")
    assert (error.code, "Unknown version" in error.message) == ("http_status", True)


def test_a_language_that_the_service_does_not_have_is_an_error(out):
    server = EscoService()
    error = refused(server, out, langs=["xx"])
    assert (error.code, "'xx'" in error.message) == ("no_labels_in_language", True)
    assert len(server.asked) == 2


@pytest.mark.parametrize("version", ["latest", "v1", "1.2.0; rm"])
def test_a_version_that_is_none_is_refused_before_anything_is_asked(out, version):
    server = EscoService()
    assert refused(server, out, version=version).code == "bad_version"
    assert server.asked == []


def test_an_address_that_is_none_is_refused(out):
    with pytest.raises(EscomapError) as caught:
        fetch_release("v1.2.0", [], out, url="esco.csv")
    assert caught.value.code == "bad_address"


class Strange(LoopbackServer):
    prefix = "/x"

    def __init__(self, body):
        self.body = body

    def answer(self, *_):
        return 200, {}, self.body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "not_esco_service"),
        ({"items": []}, "not_esco_service"),
        ({"_embedded": {"results": []}}, "not_esco_service"),
        ({"total": 0, "_embedded": {}}, "no_skills"),
        ({"total": 0}, "no_skills"),
        ({"total": 900, "_embedded": {one["uri"]: one for one in RESOURCES[:2]}}, "endless_pages"),
    ],
)
def test_a_service_that_is_another_is_told(out, body, code):
    assert refused(Strange(body), out).code == code


def test_a_folder_with_another_release_is_left_alone(out):
    fetched(EscoService(versions=["v1.2.0", "v1.1.0"]), out)
    with pytest.raises(EscomapError) as caught:
        fetched(EscoService(versions=["v1.2.0", "v1.1.0"]), out, version="v1.1.0")
    assert (caught.value.code, load_release(out).version) == ("folder_in_use", "v1.2.0")


def test_a_folder_with_csv_files_of_another_origin_is_left_alone(out):
    write_as_csv(out)
    before = (out / "skills_en.csv").read_bytes()
    with pytest.raises(EscomapError) as caught:
        fetched(EscoService(), out)
    assert caught.value.code == "folder_in_use"
    assert (out / "skills_en.csv").read_bytes() == before


def test_credentials_are_shown_only_to_a_service_that_was_named(out, monkeypatch):
    monkeypatch.setenv(AUTHORIZATION_VARIABLE, "Bearer secret")
    server = EscoService()
    with server.running() as root:
        monkeypatch.setattr("escomap.steps.fetch.SERVICE", root)
        fetch_release("v1.2.0", [], out, pause=0)
    assert {headers["Authorization"] for headers in server.headers} == {None}


@pytest.mark.parametrize("broken", [{}, {"uri": ""}, {"className": "Skill"}, {"className": 3, "uri": "u"}])
def test_what_is_no_concept_is_left_out(broken):
    assert to_concept(broken, ["en"]) is None


@pytest.mark.parametrize("texts", [None, [], "debug", {"en": None}, {"en": [None, 3, {}]}, {"en": "  "}])
def test_odd_texts_are_no_texts(texts):
    odd = {"className": "Skill", "uri": "u", "preferredLabel": texts, "alternativeLabel": texts, "_links": texts}
    concept = to_concept(json.loads(json.dumps(odd)), ["en"])
    assert (concept.preferred, concept.alternative, concept.broader) == ({}, {}, [])
