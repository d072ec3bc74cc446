"""Decisions on disk: one file of JSON Lines per reviewer, only ever added to.

A file per reviewer lets several people decide at once, and two folders can be merged by putting their files together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.json_lines import append_lines, parse_lines
from escomap.review.decisions import Decision, Judgement, Origin, Subject, Thing, to_moment

_REVIEWER = re.compile(r"[\w.@-]{1,64}")


def append_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Adds decisions to the files of their reviewers; they are on the disk when this returns.

    Raises:
        EscomapError: ``bad_reviewer``, the name of a reviewer cannot name a file.
    """
    contents: dict[str, list[dict[str, Any]]] = {}
    for decision in decisions:
        contents.setdefault(checked_reviewer(decision.reviewer), []).append(_to_content(decision))
    folder.mkdir(parents=True, exist_ok=True)
    for reviewer, own in contents.items():
        append_lines(folder / f"{reviewer}.jsonl", own)


def load_decisions(folder: Path) -> list[Decision]:
    """All decisions in a folder, ordered by time, then reviewer; none where the folder is missing.

    Raises:
        EscomapError: ``bad_decision``, a line is not a decision; the cut last line of a killed process is passed over.
    """
    found = [decision for file in sorted(folder.glob("*.jsonl")) for decision in _read(file)]
    return sorted(found, key=lambda decision: (decision.decided_at, decision.reviewer))


class DecisionFolder:
    """A folder of decisions that is read on as they come in, from this process and from others."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_to: dict[Path, int] = {}

    def new(self) -> list[Decision]:
        """The decisions added since the last call, all at the first; a line that is still being written comes later.

        Raises:
            EscomapError: as ``load_decisions``; ``decisions_rewritten``, a file is not the one that was read.
        """
        found: list[Decision] = []
        for file in sorted(self.path.glob("*.jsonl")):
            start, size = self._read_to.get(file, 0), file.stat().st_size
            if size < start:
                raise EscomapError(
                    "decisions_rewritten",
                    "A file of decisions became shorter; decisions are only ever added.",
                    where=str(file),
                    hint="restore it, then start the command again",
                )
            if size > start:
                found += self._read_on(file, start)
        return sorted(found, key=lambda decision: (decision.decided_at, decision.reviewer))

    def _read_on(self, file: Path, start: int) -> Iterator[Decision]:
        with file.open("rb") as stream:
            stream.seek(start)
            added = stream.read()
        whole = added[: added.rfind(b"\n") + 1]
        yield from _parse(file, whole.decode("utf-8"))
        self._read_to[file] = start + len(whole)


def checked_reviewer(name: str) -> str:
    """The name, which is also that of a file: letters, digits, ``. _ - @``, at most 64."""
    if not _REVIEWER.fullmatch(name) or name.startswith("."):
        raise EscomapError(
            "bad_reviewer",
            "The name of a reviewer has letters, digits and . _ - @ only.",
            where=f"reviewer={name[:80]!r}",
            hint="use initials or a role, e.g. ab or quality-office",
        )
    return name


def _to_content(decision: Decision) -> dict[str, Any]:
    return {
        "subject": decision.thing.subject,
        "key": decision.thing.key,
        "value": decision.thing.value,
        "judgement": decision.judgement,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at,
        "esco_version": decision.esco_version,
        "note": decision.note,
        "origin": decision.origin,
    }


def _read(file: Path) -> Iterator[Decision]:
    return _parse(file, file.read_text(encoding="utf-8"))


def _parse(file: Path, text: str) -> Iterator[Decision]:
    message = "A line of the decisions is not a decision."
    yield from parse_lines(file, text, _to_decision, code="bad_decision", message=message)


def _to_decision(content: dict[str, Any]) -> Decision:
    thing = Thing(Subject(content["subject"]), str(content["key"]), str(content["value"]))
    return Decision(
        thing,
        Judgement(content["judgement"]),
        str(content["reviewer"]),
        to_moment(datetime.fromisoformat(content["decided_at"])),
        str(content.get("esco_version", "")),
        str(content.get("note", "")),
        Origin(content.get("origin", Origin.PAGE)),
    )
