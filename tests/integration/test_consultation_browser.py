"""A consultation form in a real browser, opened from disk: filled in by keyboard, saved, opened again, collected."""

import json
import re

import pytest

from escomap.consultation_files import load_opinions
from escomap.decision_files import load_decisions
from escomap.steps.collect import collect_answers
from escomap.steps.share import Wanted, Wording, share_form
from fixtures.consultation import entry, saved
from fixtures.esco_releases import uri
from fixtures.review import HOSTILE, review_database
from fixtures.served_review import ServedReview


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A database, a form of all its courses with descriptions of concepts, and what it asks."""
    folder = tmp_path_factory.mktemp("form")
    review_database(folder)
    wording = Wording(title=HOSTILE, intro=HOSTILE, asked_by=HOSTILE, send_to=HOSTILE)
    share_form(folder / "courses.duckdb", folder / "decisions", folder / "form.html", Wanted(lang="de"), wording)
    return folder


class Respondent:
    """Somebody who opened the form in a browser; what it complains of and asks the network for is kept."""

    def __init__(self, chromium, folder, **options):
        self.context = chromium.new_context(**options)
        self.folder = folder
        self.complaints, self.asked = [], []
        self.page = self.open_page()

    def open_page(self):
        page = self.context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto((self.folder / "form.html").as_uri())
        return page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector):
        """Presses Tab until the element has the focus: what the keyboard cannot reach fails."""
        for _ in range(400):
            self.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def save(self, file):
        with self.page.expect_download() as download:
            self.press("Enter")
        download.value.save_as(file)
        return json.loads(file.read_text(encoding="utf-8"))

    @property
    def status(self):
        return self.page.inner_text("#status")

    @property
    def progress(self):
        return self.page.inner_text("#progress")


@pytest.fixture
def respondent(chromium, folder):
    found = Respondent(chromium, folder)
    yield found
    found.context.close()


def answer_some(respondent):
    """By keyboard: a role, a level, a concept, what is missing; ends on the button that saves."""
    respondent.tab_to("#role")
    respondent.page.keyboard.type("employer")
    respondent.tab_to("[data-question=level] input")
    respondent.press("Space", "ArrowRight", "ArrowRight")
    respondent.tab_to("[data-question=link] input")
    respondent.press("Space")
    respondent.tab_to("[data-question=missing]")
    respondent.page.keyboard.type("Teamarbeit & Führung")
    respondent.tab_to("#save")


def test_a_form_filled_in_by_keyboard_saved_and_collected(respondent, folder, tmp_path):
    answer_some(respondent)
    saved = respondent.save(tmp_path / "answers.json")
    assert respondent.status.startswith(f"Saved as answers-{saved['form_id']}-")
    assert re.match(r"2 of \d+ questions answered, 1 in words", respondent.progress)
    given = [(each["question"], each["answer"]) for each in saved["answers"]]
    assert given == [("level", "too_high"), ("link", "fits"), ("missing", "Teamarbeit & Führung")]
    report = collect_answers([tmp_path / "answers.json"], folder / "decisions")
    assert (report.added, report.problems) == (3, [])
    assert {each.role for each in load_opinions(folder / "decisions")} == {"employer"}
    assert respondent.complaints == []
    assert {url.partition(":")[0] for url in respondent.asked} <= {"file", "blob"}


def test_answers_survive_closing_the_page_and_go_on_elsewhere_from_a_file(respondent, chromium, folder, tmp_path):
    answer_some(respondent)
    saved = respondent.save(tmp_path / "answers.json")
    respondent.page.close()
    respondent.page = respondent.open_page()
    assert respondent.progress.startswith("2 of ") and "back" in respondent.status
    other = Respondent(chromium, folder)
    assert other.progress.startswith("0 of ")
    other.page.set_input_files("#file", tmp_path / "answers.json")
    other.page.locator("#status", has_text="3 answers opened").wait_for()
    assert other.page.input_value("#role") == "employer"
    other.page.focus("#save")
    again = other.save(tmp_path / "again.json")
    assert (again["answers"], again["respondent"]) == (saved["answers"], saved["respondent"])
    assert other.complaints == []
    other.context.close()


def test_an_answer_can_be_taken_back_and_all_be_deleted(respondent):
    page = respondent.page
    question = page.locator("[data-question=link]").first
    question.get_by_label("Does not fit").check()
    assert respondent.progress.startswith("1 of ")
    question.get_by_role("button", name=re.compile("Take back")).press("Enter")
    assert respondent.progress.startswith("0 of ")
    assert question.locator("input:checked").count() == 0
    question.get_by_label("Not sure").check()
    page.locator("#delete").press("Enter")
    assert respondent.progress.startswith("0 of ") and "deleted" in respondent.status
    page.reload()
    assert respondent.progress.startswith("0 of ")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("not JSON", "not a file of saved answers"),
        ("null", "not a file of saved answers"),
        ('{"format": "escomap-consultation-answers", "answers": [null], "form_id": "FORM"}', "not a file of saved"),
        ('{"format": "escomap-consultation-answers", "answers": [], "form_id": "other"}', "another form"),
    ],
)
def test_a_wrong_file_is_named_as_such_and_changes_nothing(respondent, content, told, tmp_path):
    page = respondent.page
    page.locator("[data-question=link] input").first.check()
    file = tmp_path / "wrong.json"
    file.write_text(content.replace("FORM", page.get_attribute("#consultation", "data-form-id")))
    page.set_input_files("#file", file)
    page.locator("#status", has_text=told).wait_for()
    assert respondent.progress.startswith("1 of ")
    assert respondent.complaints == []


def test_a_text_with_markup_is_refused_where_it_is_written(respondent):
    page = respondent.page
    page.locator("[data-question=comment]").first.fill("<b>good</b>")
    page.locator("#save").press("Enter")
    assert "without < and >" in respondent.status
    assert page.evaluate("document.activeElement.dataset.question") == "comment"


def test_hostile_texts_are_only_texts(respondent):
    page = respondent.page
    assert page.inner_text("h1") == HOSTILE
    assert page.locator("h2", has_text="<script>alert(1)</script>").count() == 1
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("document.querySelectorAll('[onmouseover]').length") == 0
    assert respondent.complaints == []


def test_nothing_is_wider_than_a_phone(chromium, folder):
    phone = Respondent(chromium, folder, viewport={"width": 360, "height": 740})
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    boxes = phone.page.locator(".choices label").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert min(boxes) >= 44
    phone.context.close()


def test_what_has_the_focus_is_not_behind_the_bar(respondent):
    respondent.page.locator("[data-question=missing]").nth(3).focus()
    for _ in range(10):
        respondent.press("Tab")
        hidden = respondent.page.evaluate(
            """() => {
              const bar = document.getElementById("bar"), at = document.activeElement;
              return !bar.contains(at) && at.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
            }"""
        )
        assert not hidden, respondent.page.evaluate("document.activeElement.outerHTML")


def test_axe_finds_nothing(chromium, axe, folder):
    visit = Respondent(chromium, folder, bypass_csp=True)
    assert axe(visit.page) == []
    visit.page.locator("[data-question=link] input").first.check()
    visit.page.locator("details summary").first.click()
    visit.page.locator("#save").click()
    assert axe(visit.page) == []
    visit.context.close()


def test_a_reviewer_looks_up_what_somebody_missed(chromium, axe, folder, tmp_path):
    form = share_form(folder / "courses.duckdb", tmp_path / "decisions", tmp_path / "form.html", Wanted(), Wording())
    outcome = form.courses[0].outcomes[0]
    file = tmp_path / "answers.json"
    told = entry("link", outcome.outcome_id, outcome.concepts[0].uri, "does_not_fit")
    missed = entry("missing", outcome.outcome_id, "", "Arbeitsrecht")
    file.write_bytes(saved(told, missed, entry("comment", form.courses[0].course_id, "", "Good"), form=form))
    assert collect_answers([file], tmp_path / "decisions").problems == []
    served = ServedReview(folder / "courses.duckdb", tmp_path / "decisions")
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    try:
        page.goto(served.address)
        page.keyboard.type("ab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#decide")
        page.goto(f"{served.address}/?order=consulted")
        assert page.get_attribute("main", "data-outcome") == outcome.outcome_id
        assert axe(page) == []
        page.get_by_role("button", name="Look it up").press("Enter")
        found = page.locator("#found button").first
        found.wait_for()
        assert "Arbeitsrecht" in found.inner_text()
        assert page.evaluate("document.activeElement.id") == "concept"
        found.click()
        page.locator("#status", has_text="accepted: labour law").wait_for()
    finally:
        context.close()
        served.kill()
    (decision,) = load_decisions(tmp_path / "decisions")
    assert (decision.thing.value, decision.reviewer) == (uri("law"), "ab")
