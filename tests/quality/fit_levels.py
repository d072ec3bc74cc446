"""Fits the text heads for EQF levels, and writes pipelines/escomap/levels/text_head.npz and the figures behind them.

    python -m tests.quality.fit_levels --shared ../shared

Trained on course texts with a level: the development data ``eqf_*.csv`` of higher education, the courses of the Open
University and those of Mid Sweden University that are described in English, and texts written for this project
(``level_texts_en.tsv`` and ``courses_en.tsv`` in ``data/training/``). Every source counts by the root of its size, the
texts written as catalogues have them twice that, every level the same. Numbers of levels are taken out.
Directions in which the vectors of the sources differ at one level are taken out of them too, since a source that was
not seen differs in ways of its own (nuisance attribute projection, Solomonoff et al. 2005). About five minutes.

The figures are of heads that saw nothing of the source they are measured on, and every level counts the same. The
manner of the texts written as catalogues have them, and some of their subjects, were chosen after reading courses of
Edinburgh that the head had got wrong, so Edinburgh is no longer a source that nobody looked at.

Titles of vocational qualifications (Ofqual) were tried for levels 1 to 5: what was learnt from other sources was right
in .21 of them, as chance would be, so the heads answer for levels 5 to 8 only. Cumulative logits, pairs of words, an
intercept per source, offsets fitted on our texts, hashed words beside the vectors, vectors of earlier layers or of
MiniLM, and fine-tuning either encoder were tried too; none was better on the catalogues together.
"""

import argparse
import csv
import json
import re
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from escomap import __version__
from escomap.encoders import wording_encoder
from escomap.evaluation import calibration_error
from escomap.levels.calibrate import fit_temperature, likely_range, softmax
from escomap.levels.cues import AUDIENCE, MARKS
from escomap.levels.figures import level_figures, level_intervals
from escomap.levels.infer import MIN_WORDS
from escomap.levels.text_head import (
    HEAD_LEVELS,
    MAX_CONFIDENCE,
    NAMED,
    RANGE_SHARE,
    TextHead,
    TextHeads,
    named_values,
    save_heads,
    to_encode,
)
from escomap.settings import Settings
from escomap.steps.evaluate_levels import known_levels

COMMAND = "python -m tests.quality.fit_levels --shared ../shared"
ROOT = Path(__file__).parents[2]
HEADS = ROOT / "pipelines" / "escomap" / "levels" / "text_head.npz"
RESULTS = ROOT / "tests" / "quality" / "results"
GOLD = ("edinburgh_drps", "us_illinois_catalog")
CATALOGUES = {
    "open_university_xcri_cap_1.2": ("xcri/open_university_xcri_cap_1.2.xml", None),
    "miun_kursplaner": ("xlsx/miun_kursplaner.xlsx", "miun"),
}
TRAINED = (*GOLD, *CATALOGUES)
# By the same writers: figures on one by a head that saw another flatter.
OURS = ("written", "as catalogues", "invented courses")
# The lower levels stand for one class, which tells that a text is none of higher education.
BELOW = HEAD_LEVELS[0]
MOST_OF_A_LEVEL = 600
# Of 1 to 6 for the first and of .5 to 2 for the second. These, penalties of .0001 to .003, what marks (1 to 10) and
# vectors (1 to 4) count beside cues, and 0 to 14 directions moved macro-F1 of the catalogues left out by .05 at most.
COUNTS_FOR = {"as catalogues": 2.0, "written": 0.5}
PENALTIES = {"course": 0.001, "outcome": 0.001}
MARK, VECTOR, DIRECTIONS = 6.0, 2.0, 5
# A source that has fewer texts of a level tells nothing of how sources differ at it.
MIN_OF_SOURCE = 20
_AUDIENCE = re.compile("|".join(rf"\b(?:{words})" for words in AUDIENCE), re.IGNORECASE)


