"""Fits the fusion weights and the confidence, and writes pipelines/escomap/matching/fusion.json.

    python -m tests.quality.fit_fusion --esco ../shared/esco/v1.2.0 --gold ../shared/gold --training ../shared/training

Weights: conditional logit over the candidates of each text, on the training outcomes written for this project and on
the training part of gold/skillskape_synthetic.csv. Confidence: logistic regression on the judged development sets.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from escomap.encoders import load_encoder
from escomap.evaluation import JudgedText, mean_of_groups, ranking_figures
from escomap.matching import match
from escomap.matching.features import FEATURES, encode_units, find_candidates
from escomap.matching.fuse import Fusion, distance_to_best_other
from escomap.model import MatchQuery
from escomap.paths import cache_folder
from escomap.readers.judged import read_judged
from escomap.settings import Settings
from escomap.vocabulary.index import load_index
from escomap.vocabulary.release import load_release

OUTPUT = Path(__file__).parents[2] / "pipelines" / "escomap" / "matching" / "fusion.json"
PENALTY = 0.02
SKILLSKAPE_TEXTS = 1500
# Only these can be negative evidence for nothing: a weight below 0 would say that a better match is worse.
BOUNDS = [(0, None)] * len(FEATURES)


def candidate_features(judged, index, encoder, index_lang=None):
    """Features and hits of each text's candidates: lists of (candidates, features), (candidates,), uris."""
    out = [None] * len(judged)
    by_lang = {}
    for position, text in enumerate(judged):
        by_lang.setdefault(text.lang, []).append(position)
    for lang, positions in by_lang.items():
        language = index.language(index_lang or lang)
        for start in range(0, len(positions), match.BLOCK):
            block = positions[start : start + match.BLOCK]
            queries = [MatchQuery(judged[p].text, lang, judged[p].context) for p in block]
            units = encode_units(queries, encoder)
            found = find_candidates(queries, units, index, language)
            for p, concepts, features in zip(block, found.concepts, found.features, strict=True):
                uris = [index.uris[concept] for concept in concepts]
                hits = np.array([uri in judged[p].accepted for uri in uris])
                out[p] = (features.astype(np.float64), hits, uris)
    return out


def fit_weights(rows):
    rows = [(features, hits) for features, hits, _ in rows if hits.any() and not hits.all()]

    def loss(weights):
        total, gradient = PENALTY * len(rows) / 100 * weights @ weights, 2 * PENALTY * len(rows) / 100 * weights
        for features, hits in rows:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            odds /= odds.sum()
            share = odds[hits].sum()
            total -= np.log(share)
            within = np.where(hits, odds, 0) / share
            gradient -= (within - odds) @ features
        return total / len(rows), gradient / len(rows)

    start = np.ones(len(FEATURES))
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=BOUNDS).x


def fit_calibration(rows, weights, top=10):
    inputs, outcomes = [], []
    for features, hits, _ in rows:
        scores = features @ weights
        distance = distance_to_best_other(scores[None])[0]
        for candidate in np.argsort(-scores)[:top]:
            inputs.append([scores[candidate], distance[candidate]])
            outcomes.append(bool(hits[candidate]))
    model = LogisticRegression(C=10.0).fit(inputs, outcomes)
    return [float(model.intercept_[0]), *map(float, model.coef_[0])]


def report(name, judged, rows, weights):
    groups = {}
    for text, (features, _, uris) in zip(judged, rows, strict=True):
        order = np.argsort(-(features @ weights), kind="stable")
        groups.setdefault(text.group, []).append((text, [uris[i] for i in order]))
    figures = {group: ranking_figures(*map(list, zip(*pairs, strict=True))) for group, pairs in groups.items()}
    mean = mean_of_groups(figures)
    print(f"{name:28s}", " ".join(f"{key}={value:.3f}" for key, value in mean.items()), flush=True)
    return mean


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("esco", "gold", "training"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    release = load_release(args.esco)
    encoder = load_encoder(Settings())
    index = load_index(
        release.frames["core_concept"], release.frames["core_concept_label"], vocabulary_key=release.key,
        esco_version=release.version, encoder=encoder, langs=["de", "fr", "es"], cache=cache_folder(),
    )  # fmt: skip
    skape = [t for t in read_judged(args.gold / "skillskape_synthetic.csv") if t.accepted][:SKILLSKAPE_TEXTS]
    training = {lang: read_judged(args.training / f"outcomes_{lang}.tsv", lang=lang) for lang in ("en", "it", "de", "fr", "es")}
    jobads = [t for t in read_judged(args.gold / "jobads_validation.csv") if t.accepted]
    course = [t for t in read_judged(args.gold / "course_outcomes_dev.csv") if t.accepted]
    known = set(index.uris)
    usable = lambda texts: [JudgedText(t.text, {u: g for u, g in t.grades.items() if u in known}, t.lang, t.context, t.group) for t in texts]  # noqa: E731

    jobs_rows, course_rows = (candidate_features(usable(t), index, encoder) for t in (jobads, course))
    english_rows = candidate_features(training["en"] + skape, index, encoder)
    fusions = {}
    weights = fit_weights(english_rows)
    # Context is absent from the training texts, so its weight there repeats the whole text's: share it.
    fusions["english"] = (weights, fit_calibration(jobs_rows + course_rows, weights))
    report("job ads, validation", jobads, jobs_rows, weights)
    report("course outcomes, dev", course, course_rows, weights)
    equal = np.array([1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 0.0])
    report("job ads, equal weights", jobads, jobs_rows, equal)
    report("course, equal weights", course, course_rows, equal)

    foreign = training["de"] + training["fr"] + training["es"]
    same_rows = candidate_features(foreign, index, encoder)
    weights = fit_weights(same_rows)
    fusions["same_language"] = (weights, fit_calibration(same_rows, weights))
    report("de+fr+es outcomes (fitted)", foreign, same_rows, weights)
    report("de+fr+es equal", foreign, same_rows, equal)
    cross = training["it"]
    cross_rows = candidate_features(cross, index, encoder, index_lang="en")
    weights = fit_weights(cross_rows)
    fusions["cross_language"] = (weights, fit_calibration(cross_rows, weights))
    report("it outcomes (fitted)", cross, cross_rows, weights)
    report("it equal", cross, cross_rows, equal)
    stored = {
        "encoder": encoder.model_id,
        "esco_version": release.version,
        "command": "python -m tests.quality.fit_fusion --esco ../shared/esco/v1.2.0 --gold ../shared/gold --training ../shared/training",
        "fusions": {
            name: {
                "weights": {feature: round(float(w), 4) for feature, w in zip(FEATURES, weights, strict=True)},
                "intercept": 0.0,
                "calibration": [round(c, 4) for c in calibration],
            }
            for name, (weights, calibration) in fusions.items()
        },
    }
    print(json.dumps(stored, indent=1))
    if not args.dry_run:
        OUTPUT.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
