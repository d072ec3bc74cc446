"""Courses that a catalogue no longer has: marked as ended and kept, and current again when they come back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from escomap.catalogue.records import RecordIndex
from escomap.steps.run import Run

COURSE_TABLES = ("core_course", "core_course_text", "core_outcome")


def make_way(run: Run, name: str, index: RecordIndex) -> int:
    """Removes what a new reading of a catalogue replaces; gives how many of its current courses are in it again.

    A course is one course under whatever name its catalogue is read: the latest reading has it. Courses that the
    reading lacks stay, with their records.
    """
    with run.store.lookup(_given(index.course_ids())):
        (found,) = run.store.rows("count_arrivals", catalogue=name).to_dict("records")
        _note_taken_over(run, name)
        for table in COURSE_TABLES:
            run.store.execute(f"take_over_{table}")
    for table in ("raw_record", "raw_reject"):
        run.store.execute(f"clear_{table}", catalogue=name)
    _count(run, added=int(found["added"]), returned=int(found["returned"]))
    return int(found["continued"])


def end_missing(run: Run, name: str, index: RecordIndex, continued: int, failed: Sequence[str]) -> None:
    """Marks the courses that a catalogue had and its new reading lacks, unless the reading may be a part of it.

    ``continued`` is how many of its own it still has: those of other catalogues do not make a wrong file a right one.
    ``failed`` names files of it that could not be read. A course whose row was
    rejected is not gone.
    """
    with run.store.lookup(_given(index.named_course_ids())):
        missing = run.store.rows("missing_courses", catalogue=name)
    if missing.empty:
        return
    if doubt := _doubt(run, name, len(missing), len(missing) + continued, failed):
        run.report.courses_missing += len(missing)
        run.report.notes.append(doubt)
        return
    with run.store.lookup(missing):
        run.store.execute("end_courses", ended_at=run.started_at)
    _count(run, ended=len(missing))
    if index.broken:
        run.report.notes.append(
            f"{index.broken:,} rows of {name} made no sense: a course that stood in one is ended until it can be read"
        )


def _doubt(run: Run, name: str, missing: int, before: int, failed: Sequence[str]) -> str:
    """Why the missing courses are not taken for ended ones, with what to do; empty when they are."""
    lead = f"{missing:,} of the {before:,} courses of {name} are missing and were not ended"
    limit = run.request.settings.ending_share
    if failed:
        return f"{lead}: {', '.join(failed)} could not be read. Repair what could not be read and run again"
    if missing > limit * before:
        return (
            f"{lead}: more than {limit:.0%} at once look like a part of a catalogue, or another one. "
            "If they have ended, give the same command with --allow-ending"
        )
    return ""


def _note_taken_over(run: Run, name: str) -> None:
    for held in run.store.rows("count_courses_held", catalogue=name).to_dict("records"):
        note = f"{held['amount']:,} courses of catalogue {held['name']} are now taken from {name}"
        if 0 < held["kept"] < held["amount"]:
            note += (
                f"; {held['kept']:,} others stay current. If {name} is its new edition and they have ended,"
                f" give the same command with --catalogue '{held['name']}' --allow-ending"
            )
        run.report.notes.append(note)


def _count(run: Run, **changes: int) -> None:
    for change, amount in changes.items():
        if amount:
            run.report.course_changes[change] = run.report.course_changes.get(change, 0) + amount


def _given(course_ids: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({"course_id": course_ids}, dtype="str")
