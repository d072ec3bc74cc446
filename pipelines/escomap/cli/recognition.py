"""Verbs for recognition: complete, compare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Db, Json
from escomap.console import say, tell


def complete(
    db: Db,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for a page with a chart, and a CSV file.")] = None,
    as_json: Json = False,
) -> None:
    """Score how complete each course description is, element by element.

    Elements are those of the Council Recommendation on micro-credentials and the families of descriptors of ECCOE;
    beside what is missing stands the field to fill. Example: escomap complete --db courses.duckdb --out completeness
    """
    from escomap.completeness.text import completeness_text
    from escomap.exports.completeness import completeness_values, write_completeness
    from escomap.steps.complete import score_courses
    from escomap.store.db import open_store

    with open_store(db) as store:
        scores = score_courses(store)
    if as_json:
        say(json.dumps(completeness_values(scores), ensure_ascii=False))
    else:
        say(completeness_text(scores))
    for file in write_completeness(scores, out) if out else ():
        (tell if as_json else say)(str(file))


def compare(
    course_a: Annotated[str, typer.Argument(metavar="A", help="Course taken: its code, title or identifier.")],
    course_b: Annotated[str, typer.Argument(metavar="B", help="Course it may be recognised for.")],
    db: Db,
    db_b: Annotated[Path | None, typer.Option("--db2", help="DuckDB file of B; left out: that of A.")] = None,
    format_: Annotated[str, typer.Option("--format", help="html, md or json.")] = "md",
    out: Annotated[Path | None, typer.Option("--out", help="File to write; left out: stdout.")] = None,
) -> None:
    """Set two courses side by side for credit recognition. It informs; a person decides.

    Skills shared and near, outcomes aligned with scores, level, credits, workload, language, assessment, and what
    differs. Example: escomap compare INF1010 "Software design" --db courses.duckdb --format html --out sheet.html
    """
    from escomap.atomic_files import write_bytes
    from escomap.exports.recognition import render_sheet, require_format
    from escomap.steps.recognition import compare as compare_stored

    require_format(format_)
    content = render_sheet(compare_stored(course_a, course_b, db, db_b), format_)
    if out is None:
        say(content.decode().removesuffix("\n"))
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(out, content)
    say(str(out))
