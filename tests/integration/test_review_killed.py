"""A review server that is killed in mid-session loses no decision that it confirmed."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from escomap.decision_files import load_decisions
from fixtures.review import review_database
from fixtures.served_review import ServedReview

REVIEWERS = ["ab", "cd", "ef"]


@pytest.fixture
def served(tmp_path):
    review = ServedReview(review_database(tmp_path), tmp_path / "decisions")
    yield review
    review.kill()


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def decide_until_killed(review, reviewer, confirmed):
    """Answers outcome after outcome; keeps what the server confirmed with a page that shows it."""
    browser = requests.Session()
    page = browser.get(f"{review.address}/enter", timeout=30).text
    page = browser.post(f"{review.address}/enter", data={**hidden(page), "reviewer": reviewer}, timeout=30).text
    page = browser.get(f"{review.address}/?state=all", timeout=30).text
    try:
        for number in range(1000):
            uris = list(dict.fromkeys(re.findall(r'value="skill\|accept\|([^"]+)"', page)))
            answer = {"say": f"skill|accept|{uris[number % len(uris)]}", "then": "next", "note": f"number {number}"}
            fields = {**hidden(page), **answer}
            found = browser.post(f"{review.address}/decide?state=all", data=fields, timeout=30, allow_redirects=False)
            assert found.status_code == 303
            confirmed.append((reviewer, fields["outcome_id"], uris[number % len(uris)], f"number {number}"))
            if len(confirmed) == 40:
                review.kill()
            page = browser.get(f"{review.address}{found.headers['location']}", timeout=30).text
    except requests.RequestException:
        return  # killed before, or in the middle of, an answer


def test_what_was_confirmed_survives_a_kill_and_is_shown_again(served):
    confirmed = []
    with ThreadPoolExecutor(len(REVIEWERS)) as pool:
        work = [pool.submit(decide_until_killed, served, reviewer, confirmed) for reviewer in REVIEWERS]
        for each in work:
            each.result()
    assert len(confirmed) >= 40
    kept = {(made.reviewer, made.thing.key, made.thing.value, made.note) for made in load_decisions(served.decisions)}
    assert set(confirmed) <= kept
    served.start()
    browser = requests.Session()
    page = browser.get(f"{served.address}/enter", timeout=30).text
    browser.post(f"{served.address}/enter", data={**hidden(page), "reviewer": "gh"}, timeout=30)
    reviewer, outcome, _, _ = confirmed[-1]
    page = browser.get(f"{served.address}/outcome/{outcome}", timeout=30).text
    assert f"<strong>{reviewer}</strong> accepted" in page
