"""The levels of the sample catalogue are those a careful reader found."""

import csv
from pathlib import Path

import pytest

from escomap.levels.decide import decide_level
from escomap.levels.signals import read_course
from escomap.model import CourseSignals
from unit.levels.level_frames import level_facts

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def rows(name, delimiter):
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


COURSES = {(row["provider"], row["code"]): row for row in rows("catalogue.csv", ";")}
EXPECTED = rows("expected.csv", ",")


def decide(row):
    course = CourseSignals(
        title=row["title"],
        text=row["description"],
        provider=row["provider"],
        country_code=row["country"],
        level_text=row["level"],
        framework=row["framework"],
        cycle=row["cycle"],
        award=row["award"],
        programme=row["programme"],
        course_code=row["code"],
    )
    reading = read_course(course, level_facts())
    return decide_level(course, reading.signals, "programme", reading.hints)


def test_all_courses_are_tried():
    assert len(EXPECTED) >= 41


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["code"])
def test_level_basis_and_conflict(expected):
    decision = decide(COURSES[expected["provider"], expected["code"]])
    level = "" if decision.eqf_level is None else str(decision.eqf_level)
    found = (level, decision.basis.value, str(bool(decision.conflicts)).lower())
    assert found == (expected["eqf_level"], expected["basis"], expected["has_conflict"]), decision.evidence
