"""A drawn sample as reviewers work through it: which links were drawn, in which order, and how many have an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from escomap.review.decisions import Judgement, Standing, Subject, Thing
from escomap.review.ledger import Ledger
from escomap.review.settle import ANY_CONCEPT


@dataclass(frozen=True, slots=True)
class Progress:
    """The links of a sample: how many were drawn, how many are accepted or rejected, how many were left unsure."""

    links: int
    decided: int
    unsure: int

    @property
    def is_complete(self) -> bool:
        """Whether somebody answered every link."""
        return self.decided + self.unsure == self.links

    def __str__(self) -> str:
        unsure = f", {self.unsure:,} left unsure" if self.unsure else ""
        return f"{self.decided:,} of {self.links:,} links of the sample decided{unsure}"


@dataclass(frozen=True, slots=True, eq=False)
class DrawnSample:
    """The concepts drawn for each outcome. Outcomes stand in the order in which their first link was drawn.

    Whoever stops half-way has then reviewed a random part, and no part that looked interesting.
    """

    concepts: Mapping[str, tuple[str, ...]]

    def of(self, outcome_id: str) -> tuple[str, ...]:
        """The concepts drawn for an outcome."""
        return self.concepts.get(outcome_id, ())

    def deciders(self, outcome_id: str, ledger: Ledger) -> list[frozenset[str]]:
        """Who answered each link drawn for an outcome; that no concept fits answers all of them."""
        standings = ledger.standings(outcome_id)
        return [
            frozenset(made.reviewer for standing in _on(standings, outcome_id, uri) for made in standing.decisions)
            for uri in self.of(outcome_id)
        ]

    def is_unsure(self, outcome_id: str, ledger: Ledger) -> bool:
        """Whether an answer to a link drawn for the outcome leaves it open."""
        return Judgement.UNSURE in self._judgements(outcome_id, ledger)

    def progress(self, ledger: Ledger) -> Progress:
        """How far the sample is reviewed."""
        found = [judgement for outcome_id in self.concepts for judgement in self._judgements(outcome_id, ledger)]
        unsure = found.count(Judgement.UNSURE)
        return Progress(len(found), len(found) - found.count(None) - unsure, unsure)

    def _judgements(self, outcome_id: str, ledger: Ledger) -> list[Judgement | None]:
        """What stands on each link drawn for an outcome; what was said of the link itself goes before all else."""
        standings = ledger.standings(outcome_id)
        answers = [_on(standings, outcome_id, uri) for uri in self.of(outcome_id)]
        return [found[0].judgement if found else None for found in answers]


def drawn_sample(links: Iterable[tuple[str, str]]) -> DrawnSample:
    """The sample of drawn links, ``outcome_id`` and URI, in the order of the draw."""
    concepts: dict[str, list[str]] = defaultdict(list)
    for outcome_id, uri in links:
        concepts[outcome_id].append(uri)
    return DrawnSample({outcome_id: tuple(uris) for outcome_id, uris in concepts.items()})


def _on(standings: Mapping[Thing, Standing], outcome_id: str, uri: str) -> list[Standing]:
    """What answers a link: what stands on it, and on whether any concept fits unless that is said to be so."""
    own = standings.get(Thing(Subject.SKILL, outcome_id, uri))
    any_fits = standings.get(Thing(Subject.SKILL, outcome_id, ANY_CONCEPT))
    if any_fits is not None and any_fits.judgement is Judgement.ACCEPT:
        any_fits = None
    return [standing for standing in (own, any_fits) if standing is not None]
