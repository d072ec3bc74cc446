"""Consultations on disk, in a folder of their own beside the decisions: each form as it was asked, and its answers.

``<form_id>.json`` is the form, ``<form_id>.jsonl`` what was answered, only ever added to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from escomap.atomic_files import write_bytes
from escomap.consultation.form import Asked, Form, Question, form_of
from escomap.consultation.opinions import Opinion
from escomap.errors import EscomapError
from escomap.json_lines import append_lines, parse_lines
from escomap.review.decisions import to_moment

_IDENTIFIER_LETTERS = frozenset("0123456789abcdef")


def consultation_folder(decisions: Path) -> Path:
    """The folder of consultations of a folder of decisions; it may be absent."""
    return decisions / "consultation"


def answer_files(decisions: Path) -> list[Path]:
    """The files of answers, in order."""
    return sorted(consultation_folder(decisions).glob("*.jsonl"))


def keep_form(decisions: Path, form: Form) -> Path:
    """Keeps what a form asks, so that answers to it can be checked; the same form is kept once."""
    folder = consultation_folder(decisions)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{form.form_id}.json"
    write_bytes(file, (json.dumps(asdict(form), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode())
    return file


def load_form(decisions: Path, form_id: str) -> Form | None:
    """The form with this identifier, None where none is kept.

    Raises:
        EscomapError: ``changed_form``, its file says something else than what was asked.
    """
    # The identifier comes from a file of somebody else: it must not lead out of the folder.
    if not form_id or not _IDENTIFIER_LETTERS.issuperset(form_id):
        return None
    file = consultation_folder(decisions) / f"{form_id}.json"
    if not file.is_file():
        return None
    try:
        form = form_of(json.loads(file.read_text(encoding="utf-8")))
        if form.form_id == form_id:
            return form
        error: Exception | None = None
    except (ValueError, KeyError, TypeError) as found:
        error = found
    raise EscomapError(
        "changed_form",
        "The form that is kept here is not the one that was shared.",
        where=str(file),
        hint="restore the file from version control, or share the form again with the same options",
    ) from error


def append_opinions(decisions: Path, opinions: Iterable[Opinion]) -> None:
    """Adds opinions to the files of their forms; they are on the disk when this returns."""
    contents: dict[str, list[dict[str, Any]]] = {}
    for opinion in opinions:
        contents.setdefault(opinion.form_id, []).append(asdict(opinion))
    for form_id, own in contents.items():
        append_lines(consultation_folder(decisions) / f"{form_id}.jsonl", own)


def load_opinions(decisions: Path) -> list[Opinion]:
    """All opinions kept beside the decisions, in the order they were taken in; none where the folder is missing.

    Raises:
        EscomapError: ``bad_opinion``, a line is none; the cut last line of a killed process is passed over.
    """
    return [opinion for file in answer_files(decisions) for opinion in _read(file)]


def _read(file: Path) -> Iterator[Opinion]:
    message = "A line of the answers to a consultation is no answer."
    yield from parse_lines(file, file.read_text(encoding="utf-8"), _to_opinion, code="bad_opinion", message=message)


def _to_opinion(content: dict[str, Any]) -> Opinion:
    asked = content["asked"]
    told = ("answer", "form_id", "respondent", "role", "esco_version")
    return Opinion(
        asked=Asked(Question(asked["question"]), str(asked["key"]), str(asked["value"])),
        answered_at=to_moment(datetime.fromisoformat(content["answered_at"])),
        **{name: str(content[name]) for name in told},
    )
