"""All decisions by what they are on, kept up to date one by one: what stands, and who has decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from escomap.review.decisions import Decision, Judgement, Standing, Subject, Thing, latest_decisions
from escomap.review.settle import settle_decisions


class Ledger:
    """Decisions by the outcome or course they are on. What stands on one depends on no other."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions: dict[str, list[Decision]] = defaultdict(list)
        self._standings: dict[str, dict[Thing, Standing]] = {}
        self._reviewers: dict[str, frozenset[str]] = {}
        self.add(decisions)

    def add(self, decisions: Iterable[Decision]) -> None:
        """Takes further decisions in."""
        touched = set()
        for decision in decisions:
            self._decisions[decision.thing.key].append(decision)
            touched.add(decision.thing.key)
        for key in touched:
            own = self._decisions[key]
            self._standings[key] = settle_decisions(own)
            latest = latest_decisions(own)
            self._reviewers[key] = frozenset(
                name for thing, by_name in latest.items() if thing.subject is Subject.SKILL for name in by_name
            )

    def standings(self, key: str) -> dict[Thing, Standing]:
        """What stands on an outcome or course."""
        return self._standings.get(key, {})

    def decided_outcomes(self) -> list[str]:
        """The outcomes on which somebody has decided on a concept."""
        return [key for key, names in list(self._reviewers.items()) if names]

    def reviewers(self, outcome_id: str) -> frozenset[str]:
        """Who has decided on a concept for an outcome."""
        return self._reviewers.get(outcome_id, frozenset())

    def is_disputed(self, key: str) -> bool:
        """Whether reviewers differ on anything about an outcome or course."""
        return any(standing.is_disputed for standing in self.standings(key).values())

    def is_unsure(self, key: str) -> bool:
        """Whether anything about an outcome or course was left open."""
        return any(standing.judgement is Judgement.UNSURE for standing in self.standings(key).values())

    def said_by(self, reviewer: str, thing: Thing) -> Decision | None:
        """The decision of a reviewer that stands on exactly this."""
        own = [decision for decision in self._decisions.get(thing.key, ()) if decision.thing == thing]
        return latest_decisions(own).get(thing, {}).get(reviewer)

    def undoing(self, decisions: Iterable[Decision], earlier: Iterable[Decision | None], at: str) -> list[Decision]:
        """The decisions that bring back what stood before ``decisions``: said again, or withdrawn where nothing did."""
        return [
            replace(made, judgement=Judgement.WITHDRAWN, note="", decided_at=at)
            if before is None
            else replace(before, decided_at=at)
            for made, before in zip(decisions, earlier, strict=True)
        ]
