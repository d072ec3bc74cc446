import json

import pandas as pd

from escomap.levels.assign import assign_levels
from escomap.tables import (
    CORE_COURSE,
    CORE_COURSE_TEXT,
    SUG_LEVEL,
    SUG_LEVEL_SIGNAL,
    check_frame,
    empty_frame,
    to_arrow,
)
from unit.levels.level_frames import level_facts

EMPTY = {column.name: "" for column in CORE_COURSE.columns if column.type == "text"}


def courses(*rows):
    full = [
        {
            **EMPTY,
            "source_row": i,
            "ects": None,
            "ended_at": None,
            "workload_hours": None,
            "teaching_langs": [],
            "course_id": f"c{i}",
            **row,
        }
        for i, row in enumerate(rows, start=1)
    ]
    return pd.DataFrame(full, columns=CORE_COURSE.column_names)


def test_rows_keep_the_contract_and_the_order():
    frame = courses({"level_text": "EQF 6", "award": "MSc"}, {"title": "Pottery"}, {"level_text": "EQF 5-6"})
    levels, signals = assign_levels(frame, empty_frame(CORE_COURSE_TEXT), level_facts(), "module")
    assert check_frame(levels, SUG_LEVEL) == check_frame(signals, SUG_LEVEL_SIGNAL) == []
    assert to_arrow(levels, SUG_LEVEL)["eqf_level"].to_pylist() == [6, None, None]
    assert to_arrow(signals, SUG_LEVEL_SIGNAL).num_rows == 3
    assert levels["has_conflict"].tolist() == [True, False, False]
    assert json.loads(levels["conflicts_json"][0])[0]["eqf_level"] == 7
    assert set(levels["level_policy"]) == {"module"}


def test_no_course_gives_empty_frames():
    levels, signals = assign_levels(courses(), empty_frame(CORE_COURSE_TEXT), level_facts(), "programme")
    assert check_frame(levels, SUG_LEVEL) == check_frame(signals, SUG_LEVEL_SIGNAL) == []
    assert len(levels) == len(signals) == 0


def test_description_leads_to_a_hint_and_prerequisites_do_not():
    texts = pd.DataFrame(
        [("c1", "description", "en", "Runs at EQF level 5."), ("c2", "prerequisites", "en", "EQF level 4.")],
        columns=CORE_COURSE_TEXT.column_names,
    )
    levels, _ = assign_levels(courses({}, {}), texts, level_facts(), "programme")
    assert "EQF level 5" in levels["hints"][0]
    assert "EQF level 4" not in levels["hints"][1]
