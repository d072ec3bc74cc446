"""The review page in a real browser: by keyboard alone, and with everything the page loads looked at."""

import re
from itertools import pairwise

import pytest

from escomap.decision_files import load_decisions
from escomap.steps.sample import write_sample
from fixtures.esco_releases import uri
from fixtures.review import review_database
from fixtures.served_review import ServedReview


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return review_database(tmp_path_factory.mktemp("review"))


@pytest.fixture
def served(db, tmp_path):
    review = ServedReview(db, tmp_path / "decisions")
    yield review
    review.kill()


class Reviewer:
    """Somebody at a browser window of their own; what the page complains of and loads from elsewhere is kept."""

    def __init__(self, chromium, served, name, **context):
        self.page = chromium.new_context(**context).new_page()
        self.page.set_default_timeout(30_000)
        self.complaints, self.asked = [], set()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.add(re.match(r"[^/]*//[^/]*", request.url)[0]))
        self.page.goto(served.address)
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#decide")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def press_and_wait(self, key, status):
        """Presses a key that sends an answer, and waits until the page tells of it."""
        self.page.evaluate("document.getElementById('status').textContent = ''")
        self.page.keyboard.press(key)
        self.page.locator("#status", has_text=re.compile(f"^{status}")).wait_for()

    @property
    def outcome(self):
        return self.page.get_attribute("main", "data-outcome")


@pytest.fixture
def reviewer(chromium, served):
    found = Reviewer(chromium, served, "ab")
    yield found
    found.page.context.close()


def test_a_session_of_thirty_decisions_by_keyboard(reviewer, served):
    outcomes = set()
    for number in range(30):
        if number % 3 == 0:
            before = reviewer.outcome
            reviewer.press("n")
            reviewer.page.wait_for_selector(f'main[data-outcome]:not([data-outcome="{before}"])')
        key, told = (("a", "accepted"), ("r", "rejected"), ("u", "unsure of"))[number % 3]
        reviewer.press_and_wait(key, told)
        outcomes.add(reviewer.outcome)
    assert len(outcomes) == 10
    made = load_decisions(served.decisions)
    assert [decision.judgement.value for decision in made] == ["accept", "reject", "unsure"] * 10
    assert len({(decision.thing.key, decision.thing.value) for decision in made}) == 30
    assert reviewer.complaints == []
    assert reviewer.asked == {served.address}


def test_keys_pressed_faster_than_the_page_answers_are_not_lost(reviewer, served):
    reviewer.page.keyboard.type("aruf")
    reviewer.press("a")
    reviewer.page.wait_for_timeout(2500)
    made = load_decisions(served.decisions)
    assert [decision.judgement.value for decision in made] == ["accept", "reject", "unsure", "accept", "accept"]
    assert len({decision.thing.value for decision in made[:4]}) == 4
    assert [decision.thing.key == made[0].thing.key for decision in made] == [True] * 4 + [False]


def test_undo_a_free_choice_a_level_and_a_reload(reviewer, served):
    reviewer.press_and_wait("a", "accepted")
    reviewer.press_and_wait("z", "Undone: accepted")
    reviewer.press("c")
    reviewer.page.keyboard.type("Arbeitsr", delay=30)
    reviewer.page.wait_for_selector("#found button")
    reviewer.press("Enter")
    reviewer.press_and_wait("Enter", "accepted: labour law")
    reviewer.press("Escape", "l")
    reviewer.press_and_wait("5", "accepted: EQF level 5")
    reviewer.press("m")
    reviewer.page.keyboard.type("read twice: a r x")
    reviewer.press("Escape", "d")
    reviewer.press_and_wait("2", "accepted: skills")
    made = load_decisions(served.decisions)
    said = [(decision.judgement.value, decision.thing.value) for decision in made[1:]]
    assert said[0][0] == "withdrawn"
    assert said[1:] == [("accept", uri("law")), ("accept", "5"), ("accept", "skills")]
    assert made[-1].note == "read twice: a r x"
    reviewer.page.reload()
    assert reviewer.page.locator("article", has_text="labour law").locator(".mark.accept").count() == 1
    assert reviewer.page.locator("#level [aria-pressed=true]").inner_text().startswith("5")
    assert reviewer.complaints == []


@pytest.fixture
def served_sample(db, tmp_path):
    write_sample(db, tmp_path / "sample.csv", half_width=0.2, size=4)
    review = ServedReview(db, tmp_path / "decisions", "--sample", tmp_path / "sample.csv")
    yield review
    review.kill()


