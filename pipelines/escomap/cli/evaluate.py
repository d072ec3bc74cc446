"""Verbs that measure: evaluate matching, evaluate levels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from escomap.cli.options import Encoder, Esco, Json, Mappings, Profile, SettingsFile, to_settings
from escomap.console import progress_display, say

_DEFAULT = "matching"


class _MatchingByDefault(TyperGroup):
    """``escomap evaluate GOLD`` is ``escomap evaluate matching GOLD``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


evaluate = typer.Typer(
    cls=_MatchingByDefault,
    no_args_is_help=True,
    help="Measure on texts whose answers are known; a file alone stands for: matching FILE.",
)


@evaluate.command()
def matching(
    gold: Annotated[Path, typer.Argument(help="CSV or TSV of judged texts: text, uri and optional grade, set, lang.")],
    esco: Esco = None,
    language: Annotated[str, typer.Option("--language", help="Language of texts that do not say.")] = "en",
    encoder: Encoder = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Also rank by letters, words, BM25 and the encoder as published.")
    ] = False,
    settings_file: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Measure the ranking and the bands on judged texts, with 95 % intervals."""
    from escomap.steps.evaluate import evaluate_matching, to_table

    with progress_display() as show:
        figures = evaluate_matching(
            gold,
            to_settings(settings_file, encoder=encoder),
            esco=esco,
            language=language,
            baselines=baselines,
            on_progress=show,
        )
    say(json.dumps(figures, ensure_ascii=False) if as_json else to_table(figures))


@evaluate.command()
def levels(
    sources: Annotated[list[Path], typer.Argument(help="Databases, catalogues, or CSV files with text and eqf_level.")],
    profile: Profile = None,
    mappings: Mappings = None,
    settings_file: SettingsFile = None,
    as_json: Json = False,
) -> None:
    """Measure levels inferred from texts: five-fold inside a catalogue, and by wording alone.

    Example: escomap evaluate levels courses.duckdb
    """
    from escomap.steps.evaluate_levels import evaluate_levels, to_level_table

    with progress_display() as show:
        figures = evaluate_levels(
            sources, to_settings(settings_file), profile=profile, mappings=mappings, on_progress=show
        )
    say(json.dumps(figures, ensure_ascii=False) if as_json else to_level_table(figures))
