"""The main job: a catalogue in, a published database with skills, levels and descriptors out.

The order of the steps is written here once. *How* a step is called is the ``Performer``'s business: directly, or as
Prefect tasks (``flows``), with the same tables in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from escomap import tables
from escomap.errors import EscomapError
from escomap.exports.registry import TABLES, document_format
from escomap.mappings import mapping_digests
from escomap.paths import mappings_folder, standards_folder
from escomap.report import RunReport
from escomap.steps.consultation import take_consultation
from escomap.steps.decisions import folder_of, take_decisions
from escomap.steps.describe import describe
from escomap.steps.dimension import classify_outcomes
from escomap.steps.esco import load_esco
from escomap.steps.export import export_documents, export_tables
from escomap.steps.ingest import ingest
from escomap.steps.level import level_courses
from escomap.steps.match import MatchPlan, load_matcher, plan_matching, set_bands, store_matches
from escomap.steps.record import record_run
from escomap.steps.run import OnProgress, Run, RunRequest, start_run
from escomap.store.db import Store, discard_work, open_store, open_work, publish

Result = TypeVar("Result")
Batch = TypeVar("Batch")


class Performer(Protocol):
    """Calls steps."""

    def stage(self, name: str, step: Callable[[], Result]) -> Result:
        """Performs one step and gives its result."""
        ...

    def batches(
        self, name: str, work: Callable[[Batch], Result], batches: Iterable[Batch]
    ) -> Iterator[tuple[Batch, Result]]:
        """Performs ``work`` on every batch; gives batch and result in the order of the batches."""
        ...


class DirectPerformer:
    """Calls every step where it stands."""

    def stage(self, name: str, step: Callable[[], Result]) -> Result:
        """The step's result."""
        return step()

    def batches(
        self, name: str, work: Callable[[Batch], Result], batches: Iterable[Batch]
    ) -> Iterator[tuple[Batch, Result]]:
        """Each batch with its result."""
        return ((batch, work(batch)) for batch in batches)


def enrich_catalogue(
    request: RunRequest, *, performer: Performer | None = None, on_progress: OnProgress | None = None
) -> RunReport:
    """Runs every step and publishes the database in one move.

    A run that is stopped at any moment leaves the published file as it was; the next one takes over its matches.

    Raises:
        EscomapError: nothing could be read, or a file, folder or setting is not usable; nothing published is lost.
    """
    performer = performer or DirectPerformer()
    _require_inputs(request)
    with open_work(request.db) as store, _keeping_only_matches(store, request.db):
        run = start_run(request, store, on_progress)
        for name, digest in mapping_digests(mappings_folder(request.mappings)).items():
            run.note_input("mapping", name, digest)
        _timed(run, performer, "ingest", lambda: ingest(run))
        _timed(run, performer, "esco", lambda: load_esco(run))
        plan = _timed(run, performer, "plan", lambda: plan_matching(run))
        if plan.queries:
            _match(run, performer, plan)
        _timed(run, performer, "bands", lambda: set_bands(run))
        _timed(run, performer, "decisions", lambda: take_decisions(run))
        _timed(run, performer, "levels", lambda: level_courses(run))
        _timed(run, performer, "dimensions", lambda: classify_outcomes(run))
        _timed(run, performer, "consultation", lambda: take_consultation(run))
        _timed(run, performer, "describe", lambda: describe(store))
        _timed(run, performer, "publish", lambda: _publish(run))
    if request.exports:
        try:
            _timed(run, performer, "export", lambda: export(run))
        except (EscomapError, OSError) as error:
            # The database is published and its report must reach the user all the same.
            run.report.failed_exports.append(str(error))
    return run.report


@contextmanager
def _keeping_only_matches(store: Store, db: Path) -> Iterator[None]:
    """After an error the work file stays only for the matches in it, which the next run takes over."""
    try:
        yield
    except EscomapError:
        is_worthless = store.count(tables.SUG_MATCH) == 0
        store.close()
        if is_worthless:
            discard_work(db)
        raise


def export(run: Run) -> None:
    """Writes the exports the request names, from the published file."""
    request = run.request
    out = request.out or request.db.parent / "exports"
    with open_store(request.db) as store:
        for name in request.exports:
            if name == TABLES:
                written = export_tables(store, out / name)
                run.report.exported[name] = f"{len(written)} files in {out / name}"
                continue
            made = export_documents(
                store, name, out / name, accept_inferred=request.accept_inferred, standards=request.standards
            )
            run.report.exported[name] = made.to_text()
            if made.failed:
                run.report.failed_exports.append(f"{made.failed} files failed: {made.folder / 'manifest.json'}")


def _require_inputs(request: RunRequest) -> None:
    if not request.catalogues:
        raise EscomapError("no_catalogue", "No catalogue file was given.", hint="escomap run FILE --db FILE.duckdb")
    if standards := standards_folder(request.standards):
        # Before hours of matching, not after: the artefacts must be there and the validators installed.
        for name in request.exports:
            if name != TABLES:
                document_format(name).load_validator(standards)
    folder_of(request)
    if request.db.is_dir() or (request.db.exists() and not request.db.is_file()):
        raise EscomapError(
            "bad_database_path", "The database path is not a file.", where=str(request.db), hint="name a file"
        )


def _match(run: Run, performer: Performer, plan: MatchPlan) -> None:
    matcher = _timed(run, performer, "index", lambda: load_matcher(run, plan))
    total, done = len(plan.queries), 0
    encoded_before = matcher.encoders.encoded_count
    with run.stage("match"):
        run.on_progress("match", 0, total)
        batches = plan.batches(run.request.settings.batch_size)
        for keys, answers in performer.batches("match", lambda keys: matcher.match(keys, plan.queries), batches):
            store_matches(run, plan, keys, answers)
            done += len(keys)
            run.on_progress("match", done, total)
    run.report.texts_encoded = matcher.encoders.encoded_count - encoded_before


def _timed(run: Run, performer: Performer, name: str, step: Callable[[], Result]) -> Result:
    run.on_progress(name, 0, 0)
    with run.stage(name):
        return performer.stage(name, step)


def _publish(run: Run) -> None:
    record_run(run)
    publish(run.store, Path(run.request.db))
