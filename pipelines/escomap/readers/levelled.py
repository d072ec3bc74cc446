"""Texts whose EQF level is known: a CSV or TSV with one row per course."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from escomap.errors import EscomapError

COLUMNS = ("text", "eqf_level")
_LEVELS = frozenset("12345678")
_CODE = re.compile(r"\bcode=([^;]+)")


@dataclass(frozen=True, slots=True)
class LevelledText:
    """A text with its EQF level; the title stands at the head of the text or nowhere."""

    title: str
    body: str
    eqf_level: int
    source: str
    lang: str
    course_code: str


def is_levelled(file: Path) -> bool:
    """Whether a file is of this kind: a CSV or TSV with the columns ``text`` and ``eqf_level``."""
    if file.suffix.lower() not in (".csv", ".tsv") or not file.is_file():
        return False
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        header = next(csv.reader(stream, delimiter=_delimiter(file)), [])
    return set(COLUMNS) <= set(header)


def read_levelled(file: Path) -> list[LevelledText]:
    """The rows of a file, in order; ``title``, ``source``, ``lang``, ``course_code`` and ``extra`` are optional.

    A course code is read from ``extra`` too (``code=ACCN08007;...``). A title that is not at the head of the text is
    left out, since it may hold the level.
    """
    found = []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter=_delimiter(file)), start=2):
            if row["eqf_level"] not in _LEVELS:
                raise EscomapError(
                    "bad_level",
                    "The EQF level of a row is none.",
                    where=f"{file}:{number} eqf_level={row['eqf_level']!r}",
                    hint="give 1 to 8",
                )
            found.append(_text_of(row, file))
    return found


def _text_of(row: dict[str, str], file: Path) -> LevelledText:
    text, title = row["text"] or "", row.get("title") or ""
    if not (title and text.startswith(title)):
        title = ""
    code = _CODE.search(row.get("extra") or "")
    return LevelledText(
        title,
        text.removeprefix(title),
        int(row["eqf_level"]),
        row.get("source") or file.stem,
        row.get("lang") or "en",
        row.get("course_code") or (code.group(1) if code else ""),
    )


def _delimiter(file: Path) -> str:
    return "\t" if file.suffix.lower() == ".tsv" else ","
