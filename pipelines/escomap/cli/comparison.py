"""Verbs that compare databases: diff."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Json
from escomap.console import say


def diff(
    old: Annotated[Path, typer.Argument(help="DuckDB file of before.")],
    new: Annotated[Path, typer.Argument(help="DuckDB file of after.")],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Entries shown of each list; 0 for all.")] = 20,
    as_json: Json = False,
) -> None:
    """Show what changed between two databases of a catalogue: courses, outcomes, links, levels.

    Keep a copy before a run: cp courses.duckdb autumn.duckdb. Example: escomap diff autumn.duckdb courses.duckdb
    """
    from escomap.comparison.text import to_text
    from escomap.steps.compare import compare_databases

    found = compare_databases(old, new)
    say(json.dumps(asdict(found), ensure_ascii=False) if as_json else to_text(found, limit=limit))
