"""The main job as a Prefect flow: a task per step and per batch, retries, a progress bar, the report as an artifact.

Nothing is decided here. The tables are the same as without Prefect; unchanged outcomes of an earlier run are not
matched again because the database remembers what each answer depended on, which holds for both ways of running.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

# Before Prefect is imported: it reads its settings once. Values a user has set win. The temporary API server can need
# longer than its default of 20 s; nothing is reported to anyone.
PREFECT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # Prefect logs the traceback of every error; a person at the command line gets the message meant for people.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
}
for _name, _value in PREFECT_DEFAULTS.items():
    os.environ.setdefault(_name, _value)

from prefect import flow, task  # noqa: E402
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from escomap.errors import EscomapError  # noqa: E402
from escomap.report import RunReport  # noqa: E402
from escomap.settings import load_settings  # noqa: E402
from escomap.steps import enrich  # noqa: E402
from escomap.steps.run import OnProgress, RunRequest  # noqa: E402

RETRIES = 2
RETRY_DELAY_SECONDS = 2


class PrefectPerformer:
    """Calls every step as a Prefect task and batches through the flow's task runner.

    One batch more than there are workers is under way: more would only wait in memory for the one writer.
    """

    def __init__(self, workers: int) -> None:
        self._in_flight = workers + 1

    def stage(self, name: str, step: Callable[[], enrich.Result]) -> enrich.Result:
        """The step's result; a step is not retried: it works on the run's open database."""
        result: enrich.Result = _task(step, name, retries=0)()
        return result

    def batches(
        self, name: str, work: Callable[[enrich.Batch], enrich.Result], batches: Iterable[enrich.Batch]
    ) -> Iterator[tuple[enrich.Batch, enrich.Result]]:
        """Each batch with its result; a batch that fails for a passing reason is tried again."""
        results: dict[int, enrich.Result] = {}
        waiting: deque[tuple[int, enrich.Batch, Any]] = deque()
        for number, batch in enumerate(batches, start=1):
            kept = _task(_keeping(results, number, work, batch), f"{name} {number}", retries=RETRIES)
            waiting.append((number, batch, kept.submit()))
            if len(waiting) == self._in_flight:
                yield _finished(waiting, results)
        while waiting:
            yield _finished(waiting, results)


# One batch at a time: the encoder uses the cores it may use (``torch_threads``) by itself. ``settings.workers`` of a
# command line overrides it.
@flow(
    name="enrich-catalogue",
    persist_result=False,
    validate_parameters=True,
    task_runner=ThreadPoolTaskRunner(max_workers=1),  # type: ignore[arg-type]
)
def enrich_catalogue(
    catalogues: list[str],
    db: str,
    profile: str | None = None,
    format: str | None = None,
    catalogue_name: str | None = None,
    esco: str | None = None,
    esco_version: str | None = None,
    mappings: str | None = None,
    exports: list[str] | None = None,
    out: str | None = None,
    standards: str | None = None,
    accept_inferred: bool = False,
    settings: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Enriches catalogue files into a database and exports it; the run report.

    Args:
        catalogues: Catalogue files.
        db: DuckDB file to publish.
        profile: Name or path of a column profile; proposed from the headers when absent.
        format: Format of the files; told by their content when absent.
        catalogue_name: Name to keep the catalogue under; that of the profile or file when absent.
        esco: ESCO release folder or zip; the starter vocabulary when absent.
        esco_version: Version of the release, when no name tells it.
        mappings: Folder of facts, phrases and profiles.
        exports: Names of exports to write.
        out: Folder for the exports.
        standards: Folder with the official shapes, to validate against them.
        accept_inferred: Export inferred EQF levels too, marked as inferred.
        settings: Settings by name, as in a settings file.
    """
    request = RunRequest(
        catalogues=tuple(map(Path, catalogues)),
        db=Path(db),
        profile=profile,
        format=format,
        catalogue_name=catalogue_name,
        esco=Path(esco) if esco else None,
        esco_version=esco_version,
        mappings=Path(mappings) if mappings else None,
        exports=tuple(exports or ()),
        out=Path(out) if out else None,
        standards=Path(standards) if standards else None,
        accept_inferred=accept_inferred,
        settings=load_settings(settings),
    )
    return _performed(request, None).to_dict()


def run_request(request: RunRequest, on_progress: OnProgress | None = None) -> RunReport:
    """The flow for a request made on the command line, with at most ``settings.workers`` batches at a time.

    Raises:
        EscomapError: as without Prefect.
    """

    @flow(
        name=enrich_catalogue.name,
        persist_result=False,
        task_runner=ThreadPoolTaskRunner(max_workers=request.settings.workers),  # type: ignore[arg-type]
    )
    def from_command_line() -> RunReport:
        return _performed(request, on_progress)

    return from_command_line()


def _performed(request: RunRequest, on_progress: OnProgress | None) -> RunReport:
    try:
        report = enrich.enrich_catalogue(
            request, performer=PrefectPerformer(request.settings.workers), on_progress=_with_artifact(on_progress)
        )
    except EscomapError as error:
        # Prefect keeps the error in the run's state, and its traceback would keep the database open.
        error.__traceback__ = None
        raise
    create_table_artifact(
        table=[{"what": name, "value": str(value)} for name, value in report.to_dict().items()],
        key="run-report",
        description=f"escomap run {report.run_id}: {report.catalogue}",
    )
    return report


def _task(step: Callable[[], enrich.Result], name: str, *, retries: int) -> Any:
    return task(
        name=name,
        retries=retries,
        retry_delay_seconds=RETRY_DELAY_SECONDS,
        retry_condition_fn=_may_pass,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(step)


def _keeping(
    results: dict[int, enrich.Result],
    number: int,
    work: Callable[[enrich.Batch], enrich.Result],
    batch: enrich.Batch,
) -> Callable[[], None]:
    # The batch is bound, not passed: Prefect would search a parameter of thousands of keys for futures. The result is
    # handed over here, not returned: Prefect would hold every one of them until the flow ends.
    def match_batch() -> None:
        results[number] = work(batch)

    return match_batch


def _finished(
    waiting: deque[tuple[int, enrich.Batch, Any]], results: dict[int, enrich.Result]
) -> tuple[enrich.Batch, enrich.Result]:
    number, batch, future = waiting.popleft()
    future.result()
    return batch, results.pop(number)


def _may_pass(_task: Any, _task_run: Any, state: Any) -> bool:
    # A problem of the input or of the code does not go away by trying again; a full disk or memory may.
    return isinstance(state.result(raise_on_failure=False), (OSError, MemoryError))


def _with_artifact(on_progress: OnProgress | None) -> OnProgress:
    made: dict[str, Any] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if on_progress:
            on_progress(stage, done, total)
        if stage != "match" or not total:
            return
        share = 100 * done / total
        if "id" in made:
            update_progress_artifact(made["id"], progress=share)
        else:
            made["id"] = create_progress_artifact(progress=share, key="match-progress")

    return tell
