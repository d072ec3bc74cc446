"""Verbs below esco: work with ESCO releases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escomap.cli.options import Db, Encoder, Json, Mappings, SettingsFile, to_settings
from escomap.console import progress_display, say, tell

esco = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Work with ESCO releases.")


@esco.command("adapt")
def esco_adapt(
    release: Annotated[Path, typer.Option("--esco", help="ESCO release: folder, zip or dump.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Folder for the adapters.", show_default=False)],
    training: Annotated[Path | None, typer.Option("--training", help="Folder of training outcomes.")] = None,
    judged: Annotated[
        list[Path] | None,
        typer.Option("--judged", help="CSV of judged texts of other kinds, such as job ads, to learn too. Repeatable."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="sentence or multilingual; left out: both. Repeatable.")
    ] = None,
    mappings: Mappings = None,
    seed: Annotated[int, typer.Option("--seed", help="Order of what is learnt.")] = 0,
) -> None:
    """Train the encoders on a release and on training outcomes (about forty minutes on two cores).

    Example: escomap esco adapt --esco data/esco/v1.2.0 --out adapters
    The other commands use them with ESCOMAP_ADAPTER=adapters.
    """
    from escomap.steps.adapt import adapt_encoders

    with progress_display() as show:
        path = adapt_encoders(
            release,
            out,
            training=training,
            judged=judged or (),
            mappings=mappings,
            seed=seed,
            only=only or None,
            on_progress=show,
        )
    say(str(path))


@esco.command("fetch")
def esco_fetch(
    version: Annotated[str, typer.Option("--version", help="Version of ESCO, e.g. v1.2.0.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Folder to write, e.g. esco/v1.2.0.", show_default=False)],
    language: Annotated[
        list[str] | None, typer.Option("--language", help="ISO 639-1 code; English is always there. Repeatable.")
    ] = None,
    pause: Annotated[float, typer.Option("--pause", min=0, help="Seconds between two requests.")] = 0.5,
    url: Annotated[str | None, typer.Option("--url", help="Root of another ESCO service, such as a local one.")] = None,
) -> None:
    """Read a version from the ESCO web service into the CSV layout of the download page.

    Example: escomap esco fetch --version v1.2.0 --language it --out esco/v1.2.0
    Stopped on the way, it goes on from there when given again: answers are kept in
    the folder answers below --out, which may be deleted afterwards.
    """
    from escomap.steps.fetch import fetch_release

    with progress_display() as show:
        fetched = fetch_release(version, language or [], out, pause=pause, url=url, on_page=show)
    for note in fetched.notes:
        tell(note)
    say(f"{', '.join(f'{count:,} {kind}' for kind, count in fetched.counts.items())}: {out}")


@esco.command("diff")
def esco_diff(
    old: Annotated[Path, typer.Argument(help="Older ESCO release: folder, zip or dump.")],
    new: Annotated[Path, typer.Argument(help="Newer ESCO release: folder, zip or dump.")],
    langs: Annotated[
        list[str] | None,
        typer.Option("--language", help="Compare labels in this language; left out: in all both have. Repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what changed between two releases: concepts added, removed, relabelled, moved.

    For each removed concept a replacement is proposed where labels suggest one.
    Example: escomap esco diff ESCO-v1.1.1-csv ESCO-v1.2.0-csv --language en
    """
    import json

    from escomap.releases.report import to_text
    from escomap.steps.releases import diff_releases

    diff = diff_releases(old, new, langs)
    say(json.dumps(diff.to_dict(), ensure_ascii=False, indent=1) if as_json else to_text(diff))


@esco.command("migrate")
def esco_migrate(
    db: Db,
    release: Annotated[
        Path, typer.Option("--esco", help="The release to go to: folder, zip or dump.", show_default=False)
    ],
    esco_version: Annotated[str | None, typer.Option("--esco-version", help="When no name tells it.")] = None,
    mappings: Mappings = None,
    encoder: Encoder = None,
    settings_file: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Bring a database to another release: what holds is kept, the rest is queued.

    Give the options of the runs: answers made with others are matched again.
    Example: escomap esco migrate --db courses.duckdb --esco ESCO-v1.2.0-csv
    """
    import json

    from escomap.steps.migrate import migrate_database

    report = migrate_database(
        db, release, version=esco_version, mappings=mappings, settings=to_settings(settings_file, encoder=encoder)
    )
    say(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) if as_json else report.to_text())
