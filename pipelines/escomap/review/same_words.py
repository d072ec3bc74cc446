"""What decisions on some outcomes answer for others in the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from escomap.review.decisions import Decision, Judgement, Standing, Subject
from escomap.review.settle import ANY_CONCEPT

_Standings = Mapping[str, Mapping[str, Standing]]
_SETTLED = (Judgement.ACCEPT, Judgement.REJECT)


@dataclass(frozen=True, slots=True)
class SameWords:
    """What was said of one concept for other outcomes in the same words, and for which of them."""

    outcome_id: str
    uri: str
    judgement: Judgement
    standings: tuple[Standing, ...]

    @property
    def latest(self) -> Decision:
        """The decision that was made last."""
        return max(self._decisions(), key=lambda made: (made.decided_at, made.thing.key))

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who decided."""
        return tuple(sorted({made.reviewer for made in self._decisions()}))

    def _decisions(self) -> Iterator[Decision]:
        return (made for standing in self.standings for made in standing.decisions)


def answers_in_same_words(standings: Iterable[Standing], words: Mapping[str, Hashable]) -> list[SameWords]:
    """The answers that outcomes get which nobody decided on; ``words`` names the wording of each outcome.

    What was said of an outcome itself always wins. A concept accepted for one outcome and rejected or left unsure for
    another in the same words is answered for none; that no concept fits is an answer where nobody accepted one.
    """
    by_outcome: dict[str, dict[str, Standing]] = defaultdict(dict)
    for standing in standings:
        if standing.thing.subject is Subject.SKILL:
            by_outcome[standing.thing.key][standing.thing.value] = standing
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for outcome_id, wording in words.items():
        groups[wording].append(outcome_id)
    return [answer for members in groups.values() for answer in _answers(sorted(members), by_outcome)]


def _answers(members: Sequence[str], standings: _Standings) -> Iterator[SameWords]:
    settled = dict(_settled([standings[key] for key in members if key in standings]))
    for outcome_id in members:
        own = standings.get(outcome_id, {})
        accepts = any(standing.judgement is Judgement.ACCEPT for standing in own.values())
        for uri, (judgement, said) in settled.items():
            is_answered = uri in own or ANY_CONCEPT in own or (uri == ANY_CONCEPT and accepts)
            if not is_answered:
                yield SameWords(outcome_id, uri, judgement, said)


def _settled(decided: Sequence[Mapping[str, Standing]]) -> Iterator[tuple[str, tuple[Judgement, tuple[Standing, ...]]]]:
    """What outcomes in the same words agree on, by concept."""
    refused = {own[ANY_CONCEPT].judgement for own in decided if ANY_CONCEPT in own} - {Judgement.ACCEPT}
    has_accepted = any(
        standing.judgement is Judgement.ACCEPT for own in decided for uri, standing in own.items() if uri != ANY_CONCEPT
    )
    for uri in sorted({uri for own in decided for uri in own}):
        said = [own[uri] for own in decided if uri in own]
        judgements = {standing.judgement for standing in said} | (refused if uri != ANY_CONCEPT else set())
        is_contradicted = uri == ANY_CONCEPT and (has_accepted or judgements != {Judgement.REJECT})
        if len(judgements) == 1 and judgements <= set(_SETTLED) and not is_contradicted:
            yield uri, (judgements.pop(), tuple(said))
