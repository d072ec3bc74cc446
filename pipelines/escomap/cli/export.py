"""Verbs below export: one per output format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import AcceptInferred, Db, IncludeEnded, Standards
from escomap.console import progress_display, say
from escomap.errors import EscomapError

export = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Write files from a database: tables, credentials, course descriptions.",
)
Out = Annotated[Path, typer.Option("--out", help="Folder to write to.", show_default=False)]


@export.command("tables")
def export_tables(
    db: Db,
    out: Out,
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
    out: Out,
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write one person-free European Digital Credentials descriptor per course.

    --standards: edc/ with the SHACL shapes and JSON-LD contexts of the European Learning Model.
    """
    _export_documents("edc", db, out, accept_inferred, include_ended, standards)


@export.command("openbadges")
def export_openbadges(
    db: Db,
    out: Out,
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
    target_type: Annotated[
        list[str] | None,
        typer.Option("--target-type", help="SCHEME=TYPE for esco, eqf or iscedf, as esco=CFItem. Repeatable."),
    ] = None,
) -> None:
    """Write one Open Badges 3.0 achievement per course, and the credential to fill from it.

    --standards: openbadges/ with the JSON schema and the contexts of 1EdTech and W3C.
    """
    types = _target_types(target_type or [])
    _export_documents("openbadges", db, out, accept_inferred, include_ended, standards, types)


@export.command("schemaorg")
def export_schemaorg(
    db: Db,
    out: Out,
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write one schema.org course per course, as JSON-LD and as a script to paste into its page.

    --standards: schemaorg/schemaorgcontext.jsonld; our own checks run without it.
    """
    _export_documents("schemaorg", db, out, accept_inferred, include_ended, standards)


@export.command("ctdl")
def export_ctdl(
    db: Db,
    out: Out,
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write one CTDL course per course, with its outcomes as competencies aligned to ESCO.

    --standards: ctdl/ctdl-context.json and ctdl/ctdlasn-context.json; our own checks run without them.
    """
    _export_documents("ctdl", db, out, accept_inferred, include_ended, standards)


@export.command("ooapi")
def export_ooapi(
    db: Db,
    out: Out,
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write one Open Education API v5 course per course.

    --standards: ooapi/ooapi_v5_openapi.json, the OpenAPI document.
    """
    _export_documents("ooapi", db, out, accept_inferred, include_ended, standards)


@export.command("crib")
def export_crib(
    db: Db,
    out: Out,
    include_ended: IncludeEnded = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="PDF beside each page: pip install 'escomap[pdf]'.")] = False,
) -> None:
    """Write one page per course with its values in the order of the Europass form, for those who fill it in by hand.

    index.html lists the pages.
    """
    from escomap.steps import export as steps
    from escomap.store.db import open_store

    with open_store(db) as store, progress_display() as show:
        made = steps.export_crib(
            store,
            out,
            with_pdf=pdf,
            include_ended=include_ended,
            on_progress=lambda done: show("documents", done, 0),
        )
    say(f"{made.to_text()}; pages are listed in {made.folder / 'index.html'}")
    if made.failed:
        raise typer.Exit(1)


def _export_documents(
    name: str,
    db: Path,
    out: Path,
    accept_inferred: bool,
    include_ended: bool,
    standards: Path | None,
    target_types: dict[str, str] | None = None,
) -> None:
    from escomap.steps import export as steps
    from escomap.store.db import open_store

    with open_store(db) as store, progress_display() as show:
        made = steps.export_documents(
            store,
            name,
            out,
            accept_inferred=accept_inferred,
            include_ended=include_ended,
            target_types=target_types,
            standards=standards,
            on_progress=lambda done: show("documents", done, 0),
        )
    say(f"{made.to_text()}; manifest in {made.folder / 'manifest.json'}")
    if made.failed:
        raise typer.Exit(1)


def _target_types(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for scheme, sign, _ in pairs:
        if not sign:
            raise EscomapError(
                "bad_target_type",
                "A target type is given as SCHEME=TYPE.",
                where=scheme,
                hint="--target-type esco=CFItem",
            )
    return {scheme: type_ for scheme, _, type_ in pairs}
