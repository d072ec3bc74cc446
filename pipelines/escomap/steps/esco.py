"""The ESCO release of a run, in the database."""

from __future__ import annotations

from pathlib import Path

from escomap import tables
from escomap.paths import is_vocabulary_chosen, starter_vocabulary
from escomap.steps.run import Run
from escomap.store.db import Store
from escomap.vocabulary.release import Release, identify_release, load_release, vocabulary_frame


def load_esco(run: Run) -> None:
    """Loads the release of the request, by default the one the database holds, else the starter selection."""
    present = run.store.read(tables.CORE_VOCABULARY).to_dict("records")
    if present and not is_vocabulary_chosen(run.request.esco):
        # A release someone chose for this database is not replaced by the starter selection.
        run.note_input("vocabulary", Path(present[0]["source"]).name, present[0]["vocabulary_key"])
        run.report.esco = _summary(run, present[0]["esco_version"], list(present[0]["langs"]))
        return
    source = starter_vocabulary(run.request.esco)
    key, version = identify_release(source, version=run.request.esco_version)
    run.note_input("vocabulary", source.name, key)
    if present and (present[0]["vocabulary_key"], present[0]["esco_version"]) == (key, version):
        run.report.esco = _summary(run, version, list(present[0]["langs"]))
        return
    release = load_release(source, version=version)
    with run.store.transaction():
        store_release(run.store, release)
    run.report.notes += release_notes(release)
    run.report.esco = _summary(run, release.version, list(release.langs))


def store_release(store: Store, release: Release) -> None:
    """Puts a release in the place of the one in the database; runs inside a transaction."""
    for name, frame in release.frames.items():
        store.replace(frame, tables.TABLES[name])
    store.replace(vocabulary_frame(release), tables.CORE_VOCABULARY)


def release_notes(release: Release) -> list[str]:
    """What people should know about a release: what it lacks, and whether it is named."""
    unnamed = ["no name tells the version of the release; give it with --esco-version"]
    return [f"ESCO: {note}" for note in (*release.notes, *(unnamed if release.version == "unknown" else []))]


def _summary(run: Run, version: str, langs: list[str]) -> str:
    concepts = int(run.store.rows("count_skills")["amount"].sum())
    return f"{version}, {concepts:,} skills and knowledge concepts, labels in {', '.join(langs)}"
