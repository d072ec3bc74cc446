"""What a reviewer should look at next: outcomes in the order of what matters, filtered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from escomap.review.drawn import DrawnSample
from escomap.review.ledger import Ledger
from escomap.text.normalise import normalised


class Order(StrEnum):
    """Which outcomes come first."""

    UNCERTAIN = "uncertain"
    IMPORTANT = "important"
    DISPUTED = "disputed"
    CONSULTED = "consulted"
    NEW = "new"


class State(StrEnum):
    """Which outcomes are shown, by what was decided."""

    OPEN = "open"  # nobody has decided on a concept
    MINE = "mine"  # this reviewer has not
    DISPUTED = "disputed"
    UNSURE = "unsure"
    DECIDED = "decided"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An outcome as the queue knows it.

    ``confidence`` is that of its best suggestion, 0 without one; ``copies`` counts outcomes with the same words;
    ``searched`` holds its text with title and code of the course, normalised; ``is_new`` whether the last run
    brought it; ``disagreement`` how far a consultation moves the confidence of one of its links, 0..1.
    """

    outcome_id: str
    course_id: str
    text_key: str
    faculty: str
    lang: str
    eqf_level: str
    basis: str
    band: str
    confidence: float
    ects: float
    copies: int
    is_new: bool
    searched: str
    disagreement: float = 0.0


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a reviewer wants to see; empty texts leave a property open.

    Of a ``sample`` only its outcomes are shown, in the order of the draw whatever ``order`` says, and decided is what
    was said of the links drawn.
    """

    order: Order = Order.UNCERTAIN
    state: State = State.OPEN
    faculty: str = ""
    lang: str = ""
    eqf_level: str = ""
    band: str = ""
    basis: str = ""
    search: str = ""
    sample: DrawnSample | None = None


PROPERTIES = ("faculty", "lang", "eqf_level", "band", "basis")

# A confidence of one half says least, whatever the thresholds.
_LEAST_CERTAIN = 0.5


def _uncertain(item: QueueItem) -> tuple[Any, ...]:
    return abs(item.confidence - _LEAST_CERTAIN), -item.copies, item.outcome_id


def _important(item: QueueItem) -> tuple[Any, ...]:
    return -item.copies * max(item.ects, 1.0), *_uncertain(item)


def _consulted(item: QueueItem) -> tuple[Any, ...]:
    return -item.disagreement, *_uncertain(item)


def _new(item: QueueItem) -> tuple[Any, ...]:
    return not item.is_new, *_uncertain(item)


_SORT_KEYS: dict[Order, Callable[[QueueItem], tuple[Any, ...]]] = {
    Order.UNCERTAIN: _uncertain,
    Order.IMPORTANT: _important,
    Order.DISPUTED: _uncertain,
    Order.CONSULTED: _consulted,
    Order.NEW: _new,
}


@dataclass(frozen=True, slots=True)
class _Listed:
    """The outcomes of a filter in their order, whatever was decided, and the place of each."""

    items: tuple[QueueItem, ...]
    places: dict[str, int]


@dataclass(slots=True)
class Queue:
    """All outcomes of a database. Orders and filtered lists are made once and kept; decisions are looked up live."""

    items: Sequence[QueueItem]
    _by_id: dict[str, QueueItem] = field(init=False)
    _ordered: dict[Order, list[QueueItem]] = field(default_factory=dict)
    _alike: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _listed: Callable[[QueueFilter], _Listed] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {item.outcome_id: item for item in self.items}
        self._listed = lru_cache(maxsize=64)(self._list)
        for item in self.items:
            self._alike[item.text_key, item.lang].append(item.outcome_id)

    def find(self, outcome_id: str) -> QueueItem | None:
        """The outcome with this identifier."""
        return self._by_id.get(outcome_id)

    def alike(self, outcome_id: str) -> list[str]:
        """The other outcomes with the same words in the same language."""
        item = self._by_id.get(outcome_id)
        return [] if item is None else [other for other in self._alike[item.text_key, item.lang] if other != outcome_id]

    def choices(self, name: str) -> list[str]:
        """The values of a property of ``PROPERTIES`` that occur, sorted."""
        return sorted({getattr(item, name) for item in self.items} - {""})

    def left(self, wanted: QueueFilter, ledger: Ledger, reviewer: str) -> int:
        """How many outcomes the filter shows now."""
        listed = self._listed(_without_state(wanted))
        if wanted.state not in (State.OPEN, State.MINE):
            return sum(1 for item in listed.items if _is_shown(wanted, item, ledger, reviewer))
        # What was decided is little beside what is listed, most of the time.
        decided = (self._by_id[key] for key in ledger.decided_outcomes() if key in listed.places)
        return len(listed.items) - sum(1 for item in decided if not _is_shown(wanted, item, ledger, reviewer))

    def listed(self, wanted: QueueFilter, ledger: Ledger, reviewer: str) -> list[QueueItem]:
        """The outcomes that the filter shows, in their order."""
        shown = self._around(wanted, ledger, "", back=False)
        return [item for item in shown if _is_shown(wanted, item, ledger, reviewer)]

    def neighbour(
        self, wanted: QueueFilter, ledger: Ledger, reviewer: str, *, of: str = "", back: bool = False,
        taken: Collection[str] = (),
    ) -> str:  # fmt: skip
        """The outcome_id after (or before) the outcome ``of`` that the filter shows, empty where none is left.

        After the last comes the first; ``taken`` are outcomes that others look at, passed over where there are more.
        """
        first = ""
        for item in self._around(wanted, ledger, of, back):
            if not _is_shown(wanted, item, ledger, reviewer):
                continue
            if item.outcome_id not in taken:
                return item.outcome_id
            first = first or item.outcome_id
        return first

    def _around(self, wanted: QueueFilter, ledger: Ledger, of: str, back: bool) -> Iterable[QueueItem]:
        """The listed outcomes from the one after ``of`` on, once around, without it."""
        listed = self._listed(_without_state(wanted))
        size, step = len(listed.items), -1 if back else 1
        start = listed.places.get(of, size if back else -1)
        count = size - (of in listed.places)
        turned = (listed.items[(start + step * number) % size] for number in range(1, count + 1))
        if wanted.order is Order.DISPUTED and not wanted.sample:
            return sorted(turned, key=lambda item: not _is_disputed(item, ledger))
        return turned

    def _list(self, wanted: QueueFilter) -> _Listed:
        words = wanted.search.split()
        wishes = [(name, value) for name in PROPERTIES if (value := getattr(wanted, name))]
        found = tuple(
            item
            for item in self._in_order(wanted)
            if all(getattr(item, name) == value for name, value in wishes)
            and all(word in item.searched for word in words)
        )
        return _Listed(found, {item.outcome_id: place for place, item in enumerate(found)})

    def _in_order(self, wanted: QueueFilter) -> Iterable[QueueItem]:
        if wanted.sample:
            return (self._by_id[key] for key in wanted.sample.concepts if key in self._by_id)
        if wanted.order not in self._ordered:
            self._ordered[wanted.order] = sorted(self.items, key=_SORT_KEYS[wanted.order])
        return self._ordered[wanted.order]


def _without_state(wanted: QueueFilter) -> QueueFilter:
    """The filter without what changes with every decision."""
    return replace(wanted, state=State.ALL, search=normalised(wanted.search))


def _is_disputed(item: QueueItem, ledger: Ledger) -> bool:
    return ledger.is_disputed(item.outcome_id) or ledger.is_disputed(item.course_id)


def _is_shown(wanted: QueueFilter, item: QueueItem, ledger: Ledger, reviewer: str) -> bool:
    sample, key = wanted.sample, item.outcome_id
    # Of a sample each link drawn must have its answer, of an outcome it is enough that somebody decided on a concept.
    deciders = sample.deciders(key, ledger) if sample else [ledger.reviewers(key)]
    match wanted.state:
        case State.OPEN:
            return not all(deciders)
        case State.MINE:
            return any(reviewer not in names for names in deciders)
        case State.DISPUTED:
            return _is_disputed(item, ledger)
        case State.UNSURE:
            if sample:
                return sample.is_unsure(key, ledger)
            return ledger.is_unsure(key) or ledger.is_unsure(item.course_id)
        case State.DECIDED:
            return all(deciders)
        case _:
            return True
