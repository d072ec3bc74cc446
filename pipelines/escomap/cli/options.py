"""Options that several verbs share, and the settings they make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from escomap.settings import Settings, load_settings

Db = Annotated[Path, typer.Option("--db", help="DuckDB file.", show_default=False)]
Esco = Annotated[
    Path | None,
    typer.Option("--esco", help="ESCO release: folder, zip or dump; left out: that of the database, else the starter."),
]
Mappings = Annotated[Path | None, typer.Option("--mappings", help="Folder of facts, phrases and profiles.")]
Decisions = Annotated[
    Path | None,
    typer.Option("--decisions", help="Folder with the decisions of reviewers; left out: decisions in the mappings."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file with settings.")]
Encoder = Annotated[
    str | None, typer.Option("--encoder", help="'packaged', a model folder, or a hub id (downloads it).")
]
Profile = Annotated[str | None, typer.Option("--profile", help="Column profile, by name or path.")]
Format = Annotated[str | None, typer.Option("--format", help="Format of the files; left out: told by their content.")]
AcceptInferred = Annotated[
    bool, typer.Option("--accept-inferred", help="State inferred EQF levels and fields too, marked as inferred.")
]
IncludeEnded = Annotated[
    bool, typer.Option("--include-ended", help="Export courses too that their catalogue no longer has.")
]
Standards = Annotated[
    Path | None, typer.Option("--standards", help="Folder with the official artefacts, to validate against them.")
]


def to_settings(file: Path | None, **arguments: Any) -> Settings:
    """Settings of the arguments that were given, then the environment, the file and the defaults."""
    return load_settings(arguments, file=file)
