"""What people decided, loaded before everything that follows from suggestions."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from escomap import tables
from escomap.decision_files import load_decisions
from escomap.errors import EscomapError
from escomap.paths import decisions_folder
from escomap.readers.registry import file_sha256
from escomap.review.decisions import Standing, Subject, Thing
from escomap.review.frames import (
    Effect,
    Known,
    decision_rows,
    decisions_in,
    effect_of,
    same_words_rows,
    standing_rows,
)
from escomap.review.same_words import answers_in_same_words
from escomap.review.settle import settle_decisions
from escomap.steps.run import Run, RunRequest
from escomap.store.db import Store

_DECIDING = (Effect.APPLIED, Effect.OPEN)


def folder_of(request: RunRequest) -> Path:
    """The folder of decisions that a run reads; one that a user named must exist."""
    chosen = request.settings.decisions
    folder = decisions_folder(chosen, request.mappings)
    if chosen and not folder.is_dir():
        raise EscomapError(
            "missing_file", "The folder of decisions does not exist.", where=str(folder), hint="check --decisions"
        )
    return folder


def take_decisions(run: Run) -> None:
    """Writes dec_decision, and what follows from it, from the files of the reviewers."""
    folder = folder_of(run.request)
    for file in sorted(folder.glob("*.jsonl")):
        run.note_input("decisions", file.name, file_sha256(file))
    with run.store.transaction():
        run.store.replace(decision_rows(load_decisions(folder)), tables.DEC_DECISION)
        settle(run.store, run.request.settings.same_words)
    run.report.decisions = _counts(run.store)
    run.report.same_words = {
        _name(Subject.SKILL, row["judgement"], row["is_any"]): int(row["amount"])
        for row in run.store.rows("count_same_words").to_dict("records")
    }


def settle(store: Store, same_words: str) -> None:
    """Writes dec_standing and dec_same_words: what the decisions in the database come to, with what it holds now.

    ``same_words`` is the setting: who gets the answer of an outcome in the same words.
    """
    standings, known = _settled(store), _known(store)
    store.replace(standing_rows(standings, known), tables.DEC_STANDING)
    deciding = [each for each in standings.values() if effect_of(each, known) in _DECIDING]
    answers = [] if same_words == "none" else answers_in_same_words(deciding, _words(store, same_words))
    store.replace(same_words_rows(answers), tables.DEC_SAME_WORDS)


def _words(store: Store, same_words: str) -> dict[str, Hashable]:
    """The wording of the outcomes that share it with a decided one."""
    rows = store.rows("outcomes_in_decided_words", same_words=same_words)
    return {outcome: tuple(wording) for outcome, *wording in rows.itertuples(index=False, name=None)}


def standings_on(store: Store, subject: Subject) -> dict[str, Standing]:
    """What decides on the level of each course, or the dimension of each outcome, by its identifier."""
    known = _known(store)
    settled = [each for thing, each in _settled(store).items() if thing.subject is subject]
    return {each.thing.key: each for each in settled if effect_of(each, known) in _DECIDING}


def _settled(store: Store) -> dict[Thing, Standing]:
    return settle_decisions(decisions_in(store.read(tables.DEC_DECISION)))


def _known(store: Store) -> Known:
    rows = store.rows("decided_on")
    held = [set(rows.loc[rows["kind"] == kind, "known_id"]) for kind in ("outcome", "course", "concept")]
    return Known(*held)


def _counts(store: Store) -> dict[str, int]:
    """The standings by what they did, in the words of the report."""
    counts: dict[str, int] = {}
    for row in store.rows("count_decisions").to_dict("records"):
        effect = Effect(row["effect"])
        name = _KEPT.get(effect) or _name(row["subject"], row["judgement"], row["is_any"])
        counts[name] = counts.get(name, 0) + int(row["amount"])
    return counts


# What a standing is called that could not be applied; it is kept, and dec_standing has it.
_KEPT = {
    Effect.OPEN: "left open",
    Effect.JUDGED_GONE: "on outcomes or courses not here",
    Effect.CONCEPT_GONE: "on concepts not in this ESCO release",
    Effect.UNKNOWN_VALUE: "not understood",
}


def _name(subject: str, judgement: str, is_any: bool) -> str:
    if subject != Subject.SKILL:
        return f"{subject}s {judgement}ed"
    what = "outcomes without a concept" if is_any else "links"
    return what if is_any and judgement == "reject" else f"{what} {judgement}ed"
