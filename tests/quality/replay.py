"""A simulated reviewer decides as the judged texts say: what samples, calibration and lessons are then worth.

python -m tests.quality.replay --esco ../shared/esco/v1.2.0 --gold ../shared/gold/course_outcomes_dev.csv

A lenient reviewer, who accepts related concepts too, stands for an institution with another standard than ours.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from escomap import tables
from escomap.evaluation import ACCEPTED_GRADE, JudgedText
from escomap.model import Band, MatchQuery, Suggestion
from escomap.paths import training_folder
from escomap.quality.calibration import refit
from escomap.quality.decided import decided_only, with_decisions
from escomap.quality.estimates import precision, recall, with_weights
from escomap.quality.learning import DecidedLink, Lessons, wording
from escomap.quality.sampling import draw_sample, sample_sizes
from escomap.readers.judged import read_judged
from escomap.readers.training import read_training
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.settle import settle_decisions
from escomap.settings import Settings
from escomap.steps.ingest import ingest
from escomap.steps.run import RunRequest, start_run
from escomap.steps.suggest import load_text_matcher
from escomap.store.db import open_work

SAMPLES = 100
ORDERS = 10


@dataclass(frozen=True)
class Matched:
    """Texts with what the matching suggests for each."""

    texts: list[JudgedText]
    found: list[list[Suggestion]]

    def links(self, *copies):
        """A row per suggestion, as ``steps/suggested.py`` reads them; each text once, or as often as it is named."""
        chosen = copies or range(len(self.texts))
        rows = [
            {
                "outcome_id": f"{place:05}", "text_number": number, "skill_uri": one.uri,
                "span_text": one.evidence.span_text,
                "confidence_score": one.confidence, "band": str(one.band), "lang": self.texts[number].lang,
                "faculty": self.texts[number].group, "grade": self.texts[number].grades.get(one.uri, 0),
            }
            for place, number in enumerate(chosen)
            for one in self.found[number]
        ]  # fmt: skip
        return pd.DataFrame(rows)


def matched(texts, esco):
    queries = [MatchQuery(one.text, one.lang, one.context) for one in texts]
    matcher = load_text_matcher({query.lang for query in queries}, Settings(), esco=esco)
    return Matched(texts, matcher.suggest(queries, Settings()))


def decisions(links, least_grade=ACCEPTED_GRADE):
    """What the reviewer decides about each of the links."""
    return [
        Decision(
            Thing(Subject.SKILL, row.outcome_id, row.skill_uri),
            Judgement.ACCEPT if row.grade >= least_grade else Judgement.REJECT,
            "simulated",
            "2026-09-01T10:00:00Z",
        )
        for row in links.itertuples()
    ]


def coverage_of_intervals(links, half_width):
    """In how many of the samples the intervals hold the true figures, and how wide they are."""
    is_accepted, is_right = links["band"] == Band.ACCEPT, links["grade"] >= ACCEPTED_GRADE
    true_precision = is_right[is_accepted].mean()
    true_recall = (is_right & is_accepted).sum() / is_right.sum()
    standings = settle_decisions(decisions(links))
    threshold, held, width = Settings().accept_threshold, {"precision": 0, "recall": 0}, []
    sizes = sample_sizes(links, half_width, tuple(Band))
    for seed in range(SAMPLES):
        judged = with_weights(with_decisions(draw_sample(links, sizes, seed), standings))
        share = precision(judged)
        held["precision"] += share.low <= true_precision <= share.high
        width.append((share.high - share.low) / 2)
        share = recall(judged, links, threshold)
        held["recall"] += share.low <= true_recall <= share.high
    return {
        "links": int(is_accepted.sum()), "reviewed": sizes, "true_precision": round(float(true_precision), 3),
        "true_recall": round(float(true_recall), 3), "held_of_100": held, "half_width": round(float(np.mean(width)), 3),
    }  # fmt: skip


def calibrated(links, least_grade):
    judged = decided_only(links, settle_decisions(decisions(links, least_grade)))
    scores = judged["confidence_score"].tolist()
    fitted = refit(scores, scores, judged["is_right"].tolist(), judged["outcome_id"].tolist())
    return {
        "decisions": fitted.decisions, "slope": fitted.recalibration.slope, "offset": fitted.recalibration.offset,
        "ece_before": round(fitted.before.error, 4), "ece_after": round(fitted.after.error, 4),
    }  # fmt: skip


def answered(links, seed):
    """Share of outcomes with an accepted link and no wrong one before their review: as matched, and as learnt.

    Outcomes are reviewed one after the other in a random order; only the second half is counted, and all of it.
    """
    by_outcome = [rows for _, rows in links.groupby("outcome_id")]
    order = np.random.default_rng(seed).permutation(len(by_outcome))
    lessons, right = Lessons(()), {"matched": [], "same_words": [], "learnt": []}
    for place, number in enumerate(order):
        rows = by_outcome[number]
        if place >= len(order) // 2:
            right["matched"].append(is_right(rows, set(rows.loc[rows["band"] == Band.ACCEPT, "skill_uri"])))
            right["same_words"].append(is_right(rows, answered_links(rows, lessons)))
            right["learnt"].append(is_right(rows, learnt_links(rows, lessons)))
        for row in rows.itertuples():
            lessons.learn(DecidedLink(row.text, row.lang, row.skill_uri, row.grade >= ACCEPTED_GRADE, row.span_text))
    return {name: float(np.mean(values)) for name, values in right.items()}


def answered_links(rows, lessons):
    """What a run makes of them: outcomes in exactly the same words get the answer."""
    answers = lessons.answers(rows["text"].iloc[0], rows["lang"].iloc[0], are_same=True)
    accepted = rows.loc[rows["band"] == Band.ACCEPT, "skill_uri"]
    return {uri for uri, answer in answers.items() if answer} | {uri for uri in accepted if answers.get(uri, True)}


def learnt_links(rows, lessons):
    """The same with inflection and order of the words put aside, and without links that words misled to before."""
    accepted = set()
    for row in rows.itertuples():
        answer = lessons.answers(row.text, row.lang, are_same=False).get(row.skill_uri)
        is_doubtful = lessons.is_doubtful(row.skill_uri, row.span_text, row.lang)
        if answer or (answer is None and row.band == Band.ACCEPT and not is_doubtful):
            accepted.add(row.skill_uri)
    return accepted


def is_right(rows, accepted):
    wanted = set(rows.loc[rows["grade"] >= ACCEPTED_GRADE, "skill_uri"])
    return bool(accepted) and accepted <= wanted


def replay_lessons(matched):
    links = matched.links()
    links = links.assign(text=[matched.texts[number].text for number in links["text_number"]])
    found = [answered(links, seed) for seed in range(ORDERS)]
    return {name: round(float(np.mean([one[name] for one in found])), 4) for name in found[0]}


def repeated(catalogue, profile):
    """How many outcomes of a real catalogue stand in the words of another one of the same provider."""
    with tempfile.TemporaryDirectory() as folder, open_work(Path(folder) / "courses.duckdb") as store:
        request = RunRequest((catalogue,), Path(folder) / "courses.duckdb", profile=profile)
        ingest(start_run(request, store))
        outcomes = store.read(tables.CORE_OUTCOME).merge(store.read(tables.CORE_COURSE)[["course_id", "provider"]])
    words = {
        "exactly": outcomes["text_key"] + outcomes["lang"],
        "but for inflection and order": [wording(*row) for row in zip(outcomes["text"], outcomes["lang"], strict=True)],
    }
    found = {"outcomes": len(outcomes)}
    for name, key in words.items():
        groups = outcomes.assign(key=key).groupby(["key", "provider"])["outcome_id"]
        found[name] = {
            "wordings": groups.ngroups,
            "share_repeated": round(float((groups.transform("size") > 1).mean()), 3),
        }
    return found


def invented_courses(lang="en"):
    return [
        JudgedText(one.text, one.grades, one.lang, one.context, one.course_id)
        for one in read_training(training_folder())
        if one.split == "ranking" and one.lang == lang
    ]


def replay(gold, esco):
    real = matched(read_judged(gold), esco)
    links = real.links()
    catalogue = real.links(*np.random.default_rng(0).integers(0, len(real.texts), 2000))
    return {
        "texts": len(real.texts),
        "intervals": {
            "the judged texts": coverage_of_intervals(links, 0.1),
            "a catalogue of 2,000 outcomes drawn from them": coverage_of_intervals(catalogue, 0.05),
        },
        "calibration": {
            "our reviewer": calibrated(links, ACCEPTED_GRADE),
            "a lenient reviewer": calibrated(links, ACCEPTED_GRADE - 1),
        },
        "answered_right_before_review": replay_lessons(real),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, help="also how often this catalogue repeats itself")
    parser.add_argument("--profile", help="column profile of the catalogue")
    parser.add_argument("--courses", action="store_true", help="also lessons on invented courses; trees know them")
    given = parser.parse_args()
    figures = replay(given.gold, given.esco)
    if given.courses:
        figures["invented_courses"] = replay_lessons(matched(invented_courses(), given.esco))
    if given.catalogue:
        figures["repeated"] = repeated(given.catalogue, given.profile)
    print(json.dumps(figures, indent=1, default=int))


if __name__ == "__main__":
    main()
