"""Fits the fusion weights and the confidence, and writes pipelines/escomap/matching/fusion.json.

    python -m tests.quality.fit_fusion --esco ../shared/esco/v1.2.0 --gold ../shared/gold --training ../shared/training

Weights: conditional logit over the candidates of each text, drawn towards equal weights. English: the judged
development sets count 1 each, the training outcomes written for this project and the synthetic sentences .3 each.
Other languages: training outcomes and national competences with an official match, 1 each. Confidence: logistic
regression on the ten best candidates, of the development sets in English, of the same texts in other languages, with a
correction because those are judged for one concept only. ``--check`` prints what cross-validation over the English
development sets gives instead of writing anything.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from sklearn.linear_model import LogisticRegression

from escomap.encoders import load_encoder
from escomap.evaluation import band_figures, calibration_error, mean_of_groups, ranking_figures
from escomap.matching import match
from escomap.matching.features import FEATURES, encode_units, find_candidates
from escomap.matching.fuse import Fusion, calibration_inputs
from escomap.model import MatchQuery
from escomap.paths import cache_folder
from escomap.readers.judged import read_judged
from escomap.settings import Settings
from escomap.vocabulary.index import load_index
from escomap.vocabulary.release import load_release

SHARED = "--esco ../shared/esco/v1.2.0 --gold ../shared/gold --training ../shared/training"
COMMAND = f"python -m tests.quality.fit_fusion {SHARED}"
OUTPUT = Path(__file__).parents[2] / "pipelines" / "escomap" / "matching" / "fusion.json"
# English: the best of 1e-4, 1e-3, 1e-2 by cross-validation (--check). Others: fewer texts, so drawn harder to equal.
PENALTY = {"english": 1e-4, "same_language": 1e-3, "cross_language": 1e-3}
TRAINING_WEIGHT = 0.3
SKILLSKAPE_TEXTS = 1500
NATIONAL_TEXTS = 600
TOP = 10
FOLDS = 5
PRIOR = 2 * np.array([1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 0], dtype=float)
# In other languages clauses carried nothing, and no judged text has a context: neither is worth encoding there.
NOT_FOREIGN = ("clause_preferred", "clause_any", "context_preferred", "context_any")
FOREIGN_PRIOR = np.array([0 if name in NOT_FOREIGN else w for name, w in zip(FEATURES, PRIOR, strict=True)])


def candidate_features(judged, index, encoder, weights=PRIOR, index_lang=None):
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
            used = frozenset(name for name, w in zip(FEATURES, weights, strict=True) if w)
            units = encode_units(queries, encoder, used)
            found = find_candidates(queries, units, index, language, weights)
            for p, concepts, features in zip(block, found.concepts, found.features, strict=True):
                uris = [index.uris[concept] for concept in concepts]
                hits = np.array([uri in judged[p].accepted for uri in uris])
                out[p] = (features.astype(np.float64), hits, uris)
    return out


def fit_weights(penalty, *sources, prior=PRIOR):
    """Weights from ``(rows, weight)`` sources; a source's weight is shared by its texts."""
    data = []
    for rows, weight in sources:
        usable = [(features, hits) for features, hits, _ in rows if hits.any() and not hits.all()]
        data += [(features, hits, weight / len(usable)) for features, hits in usable]

    def loss(weights):
        away = weights - prior
        total, gradient = penalty * away @ away, 2 * penalty * away
        for features, hits, weight in data:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            odds /= odds.sum()
            share = odds[hits].sum()
            total -= weight * np.log(share)
            gradient = gradient - weight * ((np.where(hits, odds, 0) / share - odds) @ features)
        return total, gradient

        # A weight below 0 would say that a better match is worse; a prior of 0 leaves a feature out, except ``exact``.

    bounds = [(0, None if center or name == "exact" else 0) for name, center in zip(FEATURES, prior, strict=True)]
    return minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", bounds=bounds).x


