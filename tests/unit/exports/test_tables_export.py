import csv

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from escomap.descriptor import describe_courses
from escomap.errors import EscomapError
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.tables import write_tables
from escomap.exports.workbook import CUT_NOTE, LONGEST_CELL, write_workbook
from escomap.store.db import StoredRows, open_work
from escomap.tables import OUT_DESCRIPTOR
from fixtures.descriptors import frames

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=HYPERLINK("http://example.org")',
    "http://example.org",
    "1e5",
]


def sheet_rows(file, sheet):
    workbook = openpyxl.load_workbook(file)
    try:
        return [[cell.value for cell in row] for row in workbook[sheet].iter_rows()]
    finally:
        workbook.close()


def csv_rows(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_write_every_table_in_every_format(tmp_path):
    described = describe_courses(frames())
    files = write_tables({"out_descriptor": described, "other": pa.table({"n": [1, None, 2]})}, tmp_path)
    assert [file.name for file in files] == [
        "out_descriptor.csv", "other.csv", "tables.xlsx", "out_descriptor.parquet", "other.parquet",
    ]  # fmt: skip
    assert len(csv_rows(files[0])) == 5
    assert sheet_rows(files[2], "other") == [["n"], [1], [None], [2]]
    assert pq.read_table(files[3]).schema.metadata[b"attribution"].decode() == ESCO_ATTRIBUTION
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(file.name for file in files)


def test_write_text_as_text_never_as_a_formula_or_link(tmp_path):
    write_tables({"t": pd.DataFrame({"text": HOSTILE})}, tmp_path, ["csv", "xlsx"])
    assert [row[0] for row in csv_rows(tmp_path / "t.csv")[1:7]] == [f"'{text}" for text in HOSTILE[:6]]
    workbook = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    cells = [row[0] for row in workbook["t"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [cell.hyperlink for cell in cells] == [None] * len(HOSTILE)
    assert [cell.value for cell in cells if cell.value.strip() in HOSTILE] == [
        text for text in HOSTILE if text.strip() in HOSTILE
    ]
    workbook.close()


def test_guard_lists_and_leave_numbers_alone(tmp_path):
    write_tables({"t": pa.table({"langs": [["=a", "b"], []], "n": [-1.5, 2.0], "yes": [True, False]})}, tmp_path)
    assert csv_rows(tmp_path / "t.csv") == [["langs", "n", "yes"], ["'=a|b", "-1.5", "true"], ["", "2.0", "false"]]
    assert sheet_rows(tmp_path / "tables.xlsx", "t")[1] == ["=a|b", -1.5, True]


def test_csv_is_plain_utf8_as_in_rfc_4180(tmp_path):
    write_tables({"t": pd.DataFrame({"text": ["è", "a,b", 'c"d', "e\nf"]})}, tmp_path, ["csv"])
    assert (tmp_path / "t.csv").read_bytes() == 'text\r\nè\r\n"a,b"\r\n"c""d"\r\n"e\nf"\r\n'.encode()


def test_the_readme_sheet_carries_attribution_and_meanings(tmp_path):
    write_tables({"out_descriptor": describe_courses(frames())}, tmp_path, ["xlsx"])
    workbook = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert workbook.sheetnames == ["README", "out_descriptor"]
    assert workbook["README"]["A1"].value == ESCO_ATTRIBUTION
    rows = [[cell.value for cell in row] for row in workbook["README"].iter_rows()]
    assert ["out_descriptor", "ects", "number", "ECTS credit points"] in rows
    assert workbook["out_descriptor"].freeze_panes == "A2"
    assert workbook["out_descriptor"]["A1"].font.bold
    workbook.close()


def test_cut_what_is_too_long_for_a_cell_and_say_so(tmp_path):
    write_tables({"t": pd.DataFrame({"text": ["x" * (LONGEST_CELL + 1), "y" * LONGEST_CELL]})}, tmp_path)
    cut, whole = (row[0] for row in sheet_rows(tmp_path / "tables.xlsx", "t")[1:])
    assert len(cut) == LONGEST_CELL
    assert cut.endswith(CUT_NOTE)
    assert whole == "y" * LONGEST_CELL
    assert any("1 cells cut" in str(row[3]) for row in sheet_rows(tmp_path / "tables.xlsx", "README"))
    assert len(csv_rows(tmp_path / "t.csv")[1][0]) == LONGEST_CELL + 1


def test_continue_long_tables_on_further_sheets(tmp_path):
    name = "a_name_longer_than_a_sheet_may_have"
    write_workbook({name: pa.table({"n": list(range(5))})}, tmp_path / "t.xlsx", most_rows=2)
    workbook = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheets = workbook.sheetnames[1:]
    assert len(sheets) == len(set(sheets)) == 3
    assert [[cell.value for (cell,) in workbook[sheet].iter_rows()] for sheet in sheets] == [
        ["n", 0, 1], ["n", 2, 3], ["n", 4],
    ]  # fmt: skip
    workbook.close()


def test_equal_tables_make_equal_bytes(tmp_path):
    for folder in ("one", "two"):
        write_tables({"out_descriptor": describe_courses(frames())}, tmp_path / folder)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(EscomapError) as error:
        write_tables({}, tmp_path, ["xls"])
    assert error.value.code == "unknown_format"
    assert error.value.hint.startswith("use one of: xlsx")


def test_a_table_name_is_never_a_path(tmp_path):
    with pytest.raises(EscomapError) as error:
        write_tables({"../t": pa.table({"n": [1]})}, tmp_path)
    assert error.value.code == "bad_table_name"


def test_a_frame_that_breaks_its_contract_stops(tmp_path):
    with pytest.raises(EscomapError) as error:
        write_tables({"out_descriptor": pd.DataFrame({"course_id": ["a"]})}, tmp_path)
    assert error.value.code == "broken_contract"


def test_a_table_in_a_database_is_written_as_one_in_memory(tmp_path):
    frame = describe_courses(frames())
    with open_work(tmp_path / "c.duckdb") as store:
        store.replace(frame, OUT_DESCRIPTOR)
        stored = write_tables({"out_descriptor": StoredRows(store, OUT_DESCRIPTOR)}, tmp_path / "stored")
        whole = write_tables({"out_descriptor": store.read(OUT_DESCRIPTOR)}, tmp_path / "whole")
    assert [file.name for file in stored] == [file.name for file in whole]
    for one, other in zip(stored, whole, strict=True):
        if one.suffix == ".parquet":
            assert pq.read_table(one).to_pylist() == pq.read_table(other).to_pylist()
        else:
            assert one.read_bytes() == other.read_bytes()
