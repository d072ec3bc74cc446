"""Verbs below export: one per output format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escomap.cli.options import AcceptInferred, Db, IncludeEnded, Standards
from escomap.console import progress_display, say, tell
from escomap.errors import EscomapError

if TYPE_CHECKING:
    from escomap.exports.files import ExportReport

export = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Write files from a database: tables, credentials, course descriptions.",
)
# Problems shown after an export; all of them stand in the manifest.
_SHOWN = 20
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


def _add_format(name: str, told: str) -> None:
    """Adds the verb of a format that has no option of its own."""

    @export.command(name, help=told)
    def export_format(
        db: Db,
        out: Out,
        accept_inferred: AcceptInferred = False,
        include_ended: IncludeEnded = False,
        standards: Standards = None,
    ) -> None:
        _export_documents(name, db, out, accept_inferred, include_ended, standards)


_add_format(
    "edc",
    """Write one person-free European Digital Credentials descriptor per course.

--standards: edc/ with the SHACL shapes and JSON-LD contexts of the European Learning Model.""",
)


@export.command("edc-credential")
def export_edc_credential(
    db: Db,
    out: Out,
    recipients: Annotated[
        Path | None, typer.Option("--recipients", help="CSV or spreadsheet of recipients: one credential for each row.")
    ] = None,
    courses: Annotated[
        list[str] | None, typer.Option("--course", help="Code or course_id; left out: every course. Repeatable.")
    ] = None,
    image: Annotated[
        Path | None, typer.Option("--image", help="PNG or JPEG the credentials are shown with; left out: a white one.")
    ] = None,
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write credentials to upload to the European Digital Credentials issuer, not yet sealed.

    Without --recipients one per course, with placeholders for recipient and date. Columns of the list: given_name,
    family_name, issued_on (2026-06-30), course_code; and full_name, date_of_birth, email, grade, certificate_number,
    wallet_address. Recipients are written into the documents and nowhere else. --standards: as for edc.
    """
    from escomap.steps.export import export_credentials
    from escomap.store.db import open_store

    with open_store(db) as store, progress_display() as show:
        made = export_credentials(
            store,
            out,
            courses=tuple(courses or ()),
            recipients=recipients,
            picture=image,
            accept_inferred=accept_inferred,
            include_ended=include_ended,
            standards=standards,
            on_progress=lambda done: show("documents", done, 0),
        )
    for problem in made.rejected:
        tell(str(problem))
    if made.rejected:
        tell(f"{len({(p.sheet, p.row) for p in made.rejected})} rows of {recipients} were left aside")
    _report(made.export)
    if made.rejected:
        raise typer.Exit(1)


@export.command("loq")
def export_loq(
    db: Db,
    out: Out,
    homepage: Annotated[
        str,
        typer.Option("--homepage", help="Pages of courses that have none: https://uni.example/courses/{course_code}"),
    ] = "",
    accept_inferred: AcceptInferred = False,
    include_ended: IncludeEnded = False,
    standards: Standards = None,
) -> None:
    """Write learning opportunities for course search (LOQ), as JSON-LD and XML, and XML of each institution.

    --standards: loq/ with the shapes and the schema, edc/ with the contexts.
    """
    _export_documents("loq", db, out, accept_inferred, include_ended, standards, homepage=homepage)


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


_add_format(
    "schemaorg",
    """Write one schema.org course per course, as JSON-LD and as a script to paste into its page.

--standards: schemaorg/schemaorgcontext.jsonld; our own checks run without it.""",
)
_add_format(
    "ctdl",
    """Write one CTDL course per course, with its outcomes as competencies aligned to ESCO.

--standards: ctdl/ctdl-context.json and ctdl/ctdlasn-context.json; our own checks run without them.""",
)
_add_format(
    "ooapi",
    """Write one Open Education API v5 course per course.

--standards: ooapi/ooapi_v5_openapi.json, the OpenAPI document.""",
)


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
    homepage: str = "",
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
            homepage=homepage,
            standards=standards,
            on_progress=lambda done: show("documents", done, 0),
        )
    _report(made)


def _report(made: ExportReport) -> None:
    for problem in made.problems[:_SHOWN]:
        tell(problem)
    if len(made.problems) > _SHOWN:
        tell(f"and {len(made.problems) - _SHOWN} more")
    say(f"{made.to_text()}; every finding is in {made.folder / 'manifest.json'}")
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
