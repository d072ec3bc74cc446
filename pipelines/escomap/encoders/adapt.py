"""Trains the adapters: both encoders learn to put a text beside the ESCO concepts it teaches.

First pairs (a text and its concept, the concepts of the other pairs of the batch as counterexamples), then lessons:
texts for which a pool of candidates was judged, so that near misses are the counterexamples.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import torch
from torch.nn import functional

from escomap.encoders.bert_source import BertSource
from escomap.encoders.lessons import Curriculum, Lesson, Pair, glossed
from escomap.encoders.low_rank import add_low_rank, low_rank_tensors
from escomap.encoders.trainable_bert import trainable_bert
from escomap.text.gloss import Glossary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

OnProgress = Callable[[str, int, int], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast an encoder learns.

    ``labels`` and ``translations`` are the shares of English and foreign labels among the pairs used;
    ``foreign_repeats`` is how often a lesson in another language is taken for each time an English one is. ``mixed_*``
    is a last round over lessons from outcomes and other texts together: texts of one kind alone made the encoder forget
    the other. ``kept`` is the share of the learnt change that is added to the weights: an encoder between what it was
    and what it learnt does better on texts of other kinds (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
    models"). Chosen on the split ``ranking`` of the training courses, on gold/course_outcomes_dev.csv, on
    gold/jobads_validation.csv and on gold/national_competences_de_nl.csv.
    """

    pair_batch: int
    pair_rate: float
    labels: float
    translations: float
    lesson_batch: int
    lesson_epochs: int
    lesson_rate: float
    foreign_repeats: int
    mixed_epochs: int
    mixed_rate: float
    kept: float


SENTENCE_PLAN = Plan(128, 1e-3, 1.0, 0.12, 16, 2, 4e-4, 1, 1, 3e-4, 0.75)
# Other languages are what it is for: English is left to the sentence encoder.
MULTILINGUAL_PLAN = Plan(192, 1e-3, 0.3, 0.55, 16, 1, 4e-4, 2, 0, 0.0, 0.7)
TEMPERATURE = 0.05
# Batches that are cut from one stretch of pairs sorted by length, so that little is computed on padding.
STRETCH = 16
# Longer texts are cut while training.
MOST_PIECES = 128


def adapt_sentence_encoder(
    source: BertSource,
    curriculum: Curriculum,
    glossaries: Mapping[str, Glossary],
    *,
    seed: int,
    on_progress: OnProgress,
) -> dict[str, Matrix]:
    """Low-rank changes of an English encoder, trained on English and on glosses of other languages."""

    def read(text: str, lang: str) -> str:
        return glossed(text, lang, glossaries)

    langs = frozenset({"en", *glossaries})
    return _adapt("sentence encoder", source, curriculum, SENTENCE_PLAN, read, langs, seed, on_progress)


def adapt_multilingual_encoder(
    source: BertSource, curriculum: Curriculum, *, seed: int, on_progress: OnProgress
) -> dict[str, Matrix]:
    """Low-rank changes of a multilingual encoder, which reads every language of the curriculum as it is."""
    lessons = [*curriculum.lessons, *curriculum.others]
    langs = frozenset([*(pair.lang for pair in curriculum.pairs), *(one.lang for one in lessons)])

    def read(text: str, lang: str) -> str:
        return text

    return _adapt("multilingual encoder", source, curriculum, MULTILINGUAL_PLAN, read, langs, seed, on_progress)


def _adapt(
    what: str,
    source: BertSource,
    curriculum: Curriculum,
    plan: Plan,
    read: Callable[[str, str], str],
    langs: frozenset[str],
    seed: int,
    on_progress: OnProgress,
) -> dict[str, Matrix]:
    torch.manual_seed(seed)
    transformer = trainable_bert(source)
    added = add_low_rank(transformer)
    weights = [parameter for layer in added.values() for parameter in (layer.a, layer.b)]
    tokenizer = source.tokenizer()
    tokenizer.enable_truncation(min(MOST_PIECES, source.shape.longest))
    tokenizer.enable_padding()

    def encode(texts: Sequence[str]) -> torch.Tensor:
        found = tokenizer.encode_batch(list(texts))
        pieces, present = (torch.tensor([getattr(one, name) for one in found]) for name in ("ids", "attention_mask"))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = transformer(pieces, present).last_hidden_state
        total = (hidden.float() * present[:, :, None]).sum(dim=1)
        return functional.normalize(total, dim=-1)

    transformer.train()
    _Learner(what, langs, weights, encode, read, on_progress).learn(curriculum, plan, seed)
    return low_rank_tensors(added, plan.kept)


