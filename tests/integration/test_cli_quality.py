"""``escomap quality`` from a database to a page, a sample, and what its review shows."""

import csv
from html.parser import HTMLParser
from pathlib import Path

import pytest

from escomap.decision_files import append_decisions
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from fixtures.catalogues import COURSES, write_catalogue
from fixtures.command_line import CommandLine
from fixtures.runs import run, without_model

HOSTILE = ("HO1", "<script>alert(1)</script>", "EQF level 5", "- <b onclick=x()> & operate welding equipment")


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    run(tmp_path)
    return CommandLine(capsys, monkeypatch)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.unlabelled = [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        self.unlabelled += tag == "svg" and not ({"aria-label", "aria-hidden"} & set(attributes))


def rows(file):
    with Path(file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def decided(links, judge, reviewer="ab"):
    return [
        Decision(
            Thing(Subject.SKILL, row["outcome_id"], row["skill_uri"]), judge(row), reviewer, f"2026-09-01T10:{n:02}:00Z"
        )
        for n, row in enumerate(links)
    ]


def test_the_page_needs_nothing_else_and_has_its_figures_beside_it(escomap, tmp_path):
    found = escomap("quality", "--db", "courses.duckdb", "--out", "quality")
    assert found.code == 0, found.err
    assert "not known: no random sample" in found.out
    text = (tmp_path / "quality" / "quality.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert page.unlabelled == 0
    assert page.links and all((tmp_path / "quality" / link).is_file() for link in page.links)
    assert ESCO_ATTRIBUTION in text
    assert sum(int(row["outcomes"]) for row in rows("quality/coverage_by_lang.csv")) == 11


def test_the_same_database_gives_the_same_bytes(escomap, tmp_path):
    for out in ("one", "two"):
        escomap("quality", "--db", "courses.duckdb", "--out", out)
    one, two = (sorted((tmp_path / out).iterdir()) for out in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]


def test_what_a_catalogue_says_is_never_markup(escomap, tmp_path):
    write_catalogue(tmp_path / "courses.csv", [*COURSES, HOSTILE])
    run(tmp_path)
    assert escomap("quality", "--db", "courses.duckdb", "--out", "quality").code == 0
    assert "<b onclick" not in (tmp_path / "quality" / "quality.html").read_text(encoding="utf-8")


def test_a_reviewed_sample_gives_precision_and_recall(escomap):
    found = escomap("quality", "sample", "--db", "courses.duckdb", "--out", "sample.csv", "--interval", "0.01")
    assert found.code == 0, found.err
    drawn = rows("sample.csv")
    assert {"accept", "none"} <= {row["band"] for row in drawn}
    assert all(row["text"] and row["skill_label"] and row["course_title"] for row in drawn)
    right = {"accept": Judgement.ACCEPT, "review": Judgement.REJECT, "none": Judgement.REJECT}
    append_decisions(Path("decisions"), decided(drawn, lambda row: right[row["band"]]))
    options = ("--db", "courses.duckdb", "--decisions", "decisions", "--sample", "sample.csv", "--out", "quality")
    found = escomap("quality", *options)
    assert found.code == 0, found.err
    assert "Precision      1.00 (" in found.out
    assert "recall 1.00 (" in found.out
    assert {"precision", "recall", "reviews"} <= set(rows("quality/thresholds.csv")[0])


def test_two_reviewers_are_compared(escomap, tmp_path):
    escomap("quality", "sample", "--db", "courses.duckdb", "--out", "sample.csv", "--band", "accept")
    drawn = rows("sample.csv")
    append_decisions(Path("decisions"), decided(drawn, lambda _: Judgement.ACCEPT))
    append_decisions(Path("decisions"), decided(drawn[:1], lambda _: Judgement.REJECT, "cd"))
    found = escomap("quality", "--db", "courses.duckdb", "--decisions", "decisions", "--out", "quality")
    assert "by 2 reviewers, 1 things disputed" in found.out
    assert "ab, cd" in (tmp_path / "quality" / "quality.html").read_text(encoding="utf-8")


def test_a_sample_of_other_bands_is_refused(escomap, tmp_path):
    escomap("quality", "sample", "--db", "courses.duckdb", "--out", "sample.csv")
    text = (tmp_path / "sample.csv").read_text(encoding="utf-8")
    (tmp_path / "sample.csv").write_text(text.replace(",accept,", ",review,"), encoding="utf-8")
    append_decisions(Path("decisions"), decided(rows("sample.csv"), lambda _: Judgement.ACCEPT))
    options = ("--db", "courses.duckdb", "--decisions", "decisions", "--sample", "sample.csv", "--out", "quality")
    assert "error[stale_sample]" in escomap("quality", *options).err


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("quality",), 2, "--db"),
        (("quality", "--db", "none.duckdb", "--out", "x"), 1, "error[missing_database]"),
        (("quality", "--db", "courses.duckdb", "--out", "x", "--sample", "sample.csv"), 1, "error[no_decisions]"),
        (("quality", "--db", "courses.duckdb", "--out", "x", "--sample", "none.csv"), 1, "error[missing_file]"),
        (("quality", "--db", "courses.duckdb", "--out", "x", "--sample", "courses.csv"), 1, "error[bad_sample]"),
        (
            ("quality", "sample", "--db", "courses.duckdb", "--out", "s", "--band", "acept"),
            1,
            "error[unknown_band]",
        ),
    ],
)
def test_wrong_use_says_what_to_do(escomap, arguments, code, error):
    escomap("quality", "sample", "--db", "courses.duckdb", "--out", "sample.csv")
    found = escomap(*arguments)
    assert (found.code, error in found.err) == (code, True), found.err
