"""Verbs below review: people decide on suggestions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Db, Decisions, Mappings, SettingsFile, to_settings
from escomap.console import tell
from escomap.errors import EscomapError

review = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Decide on suggestions; decisions win in a run.")


@review.callback()
def _root() -> None:
    return None


@review.command("serve")
def serve_review(
    db: Db,
    decisions: Decisions = None,
    mappings: Mappings = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the page.")] = 8765,
    host: Annotated[
        str, typer.Option("--host", help="Address to bind to; one that other computers reach needs a token.")
    ] = "127.0.0.1",
    token: Annotated[
        str,
        typer.Option(
            "--token", envvar="ESCOMAP_REVIEW_TOKEN", show_default=False, help="What reviewers must show first."
        ),
    ] = "",
    settings_file: SettingsFile = None,
) -> None:
    """Serve a page on which reviewers accept and reject suggestions, by mouse or by keyboard.

    Each decision is on the disk before the page shows it; the next run takes all of them over.
    Example: escomap review serve --db courses.duckdb
    """
    from escomap.web.app import serve

    folder = _writable(_folder(decisions, mappings, settings_file))
    tell(f"decisions go to {folder}")
    tell(f"open http://{host}:{port}/ in a browser; stop with Ctrl+C")
    serve(db, folder, host=host, port=port, token=token)


def _folder(decisions: Path | None, mappings: Path | None, settings_file: Path | None) -> Path:
    from escomap.paths import decisions_folder

    chosen = str(decisions) if decisions else None
    return decisions_folder(to_settings(settings_file, decisions=chosen).decisions, mappings)


def _writable(folder: Path) -> Path:
    """The folder, made where it is missing; raises where decisions could not be kept."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise EscomapError(
            "file_access",
            "Decisions cannot be written there.",
            where=str(folder),
            hint="name another folder: --decisions DIR, for the run as well",
        )
    return folder
