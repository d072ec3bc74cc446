"""Fits the ranking and the confidence, and writes ranking.json, ranking.npz and nothing.npz in
pipelines/escomap/matching.

    python -m tests.quality.fit_ranking --esco ../shared/esco/v1.2.0 --gold ../shared/gold

Whether a text names nothing that ESCO has: logistic regression over the vectors of the sentence encoder, on English
outcomes that also trained it. The weights that choose candidates: conditional logit, drawn towards a hand-set prior.
The trees: gradient boosting over the candidates of judged texts, constrained so that a better match never lowers a
score. Judged courses of the split ``ranking`` and the judged development sets count 1 each; sets in which only one
concept is known to be right count less. Slope and offset of the confidence come from predictions for courses that the
trees were not grown on. Figures printed for the courses are of such predictions too; those for "course dev" and "job
ads" in the first table are of trees grown without either. The encoders have seen none of these texts.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from escomap.evaluation import band_figures, calibration_error, mean_of_groups, ranking_figures
from escomap.matching.features import (
    CANDIDATES,
    FEATURES,
    LEXICAL_FEATURES,
    MEASURED,
    MULTILINGUAL_FEATURES,
    SENTENCE_FEATURES,
)
from escomap.matching.nothing import NothingHead, read_vectors, save_head
from escomap.matching.trees import Trees, save_trees
from escomap.matching.units import read_units
from escomap.model import MatchQuery
from escomap.paths import training_folder
from escomap.readers.training import read_training
from escomap.settings import Settings
from tests.quality.judged_sets import BLOCK, judged_sets, load_matching, measure, without_labels

COMMAND = "python -m tests.quality.fit_ranking --esco ../shared/esco/v1.2.0 --gold ../shared/gold"
FOLDER = Path(__file__).parents[2] / "pipelines" / "escomap" / "matching"
RELATIONS = ("read", "labelled", "unlabelled")
FOLDS = 5
PENALTY = 1e-3
START = dict.fromkeys((*SENTENCE_FEATURES, *MULTILINGUAL_FEATURES), 3.0) | dict.fromkeys(LEXICAL_FEATURES, 1.0)
# How much a text counts. Sets without complete judgements call many a fitting concept wrong, so they count less.
WEIGHTS = {"courses": 1.0, "course dev": 1.0, "job ads": 1.0, "skillskape": 1.0, "held out": 0.15, "national": 0.4}
# Outcomes of courses are the likest to those of catalogues.
NOTHING_OF_COURSES = 4.0
# Twice as many, deeper ones, and four sets grown on other draws of the texts gave the same figures within half a point.
TREES, LEAVES, DEPTH, RATE = 100, 8, 4, 0.11
TOP = 10
BANDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def weight_of(name):
    return next(weight for start, weight in WEIGHTS.items() if name.startswith(start))


def relation_of(name):
    """The relation of a set's language: German, French, Spanish and Swedish have labels in the release."""
    if name in ("course dev", "job ads", "skillskape") or name.endswith(" en"):
        return "read"
    return "unlabelled" if name.endswith(("without labels", " it", " nl")) else "labelled"


def fit_nothing(encoder):
    """The head that tells texts that name nothing, fitted on outcomes of no judged set."""
    chosen = [one for one in read_training(training_folder()) if one.lang == "en" and one.split in ("train", "encoder")]
    vectors = []
    for block in (chosen[at : at + BLOCK] for at in range(0, len(chosen), BLOCK)):
        queries = [MatchQuery(one.text, "en", one.context) for one in block]
        vectors.append(read_vectors(read_units(queries, [[] for _ in queries], encoder)))
    names_nothing = [2 not in one.grades.values() for one in chosen]
    weights = [NOTHING_OF_COURSES if one.course_id else 1.0 for one in chosen]
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.concatenate(vectors), names_nothing, sample_weight=weights)
    return NothingHead(model.coef_[0].astype(np.float32), float(model.intercept_[0]), encoder.model_id)


def show_nothing(sets, held_out, slope, offset):
    """How well the head tells, by the odds among the features, and what texts that name nothing get all the same."""
    for name in ("courses en", "courses it", "courses de", "courses sv"):
        odds = [row.features[0, FEATURES.index("names_nothing")] for row in sets[name]]
        is_nothing = np.array([not row.text.accepted for row in sets[name]])
        best = np.array([logistic(scores.max(), slope, offset) for scores in held_out[name]])
        linked = ", ".join(f"{(best[is_nothing] >= least).sum()} from {least}" for least in BANDS[1:4])
        auc = roc_auc_score(is_nothing, odds)
        print(f"{name:28s} {is_nothing.sum()} texts name nothing, told with AUC {auc:.3f}; with a link: {linked}")