def top_candidates(rows, weights):
    inputs, outcomes = [], []
    for features, hits, _ in rows:
        scores = features @ weights
        top = np.argsort(-scores)[:TOP]
        inputs.append(calibration_inputs(scores[None])[0][top])
        outcomes.append(hits[top])
    return np.concatenate(inputs), np.concatenate(outcomes)


def fit_calibration(rows, weights):
    inputs, outcomes = top_candidates(rows, weights)
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=5000).fit(inputs, outcomes)
    return model.coef_[0]


def english_weights(jobs, course, skape, training):
    return fit_weights(
        PENALTY["english"], (jobs, 1), (course, 1), (skape, TRAINING_WEIGHT), (training, TRAINING_WEIGHT)
    )


def check_english(sets, skape, training):
    """Figures on texts of the development sets that the weights and the confidence were not fitted on."""
    order = {name: np.random.default_rng(0).permutation(len(rows)) for name, (_, rows) in sets.items()}
    gathered = {name: [] for name in sets}
    for fold in range(FOLDS):
        kept = {name: [rows[p] for p in order[name] if p % FOLDS != fold] for name, (_, rows) in sets.items()}
        weights = english_weights(kept["jobads"], kept["course"], skape, training)
        fusion = Fusion(weights, PRIOR, fit_calibration(kept["jobads"] + kept["course"], weights))
        for name, (judged, rows) in sets.items():
            for p in (p for p in order[name] if p % FOLDS == fold):
                scores = fusion.scores(rows[p][0][None])
                best = np.argsort(-scores[0], kind="stable")
                confidences = fusion.confidences(scores)[0]
                gathered[name].append((judged[p], [(rows[p][2][c], float(confidences[c])) for c in best]))
    for name, pairs in gathered.items():
        groups = {}
        for text, ranked in pairs:
            groups.setdefault(text.group, []).append((text, [uri for uri, _ in ranked]))
        mean = mean_of_groups({g: ranking_figures(*map(list, zip(*p, strict=True))) for g, p in groups.items()})
        print(f"{name}, cross-validated:", " ".join(f"{key}={value:.3f}" for key, value in mean.items()))
        judged, answers = [text for text, _ in pairs], [ranked[:TOP] for _, ranked in pairs]
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
            values = band_figures(judged, answers, threshold)
            print(f"  from {threshold}:", " ".join(f"{key}={value:.2f}" for key, value in values.items()))
        flat = [(c, uri in text.accepted) for text, ranked in zip(judged, answers, strict=True) for uri, c in ranked]
        print(f"  calibration error {calibration_error(*map(list, zip(*flat, strict=True))):.3f}", flush=True)


def report(name, judged, rows, weights):
    groups = {}
    for text, (features, _, uris) in zip(judged, rows, strict=True):
        order = np.argsort(-(features @ weights), kind="stable")
        groups.setdefault(text.group, []).append((text, [uris[i] for i in order]))
    figures = {group: ranking_figures(*map(list, zip(*pairs, strict=True))) for group, pairs in groups.items()}
    mean = mean_of_groups(figures)
    print(f"{name:28s}", " ".join(f"{key}={value:.3f}" for key, value in mean.items()), flush=True)
    return mean


def single_concept_correction(weights, training_rows, course_rows):
    """What must be added to a logit fitted on texts with one right concept each, where a reviewer accepts others too.

    Measured in English, where both kinds of judgement are at hand.
    """
    calibration = fit_calibration(training_rows, weights)
    inputs, accepted = top_candidates(course_rows, weights)
    logits = inputs @ calibration

    def loss(shift):
        return np.where(accepted, np.logaddexp(0, -logits - shift), np.logaddexp(0, logits + shift)).mean()

    return float(minimize_scalar(loss).x)


def national_competences(file):
    """A fixed draw of the national competences with an official match, by language."""
    judged = read_judged(file)
    order = np.random.default_rng(0).permutation(len(judged))
    drawn = [judged[position] for position in order if judged[position].accepted]
    return {lang: [text for text in drawn if text.lang == lang][:NATIONAL_TEXTS] for lang in ("de", "nl")}


