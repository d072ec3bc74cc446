"""Catalogues larger than what is held in memory: the same tables in parts, and nothing half done."""

import json
import tracemalloc

import pandas as pd
import pytest

from escomap.errors import EscomapError
from escomap.steps import ingest
from escomap.steps.run import RunRequest, start_run
from escomap.store.db import open_work
from escomap.tables import CORE_COURSE
from fixtures.ingests import READ, ingested

OUTCOMES = ["debug software with professional tools", "write programs in Python for the analysis of data"]
COURSES = [
    {"code": f"C{n % 9}", "title": f"Course {n % 9}", "provider": "Testa College", "outcomes": OUTCOMES[: 1 + n % 2]}
    for n in range(11)
]
COURSES += [COURSES[3], {"code": "C3", "title": "Course 3 with more to say about it", "provider": "Testa College"}, {}]


def written(folder, name="c.jsonl", courses=COURSES):
    path = folder / name
    path.write_text("\n".join(map(json.dumps, courses)) + "\n[1]\n", encoding="utf-8")
    return path


def tables(result):
    return {table.name: getattr(result, table.name) for table in READ}


def test_parts_give_the_same_tables(tmp_path, monkeypatch):
    (tmp_path / "parts").mkdir()
    whole = ingested(written(tmp_path), folder=tmp_path)
    monkeypatch.setattr(ingest, "HELD_CHARACTERS", 50)
    monkeypatch.setattr(ingest, "PART_RECORDS", 3)
    in_parts = ingested(written(tmp_path), folder=tmp_path / "parts")
    for name, frame in tables(whole).items():
        pd.testing.assert_frame_equal(tables(in_parts)[name], frame)
    assert len(whole.core_course) == 9
    assert sorted(whole.raw_reject["reject_code"]) == [
        "duplicate_course",
        "duplicate_course",
        "duplicate_course",
        "duplicate_row",
        "missing_title",
        "row_shape",
    ]
    assert in_parts.report.rows_rejected == whole.report.rows_rejected == 6
    assert in_parts.report.notes == whole.report.notes
    assert in_parts.report.files == {"c.jsonl": 15}


def test_a_file_that_is_held_is_read_units(tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(ingest, "read_records", lambda *given: read.append(given) or original(*given))
    ingested(written(tmp_path), folder=tmp_path)
    assert len(read) == 1


original = ingest.read_records


def test_an_error_in_a_later_part_ends_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "HELD_CHARACTERS", 50)
    monkeypatch.setattr(ingest, "PART_RECORDS", 3)
    passes = []

    def cut(*given):
        passes.append(given)
        for number, record in enumerate(original(*given)):
            if len(passes) == 4 and number == 7:
                raise EscomapError("corrupt_file", "The file changed while it was read.")
            yield record

    monkeypatch.setattr(ingest, "read_records", cut)
    with pytest.raises(EscomapError) as caught:
        ingested(written(tmp_path), written(tmp_path, "other.jsonl", COURSES[:1]), folder=tmp_path)
    assert "changed" in caught.value.message


def test_a_broken_file_costs_the_others_nothing(tmp_path):
    (tmp_path / "bad.json").write_text('[{"title": "One"')
    found = ingested(tmp_path / "bad.json", written(tmp_path), folder=tmp_path)
    assert set(found.report.failed_files) == {"bad.json"}
    assert len(found.core_course) == 9


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "HELD_CHARACTERS", 1000)
    monkeypatch.setattr(ingest, "PART_RECORDS", 200)
    notes = "what the registry notes about a course and nobody else needs " * 50
    courses = [{"code": f"C{n}", "title": f"Course {n}", "outcomes": OUTCOMES, "notes": notes} for n in range(4000)]
    path = written(tmp_path, courses=courses)
    request = RunRequest(catalogues=(path,), db=tmp_path / "x.duckdb")
    with open_work(request.db) as store:
        run = start_run(request, store)
        ingest.ingest(run)
        tracemalloc.start()
        ingest.ingest(run)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert store.count(CORE_COURSE) == 4000
    assert peak < path.stat().st_size / 2
