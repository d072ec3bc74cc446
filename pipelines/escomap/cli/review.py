"""Verbs below review: people decide on suggestions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Db, Decisions, Mappings, SettingsFile, to_settings
from escomap.console import say, tell
from escomap.errors import EscomapError, unknown_name

Sample = Annotated[
    Path | None,
    typer.Option("--sample", help="Review the links that escomap quality sample drew, in the order of the draw."),
]
# Outcomes in a workbook where nobody says how many: an afternoon's work.
USUAL_OUTCOMES = 200

review = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Decide on suggestions; decisions win in a run.")


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
    sample: Sample = None,
    settings_file: SettingsFile = None,
) -> None:
    """Serve a page on which reviewers accept and reject suggestions, by mouse or by keyboard.

    Each decision is on the disk before the page shows it; the next run takes all of them over.
    Example: escomap review serve --db courses.duckdb
    """
    from escomap.steps.review_desk import Desk
    from escomap.web.app import create_app, serve

    folder = _folder(decisions, mappings, settings_file)
    desk = Desk(db, folder, sample)
    app = create_app(desk, host=host, token=token)
    tell(f"decisions go to {_writable(folder)}")
    if drawn := desk.drawn:
        tell(f"{sample}: {drawn.progress(desk.ledger)}")
    tell(f"open http://{host}:{port}/ in a browser; stop with Ctrl+C")
    serve(app, host=host, port=port)


@review.command("export")
def export_review(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="Workbook to write (.xlsx).", show_default=False)],
    decisions: Decisions = None,
    mappings: Mappings = None,
    count: Annotated[
        int | None,
        typer.Option("--outcomes", min=1, help="Most outcomes to write; left out: 200, or the whole sample."),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option("--order", help="uncertain, important, disputed, consulted or new first; left out: uncertain."),
    ] = None,
    sample: Sample = None,
    lang: Annotated[str, typer.Option("--language", help="Language of ESCO labels.")] = "en",
    settings_file: SettingsFile = None,
) -> None:
    """Write a workbook in which reviewers judge suggestions, with lists to choose from.

    It holds the outcomes that nobody decided on, with their candidates, and their courses with the EQF level.
    """
    from escomap.review.queue import Order, QueueFilter
    from escomap.steps.review_desk import Desk
    from escomap.steps.review_sheet import export_sheet

    if order and sample:
        raise typer.BadParameter("a sample has the order of its draw: leave --order out")
    if order and order not in tuple(Order):
        raise unknown_name("order", order, list(Order))
    desk = Desk(db, _folder(decisions, mappings, settings_file), sample)
    wanted = QueueFilter(order=Order(order or Order.UNCERTAIN), sample=desk.drawn)
    written = export_sheet(desk, out, wanted, count or (None if sample else USUAL_OUTCOMES), lang)
    say(f"{written} outcomes: {out}")


@review.command("import")
def import_review(
    workbook: Annotated[Path, typer.Argument(help="Workbook of escomap review export, filled in.")],
    db: Db,
    reviewer: Annotated[str, typer.Option("--reviewer", help="Initials or role of who filled it in.")],
    decisions: Decisions = None,
    mappings: Mappings = None,
    settings_file: SettingsFile = None,
) -> None:
    """Take over the decisions in a workbook; every row is checked, and one that makes no sense is told and left out.

    Reading the same workbook again adds nothing.
    """
    from escomap.steps.review_desk import Desk
    from escomap.steps.review_sheet import import_sheet

    folder = _folder(decisions, mappings, settings_file)
    desk = Desk(db, folder)
    _writable(folder)
    report = import_sheet(desk, workbook, reviewer)
    for problem in report.problems:
        say(str(problem))
    tell(f"{report.added} decisions added to {folder}, {report.known} stood already, {len(report.problems)} problems")
    if report.problems:
        raise typer.Exit(1)


@review.command("share")
def share_review(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="HTML file to write.", show_default=False)],
    decisions: Decisions = None,
    mappings: Mappings = None,
    courses: Annotated[
        list[str] | None,
        typer.Option("--course", help="Course to ask about, by code, title or identifier. Repeatable."),
    ] = None,
    count: Annotated[int, typer.Option("--courses", min=1, help="Courses to draw where none is named.")] = 10,
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws other courses.")] = 0,
    bands: Annotated[
        list[str] | None, typer.Option("--band", help="accept, review, none; left out: accept and review. Repeatable.")
    ] = None,
    concepts: Annotated[int, typer.Option("--concepts", min=1, help="Most concepts to ask about per outcome.")] = 4,
    lang: Annotated[str, typer.Option("--language", help="Language of ESCO labels.")] = "en",
    title: Annotated[str, typer.Option("--title", help="Heading of the form.")] = "",
    intro: Annotated[
        str, typer.Option("--intro", help="What you want to say first; an empty line parts paragraphs.")
    ] = "",
    text_lang: Annotated[str, typer.Option("--text-language", help="Language of --title and --intro.")] = "en",
    asked_by: Annotated[str, typer.Option("--asked-by", help="Who asks; left out: the providers.")] = "",
    send_to: Annotated[str, typer.Option("--send-to", help="Where answers go, e.g. an e-mail address.")] = "",
    settings_file: SettingsFile = None,
) -> None:
    """Write a form as one HTML file in which outsiders say, offline, which skills and levels fit a sample of courses.

    Courses are drawn at random, spread over languages and faculties. What was asked is kept beside the decisions.
    Example: escomap review share --db courses.duckdb --out consultation.html --courses 12 --send-to quality@uni.example
    Then: escomap review collect answers-*.json
    """
    from escomap.model import Band
    from escomap.steps.share import Wanted, Wording, share_form

    folder = _writable(_folder(decisions, mappings, settings_file))
    wanted = Wanted(tuple(courses or ()), count, seed, tuple(bands or (Band.ACCEPT, Band.REVIEW)), concepts, lang)
    form = share_form(db, folder, out, wanted, Wording(title, intro, text_lang, asked_by, send_to))
    tell(f"what it asks is kept in {folder / 'consultation'}: answers can be collected with it alone")
    say(f"{len(form.courses)} courses, {len(form.questions)} questions, form {form.form_id}: {out}")


@review.command("collect")
def collect_review(
    files: Annotated[list[Path], typer.Argument(help="Files that respondents saved in the form and sent.")],
    decisions: Decisions = None,
    mappings: Mappings = None,
    settings_file: SettingsFile = None,
) -> None:
    """Take over the answers to forms of escomap review share; every entry is checked, and what makes no sense is told.

    They decide nothing: reviewers see them, and the next run counts them in sug_consultation.
    Reading the same file again adds nothing; a later file of a respondent takes the place of the earlier one.
    """
    from escomap.steps.collect import collect_answers

    folder = _writable(_folder(decisions, mappings, settings_file))
    report = collect_answers(files, folder)
    for problem in report.problems:
        say(str(problem))
    tell(
        f"{report.added} answers added to {folder / 'consultation'}, {report.known} were there already, "
        f"{len(report.respondents)} respondents, {len(report.problems)} problems"
    )
    if report.problems:
        raise typer.Exit(1)


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
