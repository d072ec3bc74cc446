"""What consultations said of a database, as reviewers see it: read once, by outcome and course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from escomap.consultation.form import Question
from escomap.consultation.opinions import Opinion
from escomap.consultation.weight import Weighed
from escomap.consultation_files import answer_files
from escomap.steps.consultation import weigh
from escomap.store.db import Store


@dataclass(frozen=True, slots=True)
class Consulted:
    """Answers by the outcome or course they are on: those to choose from weighed, the others in words."""

    weighed: dict[str, list[Weighed]]
    words: dict[str, list[Opinion]]

    def on(self, key: str) -> list[Weighed]:
        """What was answered on the links of an outcome, or the level of a course."""
        return self.weighed.get(key, [])

    def said_of(self, key: str) -> list[Opinion]:
        """What was written of an outcome (what it misses) or a course (a comment)."""
        return self.words.get(key, [])

    def disagreement(self, outcome_id: str) -> float:
        """How far the answers move the confidence of the link of an outcome that they move furthest, 0..1."""
        return max((each.disagreement for each in self.on(outcome_id)), default=0.0)


def consulted_in(store: Store, opinions: Sequence[Opinion]) -> Consulted:
    """What opinions come to, with the confidences of a database."""
    weighed: dict[str, list[Weighed]] = defaultdict(list)
    words: dict[str, list[Opinion]] = defaultdict(list)
    for each in weigh(store, opinions):
        weighed[each.asked.key].append(each)
    for opinion in opinions:
        if opinion.asked.question in (Question.MISSING, Question.COMMENT):
            words[opinion.asked.key].append(opinion)
    return Consulted(weighed, words)


def consulted_stamp(decisions: Path) -> Sequence[int]:
    """Changes when answers are added."""
    return [file.stat().st_size for file in answer_files(decisions)]
