"""Answers to a consultation, from the files that respondents sent into the folder beside the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from escomap.consultation.answers import LARGEST_FILE, AnswerProblem, parse_answers
from escomap.consultation.form import Form
from escomap.consultation.opinions import Opinion
from escomap.consultation_files import append_opinions, load_form, load_opinions
from escomap.errors import EscomapError


@dataclass(slots=True)
class CollectReport:
    """What files of answers came to: opinions added, those that were kept already, and what made no sense."""

    added: int = 0
    known: int = 0
    respondents: set[str] = field(default_factory=set)
    problems: list[AnswerProblem] = field(default_factory=list)


def collect_answers(files: Iterable[Path], decisions: Path) -> CollectReport:
    """Appends the answers in ``files`` to those beside the decisions; read again, a file adds nothing.

    What makes no sense is told and left out, a whole file or a single entry; the rest is kept.
    """
    report, known = CollectReport(), set(load_opinions(decisions))

    @cache
    def form_with(form_id: str) -> Form | None:
        return load_form(decisions, form_id)

    for file in files:
        try:
            opinions, problems = parse_answers(str(file), _content(file), form_with)
        except EscomapError as error:
            report.problems.append(_as_problem(file, error))
            continue
        new = [opinion for opinion in opinions if opinion not in known]
        append_opinions(decisions, new)
        known.update(new)
        _count(report, opinions, len(new))
        report.problems += problems
    return report


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise EscomapError("missing_file", "The file does not exist.", where=str(file), hint="check its name")
    with file.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _as_problem(file: Path, error: EscomapError) -> AnswerProblem:
    """A file that says nothing at all, as a problem beside those of its neighbours."""
    return AnswerProblem(str(file), error.code, "", f"{error.message} Try: {error.hint}")


def _count(report: CollectReport, opinions: list[Opinion], added: int) -> None:
    report.added += added
    report.known += len(opinions) - added
    report.respondents |= {opinion.respondent for opinion in opinions}
