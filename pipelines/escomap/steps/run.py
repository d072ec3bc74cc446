"""One run: what was asked for, the open work file, and the report that grows with each step."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from escomap.exports.registry import require_export
from escomap.readers.registry import require_format
from escomap.report import RunReport
from escomap.settings import Settings
from escomap.store.db import Store

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a user asked for.

    ``profile`` is a profile's name or path, None to propose one from the headers; ``format`` that of every file, None
    to tell it by the content; ``catalogue_name`` the name to keep the catalogue under, None for that of the profile or
    file; ``esco`` a release folder or zip, None for the one in the database, else the starter
    vocabulary; ``exports`` names of exports to write under ``out`` after publishing. An unknown format or export raises
    at once.
    """

    catalogues: tuple[Path, ...]
    db: Path
    profile: str | None = None
    format: str | None = None
    catalogue_name: str | None = None
    esco: Path | None = None
    esco_version: str | None = None
    mappings: Path | None = None
    exports: tuple[str, ...] = ()
    out: Path | None = None
    standards: Path | None = None
    accept_inferred: bool = False
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        if self.format:
            require_format(self.format)
        for name in self.exports:
            require_export(name)


@dataclass(slots=True)
class Run:
    """A run in progress. ``on_progress`` is told the stage, how much is done and of how much; ``catalogues`` are the
    names of those that were read.
    """

    request: RunRequest
    store: Store
    on_progress: OnProgress
    report: RunReport
    started_at: datetime
    inputs: list[tuple[str, str, str]] = field(default_factory=list)
    catalogues: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times a stage for the report."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.report.seconds[name] = round(self.report.seconds.get(name, 0.0) + time.perf_counter() - start, 3)

    def note_input(self, kind: str, name: str, sha256: str) -> None:
        """Remembers a file or model the run used."""
        self.inputs.append((kind, name, sha256))


def start_run(request: RunRequest, store: Store, on_progress: OnProgress | None = None) -> Run:
    """A run on an open work file."""
    report = RunReport(run_id=uuid.uuid4().hex[:16], database=str(request.db))
    return Run(request, store, on_progress or _silent, report, datetime.now(UTC).replace(tzinfo=None))


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
