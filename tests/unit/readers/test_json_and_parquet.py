import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from escomap.errors import EscomapError
from escomap.readers.json_records import flattened
from escomap.readers.registry import read_records

COURSE = {
    "title": "One",
    "ects": 7.0,
    "open": True,
    "none": None,
    "level": {"eqf": 6},
    "outcomes": [{"text": "a"}, {"text": "b"}],
}
FLAT = {"title": "One", "ects": "7", "open": "true", "none": "", "level.eqf": "6", "outcomes.text": "a\n\nb"}


def written(folder, content):
    path = folder / "c.json"
    path.write_text(content, encoding="utf-8")
    return path


def test_nested_values_become_columns():
    assert flattened(COURSE) == FLAT


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([COURSE]),
        json.dumps({"count": 1, "items": [COURSE]}),
        json.dumps(COURSE),
        json.dumps(COURSE) + "\n" + json.dumps(COURSE),
    ],
)
def test_arrays_wrapped_arrays_objects_and_lines_are_read(tmp_path, content):
    assert next(iter(read_records(written(tmp_path, content)))).values == FLAT


def test_an_object_keyed_by_code_keeps_its_keys(tmp_path):
    found = list(read_records(written(tmp_path, json.dumps({"A1": {"title": "One"}, "A2": {"title": "Two"}}))))
    assert [record.values["record key"] for record in found] == ["A1", "A2"]


def test_a_bad_line_is_reported_with_its_number(tmp_path):
    found = list(read_records(written(tmp_path, '{"title": "One"}\n\n{"title": \n{"title": "Two"}\n')))
    assert [(record.row, bool(record.problem)) for record in found] == [(1, False), (3, True), (4, False)]


@pytest.mark.parametrize(
    ("content", "code"), [("[1, 2]", "not_a_catalogue"), ('{"a": ', "corrupt_file"), ("[" * 200_000, "not_a_catalogue")]
)
def test_json_without_courses_is_refused(tmp_path, content, code):
    with pytest.raises(EscomapError) as caught:
        list(read_records(written(tmp_path, content)))
    assert caught.value.code == code


def test_parquet_is_read_and_a_cut_file_refused(tmp_path):
    path = tmp_path / "c.parquet"
    pq.write_table(pa.Table.from_pylist([COURSE]), path)
    assert next(iter(read_records(path))).values == FLAT
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(EscomapError) as caught:
        list(read_records(path))
    assert caught.value.code == "corrupt_file"


def test_values_python_has_no_object_for_are_kept_as_text(tmp_path):
    broken = [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\3\0\0\0"), pa.py_buffer(b"x\xffy")]
    columns = {
        "title": ["One", "Two"],
        "date": pa.array([253_402_300_800, 0], pa.timestamp("s")),
        "days": pa.array([2**31 - 1, 0], pa.date32()),
        "zone": pa.array([0, 0], pa.timestamp("s", tz="Nowhere/City")),
        "length": pa.array([2**62, 60], pa.duration("s")),
        "text": pa.Array.from_buffers(pa.string(), 2, broken),
    }
    pq.write_table(pa.table(columns), tmp_path / "c.parquet")
    first, second = (record.values for record in read_records(tmp_path / "c.parquet"))
    assert (first["date"][:5], second["date"]) == ("10000", "1970-01-01")
    assert first["text"] == "x\ufffd"
    assert all(first[name] for name in ("days", "zone", "length"))
    assert (second["title"], second["length"], second["text"]) == ("Two", "0:01:00", "y")