@dataclass(frozen=True, slots=True)
class _Learner:
    """The weights of one encoder and how it reads texts, in which languages."""

    what: str
    langs: frozenset[str]
    weights: list[torch.nn.Parameter]
    encode: Callable[[Sequence[str]], torch.Tensor]
    read: Callable[[str, str], str]
    on_progress: OnProgress

    def learn(self, curriculum: Curriculum, plan: Plan, seed: int) -> None:
        """Pairs first, then lessons, and where there are lessons of other kinds, all once more together."""
        chance = random.Random(seed)
        readable = [pair for pair in curriculum.pairs if pair.lang in self.langs]
        pairs = _chosen_pairs(readable, plan, chance)
        self._learn_pairs(list(_pair_batches(pairs, plan.pair_batch, chance)), curriculum, plan.pair_rate)
        lessons, others = (
            [one for one in some if one.lang in self.langs] for some in (curriculum.lessons, curriculum.others)
        )
        taken = [one for one in lessons for _ in range(1 if one.lang == "en" else plan.foreign_repeats)]
        rounds = _batches(taken, plan.lesson_batch, plan.lesson_epochs, chance)
        self._learn_lessons("lessons", list(rounds), curriculum, plan.lesson_rate, chance)
        if others and plan.mixed_epochs:
            rounds = _batches([*lessons, *others], plan.lesson_batch, plan.mixed_epochs, chance)
            self._learn_lessons("mixed lessons", list(rounds), curriculum, plan.mixed_rate, chance)

    def _learn_pairs(self, batches: list[list[Pair]], curriculum: Curriculum, rate: float) -> None:
        optimizer, schedule = _optimizer(self.weights, rate, len(batches))
        for step, batch in enumerate(batches, start=1):
            texts = self.encode([self.read(pair.text, pair.lang) for pair in batch])
            labels = self.encode([curriculum.labels[pair.concept] for pair in batch])
            scores = texts @ labels.T / TEMPERATURE
            right = torch.arange(len(batch))
            loss = functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)
            _descend(loss, optimizer, schedule)
            self.on_progress(f"{self.what}: pairs", step, len(batches))

    def _learn_lessons(
        self, what: str, batches: list[list[Lesson]], curriculum: Curriculum, rate: float, chance: random.Random
    ) -> None:
        optimizer, schedule = _optimizer(self.weights, rate, len(batches))
        for step, taught in enumerate(batches, start=1):
            # Half of the time behind its title, as it is met in a catalogue.
            given = [(one.in_context if chance.random() < 0.5 else one.text, one.lang) for one in taught]
            texts = self.encode([self.read(text, lang) for text, lang in given])
            concepts = sorted({concept for one in taught for concept in one.pull})
            labels = self.encode([curriculum.labels[concept] for concept in concepts])
            scores = torch.log_softmax(texts @ labels.T / TEMPERATURE, dim=1)
            loss = -(_pull_matrix(taught, concepts) * scores).sum(dim=1).mean()
            _descend(loss, optimizer, schedule)
            self.on_progress(f"{self.what}: {what}", step, len(batches))


def _pull_matrix(lessons: Sequence[Lesson], concepts: Sequence[int]) -> torch.Tensor:
    """Each lesson's pull over the concepts, summing to 1: shape ``(lessons, concepts)``."""
    column = {concept: number for number, concept in enumerate(concepts)}
    pull = torch.zeros(len(lessons), len(concepts))
    for row, one in enumerate(lessons):
        for concept, weight in one.pull.items():
            pull[row, column[concept]] = weight
    return pull / pull.sum(dim=1, keepdim=True)


def _chosen_pairs(pairs: Sequence[Pair], plan: Plan, chance: random.Random) -> list[Pair]:
    share = {"label": plan.labels, "translation": plan.translations, "outcome": 1.0}
    chosen = [pair for pair in pairs if chance.random() < share[pair.kind]]
    return chance.sample(chosen, len(chosen))


def _pair_batches(pairs: Sequence[Pair], size: int, chance: random.Random) -> Iterator[list[Pair]]:
    """Batches in which no concept stands twice: the right answer of one pair is never a wrong one of another.

    What stands twice, and what fills no batch at the end of a stretch, is left out.
    """
    if not pairs:
        return
    size = min(size, len({pair.concept for pair in pairs}))
    for start in range(0, len(pairs), size * STRETCH):
        stretch = sorted(pairs[start : start + size * STRETCH], key=lambda pair: len(pair.text))
        batches: list[list[Pair]] = []
        batch: dict[int, Pair] = {}
        for pair in stretch:
            batch.setdefault(pair.concept, pair)
            if len(batch) == size:
                batches.append(list(batch.values()))
                batch = {}
        chance.shuffle(batches)
        yield from batches


def _batches(items: Sequence[Item], size: int, epochs: int, chance: random.Random) -> Iterator[list[Item]]:
    size = min(size, len(items))
    for _ in range(epochs if items else 0):
        order = chance.sample(list(items), len(items))
        yield from (order[start : start + size] for start in range(0, len(order) - size + 1, size))


def _optimizer(weights: list[torch.nn.Parameter], rate: float, steps: int) -> tuple[Any, Any]:
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=max(2, steps + 1), pct_start=0.1)
    return optimizer, schedule


def _descend(loss: torch.Tensor, optimizer: Any, schedule: Any) -> None:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    schedule.step()
