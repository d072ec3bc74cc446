"""The judged texts that matching is fitted and checked on, with their candidates' features."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from escomap.encoders import load_encoders
from escomap.evaluation import JudgedText
from escomap.mappings import load_glossaries
from escomap.matching.features import find_candidates
from escomap.model import MatchQuery
from escomap.paths import cache_folder, mappings_folder, training_folder
from escomap.readers.judged import read_judged
from escomap.readers.training import read_training
from escomap.text.gloss import STEMMERS
from escomap.vocabulary.index import load_index
from escomap.vocabulary.release import load_release

BLOCK = 64
NATIONAL_TEXTS = 600


@dataclass
class Row:
    """A text with its candidates: uris, features (candidates, features) and grades."""

    text: JudgedText
    uris: list[str]
    features: np.ndarray
    grades: np.ndarray


def load_matching(esco, settings):
    release = load_release(esco)
    encoders = load_encoders(settings)
    langs = [lang for lang in release.langs if lang != "fi"]
    index = load_index(
        release.frames, vocabulary_key=release.key, esco_version=release.version, encoders=encoders, langs=langs,
        cache=cache_folder(), glossaries=load_glossaries(mappings_folder(), STEMMERS),
    )  # fmt: skip
    return index, encoders


def judged_sets(gold: Path):
    """Name to texts. The group of a training text is its course, so that folds keep courses whole."""
    training = read_training(training_folder())
    sets = {}
    for one in training:
        if one.split == "ranking":
            text = JudgedText(one.text, one.grades, one.lang, one.context, one.course_id)
            sets.setdefault(f"courses {one.lang}", []).append(text)
        elif one.split == "held_out" and one.grades:
            sets.setdefault(f"held out {one.lang}", []).append(JudgedText(one.text, one.grades, one.lang))
    sets["course dev"] = read_judged(gold / "course_outcomes_dev.csv")
    sets["job ads"] = read_judged(gold / "jobads_validation.csv")
    sets["skillskape"] = [t for t in read_judged(gold / "skillskape_synthetic.csv", split="dev") if t.accepted]
    national = read_judged(gold / "national_competences_de_nl.csv")
    order = np.random.default_rng(0).permutation(len(national))
    for lang in ("de", "nl"):
        sets[f"national {lang}"] = [national[p] for p in order if national[p].lang == lang][:NATIONAL_TEXTS]
    return sets


def without_labels(sets):
    """The German, French, Spanish and Swedish courses once more, as if ESCO had no labels in their language."""
    return {
        f"{name} without labels": texts
        for name, texts in sets.items()
        if name.startswith("courses") and name.split()[1] in ("de", "fr", "es", "sv")
    }


def measure(name, texts, index, encoders, prior, nothing, count):
    start = time.process_time()
    if name.endswith("without labels"):
        index = replace(index, languages={index.main: index.languages[index.main]})
    known = set(index.uris)
    rows = [None] * len(texts)
    for lang in {text.lang for text in texts}:
        chosen = [position for position, text in enumerate(texts) if text.lang == lang]
        chosen.sort(key=lambda position: (texts[position].context, len(texts[position].text)))
        for block in (chosen[at : at + BLOCK] for at in range(0, len(chosen), BLOCK)):
            queries = [MatchQuery(texts[p].text, lang, texts[p].context) for p in block]
            found = find_candidates(queries, index, encoders, prior, nothing, count)
            for p, concepts, features in zip(block, found.concepts, found.features, strict=True):
                uris = [index.uris[concept] for concept in concepts]
                grades = {uri: grade for uri, grade in texts[p].grades.items() if uri in known and grade}
                text = replace(texts[p], grades=grades)
                rows[p] = Row(text, uris, features.copy(), np.array([grades.get(uri, 0) for uri in uris]))
    spent = (time.process_time() - start) / max(1, len(texts)) * 1000
    found = [len(row.text.accepted & set(row.uris)) / len(row.text.accepted) for row in rows if row.text.accepted]
    among = f"{np.mean(found):.3f} of the accepted are candidates"
    print(f"{name:28s} {len(rows):5d} texts, {spent:5.1f} CPU ms a text, {among}", flush=True)
    return rows