def fit_prior(sets):
    """Weights of the measured features such that accepted concepts come first."""
    data = []
    for name, rows in sets.items():
        usable = [row for row in rows if (row.grades == 2).any()]
        data += [
            (np.nan_to_num(row.features[:, : len(MEASURED)].astype(float)), row.grades == 2, weight_of(name))
            for row in usable
        ]
    start = np.array([START[name] for name in MEASURED])
    total = sum(weight for *_, weight in data)

    def loss(weights):
        away = weights - start
        value, gradient = PENALTY * away @ away, 2 * PENALTY * away
        for features, hits, weight in data:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            odds /= odds.sum()
            share = odds[hits].sum()
            value -= weight / total * np.log(share)
            gradient = gradient - weight / total * ((np.where(hits, odds, 0) / share - odds) @ features)
        return value, gradient

    # A weight below 0 would say that a better match is worse.
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start)).x


def direction(name):
    if name in ("prior_rank", "names_nothing"):
        return -1
    return int(name in (*MEASURED, "exact", "prior") or name.endswith("_gap"))


def grow(sets, keep=lambda row: True):
    features, hits, weights = [], [], []
    for name, rows in sets.items():
        for row in filter(keep, rows):
            features.append(row.features)
            hits.append(row.grades == 2)
            weights.append(np.full(len(row.uris), weight_of(name)))
    model = HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=RATE, max_leaf_nodes=LEAVES, max_depth=DEPTH, l2_regularization=5.0,
        min_samples_leaf=60, monotonic_cst=[direction(name) for name in FEATURES], early_stopping=False, random_state=0,
    )  # fmt: skip
    table = np.concatenate(features)
    # A feature that is measured nowhere here (labels of the language, where all texts are English) cannot be binned.
    table[:, np.isnan(table).all(axis=0)] = 0
    return to_trees(model.fit(table, np.concatenate(hits), sample_weight=np.concatenate(weights)))


def to_trees(model):
    grown = [stage[0].nodes for stage in model._predictors]
    size = max(map(len, grown))
    shape = (len(grown), size)
    own = np.broadcast_to(np.arange(size, dtype=np.int16), shape)
    feature, threshold = np.zeros(shape, np.int16), np.full(shape, np.inf, np.float32)
    left, right = own.copy(), own.copy()
    missing_left, value = np.zeros(shape, bool), np.zeros(shape, np.float32)
    for number, nodes in enumerate(grown):
        for place in reversed(range(len(nodes))):
            node = nodes[place]
            if node["is_leaf"]:
                value[number, place] = node["value"]
                continue
            children = int(node["left"]), int(node["right"])
            left[number, place], right[number, place] = children
            feature[number, place], threshold[number, place] = node["feature_idx"], node["num_threshold"]
            missing_left[number, place] = node["missing_go_to_left"]
            counts = [int(nodes[child]["count"]) for child in children]
            value[number, place] = np.average(value[number, list(children)], weights=counts)
    baseline = float(np.asarray(model._baseline_prediction).ravel()[0])
    depth = max(int(nodes["depth"].max()) for nodes in grown)
    return Trees(np.array(baseline), np.array(depth), feature, threshold, left, right, missing_left, value)


def logistic(scores, slope=1.0, offset=0.0):
    return 1 / (1 + np.exp(-(slope * scores + offset)))


def figures(rows, scores):
    groups = {}
    for row, score in zip(rows, scores, strict=True):
        ranked = [row.uris[i] for i in np.argsort(-score, kind="stable")]
        groups.setdefault(row.text.group if row.text.group in ("house", "tech", "techwolf") else "", []).append(
            (row.text, ranked)
        )
    return mean_of_groups(
        {name: ranking_figures(*map(list, zip(*pairs, strict=True))) for name, pairs in groups.items()}
    )


