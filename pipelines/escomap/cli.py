"""The command ``escomap``: one verb per step, each a thin call. Heavy imports wait until a verb needs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from escomap import __version__
from escomap.console import errors_to_exit_code, input_lines, progress_display, say, tell
from escomap.errors import EscomapError
from escomap.settings import Settings, load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Course catalogues in; ESCO skills, EQF levels and credential-ready descriptors out, with evidence.",
    epilog="stdout is data, stderr is messages. Exit codes: 0 fine, 1 data or configuration to fix, 2 usage.",
)
export_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Write files from a database: tables, or digital credentials."
)
app.add_typer(export_app, name="export")
esco_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Work with ESCO releases.")
app.add_typer(esco_app, name="esco")

Db = Annotated[Path, typer.Option("--db", help="DuckDB file.", show_default=False)]
Esco = Annotated[
    Path | None,
    typer.Option("--esco", help="ESCO CSV release, folder or zip; left out: that of the database, else the starter."),
]
Mappings = Annotated[Path | None, typer.Option("--mappings", help="Folder of facts, phrases and profiles.")]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file with settings.")]
Encoder = Annotated[
    str | None, typer.Option("--encoder", help="'packaged', a model folder, or a hub id (downloads it).")
]
Profile = Annotated[str | None, typer.Option("--profile", help="Column profile, by name or path.")]
Format = Annotated[str | None, typer.Option("--format", help="Format of the files; left out: told by their content.")]
AcceptInferred = Annotated[
    bool, typer.Option("--accept-inferred", help="Export inferred EQF levels too, marked as inferred.")
]
Standards = Annotated[
    Path | None, typer.Option("--standards", help="Folder with the official shapes, to validate against them.")
]


def main() -> None:
    """Runs the command line; leaves with exit code 1 after an error the user can fix."""
    with errors_to_exit_code():
        app()


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=lambda v: _show_version(v))
    ] = False,
) -> None:
    return None


@app.command()
def run(
    catalogues: Annotated[
        list[str], typer.Argument(help="Files or folders in a format of the README, or an OOAPI v5 address.")
    ],
    db: Db,
    profile: Profile = None,
    format_name: Format = None,
    esco: Esco = None,
    esco_version: Annotated[str | None, typer.Option("--esco-version", help="When no name tells it.")] = None,
    mappings: Mappings = None,
    export: Annotated[list[str] | None, typer.Option("--export", help="Also write: tables, edc. Repeatable.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for exports.")] = None,
    standards: Standards = None,
    accept_inferred: AcceptInferred = False,
    encoder: Encoder = None,
    settings_file: SettingsFile = None,
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Same steps, same tables, no Prefect.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 when rows or files were rejected.")] = False,
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
        esco=esco,
        esco_version=esco_version,
        mappings=mappings,
        exports=tuple(export or ()),
        out=out,
        standards=standards,
        accept_inferred=accept_inferred,
        settings=_settings(settings_file, encoder=encoder, strict=strict or None),
    )
    _run(request, no_prefect=no_prefect, as_json=as_json)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the database and the exports.")] = Path(
        "data/out/demo"
    ),
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Without Prefect.")] = False,
    as_json: Json = False,
) -> None:
    """Run the main job on the sample catalogue with the starter vocabulary."""
    from escomap.paths import sample_folder
    from escomap.steps.run import RunRequest

    request = RunRequest(
        catalogues=(sample_folder() / "catalogue.csv",),
        db=out / "escomap.duckdb",
        profile="sample",
        exports=("tables", "edc"),
        out=out / "exports",
    )
    _run(request, no_prefect=no_prefect, as_json=as_json)


@app.command()
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


@app.command()
def suggest(
    esco: Esco = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, max=1000, help="Always rank this many, even below the bands.")
    ] = None,
    mappings: Mappings = None,
    encoder: Encoder = None,
    settings_file: SettingsFile = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what carried each suggestion, as a table.")] = False,
    as_json: Json = False,
) -> None:
    """Suggest ESCO concepts for texts on stdin, one per line, or JSON Lines with text, language, context.

    Example: echo "plan and carry out usability tests" | escomap suggest --top 3
    """
    from escomap.steps.suggest import in_bands, load_text_matcher, parse_queries, to_answer, to_explanation

    settings = _settings(settings_file, encoder=encoder, top_k=top)
    failed: list[EscomapError] = []
    queries = parse_queries(input_lines(), settings, failed.append)
    with progress_display() as show:
        matcher = load_text_matcher(
            {query.lang for query in queries},
            settings,
            esco=esco,
            mappings=mappings,
            on_progress=lambda what, _: show(f"encoding {what}", 0, 0),
        )
        found = matcher.suggest(queries, settings)
    for query, suggestions in zip(queries, found, strict=True):
        kept = suggestions if top else in_bands(suggestions)
        if as_json:
            say(json.dumps(to_answer(query, kept), ensure_ascii=False))
        else:
            say(query.text)
            for one in kept:
                say(f"  {one.confidence:.2f} {one.band:<6} {one.label}  <{one.uri}>  [{one.evidence.span_text}]")
                if explain:
                    say(to_explanation(one))
    for error in failed:
        tell(str(error))
    if failed:
        raise typer.Exit(1)


@app.command()
def level(
    mappings: Mappings = None,
    policy: Annotated[str | None, typer.Option("--policy", help="programme or module.")] = None,
    settings_file: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Decide EQF levels for courses on stdin, as JSON Lines.

    Keys: title, text, provider, country, level_text, framework, cycle, degree, code. Example:
    echo '{"title": "Welding", "country": "IE", "level_text": "NFQ Level 6"}' | escomap level
    """
    from escomap.levels.explain import answer_level
    from escomap.paths import mappings_folder
    from escomap.steps.level import load_level_facts

    settings = _settings(settings_file, level_policy=policy)
    facts = load_level_facts(mappings_folder(mappings))
    failed = 0
    for number, line in enumerate(input_lines(), start=1):
        if not line.strip():
            continue
        try:
            answer = answer_level(_course_of(line, number), facts, settings.level_policy)
        except EscomapError as error:
            # One bad line never costs the others: it is answered in its place and named on stderr.
            failed += 1
            tell(str(error))
            answer = _no_level(error.message)
        title = answer["evidence"] or answer["basis"]
        say(json.dumps(answer, ensure_ascii=False) if as_json else f"{answer['eqf_level'] or '-'}  {title}")
    if failed:
        raise typer.Exit(1)


