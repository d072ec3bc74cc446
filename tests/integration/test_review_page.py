"""The review page as a browser without scripts sees it: what it refuses, what it shows, what it writes."""

import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from escomap.decision_files import append_decisions, load_decisions
from escomap.errors import EscomapError
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.steps.review_desk import Desk
from escomap.store.db import open_store
from escomap.web.app import create_app
from escomap.web.guard import LARGEST_BODY, hosts_for, is_loopback
from fixtures.esco_releases import uri
from fixtures.review import HOSTILE, review_database
from fixtures.review_client import Browser

TOKEN = "a-token-of-this-test"


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return review_database(tmp_path_factory.mktemp("review"))


@pytest.fixture
def desk(db, tmp_path):
    return Desk(db, tmp_path / "decisions")


@pytest.fixture
def browser(desk):
    found = Browser(desk)
    found.enter("ab")
    return found


def outcome(db, text):
    with open_store(db) as store:
        rows = store.rows("review_queue")
    return rows.loc[rows["text"] == text, "outcome_id"].tolist()


def said(folder):
    return [(made.reviewer, made.judgement.value, made.thing.value) for made in load_decisions(folder)]


def test_a_browser_names_its_reviewer_first(desk):
    browser = Browser(desk)
    browser.get("/")
    assert "Who reviews?" in browser.page
    assert browser.enter("ab").status_code == 200
    assert "Which ESCO concepts does it mean?" in browser.page


@pytest.mark.parametrize("name", ["", "../../x", "a b", "<script>", "x" * 65])
def test_a_name_that_names_no_file_is_refused(desk, name):
    assert Browser(desk).enter(name).status_code == 400


def test_everything_is_shown_of_an_outcome(browser, db):
    (found,) = outcome(db, "operate welding equipment safely")
    browser.get(f"/outcome/{found}")
    assert "ME1 Welding" in browser.page
    assert "<mark>operate welding equipment</mark>" in browser.page
    assert "About operate welding equipment." in browser.page
    assert browser.page.count("<meter") >= 6
    assert 'value="level|accept|4"' in browser.page
    assert "EQF level of the course: 4" in browser.page


def test_a_decision_is_on_the_disk_and_on_the_page_at_once(browser, desk):
    (first,) = re.findall(r'data-outcome="(\w+)"', browser.page)
    browser.say(f"skill|accept|{uri('weld')}", note="as in\nthe syllabus")
    assert said(desk.folder) == [("ab", "accept", uri("weld"))]
    assert "accepted: operate welding equipment" in browser.page
    assert "My note: <q>as in\nthe syllabus</q>" in browser.page
    assert re.findall(r'data-outcome="(\w+)"', browser.page) == [first]
    (made,) = load_decisions(desk.folder)
    assert (made.thing.key, made.esco_version, made.origin.value) == (first, "v1.2.0", "page")


def test_thirty_decisions_are_thirty_lines(browser, desk):
    judgements = [judgement.value for judgement in (Judgement.ACCEPT, Judgement.REJECT, Judgement.UNSURE)]
    browser.get("/?state=all&order=important")
    for number in range(30):
        candidates = list(dict.fromkeys(re.findall(r'value="skill\|accept\|([^"]+)"', browser.page)))
        answer = f"skill|{judgements[number % 3]}|{candidates[number % len(candidates)]}"
        assert browser.say(answer, then="next").status_code == 200
    assert len(load_decisions(desk.folder)) == 30
    assert len((desk.folder / "ab.jsonl").read_text().splitlines()) == 30


def test_the_queue_empties_and_says_so(browser):
    for _ in range(20):
        if "Nothing left in this queue" in browser.page:
            break
        browser.say("skill|reject|", then="next")
    assert "Nothing left in this queue" in browser.page
    browser.get("/?state=all")
    assert "No concept fits" in browser.page


def test_undo_takes_steps_back_one_by_one(browser, desk):
    browser.say(f"skill|accept|{uri('weld')}")
    browser.say(f"skill|reject|{uri('weld')}")
    browser.post("/undo", {})
    assert "Undone: rejected: operate welding equipment" in browser.page
    assert [judgement for _, judgement, _ in said(desk.folder)] == ["accept", "reject", "accept"]
    browser.post("/undo", {})
    assert said(desk.folder)[-1] == ("ab", "withdrawn", uri("weld"))
    browser.post("/undo", {})
    assert "nothing to undo" in browser.page


def test_two_reviewers_in_conflict_see_each_other(browser, desk):
    other = Browser(desk, beside=browser)
    other.enter("cd")
    (found,) = re.findall(r'data-outcome="(\w+)"', browser.page)
    browser.say(f"skill|accept|{uri('weld')}", note="clearly")
    other.get(f"/outcome/{found}")
    assert "<strong>ab</strong> accepted: <q>clearly</q>" in other.page
    other.say(f"skill|reject|{uri('weld')}")
    assert "disputed" in other.page
    browser.get("/?state=disputed")
    assert browser.address.split("/")[-1].startswith(found)
    assert "<strong>cd</strong> rejected" in browser.page


