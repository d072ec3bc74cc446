"""Verbs for single outcomes: classify."""

from __future__ import annotations

import json

import typer

from escomap.cli.options import Json, Mappings, SettingsFile, to_settings
from escomap.console import input_lines, say, tell
from escomap.errors import EscomapError


def classify(mappings: Mappings = None, settings_file: SettingsFile = None, as_json: Json = False) -> None:
    """Tell knowledge, skills, or responsibility and autonomy for outcomes on stdin, and their Bloom level.

    One per line, or JSON Lines with text, language, context; a context is the heading the outcome stands under.
    Example: echo "explain how vaccines work" | escomap classify
    """
    from escomap.steps.dimension import classify_queries, to_answer, to_line
    from escomap.steps.suggest import parse_queries

    failed: list[EscomapError] = []
    queries = parse_queries(input_lines(), to_settings(settings_file), failed.append)
    for query, reading in zip(queries, classify_queries(queries, mappings), strict=True):
        say(json.dumps(to_answer(query, reading), ensure_ascii=False) if as_json else to_line(query, reading))
    for error in failed:
        tell(str(error))
    if failed:
        raise typer.Exit(1)
