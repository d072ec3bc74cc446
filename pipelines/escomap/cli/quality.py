"""Verbs for quality: quality, quality sample, quality synonyms, calibrate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Db, Decisions, Mappings, to_settings
from escomap.console import say

quality = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@quality.callback()
def report(
    context: typer.Context,
    db: Annotated[Path | None, typer.Option("--db", help="DuckDB file.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the page and its CSV files.")] = None,
    decisions: Decisions = None,
    mappings: Mappings = None,
    sample: Annotated[
        Path | None, typer.Option("--sample", help="Sample drawn by escomap quality sample and reviewed since.")
    ] = None,
) -> None:
    """Report coverage, magnets and boilerplate, and with decisions agreement, calibration, precision and recall.

    Example: escomap quality --db courses.duckdb --out quality
    """
    if context.invoked_subcommand:
        return
    if db is None or out is None:
        raise typer.BadParameter("needs --db FILE and --out FOLDER")
    from escomap.steps.quality import report_quality, to_text

    figures, files = report_quality(db, out, _folder(decisions, mappings), sample=sample)
    say(to_text(figures))
    say(f"{files[0]}, and {len(files) - 1} CSV files beside it")


@quality.command("sample")
def sample(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="CSV file to write.", show_default=False)],
    interval: Annotated[
        float, typer.Option("--interval", min=0.005, max=0.5, help="Half the width of the interval of precision.")
    ] = 0.05,
    size: Annotated[
        int | None, typer.Option("--size", min=1, help="Accepted links to draw, instead of --interval.")
    ] = None,
    bands: Annotated[
        list[str] | None, typer.Option("--band", help="accept, review, none; left out: all. Repeatable.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws another sample.")] = 0,
) -> None:
    """Draw a random sample of links for review, spread over bands, languages and faculties.

    Example: escomap quality sample --db courses.duckdb --interval 0.05 --out sample.csv
    Review it: escomap review serve --db courses.duckdb --sample sample.csv
    Then: escomap quality --db courses.duckdb --sample sample.csv --out quality
    """
    from escomap.model import Band
    from escomap.steps.sample import write_sample

    drawn = write_sample(db, out, half_width=interval, size=size, bands=tuple(bands or Band), seed=seed)
    say(f"{', '.join(f'{count} {band}' for band, count in drawn.items())}: {out}")


@quality.command("synonyms")
def synonyms(
    db: Db,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the files; left out: synonyms in the mappings.")
    ] = None,
    decisions: Decisions = None,
    mappings: Mappings = None,
) -> None:
    """Propose synonyms from concepts that reviewers chose freely, as rows for a person to judge.

    Set the status of each row to accepted or rejected, with your initials in checked_by; then: escomap check mappings
    The next run matches with those accepted. Rows that are there stay as they are.
    """
    from escomap.paths import mappings_folder
    from escomap.steps.synonyms import propose_synonyms

    made = propose_synonyms(db, _folder(decisions, mappings), out or mappings_folder(mappings) / "synonyms")
    for file, rows in made.written.items():
        for row in rows:
            say(f"{file.name}  {row['label']}  <{row['concept_uri']}>  {row['remark']}")
    added = sum(map(len, made.written.values()))
    say(f"{added} proposed, {made.known} there already" + "".join(f"\n{file}" for file in made.written))


def calibrate(
    db: Db,
    out: Annotated[
        Path, typer.Option("--out", help="File to write; an earlier one is kept inside.", show_default=False)
    ],
    decisions: Decisions = None,
    mappings: Mappings = None,
) -> None:
    """Fit the confidence to the decisions of your reviewers, and say what that changes.

    Example: escomap calibrate --db courses.duckdb --out calibration.json
    It takes effect with the setting calibration = "calibration.json" at the next run, without matching again.
    """
    from escomap.steps.calibrate import calibrate as fit
    from escomap.steps.calibrate import to_text

    fitted = fit(db, _folder(decisions, mappings), out)
    say(to_text(fitted))
    say(f"written: {out}" if fitted.helps else "not written: confidences are no better after it")


def _folder(decisions: Path | None, mappings: Path | None) -> Path:
    from escomap.paths import decisions_folder

    return decisions_folder(to_settings(None, decisions=str(decisions) if decisions else None).decisions, mappings)
