"""Verbs below export: one per output format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import AcceptInferred, Db, IncludeEnded, Standards
from escomap.console import progress_display, say

export = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Write files from a database: tables, or digital credentials."
)


@export.command("tables")
def export_tables(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", show_default=False)],
    formats: Annotated[list[str] | None, typer.Option("--format", help="csv, xlsx, parquet. Repeatable.")] = None,
    include_ended: IncludeEnded = False,
) -> None:
    """Write the results as CSV, XLSX and Parquet."""
    from escomap.steps import export as steps
    from escomap.store.db import open_store

    with open_store(db) as store:
        chosen = tuple(formats or ("csv", "xlsx", "parquet"))
        for file in steps.export_tables(store, out, chosen, include_ended=include_ended):
            say(str(file))


@export.command("edc")
def export_edc(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", show_default=False)],
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write one person-free European Digital Credentials descriptor per course."""
    from escomap.steps import export as steps
    from escomap.store.db import open_store

    with open_store(db) as store, progress_display() as show:
        made = steps.export_edc(
            store,
            out,
            accept_inferred=accept_inferred,
            include_ended=include_ended,
            standards=standards,
            on_progress=lambda done: show("descriptors", done, 0),
        )
    say(f"{made.written} documents in {made.folder}, {made.failed} failed, manifest in {made.folder / 'manifest.json'}")
    if made.failed:
        raise typer.Exit(1)
