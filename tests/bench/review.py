"""Answers of the review page with several reviewers at once, on a generated database, and on which every decision ends.

Each reviewer asks for an outcome, looks a concept up, and decides, as fast as the server lets them.
"""

import random
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path

import pandas as pd
import requests

from escomap import tables
from escomap.decision_files import load_decisions
from escomap.paths import starter_vocabulary
from escomap.steps.esco import store_release
from escomap.store.db import open_store, open_work, publish
from escomap.text.normalise import content_hash, text_key
from escomap.vocabulary.release import load_release
from tests.fixtures.served_review import ServedReview

OUTCOMES_PER_COURSE = 6
SUGGESTIONS = 10
EMPTY = {"text": "", "integer": 0, "number": 0.0, "boolean": False, "text_list": []}


def add_arguments(parser):
    parser.add_argument("--db", type=Path, default=None, help="A database; left out: one is generated.")
    parser.add_argument("--esco", type=Path, default=None, help="Release of the generated database.")
    parser.add_argument("--outcomes", type=int, default=20_000)
    parser.add_argument("--reviewers", type=int, default=5)
    parser.add_argument("--decisions", type=int, default=60, help="Decisions of each reviewer.")


def measure(given):
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or generate(Path(folder) / "review.duckdb", given.outcomes, given.esco or starter_vocabulary())
        with open_store(db) as store:
            labels = store.count(tables.CORE_CONCEPT_LABEL)
            print(
                f"{store.count(tables.CORE_OUTCOME):,} outcomes, {labels:,} labels, {given.reviewers} reviewers at once"
            )
        start = time.perf_counter()
        served = ServedReview(db, Path(folder) / "decisions")
        print(f"ready after {time.perf_counter() - start:.1f} s")
        times = {"page": [], "search": [], "decision": [], "decision and next page": []}
        try:
            work = [Reviewer(served, f"r{number}", given.decisions, times) for number in range(given.reviewers)]
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
        finally:
            served.kill()
        for name, taken in times.items():
            ordered = sorted(1000 * seconds for seconds in taken)
            median, most = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
            print(f"{name:24} median {median:6.0f} ms, 95 % below {most:6.0f} ms, {len(taken)} times")
        kept, wanted = len(load_decisions(served.decisions)), given.reviewers * given.decisions
        print(f"{kept} of {wanted} decisions kept after kill -9")


class Reviewer(threading.Thread):
    """One reviewer; ``times`` collects the seconds of every answer by its kind."""

    def __init__(self, served, name, decisions, times):
        super().__init__(name=name)
        self.served, self.decisions, self.times = served, decisions, times
        self.browser, self.random = requests.Session(), random.Random(name)

    def run(self):
        page = self.browser.get(f"{self.served.address}/enter").text
        self.browser.post(f"{self.served.address}/enter", data={**hidden(page), "reviewer": self.name})
        page = self.timed("page", "get", "/")
        for _ in range(self.decisions):
            uris = list(dict.fromkeys(re.findall(r'value="skill\|accept\|([^"]+)"', page)))
            self.timed(
                "search", "get", f"/concepts?concept={self.random.choice('abcdefghmprst')}{self.random.choice('aeio')}"
            )
            judgement = self.random.choice(["accept", "reject", "unsure"])
            fields = {**hidden(page), "say": f"skill|{judgement}|{self.random.choice(uris)}", "then": "next"}
            start = time.perf_counter()
            location = self.timed("decision", "post", "/decide?", data=fields, allow_redirects=False)
            page = self.timed("page", "get", location)
            self.times["decision and next page"].append(time.perf_counter() - start)

    def timed(self, kind, method, address, **options):
        start = time.perf_counter()
        found = getattr(self.browser, method)(f"{self.served.address}{address}", timeout=60, **options)
        self.times[kind].append(time.perf_counter() - start)
        found.raise_for_status()
        return found.headers.get("location") or found.text


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def generate(db, count, esco):
    """A database whose outcomes are built around labels of ESCO, with suggestions at random; no matching is done."""
    chance = random.Random(1)
    with open_work(db) as store:
        release = load_release(esco)
        with store.transaction():
            store_release(store, release)
        labels = store.rows("searched_labels")
        concepts = (
            labels[labels["lang"] == "en"].drop_duplicates("concept_uri")[["concept_uri", "label"]].values.tolist()
        )
        courses, outcomes, matches, suggestions = [], [], [], []
        for number in range(count // OUTCOMES_PER_COURSE):
            course_id = content_hash("course", str(number))
            courses.append(
                {"course_id": course_id, "title": f"Course {number}", "faculty": f"Faculty {number % 9}", "ects": 5.0}
            )
            for position in range(1, OUTCOMES_PER_COURSE + 1):
                chosen = chance.sample(concepts, SUGGESTIONS)
                text = f"{chosen[0][1]} in settings of practice {chance.randrange(count)}"
                outcome_id = content_hash(course_id, text)
                own = {"outcome_id": outcome_id, "course_id": course_id, "text_key": text_key(text)}
                outcomes.append({**own, "position": position, "text": text, "lang": "en", "span_end": len(text)})
                matches.append({"outcome_id": outcome_id, "best_band": "review", "suggestion_count": SUGGESTIONS})
                suggestions += [
                    suggestion(outcome_id, rank, *each, text, chance) for rank, each in enumerate(chosen, start=1)
                ]
        with store.transaction():
            for table, rows in (
                (tables.CORE_COURSE, courses),
                (tables.CORE_OUTCOME, outcomes),
                (tables.SUG_MATCH, matches),
                (tables.SUG_SKILL, suggestions),
            ):
                store.append(filled(table, rows), table)
        publish(store, db)
    return db


def suggestion(outcome_id, rank, uri, label, text, chance):
    scores = {f"{name}_score": chance.random() for name in ("confidence", "lexical", "sentence", "multilingual")}
    met = {
        "skill_label": label,
        "skill_label_en": label,
        "matched_label": label,
        "span_text": text[:10],
        "span_end": 10,
    }
    return {"outcome_id": outcome_id, "suggestion_rank": rank, "skill_uri": uri, "band": "review", **met, **scores}


def filled(table, rows):
    bare = {column.name: None if column.nullable else EMPTY[column.type] for column in table.columns}
    return pd.DataFrame([{**bare, **row} for row in rows], columns=table.column_names)
