"""A drawn sample from the draw to the figures: the page leads through it, the workbook holds it."""

import csv
import html
import re

import openpyxl
import pytest

from escomap.decision_files import load_decisions
from escomap.errors import EscomapError
from escomap.steps.review_desk import Desk
from escomap.steps.sample import write_sample
from fixtures.catalogues import write_catalogue
from fixtures.command_line import CommandLine
from fixtures.review import review_database
from fixtures.review_client import Browser
from fixtures.runs import run, without_model


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return review_database(tmp_path_factory.mktemp("review"))


@pytest.fixture
def sample(db, tmp_path):
    write_sample(db, tmp_path / "sample.csv", half_width=0.2, size=6)
    return tmp_path / "sample.csv"


@pytest.fixture
def desk(db, sample, tmp_path):
    return Desk(db, tmp_path / "decisions", sample)


@pytest.fixture
def browser(desk):
    found = Browser(desk)
    found.enter("ab")
    return found


@pytest.fixture
def escomap(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


def drawn_in(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return [(row["outcome_id"], row["skill_uri"]) for row in csv.DictReader(stream)]


def marked(page):
    """The concepts that the page marks as drawn."""
    return re.findall(r'data-drawn>.*?value="skill\|accept\|([^"]+)"', page, re.DOTALL)


def test_the_page_leads_through_the_sample_in_its_order_and_says_what_comes_next(browser, sample, db, desk, escomap):
    links, seen = drawn_in(sample), []
    assert f"0 of {len(links)} links of the sample decided" in browser.page
    assert "most uncertain" not in browser.page
    for _ in range(len(links)):
        if "The sample is reviewed" in browser.page:
            break
        (outcome,) = re.findall(r'data-outcome="(\w+)"', browser.page)
        seen.append(outcome)
        uris = marked(browser.page)
        assert set(uris) == {uri for key, uri in links if key == outcome}
        for number, uri in enumerate(uris, start=1):
            browser.say(f"skill|reject|{uri}", then="next" if number == len(uris) else "stay")
    assert seen == list(dict.fromkeys(key for key, _ in links))
    assert f"{len(links)} of {len(links)} links of the sample decided" in browser.page
    command = html.unescape(re.search(r"<code>(escomap quality .*?)</code>", browser.page)[1])
    out = desk.folder.parent / "quality"
    answer = escomap(*command.split()[1:-1], out)
    assert answer.code == 0, answer.err
    assert "Precision      0.00 (" in answer.out


def test_what_is_decided_besides_the_drawn_links_is_no_progress(browser, sample):
    links = drawn_in(sample)
    (outcome,) = re.findall(r'data-outcome="(\w+)"', browser.page)
    offered = set(re.findall(r'value="skill\|accept\|([^"]+)"', browser.page)) - set(marked(browser.page))
    browser.say(f"skill|reject|{min(offered)}", then="next")
    assert f"0 of {len(links)} links of the sample decided" in browser.page
    browser.get(f"/outcome/{outcome}")
    browser.say("skill|reject|", then="next")
    own = sum(key == outcome for key, _ in links)
    assert f"{own} of {len(links)} links of the sample decided" in browser.page


def test_a_part_of_the_sample_ends_without_ending_the_sample(browser):
    browser.get("/?search=zzz")
    assert "Nothing left in this part of the sample" in browser.page
    browser.get("/")
    assert "drawn</span>" in browser.page


def test_an_outcome_that_was_not_drawn_can_be_opened_and_has_no_mark(browser, desk, sample):
    drawn = {key for key, _ in drawn_in(sample)}
    other = next(item.outcome_id for item in desk.holdings.queue.items if item.outcome_id not in drawn)
    assert browser.get(f"/outcome/{other}").status_code == 200
    assert marked(browser.page) == []
    assert browser.say("skill|reject|", then="next").status_code == 200


def test_a_sample_of_another_database_is_refused(db, sample, tmp_path, escomap, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    without_model(monkeypatch)
    write_catalogue(other / "other.csv", [("ZZ1", "Sailing", "EQF level 4", "- splice ropes of all kinds")])
    run(other, catalogues=(other / "other.csv",))
    with pytest.raises(EscomapError) as raised:
        Desk(other / "courses.duckdb", tmp_path / "decisions", sample)
    assert raised.value.code == "stale_sample"
    answer = escomap("review", "serve", "--db", other / "courses.duckdb", "--sample", sample)
    assert (answer.code, "name the database it was drawn from" in answer.err) == (1, True)


def test_a_database_published_meanwhile_that_the_sample_is_not_of_is_said_on_the_page(browser, db, desk, tmp_path):
    moved = tmp_path / "moved.duckdb"
    moved.write_bytes(db.read_bytes())
    desk = Desk(moved, tmp_path / "decisions", desk.sample)
    browser = Browser(desk)
    browser.enter("ab")
    with (tmp_path / "sample.csv").open("r+", encoding="utf-8", newline="") as stream:
        text = stream.read().replace(",accept,", ",review,")
        stream.seek(0)
        stream.write(text)
    fresh = tmp_path / "fresh.duckdb"
    fresh.write_bytes(db.read_bytes())
    fresh.replace(moved)
    for _ in range(2):
        assert browser.get("/").status_code == 400
        assert "have another confidence there" in html.unescape(browser.page)


def test_the_workbook_holds_the_sample_in_its_order_with_its_links_marked(db, sample, tmp_path, escomap):
    links, out = drawn_in(sample), tmp_path / "sample.xlsx"
    options = ("review", "export", "--db", db, "--decisions", tmp_path / "decisions", "--out", out)
    assert escomap(*options, "--sample", sample).code == 0
    sheet = openpyxl.load_workbook(out)["concepts"]
    header, *rows = list(sheet.iter_rows(values_only=True))
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert {(row["outcome_id"], row["skill_uri"]) for row in found if row["drawn"] == "yes"} == set(links)
    assert list(dict.fromkeys(row["outcome_id"] for row in found)) == list(dict.fromkeys(key for key, _ in links))
    assert escomap(*options).code == 0
    assert "drawn" not in [cell.value for cell in openpyxl.load_workbook(out)["concepts"][1]]
    assert escomap(*options, "--sample", sample, "--order", "new").code == 2


def test_a_filled_workbook_of_a_sample_is_progress(db, sample, tmp_path, escomap):
    out, folder = tmp_path / "sample.xlsx", tmp_path / "decisions"
    escomap("review", "export", "--db", db, "--decisions", folder, "--out", out, "--sample", sample)
    workbook = openpyxl.load_workbook(out)
    names = [cell.value for cell in workbook["concepts"][1]]
    for row in workbook["concepts"].iter_rows(min_row=2):
        if row[names.index("drawn")].value == "yes":
            row[names.index("judgement")].value = "accept"
    workbook.save(out)
    assert escomap("review", "import", out, "--db", db, "--reviewer", "ab", "--decisions", folder).code == 0
    assert len(load_decisions(folder)) == len(drawn_in(sample))
    desk = Desk(db, folder, sample)
    assert desk.drawn.progress(desk.ledger).is_complete
