"""The command ``escomap``: one verb per step, each a thin call. Heavy imports wait until a verb needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from escomap import __version__
from escomap.cli.catalogues import demo, fetch, profile, rejects, run
from escomap.cli.check import check
from escomap.cli.comparison import diff
from escomap.cli.esco import esco
from escomap.cli.evaluate import evaluate
from escomap.cli.export import export
from escomap.cli.levels import level
from escomap.cli.matching import suggest
from escomap.cli.outcomes import classify
from escomap.cli.quality import calibrate, quality
from escomap.cli.recognition import compare, complete
from escomap.cli.review import review
from escomap.cli.standards import standards
from escomap.console import errors_to_exit_code, say

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Course catalogues in; ESCO skills, EQF levels and credential-ready descriptors out, with evidence.",
    epilog="stdout is data, stderr is messages. Exit codes: 0 fine, 1 data or configuration to fix, 2 usage.",
)
for verb in (run, demo, fetch, suggest, classify, level, profile, rejects, diff, complete, compare, calibrate):
    app.command()(verb)
app.add_typer(evaluate, name="evaluate")
app.add_typer(export, name="export")
app.add_typer(esco, name="esco")
app.add_typer(check, name="check")
app.add_typer(standards, name="standards")
app.add_typer(quality, name="quality")
app.add_typer(review, name="review")


def main() -> None:
    """Runs the command line; leaves with exit code 1 after an error the user can fix."""
    with errors_to_exit_code():
        app()


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=lambda v: _show_version(v))
    ] = False,
) -> None:
    return None


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"escomap {__version__}")
        raise typer.Exit
