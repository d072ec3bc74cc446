"""What the encoders are trained on: pairs of a text and its concept, and texts with graded concepts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escomap.errors import EscomapError
from escomap.evaluation import JudgedText
from escomap.matching.index import distinct_positions, label_set, searchable_uris
from escomap.matching.units import in_context
from escomap.readers.training import TrainingOutcome
from escomap.text.gloss import Glossary

if TYPE_CHECKING:
    import pandas as pd

# Ways a course says that it teaches something, before labels that stand for what it teaches.
OPENINGS = ("", "students will ", "the course covers ", "be able to ", "knowledge of ")
MOST_JOINED = 3
# More wordings than get a vector in the index (matching/labels.py): here they are what is learnt from.
SAME_WORDING = 80
# What share of the pull towards the right concepts a related one gets.
RELATED = 0.15


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and a concept it is about; ``kind`` is ``label``, ``translation`` or ``outcome``."""

    text: str
    lang: str
    concept: int
    kind: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, alone and behind its title, with the pull of each judged concept (0 for rejected ones)."""

    text: str
    lang: str
    context: str
    pull: dict[int, float]

    @property
    def in_context(self) -> str:
        """The text behind its title."""
        return in_context(self.text, self.context)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Everything to train on: ``labels`` are the English preferred labels by concept number.

    ``others`` are lessons from judged texts that are no learning outcomes.
    """

    labels: list[str]
    pairs: list[Pair]
    lessons: list[Lesson]
    others: list[Lesson]


def plan_curriculum(
    frames: Mapping[str, pd.DataFrame],
    outcomes: Sequence[TrainingOutcome],
    judged: Sequence[JudgedText] = (),
    *,
    seed: int,
) -> Curriculum:
    """Pairs and lessons from an ESCO release and the training outcomes that are not held back.

    Alternative labels, and joined ones behind an opening, stand for how people word a concept; labels of other
    languages for how they say it. Judged texts of other kinds, such as job advertisements, become lessons of their own.
    Outcomes of the splits ``held_out`` and ``ranking`` are left out.
    """
    concepts, labels = frames["core_concept"], frames["core_concept_label"]
    if "en" not in set(labels["lang"]):
        raise EscomapError(
            "no_english_labels",
            "The encoders learn English labels, and this release has none.",
            hint="add skills_en.csv",
        )
    uris = searchable_uris(concepts)
    number = {uri: position for position, uri in enumerate(uris)}
    english = labels[(labels["lang"] == "en") & (labels["label_kind"] == "preferred")]
    preferred = english.drop_duplicates("concept_uri").set_index("concept_uri")["label"].reindex(uris).fillna("")
    taught = [one for one in outcomes if one.split not in ("held_out", "ranking")]
    chance = random.Random(seed)
    pairs = [*_label_pairs(labels, uris, chance), *_translations(labels, number), *_outcome_pairs(taught, number)]
    chance.shuffle(pairs)
    lessons = [Lesson(one.text, one.lang, one.context, _pull(one.grades, number)) for one in taught if one.is_judged]
    others = [Lesson(one.text, one.lang, one.context, _pull(one.grades, number)) for one in judged]
    return Curriculum(
        preferred.tolist(),
        pairs,
        *([lesson for lesson in some if any(lesson.pull.values())] for some in (lessons, others)),
    )


def glossed(text: str, lang: str, glossaries: Mapping[str, Glossary]) -> str:
    """The English gloss of a text where its language has a glossary."""
    return glossaries[lang].gloss(text) if lang in glossaries else text


def _label_pairs(labels: pd.DataFrame, uris: list[str], chance: random.Random) -> Iterator[Pair]:
    known = label_set(labels, uris, "en")
    by_concept: dict[int, list[str]] = {}
    for position in distinct_positions(known, SAME_WORDING).tolist():
        by_concept.setdefault(int(known.concept[position]), []).append(known.texts[position])
    for concept, (_, *others) in by_concept.items():
        yield from (Pair(other, "en", concept, "label") for other in others)
        if others:
            joined = chance.sample(others, min(len(others), chance.randint(1, MOST_JOINED)))
            yield Pair(chance.choice(OPENINGS) + " and ".join(joined), "en", concept, "label")


def _translations(labels: pd.DataFrame, number: Mapping[str, int]) -> Iterator[Pair]:
    foreign = labels[(labels["lang"] != "en") & (labels["label_kind"] == "preferred")]
    for uri, lang, label in zip(foreign["concept_uri"], foreign["lang"], foreign["label"], strict=True):
        if uri in number:
            yield Pair(label, lang, number[uri], "translation")


def _outcome_pairs(outcomes: Sequence[TrainingOutcome], number: Mapping[str, int]) -> Iterator[Pair]:
    for one in outcomes:
        for uri, grade in one.grades.items():
            if grade == 2 and uri in number and not one.is_judged:
                yield Pair(one.text, one.lang, number[uri], "outcome")


def _pull(grades: Mapping[str, int], number: Mapping[str, int]) -> dict[int, float]:
    weights = {2: 1.0, 1: RELATED, 0: 0.0}
    return {number[uri]: weights[grade] for uri, grade in grades.items() if uri in number}