@app.command()
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


@app.command()
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


@export_app.command("tables")
def export_tables(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", show_default=False)],
    formats: Annotated[list[str] | None, typer.Option("--format", help="csv, xlsx, parquet. Repeatable.")] = None,
) -> None:
    """Write the results as CSV, XLSX and Parquet."""
    from escomap.steps import export
    from escomap.store.db import open_store

    with open_store(db) as store:
        for file in export.export_tables(store, out, tuple(formats or ("csv", "xlsx", "parquet"))):
            say(str(file))


@export_app.command("edc")
def export_edc(
    db: Db,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", show_default=False)],
    accept_inferred: AcceptInferred = False,
    standards: Standards = None,
) -> None:
    """Write one person-free European Digital Credentials descriptor per course."""
    from escomap.steps import export
    from escomap.store.db import open_store

    with open_store(db) as store, progress_display() as show:
        made = export.export_edc(
            store,
            out,
            accept_inferred=accept_inferred,
            standards=standards,
            on_progress=lambda done: show("descriptors", done, 0),
        )
    say(f"{made.written} documents in {made.folder}, {made.failed} failed, manifest in {made.folder / 'manifest.json'}")
    if made.failed:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="CSV or TSV of judged texts: text, uri and optional grade, set, lang.")],
    esco: Esco = None,
    language: Annotated[str, typer.Option("--language", help="Language of texts that do not say.")] = "en",
    encoder: Encoder = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Also rank by letters, by words and by the encoder as published.")
    ] = False,
    settings_file: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Measure the ranking and the bands on judged texts, with 95 % intervals."""
    from escomap.steps.evaluate import evaluate_matching, to_table

    with progress_display() as show:
        figures = evaluate_matching(
            gold,
            _settings(settings_file, encoder=encoder),
            esco=esco,
            language=language,
            baselines=baselines,
            on_progress=show,
        )
    say(json.dumps(figures, ensure_ascii=False) if as_json else to_table(figures))


@esco_app.command("adapt")
def esco_adapt(
    esco: Annotated[Path, typer.Option("--esco", help="ESCO CSV release, folder or zip.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Folder for the adapters.", show_default=False)],
    training: Annotated[Path | None, typer.Option("--training", help="Folder of training outcomes.")] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="sentence or multilingual; left out: both. Repeatable.")
    ] = None,
    mappings: Mappings = None,
    seed: Annotated[int, typer.Option("--seed", help="Order of what is learnt.")] = 0,
) -> None:
    """Train the encoders on a release and on training outcomes (about twenty minutes on two cores).

    Example: escomap esco adapt --esco data/esco/v1.2.0 --out adapters
    The other commands use them with ESCOMAP_ADAPTER=adapters.
    """
    from escomap.steps.adapt import adapt_encoders

    with progress_display() as show:
        path = adapt_encoders(
            esco,
            out,
            training=training,
            mappings=mappings,
            seed=seed,
            only=only or None,
            on_progress=show,
        )
    say(str(path))


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
    if report.failed_exports or (request.settings.strict and (report.rows_rejected or report.failed_files)):
        raise typer.Exit(1)


def _settings(file: Path | None, **arguments: Any) -> Settings:
    return load_settings(arguments, file=file)


def _course_of(line: str, number: int) -> dict[str, Any]:
    try:
        course = json.loads(line)
    except json.JSONDecodeError as error:
        course = error
    if not isinstance(course, dict):
        raise EscomapError(
            "bad_input_line",
            "A line of the input is not a JSON object.",
            where=f"stdin:{number} value={line.strip()[:120]!r}",
            hint='write one object per line, e.g. {"title": "...", "level_text": "EQF 6"}',
        )
    return course


def _no_level(reason: str) -> dict[str, Any]:
    return {
        "eqf_level": None,
        "eqf_range": None,
        "basis": "none",
        "confidence": 0.0,
        "evidence": reason,
        "conflicts": [],
        "hints": [],
    }


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"escomap {__version__}")
        raise typer.Exit


if __name__ == "__main__":
    main()
