"""What outsiders answered, beside what the machine says: for the tables of a run and for the page of reviewers."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from escomap import tables
from escomap.consultation.frames import opinion_rows, weighed_in, weighed_rows
from escomap.consultation.opinions import Opinion, latest_opinions
from escomap.consultation.weight import Weighed, count_answers
from escomap.consultation_files import answer_files, load_opinions
from escomap.readers.registry import file_sha256
from escomap.steps.decisions import folder_of
from escomap.steps.run import Run
from escomap.store.db import Store


def take_consultation(run: Run) -> None:
    """Writes sug_opinion and sug_consultation from the answers beside the decisions."""
    folder = folder_of(run.request)
    for file in answer_files(folder):
        run.note_input("consultation", file.name, file_sha256(file))
    opinions = latest_opinions(load_opinions(folder))
    weighed = weigh(run.store, opinions)
    with run.store.transaction():
        run.store.replace(opinion_rows(opinions), tables.SUG_OPINION)
        run.store.replace(weighed_rows(weighed), tables.SUG_CONSULTATION)
    run.report.consultation = _counts(opinions, weighed)


def weigh(store: Store, opinions: Iterable[Opinion]) -> list[Weighed]:
    """What the opinions on each link and level come to, beside its confidence in the database."""
    counts = count_answers(opinions)
    asked = pd.DataFrame({"judged_id": sorted({each.key for each in counts})}, dtype="str")
    with store.lookup(asked):
        found = store.arrow("asked_confidences").to_pylist()
    return weighed_in(counts, found)


def _counts(opinions: list[Opinion], weighed: list[Weighed]) -> dict[str, int]:
    """The answers in the words of the report; nothing where there are none."""
    if not opinions:
        return {}
    doubted = [each for each in weighed if each.is_doubted]
    return {
        "answers": len(opinions),
        "respondents": len({opinion.respondent for opinion in opinions}),
        "accepted links that more doubt than back": sum(1 for each in doubted if each.band),
        "other links that more back than doubt": sum(1 for each in weighed if each.is_backed),
        "levels that more doubt than back": sum(1 for each in doubted if not each.band),
    }