def by_feature(weights):
    return {feature: round(float(weight), 4) for feature, weight in zip(FEATURES, weights, strict=True)}


class RememberingEncoder:
    """Encodes each text once over the whole script."""

    def __init__(self, encoder):
        self.encoder, self.model_id, self.encoded_count, self.known = encoder, encoder.model_id, 0, {}

    def encode(self, texts, *, progress=None):
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.encoder.encode(new, progress=progress), strict=True))
        return np.array([self.known[text] for text in texts])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("esco", "gold", "training"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    release = load_release(args.esco)
    encoder = RememberingEncoder(load_encoder(Settings()))
    index = load_index(
        release.frames["core_concept"], release.frames["core_concept_label"], vocabulary_key=release.key,
        esco_version=release.version, encoder=encoder, langs=["de", "fr", "es"], cache=cache_folder(),
    )  # fmt: skip
    skape = [t for t in read_judged(args.gold / "skillskape_synthetic.csv") if t.accepted][:SKILLSKAPE_TEXTS]
    training = {
        lang: read_judged(args.training / f"outcomes_{lang}.tsv", lang=lang) for lang in ("en", "it", "de", "fr", "es")
    }
    jobads = [t for t in read_judged(args.gold / "jobads_validation.csv") if t.accepted]
    course = [t for t in read_judged(args.gold / "course_outcomes_dev.csv") if t.accepted]
    national = national_competences(args.gold / "national_competences_de_nl.csv")
    known = set(index.uris)

    def usable(texts):
        return [replace(t, grades={uri: grade for uri, grade in t.grades.items() if uri in known}) for t in texts]

    jobs_rows, course_rows = (candidate_features(usable(t), index, encoder) for t in (jobads, course))
    training_rows, skape_rows = (candidate_features(usable(t), index, encoder) for t in (training["en"], skape))
    if args.check:
        check_english({"jobads": (jobads, jobs_rows), "course": (course, course_rows)}, skape_rows, training_rows)
        return
    weights = english_weights(jobs_rows, course_rows, skape_rows, training_rows)
    fusions = {"english": Fusion(weights, PRIOR, fit_calibration(jobs_rows + course_rows, weights))}
    report("job ads, validation", jobads, jobs_rows, weights)
    report("course outcomes, dev", course, course_rows, weights)
    correction = single_concept_correction(weights, training_rows, course_rows)
    print(f"correction for texts judged for one concept only: {correction:.2f}")
    sources = {
        "same_language": (training["de"] + training["fr"] + training["es"], national["de"], None),
        "cross_language": (training["it"], national["nl"], "en"),
    }
    for name, (outcomes, competences, lang) in sources.items():
        # First with the candidates that equal weights choose, then with those the fitted weights choose.
        weights = FOREIGN_PRIOR
        for _ in range(2):
            chooser = weights
            rows = [candidate_features(usable(t), index, encoder, chooser, lang) for t in (outcomes, competences)]
            weights = fit_weights(PENALTY[name], *((part, 1) for part in rows), prior=FOREIGN_PRIOR)
        calibration = fit_calibration(rows[0] + rows[1], weights)
        calibration[0] += correction
        fusions[name] = Fusion(weights, chooser, calibration)
        report(f"{name}, outcomes", outcomes, rows[0], weights)
        report(f"{name}, competences", competences, rows[1], weights)
    stored = {
        "encoder": encoder.model_id,
        "esco_version": release.version,
        "command": COMMAND,
        "fusions": {
            name: {
                "weights": by_feature(fusion.weights),
                "candidate_weights": by_feature(fusion.candidate_weights),
                "calibration": [round(float(number), 4) for number in fusion.calibration],
            }
            for name, fusion in fusions.items()
        },
    }
    print(json.dumps(stored, indent=1))
    OUTPUT.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