def test_reviewers_are_led_to_different_outcomes(browser, desk):
    other = Browser(desk, beside=browser)
    other.enter("cd")
    assert re.findall(r'data-outcome="(\w+)"', browser.page) != re.findall(r'data-outcome="(\w+)"', other.page)


def test_decisions_made_elsewhere_show_up(browser, desk):
    (found,) = re.findall(r'data-outcome="(\w+)"', browser.page)
    thing = Thing(Subject.SKILL, found, uri("law"))
    append_decisions(desk.folder, [Decision(thing, Judgement.UNSURE, "ef", "2026-09-01T10:00:00.000000Z")])
    browser.get(f"/outcome/{found}")
    assert "<strong>ef</strong> unsure" in browser.page


def test_a_decision_on_a_concept_that_is_gone_is_shown_and_can_be_taken_back(browser, desk):
    (found,) = re.findall(r'data-outcome="(\w+)"', browser.page)
    gone = Thing(Subject.SKILL, found, "http://data.europa.eu/esco/skill/gone")
    append_decisions(desk.folder, [Decision(gone, Judgement.ACCEPT, "ab", "2026-09-01T10:00:00.000000Z")])
    browser.get(f"/outcome/{found}")
    assert gone.value in browser.page
    assert browser.say(f"skill|withdrawn|{gone.value}").status_code == 200
    assert desk.ledger.standings(found) == {}


def test_an_answer_for_all_outcomes_with_the_same_words(browser, db, desk):
    alike = outcome(db, "write scientific reports on the findings")
    browser.get(f"/outcome/{alike[0]}")
    assert f"Answer for the {len(alike) - 1} other outcomes" in browser.page
    browser.say(f"skill|accept|{uri('report')}", same="1")
    assert sorted(made.thing.key for made in load_decisions(desk.folder)) == sorted(alike)
    browser.post("/undo", {})
    assert [judgement for _, judgement, _ in said(desk.folder)].count("withdrawn") == len(alike)


def test_what_was_decided_in_the_same_words_stands_beside_each_candidate(browser, db, desk):
    one, two, three = outcome(db, "write scientific reports on the findings")
    browser.get(f"/outcome/{one}")
    browser.say(f"skill|accept|{uri('report')}")
    browser.say(f"skill|reject|{uri('law')}")
    browser.get(f"/outcome/{two}")
    assert "In the same words: accepted for 1 outcome by ab" in browser.page
    assert "In the same words: rejected for 1 outcome by ab" in browser.page
    nothing = Thing(Subject.SKILL, three, "")
    append_decisions(desk.folder, [Decision(nothing, Judgement.REJECT, "cd", "2026-09-01T10:00:00.000000Z")])
    browser.get(f"/outcome/{two}")
    assert "In the same words: no concept fits for 1 outcome by cd" in browser.page
    browser.get(f"/outcome/{outcome(db, 'work in teams')[0]}")
    assert "In the same words" not in browser.page


def test_level_and_dimension_are_decided_the_same_way(browser, db, desk):
    (found,) = outcome(db, "operate welding equipment safely")
    browser.get(f"/outcome/{found}")
    browser.say("level|accept|5")
    browser.say("dimension|accept|skills", note="doing")
    levels = [made.thing for made in load_decisions(desk.folder)]
    assert [(thing.subject.value, thing.value) for thing in levels] == [("level", "5"), ("dimension", "skills")]
    assert levels[0].key != found
    assert re.search(r'value="level\|accept\|5"[^>]*aria-pressed="true"', browser.page)


def test_concepts_are_found_by_any_label_in_any_language(browser):
    for typed in ("schweiß", "weld metal", "OPERATE weld"):
        answer = browser.client.get("/concepts", params={"concept": typed})
        assert f"skill|accept|{uri('weld')}" in answer.text
    assert "No label holds" in browser.client.get("/concepts", params={"concept": "zzz"}).text


def test_labels_come_in_the_language_of_the_reviewer(desk, db):
    browser = Browser(desk)
    browser.enter("ab", lang="de")
    browser.get(f"/outcome/{outcome(db, 'operate welding equipment safely')[0]}")
    assert "Schweißgeräte bedienen" in browser.page


def test_hostile_text_stays_text(browser, db):
    (found,) = outcome(db, f"write programs in Python {HOSTILE}")
    browser.get(f"/outcome/{found}")
    assert "<script>alert" not in browser.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.page
    assert "{{ 7 * 7 }}" in browser.page
    assert ' onmouseover="alert' not in browser.page
    browser.say("skill|unsure|", note=HOSTILE)
    assert "<script>alert" not in browser.page
    browser.get(f"/?search={HOSTILE}&faculty=<script>alert(1)</script>")
    assert "<script>alert" not in browser.page


