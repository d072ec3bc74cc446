"""Verbs for matching: suggest."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from escomap.cli.options import Encoder, Esco, Json, Mappings, SettingsFile, to_settings
from escomap.console import input_lines, progress_display, say, tell
from escomap.errors import EscomapError


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

    settings = to_settings(settings_file, encoder=encoder, top_k=top)
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
