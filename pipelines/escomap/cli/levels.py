"""Verbs for EQF levels: level."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from escomap.cli.options import Json, Mappings, SettingsFile, to_settings
from escomap.console import input_lines, say, tell
from escomap.errors import EscomapError


def level(
    mappings: Mappings = None,
    policy: Annotated[str | None, typer.Option("--policy", help="programme or module.")] = None,
    settings_file: SettingsFile = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show the ladder: what each rung saw and says.")] = False,
    db: Annotated[Path | None, typer.Option("--db", help="Show the ladder of a course of this database.")] = None,
    course: Annotated[str | None, typer.Option("--course", help="Code or identifier of that course.")] = None,
    as_json: Json = False,
) -> None:
    """Decide EQF levels for courses on stdin, as JSON Lines.

    Keys: title, text, provider, country, level_text, framework, cycle, degree, programme, code, catalogue. Example:
    echo '{"title": "Welding", "country": "IE", "level_text": "NFQ Level 6"}' | escomap level --explain
    """
    if db is not None or course is not None:
        _explain_stored(db, course, as_json=as_json)
        return
    from escomap.levels.explain import decide_course, to_answer
    from escomap.paths import mappings_folder
    from escomap.steps.level import load_level_facts, load_text_reader

    settings = to_settings(settings_file, level_policy=policy)
    facts, reader = load_level_facts(mappings_folder(mappings)), load_text_reader(settings)
    failed = 0
    for number, line in enumerate(input_lines(), start=1):
        if not line.strip():
            continue
        try:
            decision = decide_course(_course_of(line, number), facts, settings.level_policy, reader)
        except EscomapError as error:
            # One bad line never costs the others: it is answered in its place and named on stderr.
            failed += 1
            tell(str(error))
            say(json.dumps(_no_level(error.message), ensure_ascii=False) if as_json else f"-  {error.message}")
            continue
        _show(decision, to_answer(decision), explain=explain, as_json=as_json)
    if failed:
        raise typer.Exit(1)


def _show(decision: Any, answer: dict[str, Any], *, explain: bool, as_json: bool) -> None:
    from escomap.levels.ladder import to_json, to_table

    if as_json:
        ladder = {"ladder": to_json(decision)} if explain else {}
        say(json.dumps(answer | ladder, ensure_ascii=False))
    elif explain:
        say(f"{to_table(decision)}\n")
    else:
        hints = [f"to settle it: {hint}" for hint in answer["hints"] if answer["eqf_level"] is None]
        say(f"{answer['eqf_level'] or '-'}  {'; '.join((answer['evidence'] or answer['basis'], *hints))}")


def _explain_stored(db: Path | None, course: str | None, *, as_json: bool) -> None:
    from escomap.levels.explain import to_answer
    from escomap.steps.level import stored_decisions

    if db is None or course is None:
        raise EscomapError(
            "missing_option", "A stored ladder needs both --db and --course.", hint="--db FILE --course CODE"
        )
    for title, decision in stored_decisions(db, course):
        if not as_json:
            say(title)
        _show(decision, to_answer(decision), explain=True, as_json=as_json)


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
    from escomap.levels.explain import to_answer
    from escomap.model import LevelBasis, LevelDecision

    return to_answer(LevelDecision(None, None, LevelBasis.NONE, 0.0, reason))
