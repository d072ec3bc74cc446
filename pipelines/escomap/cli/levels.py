"""Verbs for EQF levels: level."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from escomap.cli.options import Json, Mappings, SettingsFile, to_settings
from escomap.console import input_lines, say, tell
from escomap.errors import EscomapError


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

    settings = to_settings(settings_file, level_policy=policy)
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