def test_every_answer_carries_the_headers(browser):
    for address in ("/", "/enter", "/static/review.js", "/nowhere", "/outcome/none"):
        answer = browser.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"


class Tags(HTMLParser):
    """The tags of a page as a browser reads them, with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_pages_hold_no_inline_script_or_style_and_name_no_other_host(browser):
    for address in ("/", "/enter", "/?state=disputed", "/nowhere"):
        for tag, attributes in Tags(browser.get(address).text).found:
            assert tag != "style"
            assert tag != "script" or attributes["src"].startswith("/static/")
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            loaded = [attributes.get(name) for name in ("src", "href", "action") if tag != "a" and name in attributes]
            assert all(value.startswith("/") and not value.startswith("//") for value in loaded)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", ""])
def test_another_host_name_is_refused(browser, host):
    assert browser.get("/", host=host).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9", "LOCALHOST", "[::1]:8765"])
def test_names_of_this_computer_are_answered(browser, host):
    assert browser.client.get("/enter", headers={"host": host}).status_code == 200


def test_a_forged_form_changes_nothing(browser, desk):
    accepting = {"say": f"skill|accept|{uri('weld')}"}
    assert browser.post("/decide", {**accepting, "form_token": "x"}).status_code == 403
    browser.get("/")
    assert browser.post("/decide", accepting, origin="http://evil.example").status_code == 403
    browser.get("/")
    other = Browser(desk, beside=browser)
    other.enter("cd")
    assert browser.post("/decide", {**accepting, "form_token": other.hidden()["form_token"]}).status_code == 403
    assert browser.client.post("/decide", json=accepting).status_code == 415
    assert browser.client.get("/decide").status_code == 405
    assert said(desk.folder) == []


def test_nobody_decides_without_a_name(desk):
    browser = Browser(desk)
    browser.get("/enter")
    browser.post("/decide", {"say": "skill|reject|"})
    assert "Who reviews?" in browser.page
    assert said(desk.folder) == []


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "skill|accept",
        "skill|perhaps|x",
        "skill|accept|http://example.org/none",
        "level|accept|9",
        "dimension|accept|x",
    ],
)
def test_an_answer_the_page_does_not_offer_is_refused(browser, desk, answer):
    assert browser.say(answer).status_code == 400
    assert "That was not done" in browser.page
    assert said(desk.folder) == []


def test_what_is_too_large_is_refused(browser):
    assert browser.post("/decide", {"note": "x" * LARGEST_BODY}).status_code == 413
    assert browser.client.get("/", params={"search": "x" * 5000}).status_code == 414
    streamed = browser.client.post("/decide", content=iter([b"say=1"]))
    assert streamed.status_code == 411
    assert browser.client.post("/decide", content=b"a=1&" * 100, headers={"content-type": FORM}).status_code == 400
    assert browser.client.put("/decide").status_code == 405


FORM = "application/x-www-form-urlencoded"


def test_an_unknown_outcome_is_a_page_of_its_own(browser):
    assert browser.get("/outcome/none").status_code == 404
    assert "no such outcome" in browser.page


def test_beyond_this_computer_a_token_is_asked_for(desk):
    for options, code in (({"host": "0.0.0.0"}, "missing_token"), ({"token": "short"}, "short_token")):
        with pytest.raises(EscomapError) as raised:
            create_app(desk, **options)
        assert raised.value.code == code
    browser = Browser(desk, host="0.0.0.0", token=TOKEN)
    assert browser.enter("ab", token="wrong").status_code == 403
    browser.get("/")
    assert "Who reviews?" in browser.page
    assert browser.enter("ab", token=TOKEN).status_code == 200
    assert "Which ESCO concepts" in browser.page
    assert TOKEN not in browser.page


def test_hosts_by_address():
    assert hosts_for("0.0.0.0") is None
    assert hosts_for("Review.Uni.example") == {"review.uni.example"}
    assert {"127.0.0.1", "localhost"} <= hosts_for("127.0.0.1")
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "127.evil.example", "10.0.0.1")] == [
        *[True] * 3,
        *[False] * 2,
    ]


def test_a_database_published_meanwhile_is_read(browser, desk, db, tmp_path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(Path(db).read_bytes())
    moved = Desk(copy, tmp_path / "decisions")
    browser = Browser(moved)
    browser.enter("ab")
    assert moved.holdings.queue.items
    fresh = tmp_path / "fresh.duckdb"
    fresh.write_bytes(Path(db).read_bytes())
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("delete from core_outcome")
    fresh.replace(copy)
    assert browser.get("/").status_code == 200
    assert not moved.holdings.queue.items
