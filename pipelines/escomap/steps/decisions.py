"""What people decided, loaded before everything that follows from suggestions."""

from __future__ import annotations

from pathlib import Path

from escomap import tables
from escomap.decision_files import load_decisions
from escomap.errors import EscomapError
from escomap.paths import decisions_folder
from escomap.readers.registry import file_sha256
from escomap.review.decisions import Standing, Subject, Thing
from escomap.review.frames import Effect, Known, decision_rows, decisions_in, effect_of, standing_rows
from escomap.review.settle import settle_decisions
from escomap.steps.run import Run, RunRequest
from escomap.store.db import Store


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
    """Writes dec_decision and dec_standing from the files of the reviewers."""
    folder = folder_of(run.request)
    for file in sorted(folder.glob("*.jsonl")):
        run.note_input("decisions", file.name, file_sha256(file))
    with run.store.transaction():
        run.store.replace(decision_rows(load_decisions(folder)), tables.DEC_DECISION)
        settle(run.store)
    run.report.decisions = _counts(run.store)


def settle(store: Store) -> None:
    """Writes dec_standing: what the decisions in the database come to, with the courses and concepts it holds now."""
    store.replace(standing_rows(_settled(store), _known(store)), tables.DEC_STANDING)


def standings_on(store: Store, subject: Subject) -> dict[str, Standing]:
    """What decides on the level of each course, or the dimension of each outcome, by its identifier."""
    known, deciding = _known(store), (Effect.APPLIED, Effect.OPEN)
    settled = [each for thing, each in _settled(store).items() if thing.subject is subject]
    return {each.thing.key: each for each in settled if effect_of(each, known) in deciding}


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