def test_a_sample_is_reviewed_by_one_key_for_each_link(chromium, axe, served_sample):
    links = len((served_sample.decisions.parent / "sample.csv").read_text(encoding="utf-8").splitlines()) - 1
    reviewer = Reviewer(chromium, served_sample, "ab", bypass_csp=True)
    assert axe(reviewer.page) == []
    for number in range(links):
        reviewer.page.locator("article.chosen .mark.drawn").wait_for()
        reviewer.press_and_wait("r", "rejected")
        reviewer.page.locator("aside", has_text=f"{number + 1} of {links} links").wait_for()
        if reviewer.page.locator("article[data-drawn]:not(:has([aria-pressed=true]))").count() == 0:
            reviewer.press("n")
    reviewer.page.locator("h1", has_text="The sample is reviewed").wait_for()
    assert reviewer.page.evaluate("window.scrollY") == 0
    assert axe(reviewer.page) == []
    assert len(load_decisions(served_sample.decisions)) == links
    reviewer.page.context.close()


def test_enter_in_a_field_decides_nothing(reviewer, served):
    reviewer.press("c", "Enter")
    reviewer.page.wait_for_timeout(300)
    assert load_decisions(served.decisions) == []


def test_keys_can_be_switched_off(reviewer, served):
    reviewer.page.uncheck("#keys-on")
    reviewer.press("a", "x")
    reviewer.page.wait_for_timeout(300)
    assert load_decisions(served.decisions) == []


def test_two_reviewers_in_conflict_see_it(reviewer, chromium, served):
    other = Reviewer(chromium, served, "cd")
    assert other.outcome != reviewer.outcome
    reviewer.press_and_wait("a", "accepted")
    other.page.goto(f"{served.address}/outcome/{reviewer.outcome}")
    assert "ab accepted" in other.page.locator("article").first.inner_text()
    other.press_and_wait("r", "rejected")
    assert other.page.locator("article").first.locator(".mark.disputed").count() == 1
    reviewer.page.reload()
    assert reviewer.page.locator("article").first.locator(".mark.disputed").count() == 1
    other.page.context.close()


def test_a_hostile_course_is_only_text(reviewer, served):
    reviewer.press("/")
    reviewer.page.locator("#filter-search:focus").wait_for()
    reviewer.page.keyboard.type("onmouseover programs")
    reviewer.press("Enter")
    reviewer.page.locator("aside strong", has_text=re.compile("^1$")).wait_for()
    reviewer.page.locator("#outcome", has_text="<script>").wait_for()
    reviewer.press_and_wait("a", "accepted")
    assert "<script>alert(1)</script>" in reviewer.page.locator("#outcome").inner_text()
    assert reviewer.page.evaluate("document.querySelectorAll('main script').length") == 0
    assert reviewer.complaints == []


def test_the_words_that_met_a_candidate_are_marked_when_it_is_chosen(reviewer, served):
    text = reviewer.page.locator("#outcome").inner_text()
    reviewer.press("2")
    chosen = reviewer.page.locator("article.chosen")
    start, end = (int(chosen.get_attribute(f"data-{name}")) for name in ("start", "end"))
    assert reviewer.page.locator("#outcome").inner_text() == text
    assert reviewer.page.locator("#outcome mark").all_inner_texts() == ([text[start:end]] if end > start else [])


def test_axe_finds_nothing(chromium, axe, served):
    """Contrast, names, roles, landmarks."""
    page = chromium.new_context(bypass_csp=True).new_page()
    page.goto(served.address)
    for address in ("/enter", "/", "/?state=decided", "/outcome/none"):
        page.goto(f"{served.address}{address}")
        if address == "/enter":
            page.keyboard.type("ab")
            page.keyboard.press("Enter")
            page.wait_for_selector("#decide")
            page.keyboard.press("a")
            page.locator("#status", has_text="accepted").wait_for()
        assert axe(page) == [], address
    page.context.close()


def test_the_page_can_be_used_without_sight_of_it(reviewer):
    """Names for every field and button, one first heading, levels without gaps, a place for messages."""
    unnamed = reviewer.page.evaluate(
        """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button:not([hidden]), a')]
        .filter(each => !(each.labels?.length || each.textContent.trim() || each.ariaLabel))
        .map(each => each.outerHTML)"""
    )
    assert unnamed == []
    headings = reviewer.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].map(each => Number(each.tagName[1]))"
    )
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert reviewer.page.locator("[role=status]").count() == 1
    assert reviewer.page.evaluate("document.documentElement.lang") == "en"
    assert reviewer.page.locator("#outcome").get_attribute("lang")
