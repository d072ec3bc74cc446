"""A database brought to another ESCO release: what holds is kept, what does not is queued, nothing is lost."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from escomap import tables
from escomap.encoders import load_encoders
from escomap.errors import EscomapError
from escomap.model import Band
from escomap.releases.carry import Carried, carry_suggestions
from escomap.releases.changes import ReleaseDiff, Vocabulary
from escomap.releases.compare import compare_releases
from escomap.releases.migration import MigrationReport, fates_of, queue_of
from escomap.releases.rematch import reasons_to_match
from escomap.settings import Settings
from escomap.steps.decisions import settle
from escomap.steps.describe import describe
from escomap.steps.esco import release_notes, store_release
from escomap.steps.match import read_queries
from escomap.steps.record import run_info
from escomap.steps.releases import vocabulary_of
from escomap.store.db import Store, discard_work, open_store, open_work, publish
from escomap.vocabulary.release import Release, load_release


def migrate_database(
    db: Path,
    esco: Path,
    *,
    version: str | None = None,
    mappings: Path | None = None,
    settings: Settings = Settings(),  # noqa: B008 - a frozen value
) -> MigrationReport:
    """Publishes the database with the release at ``esco`` in the place of its own.

    An answer is carried over where ``reasons_to_match`` gives none against it, and keeps the release it comes from in
    ``esco_version``; the next run matches the other outcomes again. ``settings`` and ``mappings`` must be those of the
    runs: an answer made with others is not carried over.

    Raises:
        EscomapError: no database or release there, or the database has this release already; it stays as it was.
    """
    release = load_release(esco, version=version)
    with open_store(db) as published:
        present = _present_release(published, release)
    started_at = datetime.now(UTC).replace(tzinfo=None)
    with open_work(db) as store, _nothing_left_after_errors(store, db):
        migration = _prepared(store, present, release, load_encoders(settings).model_id, mappings, settings)
        report = _report(store, db, migration, release)
        _store(store, migration, release)
        settle(store, settings.same_words)
        describe(store)
        _record(store, started_at, release, settings, report)
        publish(store, db)
    return report


@contextmanager
def _nothing_left_after_errors(store: Store, db: Path) -> Iterator[None]:
    # Only once the work file is ours: before, it may be that of a run.
    try:
        yield
    except EscomapError:
        store.close()
        discard_work(db)
        raise


@dataclass(frozen=True, slots=True)
class _Migration:
    """``before`` are the suggestions as they were; ``keys`` maps outcomes whose answer holds to their new match key;
    ``to_match`` holds the others by why the next run must match them.
    """

    diff: ReleaseDiff
    before: pd.DataFrame
    carried: Carried
    keys: dict[str, str]
    to_match: dict[str, set[str]]


def _present_release(published: Store, release: Release) -> dict[Any, Any]:
    found = published.read(tables.CORE_VOCABULARY).to_dict("records")
    if not found:
        raise EscomapError("no_release", "The database holds no ESCO release.", where=str(published.path))
    if (found[0]["vocabulary_key"], found[0]["esco_version"]) == (release.key, release.version):
        raise EscomapError(
            "same_release",
            f"The database has this release already, {release.version}.",
            where=str(published.path),
            hint="name another release with --esco",
        )
    return found[0]


def _prepared(
    store: Store, present: dict[Any, Any], release: Release, model_id: str, mappings: Path | None, settings: Settings
) -> _Migration:
    compared = (tables.CORE_CONCEPT, tables.CORE_CONCEPT_LABEL, tables.CORE_CONCEPT_BROADER)
    old, new = Vocabulary(present["esco_version"], *map(store.read, compared)), vocabulary_of(release)
    diff = compare_releases(old, new)
    outcomes, before = store.read(tables.CORE_OUTCOME), store.read(tables.SUG_SKILL)
    langs = dict(zip(outcomes["outcome_id"], outcomes["lang"], strict=True))
    carried = carry_suggestions(before, store.read(tables.SUG_MATCH), langs, diff, new)
    queries = read_queries(store, mappings)
    old_keys, new_keys = (
        dict(queries.keys(key, langs, model_id, settings).itertuples(index=False, name=None))
        for key, langs in ((present["vocabulary_key"], present["langs"]), (release.key, release.langs))
    )
    to_match = reasons_to_match(outcomes, carried, (old, new), diff, old_keys)
    again = set().union(*to_match.values())
    keys = {outcome: key for outcome, key in new_keys.items() if outcome not in again}
    return _Migration(diff, before, carried, keys, to_match)


def _store(store: Store, migration: _Migration, release: Release) -> None:
    carried = migration.carried
    with store.transaction():
        store_release(store, release)
        store.replace(_rekeyed(carried.suggestions, migration.keys), tables.SUG_SKILL)
        store.replace(_rekeyed(carried.matches, migration.keys), tables.SUG_MATCH)
        # A release left and taken again replaces what its first migration said of the same suggestions.
        queued = pd.concat([store.read(tables.SUG_REPLACEMENT), carried.replacements])
        key = list(tables.SUG_REPLACEMENT.key)
        store.replace(queued.drop_duplicates(key, keep="last", ignore_index=True), tables.SUG_REPLACEMENT)


def _rekeyed(rows: pd.DataFrame, keys: dict[str, str]) -> pd.DataFrame:
    # An empty key is nobody's: neither this release nor the older one may take a thinned answer for a whole one.
    return rows.assign(match_key=[keys.get(outcome, "") for outcome in rows["outcome_id"]])


def _report(store: Store, db: Path, migration: _Migration, release: Release) -> MigrationReport:
    diff, before, carried = migration.diff, migration.before, migration.carried
    outcomes = store.read(tables.CORE_OUTCOME)
    return MigrationReport(
        database=str(db),
        from_version=diff.old_version,
        to_version=diff.new_version,
        release=diff.counts(),
        suggestions=fates_of(len(before), carried),
        accepted_links=fates_of(int((before["band"] == Band.ACCEPT.value).sum()), carried, Band.ACCEPT),
        outcomes=len(outcomes),
        carried=len(migration.keys),
        to_match={reason: len(found) for reason, found in migration.to_match.items()},
        queue=queue_of(carried, dict(zip(outcomes["outcome_id"], outcomes["text"], strict=True))),
        notes=(*release_notes(release), *diff.notes),
    )


def _record(store: Store, started_at: datetime, release: Release, settings: Settings, report: MigrationReport) -> None:
    run_id = uuid.uuid4().hex[:16]
    told = json.dumps(report.to_dict(), ensure_ascii=False)
    read = {"run_id": run_id, "input_kind": "vocabulary", "name": Path(release.source).name, "sha256": release.key}
    with store.transaction():
        store.append(run_info(run_id, started_at, "", settings, told), tables.RUN_INFO)
        store.append(pd.DataFrame([read]), tables.RUN_INPUT)
