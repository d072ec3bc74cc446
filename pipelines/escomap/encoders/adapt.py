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

from escomap.encoders.lessons import Curriculum, Lesson, Pair, glossed
from escomap.encoders.low_rank import add_low_rank, low_rank_tensors
from escomap.encoders.multilingual import LANGUAGES, MultilingualEncoder
from escomap.text.gloss import Glossary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

OnProgress = Callable[[str, int, int], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast an encoder learns; ``translations`` is the share of foreign labels among the pairs used.

    ``mixed_*`` is a last round over lessons from outcomes and other texts together: texts of one kind alone made the
    encoder forget the other. Chosen on the split ``ranking`` of the training courses, on
    gold/course_outcomes_dev.csv and on gold/jobads_validation.csv.
    """

    pair_batch: int
    pair_epochs: int
    pair_rate: float
    lesson_batch: int
    lesson_epochs: int
    lesson_rate: float
    mixed_epochs: int
    mixed_rate: float
    translations: float
    outcome_repeats: int


SENTENCE_PLAN = Plan(128, 1, 1e-3, 16, 2, 4e-4, 1, 3e-4, 0.12, 1)
MULTILINGUAL_PLAN = Plan(1024, 6, 5e-4, 64, 12, 2e-4, 3, 1.5e-4, 1.0, 3)
TEMPERATURE = 0.05
# Batches that are cut from one stretch of pairs sorted by length, so that little is computed on padding.
STRETCH = 16
DROPOUT = 0.1


def adapt_sentence_encoder(
    folder: str, curriculum: Curriculum, glossaries: Mapping[str, Glossary], *, seed: int, on_progress: OnProgress
) -> dict[str, Matrix]:
    """Low-rank changes of the transformer in ``folder``, trained on English and on glosses of other languages."""
    from sentence_transformers import SentenceTransformer

    torch.manual_seed(seed)
    model: Any = SentenceTransformer(folder, device="cpu", model_kwargs={"use_safetensors": True})
    added = add_low_rank(model[0].auto_model)
    weights = [parameter for layer in added.values() for parameter in (layer.a, layer.b)]

    def encode(texts: Sequence[str]) -> torch.Tensor:
        features = model.tokenizer(
            list(texts), padding=True, truncation=True, max_length=model.max_seq_length, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = model(dict(features))["sentence_embedding"]
        return functional.normalize(vectors.float(), dim=-1)

    def read(text: str, lang: str) -> str:
        return glossed(text, lang, glossaries)

    model.train()
    learner = _Learner("sentence encoder", {"en", *glossaries}, weights, encode, encode, read, on_progress)
    learner.learn(curriculum, SENTENCE_PLAN, seed)
    return low_rank_tensors(added)


def adapt_multilingual_encoder(
    encoder: MultilingualEncoder,
    curriculum: Curriculum,
    glossaries: Mapping[str, Glossary],
    *,
    seed: int,
    on_progress: OnProgress,
) -> dict[str, Matrix]:
    """New layers behind the sum of the multilingual encoder; what stands before the sum is computed once per text."""
    torch.manual_seed(seed)
    head = {name: torch.nn.Parameter(torch.from_numpy(value)) for name, value in encoder.head().items()}
    pooled = _Pooled(encoder)

    def encode(texts: Sequence[str]) -> torch.Tensor:
        return _project(head, *pooled.of(texts))

    def encode_noisily(texts: Sequence[str]) -> torch.Tensor:
        features, lengths = pooled.of(texts)
        return _project(head, functional.dropout(features, DROPOUT), lengths)

    def read(text: str, lang: str) -> str:
        return text if lang in LANGUAGES else glossed(text, lang, glossaries)

    known = {*LANGUAGES, *glossaries, *(pair.lang for pair in curriculum.pairs)}
    texts = [read(pair.text, pair.lang) for pair in curriculum.pairs]
    lessons = [*curriculum.lessons, *curriculum.others]
    texts += [read(text, one.lang) for one in lessons for text in (one.text, one.in_context)]
    pooled.prepare(
        [*texts, *curriculum.labels], lambda done, total: on_progress("texts of the multilingual encoder", done, total)
    )
    learner = _Learner("multilingual encoder", known, [*head.values()], encode_noisily, encode, read, on_progress)
    learner.learn(curriculum, MULTILINGUAL_PLAN, seed)
    return {name: value.detach().numpy() for name, value in head.items()}


@dataclass(frozen=True, slots=True)
class _Learner:
    """The weights of one encoder and how it reads: texts (perhaps noisily), labels, languages."""

    what: str
    langs: set[str]
    weights: list[torch.nn.Parameter]
    encode_text: Callable[[Sequence[str]], torch.Tensor]
    encode_label: Callable[[Sequence[str]], torch.Tensor]
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
        rounds = _batches(lessons, plan.lesson_batch, plan.lesson_epochs, chance)
        self._learn_lessons("lessons", list(rounds), curriculum, plan.lesson_rate, chance)
        if others:
            rounds = _batches([*lessons, *others], plan.lesson_batch, plan.mixed_epochs, chance)
            self._learn_lessons("mixed lessons", list(rounds), curriculum, plan.mixed_rate, chance)

    def _learn_pairs(self, batches: list[list[Pair]], curriculum: Curriculum, rate: float) -> None:
        optimizer, schedule = _optimizer(self.weights, rate, len(batches))
        for step, batch in enumerate(batches, start=1):
            texts = self.encode_text([self.read(pair.text, pair.lang) for pair in batch])
            labels = self.encode_label([curriculum.labels[pair.concept] for pair in batch])
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
            texts = self.encode_text([self.read(text, lang) for text, lang in given])
            concepts = sorted({concept for one in taught for concept in one.pull})
            labels = self.encode_label([curriculum.labels[concept] for concept in concepts])
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
    chosen: list[Pair] = []
    for pair in pairs:
        if pair.kind == "translation":
            chosen += [pair] if chance.random() < plan.translations else []
        else:
            chosen += [pair] * (plan.outcome_repeats if pair.kind == "outcome" else 1)
    rounds = [chance.sample(chosen, len(chosen)) for _ in range(plan.pair_epochs)]
    return [pair for drawn in rounds for pair in drawn]


def _pair_batches(pairs: Sequence[Pair], size: int, chance: random.Random) -> Iterator[list[Pair]]:
    """Batches in which no concept stands twice: the right answer of one pair is never a wrong one of another."""
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


class _Pooled:
    """The pooled features of every text, in half precision."""

    def __init__(self, encoder: MultilingualEncoder) -> None:
        self._encoder = encoder
        self._row: dict[str, int] = {}
        self._features: list[NDArray[np.float16]] = []
        self._lengths: list[Matrix] = []

    def prepare(self, texts: Sequence[str], progress: Callable[[int, int], None]) -> None:
        distinct = list(dict.fromkeys(texts))
        for start in range(0, len(distinct), 4096):
            chunk = distinct[start : start + 4096]
            features, lengths = self._encoder.pooled(chunk)
            self._features.append(features.astype(np.float16))
            self._lengths.append(lengths)
            progress(min(start + 4096, len(distinct)), len(distinct))
        self._row = {text: number for number, text in enumerate(distinct)}
        self._all, self._all_lengths = np.concatenate(self._features), np.concatenate(self._lengths)
        self._features.clear()

    def of(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        rows = [self._row[text] for text in texts]
        return torch.from_numpy(self._all[rows].astype(np.float32)), torch.from_numpy(self._all_lengths[rows])


def _project(head: Mapping[str, torch.Tensor], pooled: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    mean = pooled @ head["cnn_W"] + torch.sqrt(lengths)[:, None] * head["cnn_b"]
    first = torch.relu(mean @ head["p1"] + torch.relu(mean @ head["d0"]) @ head["d1"])
    second = torch.relu(first @ head["d2"])
    return functional.normalize(torch.tanh(first @ head["p3"] + second @ head["d3"]), dim=-1)
