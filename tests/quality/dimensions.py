"""How well dimensions and Bloom levels are told, on outcomes that nothing was fitted on.

python -m tests.quality.dimensions --shared ../shared
"""

import argparse
import csv
import hashlib
import json
from collections import Counter
from pathlib import Path

from escomap import __version__
from escomap.dimensions.classify import classify
from escomap.dimensions.cues import BLOOM_LEVELS, DIMENSIONS, Dimension
from escomap.dimensions.weights import load_weights
from escomap.evaluation import calibration_error
from escomap.mappings import load_cues
from escomap.paths import mappings_folder
from escomap.text.normalise import normalised
from tests.quality.labelled_outcomes import OBJECTIVES, PROJECT, project_outcomes, public_outcomes

FOLDER = Path(__file__).parent / "results"
GOLD_LEVELS = dict(zip(("Remember", "Understand", "Apply", "Analyze", "Evaluate", "Create"), BLOOM_LEVELS, strict=True))
# The objectives do not name their course, so they are split by a hash of their text: these tenths were looked at.
TUNED_TENTHS = (0, 1, 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    cue_sets, weights = load_cues(mappings_folder()), load_weights()
    outcomes = [one for one in (*project_outcomes(), *public_outcomes(shared, cue_sets)) if one.split == "held_out"]
    readings = [classify(one.text, cue_sets[one.lang], weights, one.section) for one in outcomes]
    answers = [(reading.dimension, reading.confidence) for reading in readings]
    figures = {
        "command": "python -m tests.quality.dimensions --shared ../shared",
        "version": __version__,
        "dimensions": dimension_figures(outcomes, answers),
        "macro_f1_by_first_cue_alone": {
            name: one["macro_f1"]
            for name, one in dimension_figures(outcomes, list(first_cues(outcomes, cue_sets))).items()
        },
        "bloom": bloom_figures(shared / OBJECTIVES, cue_sets["en"], weights),
    }
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    print(text)
    (FOLDER / f"{__version__}_dimensions.json").write_text(text + "\n", encoding="utf-8")


def first_cues(outcomes, cue_sets):
    """What the first cue alone would answer, without weights and headings."""
    for one in outcomes:
        cues = cue_sets[one.lang].find(one.text)
        yield (cues[0].cue.dimension, cues[0].cue.weight) if cues else (Dimension.NONE, 0.0)


def dimension_figures(outcomes, answers):
    """Figures per language, of project texts and of public ones, and of all together."""
    groups = {"all": range(len(outcomes))}
    for place, one in enumerate(outcomes):
        kind = "project" if one.source == PROJECT else "public"
        names = [f"{one.lang} {kind}"] + ([f"{one.lang} {one.source}"] if kind == "public" else [])
        for name in names:
            groups.setdefault(name, []).append(place)
    return {
        name: group_figures([outcomes[p] for p in places], [answers[p] for p in places])
        for name, places in sorted(groups.items())
    }


def group_figures(outcomes, answers):
    """Macro-F1 over the three dimensions; a text that is no outcome counts for the abstentions only."""
    pairs = Counter((one.dimension, said) for one, (said, _) in zip(outcomes, answers, strict=True))
    given = [
        (said is one.dimension, confidence)
        for one, (said, confidence) in zip(outcomes, answers, strict=True)
        if one.dimension is not Dimension.NONE and said is not Dimension.NONE
    ]
    real = sum(count for (label, _), count in pairs.items() if label is not Dimension.NONE)
    f1 = {each.value: round(f1_of(pairs, each), 3) for each in DIMENSIONS}
    sure = [right for right, confidence in given if confidence >= 0.9]
    return {
        "outcomes": real,
        "macro_f1": round(sum(f1.values()) / len(f1), 3),
        "f1": f1,
        "accuracy": round(sum(pairs[each, each] for each in DIMENSIONS) / real, 3),
        "answered": round(len(given) / real, 3),
        "calibration_error": round(calibration_error([c for _, c in given], [right for right, _ in given]), 3),
        "share_at_0.9": round(len(sure) / real, 3),
        "accuracy_at_0.9": round(sum(sure) / max(1, len(sure)), 3),
        "no_outcomes": sum(pairs[Dimension.NONE, said] for said in Dimension),
        "no_outcomes_left_open": pairs[Dimension.NONE, Dimension.NONE],
        "label_to_answer": {label.value: {said.value: pairs[label, said] for said in Dimension} for label in Dimension},
    }


def f1_of(pairs, dimension):
    right = pairs[dimension, dimension]
    labelled = sum(pairs[dimension, said] for said in Dimension)
    said = sum(pairs[label, dimension] for label in DIMENSIONS)
    return 2 * right / max(1, labelled + said)


def bloom_figures(file, cue_set, weights):
    """Against course objectives with one or more Bloom levels: right is an answer that is one of them."""
    gold = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            levels = {GOLD_LEVELS[name] for name in GOLD_LEVELS if row[name]}
            gold.setdefault(normalised(row["Learning_outcome"]), set()).update(levels)
    rest = {text: levels for text, levels in gold.items() if tenth(text) not in TUNED_TENTHS}
    said = {text: classify(text, cue_set, weights).bloom_level for text in rest}
    single = Counter((next(iter(levels)), said[text]) for text, levels in rest.items() if len(levels) == 1)
    per_level = {level: round(bloom_f1(single, level), 3) for level in BLOOM_LEVELS}
    answered = [text for text in rest if said[text]]
    return {
        "objectives": len(rest),
        "answered": round(len(answered) / len(rest), 3),
        "accuracy_of_answered": round(sum(said[text] in rest[text] for text in answered) / len(answered), 3),
        "single_level": sum(single.values()),
        "macro_f1_single_level": round(sum(per_level.values()) / len(per_level), 3),
        "f1_single_level": per_level,
    }


def bloom_f1(pairs, level):
    labelled = sum(count for (label, _), count in pairs.items() if label == level)
    said = sum(count for (_, answer), count in pairs.items() if answer == level)
    return 2 * pairs[level, level] / max(1, labelled + said)


def tenth(text):
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10


if __name__ == "__main__":
    main()
