"""Verbs for catalogues: run, demo, fetch, profile, rejects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from escomap.cli.options import (
    AcceptInferred,
    Db,
    Decisions,
    Encoder,
    Esco,
    Format,
    Json,
    Mappings,
    Profile,
    SettingsFile,
    Standards,
    to_settings,
)
from escomap.console import progress_display, say, tell


def run(
    catalogues: Annotated[
        list[str], typer.Argument(help="Files or folders in a format of the README, or an OOAPI v5 address.")
    ],
    db: Db,
    profile: Profile = None,
    format_name: Format = None,
    esco: Esco = None,
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", help="Name to keep it under; left out: that of the profile or file.")
    ] = None,
    allow_ending: Annotated[
        bool, typer.Option("--allow-ending", help="End the courses that are gone, however many they are.")
    ] = False,
    esco_version: Annotated[str | None, typer.Option("--esco-version", help="When no name tells it.")] = None,
    mappings: Mappings = None,
    decisions: Decisions = None,
    export: Annotated[
        list[str] | None,
        typer.Option(
            "--export",
            help="Also write: tables, edc, edc-credential, loq, openbadges, schemaorg, ctdl, ooapi. Repeatable.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for exports.")] = None,
    standards: Standards = None,
    accept_inferred: AcceptInferred = False,
    encoder: Encoder = None,
    settings_file: SettingsFile = None,
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Same steps, same tables, no Prefect.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 when rows, files or courses were held back.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Enrich catalogue files: skills, levels, descriptors, in one database.

    Example: escomap run courses.xlsx --esco ESCO-v1.2.0-csv --db courses.duckdb --export edc --out exports
    """
    from escomap.steps.run import RunRequest

    request = RunRequest(
        catalogues=_local(catalogues, db.parent),
        db=db,
        profile=profile,
        format=format_name,
        catalogue_name=catalogue,
        esco=esco,
        esco_version=esco_version,
        mappings=mappings,
        exports=tuple(export or ()),
        out=out,
        standards=standards,
        accept_inferred=accept_inferred,
        settings=to_settings(
            settings_file,
            encoder=encoder,
            strict=strict or None,
            ending_share=1.0 if allow_ending else None,
            decisions=str(decisions) if decisions else None,
        ),
    )
    _run(request, no_prefect=no_prefect, as_json=as_json)


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the database and the exports.")] = Path(
        "data/out/demo"
    ),
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Without Prefect.")] = False,
    as_json: Json = False,
) -> None:
    """Run the main job on the sample catalogue with the starter vocabulary."""
    from escomap.steps.demo import demo_request

    _run(demo_request(out, ("tables", "edc")), no_prefect=no_prefect, as_json=as_json)


def fetch(
    url: Annotated[str, typer.Argument(help="Root of an OOAPI v5 service, e.g. https://api.uni.example/ooapi/v5")],
    out: Annotated[Path, typer.Option("--out", help="File to write, JSON Lines.", show_default=False)],
    pause: Annotated[float, typer.Option("--pause", min=0, help="Seconds between two requests.")] = 0.2,
) -> None:
    """Read the courses and programmes of a live service into a file, which run then reads.

    Credentials, where it asks for any, stand in the environment: ESCOMAP_AUTHORIZATION="Bearer TOKEN".
    """
    from escomap.steps.fetch import fetch_catalogue

    with progress_display() as show:
        fetched = fetch_catalogue(url, out, pause=pause, on_page=show)
    for note in fetched.notes:
        tell(note)
    say(f"{', '.join(f'{count} {kind}' for kind, count in fetched.counts.items())}: {out}")


def profile(
    file: Annotated[Path, typer.Argument(help="Catalogue file or folder.")],
    format_name: Format = None,
    mappings: Mappings = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the profile there.")] = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Rows to preview.")] = 3,
) -> None:
    """Propose which column of a catalogue is which field, with a preview."""
    from escomap.steps.profile import propose_for, to_preview

    proposed, records = propose_for(file, mappings, format_name)
    tell(to_preview(proposed, records, rows))
    text = proposed.to_toml()
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        tell(f"written: {out}   use it: escomap run {file} --profile {out} --db catalogue.duckdb")
    else:
        say(text.rstrip())


def rejects(db: Db, as_json: Json = False) -> None:
    """Show rows and values that were not taken over, and what to do about each."""
    from escomap.store.db import open_store

    with open_store(db) as store:
        found = store.rows("rejects")
    if as_json:
        for row in found.to_dict("records"):
            say(json.dumps(row, ensure_ascii=False))
        return
    for row in found.to_dict("records"):
        column = f":{row['column_name']}" if row["column_name"] else ""
        value = f"  value={row['raw_value']!r}" if row["raw_value"] else ""
        say(f"{row['file_name']}:{row['source_row']}{column}  {row['reject_code']} ({row['reject_scope']}){value}")
        say(f"    {row['hint']}")
    tell(f"{len(found)} problems")


def _local(catalogues: list[str], folder: Path) -> tuple[Path, ...]:
    from escomap.steps.fetch import is_web_address, local_catalogues

    if not any(map(is_web_address, catalogues)):
        return tuple(map(Path, catalogues))
    with progress_display() as show:
        files, notes = local_catalogues(catalogues, folder, show)
    for note in notes:
        tell(note)
    return files


def _run(request: Any, *, no_prefect: bool, as_json: bool) -> None:
    with progress_display() as show:
        if no_prefect:
            from escomap.steps.enrich import enrich_catalogue

            report = enrich_catalogue(request, on_progress=show)
        else:
            show("starting Prefect (7 to 14 seconds; --no-prefect does without)", 0, 0)
            from escomap.flows import run_request

            report = run_request(request, show)
    say(report.to_json() if as_json else report.to_text())
    for name, why in report.failed_files.items():
        tell(f"not read: {name}: {why}")
    for problem in report.failed_exports:
        tell(problem)
    if request.settings.strict and report.rows_rejected:
        tell(f"strict: {report.rows_rejected} rows were rejected; see: escomap rejects --db {request.db}")
    if request.settings.strict and report.courses_missing:
        tell(f"strict: {report.courses_missing} courses are missing and were not ended; the report says why")
    held_back = report.rows_rejected or report.failed_files or report.courses_missing
    if report.failed_exports or (request.settings.strict and held_back):
        raise typer.Exit(1)