def read_gold(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return [(row["text"], int(row["eqf_level"])) for row in csv.DictReader(stream)]


def read_catalogue(file, profile):
    """The English texts of courses whose own fields state a level of higher education."""
    courses = next(known_levels(file, Settings(), profile))
    rows = zip(courses.texts.english, courses.levels, courses.texts.texts, strict=True)
    return [(text, level) for text, level, one in rows if text and level > BELOW and len(one.words) >= MIN_WORDS]


def read_ours():
    training = ROOT / "data" / "training"
    written, natural = [], []
    with (training / "level_texts_en.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=3):
            (natural if row["kind"] == "catalogue" else written).append((row["text"], int(row["eqf_level"])))
    courses = {}
    with (training / "courses_en.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=3):
            course = courses.setdefault(row["course_id"], (row["title"], int(row["eqf_level"]), []))
            course[2].append(row["text"])
    invented = [(f"{title}. {'. '.join(outcomes)}", level) for title, level, outcomes in courses.values()]
    return written, natural, invented


def drawn(texts):
    """At most so many of a level, told by a hash of the text."""
    kept, counts = [], Counter()
    for text, level in sorted(texts, key=lambda pair: zlib.crc32(pair[0].encode())):
        counts[level] += 1
        if counts[level] <= MOST_OF_A_LEVEL:
            kept.append((text, level))
    return kept


class Source:
    """Texts of one source as features: ``named`` and ``vectors``, with the column of each text's level."""

    def __init__(self, name, texts, encoder):
        self.name = name
        self.levels = np.array([level for _, level in texts])
        self.columns = np.searchsorted(HEAD_LEVELS, np.maximum(self.levels, BELOW))
        self.named = named_values([text for text, _ in texts])
        self.vectors = encoder.encode([to_encode(text) for text, _ in texts])

    def rows(self, kind):
        return np.hstack([self.named, self.vectors]) if kind == "course" else self.named


def fit(sources, kind):
    """A head in the units of the features: what scales them is multiplied out of its weights."""
    columns = np.concatenate([source.columns for source in sources])
    weights = np.concatenate(
        [COUNTS_FOR.get(s.name, 1.0) / np.bincount(s.columns, minlength=5)[s.columns] ** 0.5 for s in sources]
    )
    weights *= (len(columns) / 5 / np.bincount(columns, weights))[columns]
    rows = np.vstack([source.rows(kind) for source in sources]).astype(np.float64)
    means, basis = scaling(rows, columns, np.repeat(np.arange(len(sources)), [len(s.levels) for s in sources]))
    model = LogisticRegression(C=PENALTIES[kind], max_iter=2000, tol=1e-6)
    model.fit(((rows - means) @ basis).astype(np.float32), columns, sample_weight=weights)
    folded = basis @ model.coef_.T
    return TextHead(folded.astype(np.float32), (model.intercept_ - means @ folded).astype(np.float32))


def scaling(rows, columns, source):
    """Means, and a matrix that scales cues to one spread, marks and vectors as a whole, and takes directions out."""
    cues = len(NAMED) - len(MARKS)
    means = rows.mean(axis=0)
    means[cues : len(NAMED)] = 0
    basis = np.eye(rows.shape[1])
    basis[range(cues), range(cues)] = 1 / (rows[:, :cues].std(axis=0) + 0.05)
    basis[range(cues, len(NAMED)), range(cues, len(NAMED))] = MARK
    if rows.shape[1] > len(NAMED):
        vectors = rows[:, len(NAMED) :]
        out = source_directions(vectors, columns, source)
        basis[len(NAMED) :, len(NAMED) :] -= out.T @ out
        basis[len(NAMED) :, len(NAMED) :] *= VECTOR / vectors.std()
    return means, basis


def source_directions(vectors, columns, source):
    """Directions in which sources differ most at one level, as rows."""
    gaps = []
    for column in np.unique(columns):
        middle = vectors[columns == column].mean(axis=0)
        for number in np.unique(source):
            chosen = (columns == column) & (source == number)
            if chosen.sum() >= MIN_OF_SOURCE:
                gaps.append((vectors[chosen].mean(axis=0) - middle) * chosen.sum() ** 0.25)
    return np.linalg.svd(np.array(gaps), full_matrices=False)[2][:DIRECTIONS]


def scores_of(head, source, kind):
    """Scores of the levels of higher education that the source has."""
    own = sorted(set(source.columns.tolist()) - {0})
    chosen = np.flatnonzero(source.columns > 0)
    return np.array(own), chosen, head.scores(source.rows(kind)[chosen])[:, own]


def measured(head, source, kind="course"):
    own, chosen, scores = scores_of(head, source, kind)
    true, found = source.levels[chosen], np.array(HEAD_LEVELS)[own][scores.argmax(axis=1)]
    confidences = np.minimum(softmax(scores, head.temperature).max(axis=1), MAX_CONFIDENCE)
    shares = softmax(head.scores(source.rows(kind)[chosen])[:, 1:], head.temperature)
    ranges = [likely_range(np.array(HEAD_LEVELS[1:]), row, RANGE_SHARE) for row in shares]
    inside = [low <= level <= high for level, (low, high) in zip(true, ranges, strict=True)]
    return {
        **level_figures(true, found, balanced=True),
        "ece": calibration_error(confidences.tolist(), (true == found).tolist()),
        "range_width": float(np.mean([high - low + 1 for low, high in ranges])),
        "range_holds": float(np.mean([np.mean(np.array(inside)[true == level]) for level in set(true.tolist())])),
        "intervals": level_intervals(true, found, balanced=True),
    }


def show(title, figures):
    names = ("courses", "levels", "exact", "majority", "gain", "macro_f1", "qwk", "macro_mae", "ece", "range_holds")
    print(f"{title:56}" + " ".join(f"{name}={figures[name]:.3g}" for name in names), flush=True)


def temperature_of(heads, sources, kind):
    """One for all: each source has its say, by the head that did not see it."""
    logs = []
    for source in sources:
        own, chosen, scores = scores_of(heads[source.name], source, kind)
        logs.append(np.log(fit_temperature(scores, np.searchsorted(own, source.columns[chosen]))))
    return float(np.exp(np.mean(logs)))


def blind_heads(sources, kind):
    """For each source a head that saw the others, and one for texts of no source, all with one temperature."""
    blind = {one.name: fit([other for other in sources if other is not one], kind) for one in sources}
    temperature = temperature_of(blind, [one for one in sources if one.name in TRAINED], kind)
    print(f"{kind}: temperature {temperature:.3f}", flush=True)
    heads = {name: replace(head, temperature=temperature) for name, head in blind.items()}
    return heads, replace(fit(sources, kind), temperature=temperature)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    encoder = wording_encoder(Settings())
    read = {name: drawn(read_gold(shared / "gold" / f"eqf_{name}.csv")) for name in GOLD}
    read |= {name: drawn(read_catalogue(shared / "catalogues" / file, own)) for name, (file, own) in CATALOGUES.items()}
    read |= dict(zip(OURS, read_ours(), strict=True))
    sources = [Source(name, texts, encoder) for name, texts in read.items()]
    results = {}

    def note(title, figures):
        results[title] = figures
        show(title, figures)

    blind, course = blind_heads(sources, "course")
    for source in sources:
        note(source.name, measured(blind[source.name], source))
    ours = replace(fit([source for source in sources if source.name in OURS], "course"), temperature=course.temperature)
    for source in (source for source in sources if source.name in TRAINED):
        unsaid = Source(source.name, [(_AUDIENCE.sub(" ", text), level) for text, level in read[source.name]], encoder)
        note(f"{source.name}, no audience", measured(blind[source.name], unsaid))
        note(f"{source.name}, by our texts alone", measured(ours, source))
    blind, outcome = blind_heads(sources, "outcome")
    for source in (source for source in sources if source.name in TRAINED):
        note(f"{source.name}, marks and cues alone", measured(blind[source.name], source, "outcome"))
    HEADS.write_bytes(save_heads(TextHeads(course, outcome, encoder.model_id, TRAINED)))
    print(f"{HEADS.name}: {HEADS.stat().st_size / 1000:.0f} kB")
    stored = {"command": COMMAND, "version": __version__, "levels_count_the_same": True, "sources": results}
    text = json.dumps(stored, indent=1, default=float)
    (RESULTS / f"{__version__}_level_texts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
