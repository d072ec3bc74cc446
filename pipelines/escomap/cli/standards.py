"""Verbs about official artefacts: shapes, schemas, lists."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from escomap.cli.options import Json, Standards
from escomap.console import say, tell

standards = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Official shapes, schemas and lists to validate against."
)


@standards.callback()
def _root() -> None:
    return None


@standards.command("status")
def standards_status(standards: Standards = None, as_json: Json = False) -> None:
    """Show which official files are found, their versions, and what cannot be checked without the others.

    They are not shipped. Our own checks need none of them. The folder may also be named in ESCOMAP_STANDARDS.
    """
    from escomap.exports.standards import standards_status
    from escomap.paths import standards_folder

    found = standards_status(standards_folder(standards))
    if as_json:
        say(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        say(str(each))
    missing = [each for each in found if not each.is_usable]
    tell(f"{len(found) - len(missing)} of {len(found)} can be used")
