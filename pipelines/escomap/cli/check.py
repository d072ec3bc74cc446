"""Verbs that check: mappings."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Json, Mappings
from escomap.console import say, tell

check = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Check what escomap reads.")


@check.callback()
def _root() -> None:
    return None


@check.command("mappings")
def check_mappings_files(
    mappings: Mappings = None,
    db: Annotated[
        Path | None,
        typer.Option("--db", help="Also the class C facts this database's levels rest on, and synonyms without use."),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Sort the rows first, and leave out rows that stand twice.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the form of every mappings file: header, order, keys, years, classes, sources, patterns.

    With --db: the facts nobody has verified that were used, most used first, so that a person can verify those; and
    synonyms that wait for a person, or change nothing for the ESCO release of the database.
    """
    from escomap.paths import mappings_folder
    from escomap.steps.check_mappings import check_mappings, sort_mappings
    from escomap.steps.synonyms import check_synonyms
    from escomap.steps.unverified import unverified_facts

    folder = mappings_folder(mappings)
    for name in sort_mappings(folder) if fix else ():
        tell(f"sorted: {name}")
    problems = check_mappings(folder)
    used = unverified_facts(db, folder) if db is not None and not problems else []
    notes = check_synonyms(db, folder) if db is not None and not problems else []
    if as_json:
        found = {"problems": [asdict(problem) for problem in problems], "unverified": [asdict(fact) for fact in used]}
        say(json.dumps(found | {"synonyms": notes}, ensure_ascii=False))
    else:
        for problem in problems:
            say(str(problem))
        if used:
            say("decides  read  fact that nobody has verified (class C)")
        for fact in used:
            remark = f"; {fact.remark}" if fact.remark else ""
            say(f"{fact.decides:>7}  {fact.read:>4}  {fact.key}  {fact.says}  [{fact.source}{remark}]")
        for note in notes:
            say(note)
    tell(f"{len(problems)} problems in {folder}")
    if db is not None and not problems:
        tell(f"{len(used)} class C facts used; verify one and change its class and source in the file")
    if problems:
        raise typer.Exit(1)