def report(name, rows, scores, slope=None, offset=0.0):
    print(
        f"{name:28s}", " ".join(f"{key}={value:.3f}" for key, value in figures(rows, scores).items() if key != "texts")
    )
    if slope is None or not name.startswith(("course", "job")):
        return
    answers = []
    for row, score in zip(rows, scores, strict=True):
        best = np.argsort(-score, kind="stable")[:TOP]
        answers.append([(row.uris[i], float(logistic(score[i], slope, offset))) for i in best])
    judged = [row.text for row in rows]
    for threshold in BANDS:
        values = band_figures(judged, answers, threshold)
        shown = " ".join(f"{key}={value:.2f}" for key, value in values.items() if isinstance(value, float))
        print(f"    from {threshold}: {shown}", end=";")
    flat = [(c, uri in text.accepted) for text, answer in zip(judged, answers, strict=True) for uri, c in answer]
    print(f" ECE {calibration_error(*map(list, zip(*flat, strict=True))):.3f}", flush=True)


def scores_of(trees, rows):
    return [trees.scores(row.features) for row in rows]


def held_out_scores(sets):
    """Scores of the judged courses by trees that have not seen the course (in any language variant)."""
    courses = {name: rows for name, rows in sets.items() if name.startswith("courses")}
    groups = sorted({row.text.group for rows in courses.values() for row in rows})
    fold = {group: number % FOLDS for number, group in enumerate(np.random.default_rng(0).permutation(groups))}
    out = {name: [None] * len(rows) for name, rows in courses.items()}
    for number in range(FOLDS):
        trees = grow(sets, lambda row, number=number: fold.get(row.text.group) != number)
        for name, rows in courses.items():
            for position, row in enumerate(rows):
                if fold[row.text.group] == number:
                    out[name][position] = trees.scores(row.features)
    return out


def fit_confidence(sets, scores):
    """Slope and offset by which held-out scores of the courses become logits."""
    values, hits = [], []
    for name, found in scores.items():
        for row, score in zip(sets[name], found, strict=True):
            best = np.argsort(-score)[:TOP]
            values.append(score[best])
            hits.append(row.grades[best] == 2)
    model = LogisticRegression(C=1e6).fit(np.concatenate(values)[:, None], np.concatenate(hits))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--adapter", default="packaged")
    args = parser.parse_args()
    index, encoders = load_matching(args.esco, Settings(adapter=args.adapter))
    texts = judged_sets(args.gold)
    texts |= without_labels(texts)
    nothing = fit_nothing(encoders.sentence)
    start = np.array([START[name] for name in MEASURED])
    first = {
        name: measure(name, chosen, index, encoders, start, nothing, 2 * CANDIDATES) for name, chosen in texts.items()
    }
    priors = {}
    for relation in RELATIONS:
        priors[relation] = fit_prior({name: rows for name, rows in first.items() if relation_of(name) == relation})
        print(
            relation, {name: round(float(weight), 2) for name, weight in zip(MEASURED, priors[relation], strict=True)}
        )
    sets = {
        name: measure(name, chosen, index, encoders, priors[relation_of(name)], nothing, CANDIDATES)
        for name, chosen in texts.items()
    }
    print("by the weights alone")
    for name, rows in sets.items():
        report(name, rows, [row.features[:, FEATURES.index("prior")].astype(float) for row in rows])
    held_out = held_out_scores(sets)
    slope, offset = fit_confidence(sets, held_out)
    print(f"by trees that saw neither the course nor the development sets; slope {slope:.3f}, offset {offset:.3f}")
    for name, scores in held_out.items():
        report(name, sets[name], scores, slope, offset)
    show_nothing(sets, held_out, slope, offset)
    blind = grow({name: rows for name, rows in sets.items() if name not in ("course dev", "job ads")})
    for name in ("course dev", "job ads"):
        report(name, sets[name], scores_of(blind, sets[name]), slope, offset)
    trees = grow(sets)
    print("by the trees that are stored")
    for name in ("held out en", "held out it", "held out de", "national de", "national nl"):
        report(name, sets[name], scores_of(trees, sets[name]))
    stored = {
        "command": COMMAND,
        "model": encoders.model_id,
        "esco_version": index.esco_version,
        "priors": {
            relation: {name: round(float(weight), 4) for name, weight in zip(MEASURED, weights, strict=True)}
            for relation, weights in priors.items()
        },
        "slope": round(slope, 4),
        "offset": round(offset, 4),
    }
    (FOLDER / "ranking.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "ranking.npz").write_bytes(save_trees(trees, FEATURES))
    (FOLDER / "nothing.npz").write_bytes(save_head(nothing))


if __name__ == "__main__":
    main()
