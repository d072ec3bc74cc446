"""The desk reviewers sit at: a published database, the queue of its outcomes, and the decisions as they are made."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from escomap import tables
from escomap.classification.groups import SkillGroups
from escomap.consultation.opinions import latest_opinions
from escomap.consultation_files import load_opinions
from escomap.decision_files import DecisionFolder, append_decisions
from escomap.dimensions.cues import DIMENSIONS
from escomap.errors import EscomapError
from escomap.review.decisions import Decision, Judgement, Subject, Thing, to_moment
from escomap.review.drawn import DrawnSample
from escomap.review.frames import EQF_LEVELS
from escomap.review.label_search import LabelSearch
from escomap.review.ledger import Ledger
from escomap.review.queue import Queue, QueueItem
from escomap.review.settle import ANY_CONCEPT
from escomap.steps.review_consultation import Consulted, consulted_in, consulted_stamp
from escomap.steps.sample import load_drawn
from escomap.store.db import Store, open_store
from escomap.text.normalise import normalised

# An obsolete concept can be shown, and no longer be chosen.
_USABLE = ("released",)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as reviewers see it, ``lang`` that of the label; without a status it is not in this release."""

    concept_uri: str
    label: str
    skill_type: str = ""
    description: str = ""
    status: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is read once from a published database and kept in memory; ``concepts`` by the languages asked for."""

    store: Store
    queue: Queue
    labels: LabelSearch
    groups: SkillGroups
    langs: tuple[str, ...]
    esco_version: str
    consulted: Consulted
    stamp: tuple[int, ...]
    concepts: dict[str, dict[str, Concept]] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """One database and one folder of decisions, for any number of reviewers; ``sample`` a file of drawn links.

    Every public method may be called from any thread. A decision is on the disk before ``decide`` returns; decisions of
    other processes, and a database that a run published meanwhile, are taken in with the next call of ``refresh``.
    """

    db: Path
    folder: Path
    sample: Path | None = None
    ledger: Ledger = field(default_factory=Ledger)
    _decisions: DecisionFolder = field(init=False)
    _holdings: Holdings = field(init=False)
    _drawn: DrawnSample | None = field(init=False, default=None)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self._decisions = DecisionFolder(self.folder)
        self._holdings = _load(self.db, self.folder)
        try:
            self._draw()
        except EscomapError:
            self._holdings.store.close()
            raise
        self.ledger.add(self._decisions.new())

    @property
    def holdings(self) -> Holdings:
        """What is known of the database."""
        return self._holdings

    @property
    def drawn(self) -> DrawnSample | None:
        """The links that reviewers are led through; None for all outcomes."""
        return self._drawn

    def refresh(self) -> None:
        """Takes in what others decided, a newly published database, and answers to a consultation.

        Raises:
            EscomapError: ``stale_sample``, the sample is not one of the newly published database.
        """
        with self.lock:
            if _stamp(self.db, self.folder) != self._holdings.stamp:
                # Closed first: within a process, DuckDB opens a path that is open still as the file it was.
                self._holdings.store.close()
                self._holdings, self._drawn = _load(self.db, self.folder), None
            # Each time until it fits: without its sample the desk would lead through all outcomes.
            self._draw()
            self.ledger.add(self._decisions.new())

    def _draw(self) -> None:
        if self.sample and self._drawn is None:
            self._drawn = load_drawn(self.sample, self._holdings.store)

    def concept(self, uri: str, lang: str) -> Concept:
        """A concept with its label in a language, else in English, else in any; the bare URI where it is gone."""
        with self.lock:
            known = self.holdings.concepts.get(lang)
            if known is None:
                rows = self.holdings.store.arrow("reviewed_concepts", lang=lang).to_pylist()
                known = self.holdings.concepts[lang] = {row["concept_uri"]: Concept(**row) for row in rows}
        return known.get(uri, Concept(uri, uri))

    def decide(
        self, reviewer: str, things: Iterable[Thing], judgement: Judgement, note: str = ""
    ) -> tuple[list[Decision], list[Decision | None]]:
        """Appends one decision on each thing; the decisions, and what the reviewer had said before.

        One on a concept that is gone since can still be taken back.

        Raises:
            EscomapError: ``unknown_value``, there is no such concept, level or dimension here.
        """
        with self.lock:
            now, version = to_moment(datetime.now(UTC)), self.holdings.esco_version
            made = [Decision(thing, judgement, reviewer, now, version, note) for thing in things]
            if judgement is not Judgement.WITHDRAWN:
                for thing in {decision.thing for decision in made}:
                    self._require_value(thing)
            earlier = [self.ledger.said_by(reviewer, decision.thing) for decision in made]
            self.add(made)
        return made, earlier

    def undo(self, made: Sequence[Decision], earlier: Sequence[Decision | None]) -> None:
        """Appends what brings back what stood before these decisions of one reviewer."""
        with self.lock:
            self.add(self.ledger.undoing(made, earlier, to_moment(datetime.now(UTC))))

    def add(self, decisions: list[Decision]) -> None:
        """Appends decisions as they are; they are on the disk when this returns."""
        with self.lock:
            append_decisions(self.folder, decisions)
            self.ledger.add(self._decisions.new())

    def has_concept(self, uri: str) -> bool:
        """Whether a concept of this release may be chosen."""
        return self.concept(uri, "en").status in _USABLE

    def _require_value(self, thing: Thing) -> None:
        if thing.subject is Subject.LEVEL:
            is_known = thing.value in EQF_LEVELS
        elif thing.subject is Subject.DIMENSION:
            is_known = thing.value in DIMENSIONS
        else:
            is_known = thing.value == ANY_CONCEPT or self.has_concept(thing.value)
        if not is_known:
            raise EscomapError(
                "unknown_value", f"There is no such {thing.subject} here.", where=f"value={thing.value[:200]!r}"
            )


def _load(db: Path, folder: Path) -> Holdings:
    stamp, opinions = _stamp(db, folder), latest_opinions(load_opinions(folder))
    store = open_store(db)
    consulted = consulted_in(store, opinions)
    vocabulary = store.read(tables.CORE_VOCABULARY)
    concepts, broader = store.read(tables.CORE_CONCEPT), store.read(tables.CORE_CONCEPT_BROADER)
    return Holdings(
        store=store,
        queue=Queue([_item(row, consulted) for row in store.arrow("review_queue").to_pylist()]),
        labels=LabelSearch(store.arrow("searched_labels")),
        groups=SkillGroups(broader, concepts, store.rows("group_names")),
        langs=tuple(sorted({lang for langs in vocabulary["langs"] for lang in langs})),
        esco_version=str(vocabulary.at[0, "esco_version"]) if len(vocabulary) else "",
        consulted=consulted,
        stamp=stamp,
    )


def _item(row: dict[Any, Any], consulted: Consulted) -> QueueItem:
    searched = normalised(f"{row.pop('text')} {row.pop('title')} {row.pop('course_code')}")
    return QueueItem(**row, searched=searched, disagreement=consulted.disagreement(row["outcome_id"]))


def _stamp(db: Path, folder: Path) -> tuple[int, ...]:
    """Changes when a run publishes, which renames another file to this name, and when answers are collected."""
    try:
        found = db.stat()
    except FileNotFoundError:
        return (0, 0)
    return found.st_ino, found.st_mtime_ns, *consulted_stamp(folder)
