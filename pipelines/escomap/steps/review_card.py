"""The card of one outcome, from the database and the decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from escomap.consultation.weight import Weighed
from escomap.dimensions.cues import DIMENSIONS
from escomap.errors import EscomapError
from escomap.review.card import Candidate, Card, Choice, Elsewhere, Opinions, Said, said_elsewhere, said_of
from escomap.review.decisions import Decision, Judgement, Standing, Subject, Thing, standing_of
from escomap.review.settle import ANY_CONCEPT

if TYPE_CHECKING:
    from escomap.steps.review_desk import Concept, Desk

_SCORES = ("exact", "lexical", "sentence", "multilingual", "description", "context")
_COURSE = ("title", "course_code", "provider", "faculty", "programme", "subject", "level_text", "url", "ects")

Row = dict[Any, Any]


def build_card(desk: Desk, outcome_id: str, reviewer: str, lang: str) -> Card:
    """What ``reviewer`` sees of an outcome, labels in ``lang`` where ESCO has them.

    Raises:
        EscomapError: ``unknown_outcome``, the database has no such outcome.
    """
    with desk.lock:
        store = desk.holdings.store
        found = store.arrow("reviewed_outcome", outcome_id=outcome_id).to_pylist()
        if not found:
            raise unknown_outcome(outcome_id)
        row = found[0]
        standings, elsewhere = desk.ledger.standings(outcome_id), _elsewhere(desk, outcome_id)
        candidates = _candidates(desk, outcome_id, reviewer, lang, elsewhere)
        return Card(
            outcome_id=outcome_id,
            text=row["text"],
            lang=row["lang"],
            course={"course_id": row["course_id"]} | {name: _text(row[name]) for name in _COURSE},
            candidates=candidates,
            any_concept=said_of(standings.get(Thing(Subject.SKILL, outcome_id, ANY_CONCEPT)), reviewer),
            level=_level(row, desk.ledger.standings(row["course_id"]), reviewer),
            dimension=_dimension(row, standings, reviewer),
            copies=len(desk.holdings.queue.alike(outcome_id)),
            opinions=_opinions(desk, outcome_id, row["course_id"], {each.uri for each in candidates}, lang),
            any_elsewhere=elsewhere.get(ANY_CONCEPT, ()),
        )


def unknown_outcome(outcome_id: str) -> EscomapError:
    """The error for an outcome that the database does not have."""
    return EscomapError("unknown_outcome", "The database has no such outcome.", where=f"outcome_id={outcome_id[:40]!r}")


def _elsewhere(desk: Desk, outcome_id: str) -> dict[str, tuple[Elsewhere, ...]]:
    """What was said for the other outcomes in the same words, by concept."""
    said: dict[str, list[Standing]] = defaultdict(list)
    for other in desk.holdings.queue.alike(outcome_id):
        for thing, standing in desk.ledger.standings(other).items():
            if thing.subject is Subject.SKILL:
                said[thing.value].append(standing)
    return {uri: said_elsewhere(standings) for uri, standings in said.items()}


def _candidates(
    desk: Desk, outcome_id: str, reviewer: str, lang: str, elsewhere: Mapping[str, tuple[Elsewhere, ...]]
) -> tuple[Candidate, ...]:
    """The suggestions in their order, then what people chose besides them, here or for others in the same words."""
    store, standings = desk.holdings.store, desk.ledger.standings(outcome_id)
    suggestions: list[Row] = store.arrow("reviewed_suggestions", outcome_id=outcome_id).to_pylist()
    uris = [row["skill_uri"] for row in suggestions]
    chosen = [thing.value for thing in standings if thing.subject is Subject.SKILL]
    chosen += [uri for uri, said in elsewhere.items() if any(each.judgement is Judgement.ACCEPT for each in said)]
    uris += [uri for uri in dict.fromkeys(chosen) if uri != ANY_CONCEPT and uri not in uris]
    evidence = {row["skill_uri"]: row for row in suggestions}
    consulted = {each.asked.value: each for each in desk.holdings.consulted.on(outcome_id)}
    found = (
        _candidate(
            desk.concept(uri, lang),
            evidence.get(uri),
            tuple(map(desk.holdings.groups.path, desk.holdings.groups.groups_of(uri))),
            said_of(standings.get(Thing(Subject.SKILL, outcome_id, uri)), reviewer),
            consulted.get(uri),
        )
        for uri in uris
    )
    return tuple(replace(candidate, elsewhere=elsewhere.get(candidate.uri, ())) for candidate in found)


def _opinions(desk: Desk, outcome_id: str, course_id: str, shown: Container[str], lang: str) -> Opinions:
    """What consultations said beside the candidates that are ``shown``."""
    consulted = desk.holdings.consulted
    others = [each for each in consulted.on(outcome_id) if each.asked.value not in shown]
    return Opinions(
        levels=tuple(consulted.on(course_id)),
        links=tuple((desk.concept(each.asked.value, lang).label, each) for each in others),
        missing=tuple(consulted.said_of(outcome_id)),
        comments=tuple(consulted.said_of(course_id)),
    )


def _candidate(
    concept: Concept, suggestion: Row | None, paths: tuple[str, ...], said: Said, consulted: Weighed | None
) -> Candidate:
    shown = (concept.concept_uri, concept.label, concept.skill_type, concept.description, paths, said)
    bare = Candidate(*shown, lang=concept.lang, consulted=consulted)
    if suggestion is None:
        return bare
    return replace(
        bare,
        confidence=float(suggestion["confidence_score"]),
        band=suggestion["band"],
        method=suggestion["method"],
        scores=tuple((name, float(suggestion[f"{name}_score"])) for name in _SCORES),
        matched_label=suggestion["matched_label"],
        matched_label_lang=suggestion["matched_label_lang"],
        matched_label_kind=suggestion["matched_label_kind"],
        span=(int(suggestion["span_start"]), int(suggestion["span_end"])),
        span_text=suggestion["span_text"],
    )


def _level(row: Row, standings: dict[Thing, Standing], reviewer: str) -> Choice:
    level: str = "" if row["eqf_level"] is None else str(row["eqf_level"])
    evidence = "; ".join(filter(None, (row["eqf_evidence"], row["eqf_hints"] if not level else "")))
    return _choice(Subject.LEVEL, level, row["eqf_basis"], evidence, standings, reviewer)


def _dimension(row: Row, standings: dict[Thing, Standing], reviewer: str) -> Choice:
    dimension: str = row["dimension"] if row["dimension"] in DIMENSIONS else ""
    return _choice(Subject.DIMENSION, dimension, "wording", row["dimension_cue"], standings, reviewer)


def _choice(
    subject: Subject, current: str, basis: str, evidence: str, standings: dict[Thing, Standing], reviewer: str
) -> Choice:
    by_value: dict[str, list[Decision]] = defaultdict(list)
    for thing, standing in standings.items():
        if thing.subject is subject:
            for decision in standing.decisions:
                by_value[decision.thing.value].append(decision)
    said = {value: said_of(standing_of(made[0].thing, made), reviewer) for value, made in by_value.items()}
    own = next((value for value, each in said.items() if each.own is Judgement.ACCEPT), "")
    return Choice(current, basis, evidence, said, own)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
