"""Verbs below esco: work with ESCO releases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Mappings
from escomap.console import progress_display, say

esco = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Work with ESCO releases.")


@esco.command("adapt")
def esco_adapt(
    release: Annotated[Path, typer.Option("--esco", help="ESCO CSV release, folder or zip.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Folder for the adapters.", show_default=False)],
    training: Annotated[Path | None, typer.Option("--training", help="Folder of training outcomes.")] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="sentence or multilingual; left out: both. Repeatable.")
    ] = None,
    mappings: Mappings = None,
    seed: Annotated[int, typer.Option("--seed", help="Order of what is learnt.")] = 0,
) -> None:
    """Train the encoders on a release and on training outcomes (about twenty minutes on two cores).

    Example: escomap esco adapt --esco data/esco/v1.2.0 --out adapters
    The other commands use them with ESCOMAP_ADAPTER=adapters.
    """
    from escomap.steps.adapt import adapt_encoders

    with progress_display() as show:
        path = adapt_encoders(
            release,
            out,
            training=training,
            mappings=mappings,
            seed=seed,
            only=only or None,
            on_progress=show,
        )
    say(str(path))
