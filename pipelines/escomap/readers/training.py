"""The training outcomes under ``data/training``: texts with the ESCO concepts they teach."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from escomap.errors import EscomapError

SKILL_URI = "http://data.europa.eu/esco/skill/"
COLUMNS = {
    "outcomes": ("uri", "text", "split"),
    "courses": ("course_id", "title", "split", "text", "accepted", "related", "rejected"),
}
GRADES = {"accepted": 2, "related": 1, "rejected": 0}


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """An outcome with graded concepts: 2 = taught, 1 = related, 0 = looked at and neither.

    ``is_judged``: all of a pool of candidates was judged; else only the concept it was written for is known.
    """

    text: str
    lang: str
    context: str
    split: str
    grades: dict[str, int]
    is_judged: bool
    course_id: str = ""


def read_training(folder: Path) -> list[TrainingOutcome]:
    """All outcomes of a folder of training data: ``outcomes_<lang>.tsv`` and ``courses_<lang>.tsv``.

    Raises:
        EscomapError: ``no_training_data``: the folder has neither.
    """
    found = [*_outcomes(folder), *_courses(folder)]
    if not found:
        raise EscomapError(
            "no_training_data",
            "The folder holds no training outcomes (outcomes_<language>.tsv or courses_<language>.tsv).",
            where=str(folder),
            hint="leave --training out to use those that ship with the project's source",
        )
    return found


def _outcomes(folder: Path) -> Iterator[TrainingOutcome]:
    for lang, row in _rows(folder, "outcomes"):
        grades = {uri: 2 for uri in row["uri"].split("|") if uri}
        yield TrainingOutcome(row["text"], lang, "", row["split"], grades, is_judged=False)


def _courses(folder: Path) -> Iterator[TrainingOutcome]:
    for lang, row in _rows(folder, "courses"):
        grades = {SKILL_URI + name: grade for kind, grade in GRADES.items() for name in row[kind].split()}
        yield TrainingOutcome(row["text"], lang, row["title"], row["split"], grades, True, row["course_id"])


def _rows(folder: Path, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted(folder.glob(f"{kind}_*.tsv")):
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            for number, row in enumerate(reader, start=2):
                if any(row.get(name) is None for name in COLUMNS[kind]):
                    raise EscomapError(
                        "bad_training_data",
                        f"A row of training outcomes lacks one of: {', '.join(COLUMNS[kind])}.",
                        where=f"{file}:{number}",
                        hint="the columns are told in data/training/README.md",
                    )
                yield file.stem.removeprefix(f"{kind}_"), row
