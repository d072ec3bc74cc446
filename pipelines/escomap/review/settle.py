"""What the decisions on each outcome and course come to, with "nothing fits" and "this instead" read as meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from escomap.review.decisions import Decision, Judgement, Standing, Subject, Thing, latest_decisions, standing_of

# A reviewer who says of an outcome that no concept fits decides on the concept without a URI.
ANY_CONCEPT = ""
# A course has one level and an outcome one dimension: who chooses another value takes the earlier choice back.
EXCLUSIVE = (Subject.LEVEL, Subject.DIMENSION)

# The decisions that stand on each thing, by reviewer.
Latest = dict[Thing, dict[str, Decision]]


def settle_decisions(decisions: Iterable[Decision]) -> dict[Thing, Standing]:
    """One standing per outcome and concept, per course with a level, and per outcome with a dimension.

    "No concept fits" rejects every concept others decided on, and is void once its reviewer accepts a concept. Of a
    level or dimension only the latest decision of each reviewer counts; where reviewers differ the value is empty.
    """
    latest = latest_decisions(decisions)
    concepts = _with_rejections({thing: own for thing, own in latest.items() if thing.subject not in EXCLUSIVE})
    settled = {thing: standing_of(thing, own.values()) for thing, own in concepts.items()}
    for thing, own in _choices(latest).items():
        standing = _choice(thing, own)
        settled[standing.thing] = standing
    return dict(sorted(settled.items()))


def _with_rejections(latest: Latest) -> Latest:
    """The decisions on concepts, with those that "no concept fits" implies; accepting a concept withdraws it."""
    concepts: dict[str, list[Thing]] = defaultdict(list)
    accepted_at: dict[tuple[str, str], str] = defaultdict(str)
    for thing, own in latest.items():
        if thing.value == ANY_CONCEPT:
            continue
        concepts[thing.key].append(thing)
        for reviewer, decision in own.items():
            if decision.judgement is Judgement.ACCEPT:
                accepted_at[thing.key, reviewer] = max(decision.decided_at, accepted_at[thing.key, reviewer])
    implied = {thing: dict(own) for thing, own in latest.items() if thing.value != ANY_CONCEPT}
    for thing, own in latest.items():
        if thing.value != ANY_CONCEPT:
            continue
        valid = {name: made for name, made in own.items() if made.decided_at >= accepted_at[thing.key, name]}
        if valid:
            implied[thing] = valid
        for reviewer, refusal in valid.items():
            if refusal.judgement is Judgement.REJECT:
                for concept in concepts[thing.key]:
                    _imply(implied[concept], reviewer, replace(refusal, thing=concept))
    return implied


def _imply(own: dict[str, Decision], reviewer: str, refusal: Decision) -> None:
    earlier = own.get(reviewer)
    if earlier is None or refusal.decided_at >= earlier.decided_at:
        own[reviewer] = refusal


def _choices(latest: Latest) -> Latest:
    """The last choice of each reviewer for a level or dimension, by the thing without its value."""
    choices: Latest = defaultdict(dict)
    for thing, own in latest.items():
        if thing.subject in EXCLUSIVE:
            chosen = choices[replace(thing, value="")]
            for reviewer, decision in own.items():
                earlier = chosen.get(reviewer)
                if earlier is None or decision.decided_at >= earlier.decided_at:
                    chosen[reviewer] = decision
    return choices


def _choice(thing: Thing, own: dict[str, Decision]) -> Standing:
    values = {decision.thing.value for decision in own.values()}
    if len(values) > 1:
        return replace(standing_of(thing, own.values()), judgement=Judgement.UNSURE)
    return standing_of(replace(thing, value=values.pop()), own.values())
