"""What a person sees while and after a command runs: stdout is data, stderr is everything else."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from escomap.errors import EscomapError

if TYPE_CHECKING:
    from escomap.steps.run import OnProgress

STAGES = {
    "ingest": "reading the catalogue",
    "esco": "loading ESCO",
    "plan": "looking up what is known already",
    "index": "loading the encoder and the index",
    "bands": "setting confidences and bands",
    "decisions": "reading what people decided",
    "levels": "deciding EQF levels",
    "dimensions": "telling knowledge from skills",
    "consultation": "reading what outsiders answered",
    "describe": "writing descriptors",
    "publish": "publishing the database",
    "export": "writing exports",
    "match": "matching outcomes",
    "documents": "writing documents",
}


def say(text: str) -> None:
    """Data or an answer, to stdout."""
    sys.stdout.write(text + "\n")


def input_lines() -> Iterator[str]:
    """The lines of stdin, as UTF-8 whatever the locale says; bytes that are none of it become U+FFFD."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    yield from sys.stdin


def tell(text: str) -> None:
    """A message, to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextmanager
def errors_to_exit_code() -> Iterator[None]:
    """Shows an ``EscomapError`` as it is meant for people and leaves with exit code 1."""
    failed = False
    try:
        yield
    except EscomapError as error:
        tell(str(error))
        failed = True
    except BrokenPipeError:
        # The reader of stdout has gone, as with "| head": nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        failed = True
    except OSError as error:
        where = str(error.filename or "")
        hint = "check that the path is right, is no folder, and may be written"
        tell(str(EscomapError("file_access", f"A file cannot be used: {error.strerror}.", where=where, hint=hint)))
        failed = True
    # Raised outside the handler: the error's traceback would keep the database open until the interpreter is gone,
    # and DuckDB then complains on stderr about every object left.
    if failed:
        raise SystemExit(1)


@contextmanager
def progress_display() -> Iterator[OnProgress]:
    """A callback that shows progress: a bar in a terminal, a line per stage elsewhere."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("starting", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=STAGES.get(stage, stage), completed=done, total=total or None)

        yield show


def _lines() -> OnProgress:
    seen: set[str] = set()

    def show(stage: str, done: int, total: int) -> None:
        if total and done:
            tell(f"{STAGES.get(stage, stage)}: {done:,} of {total:,}")
        elif stage not in seen:
            seen.add(stage)
            tell(STAGES.get(stage, stage))

    return show
