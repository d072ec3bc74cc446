"""Workbooks that a parser would lay out in more memory than there is, and those that only look like it."""

import io

import pytest
import xlsxwriter

from escomap.errors import EscomapError
from escomap.readers import workbook_limits
from escomap.readers.registry import read_records
from fixtures.course_documents import open_cell, open_workbook, packed

NAMES = ["Code", "Title", "Learning outcomes"]


def workbook(path, cells=(), formats=()):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, ["A", "One", "debug software"])
        for row, column in cells:
            sheet.write(row, column, "x")
        for row, column in formats:
            sheet.write_blank(row, column, None, book.add_format({"bold": True}))
    path.write_bytes(file.getvalue())
    return path


def ods(path, rows):
    path.write_bytes(open_workbook(f'<table:table table:name="s">{rows}</table:table>'))
    return path


def code_of(path):
    with pytest.raises(EscomapError) as caught:
        list(read_records(path))
    assert caught.value.hint
    return caught.value.code


def test_a_cell_in_the_last_corner_is_refused(tmp_path):
    assert code_of(workbook(tmp_path / "c.xlsx", [(1_048_575, 16_383)])) == "too_large"
    assert code_of(workbook(tmp_path / "c.xlsx", [(0, 16_383), (1_048_575, 0)])) == "too_large"


def test_formats_without_content_may_reach_anywhere(tmp_path):
    (record,) = read_records(workbook(tmp_path / "c.xlsx", formats=[(1_048_575, 16_383)]))
    assert record.values["Title"] == "One"


def test_cells_that_repeat_are_counted(tmp_path):
    wide = open_cell("x", 99_999_999)
    assert code_of(ods(tmp_path / "c.ods", f"<table:table-row>{wide}</table:table-row>")) == "too_large"
    tall = f'<table:table-row table:number-rows-repeated="99999999">{open_cell("x")}</table:table-row>'
    assert code_of(ods(tmp_path / "c.ods", tall)) == "too_large"


def test_empty_rows_to_the_end_are_no_cells(tmp_path):
    cells = "".join(map(open_cell, NAMES))
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048570">{empty}</table:table-row>'
    path = ods(tmp_path / "c.ods", f"<table:table-row>{cells}</table:table-row>" * 2 + end)
    (record,) = read_records(path)
    assert record.values == dict(zip(NAMES, NAMES, strict=True))


def test_what_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_limits, "MAX_RATIO", 2)
    path = tmp_path / "c.xlsx"
    path.write_bytes(packed({"xl/workbook.xml": "x", "xl/media/a": bytes(5_000_000)}))
    assert code_of(path) == "too_large"


def test_a_member_larger_than_it_says_is_refused(tmp_path):
    size = 3_000_000
    content = packed({"xl/workbook.xml": "x", "xl/media/a": bytes(size)})
    path = tmp_path / "c.xlsx"
    path.write_bytes(content.replace(size.to_bytes(4, "little"), bytes([9, 0, 0, 0])))
    assert code_of(path) == "corrupt_file"


def test_the_suffix_does_not_choose_the_kind_of_workbook(tmp_path):
    content = workbook(tmp_path / "c.xlsx").read_bytes()
    (tmp_path / "c.xls").write_bytes(content)
    assert next(read_records(tmp_path / "c.xls")).values["Code"] == "A"


def test_a_time_beyond_the_calendar_is_named_with_its_row(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Title", "Hours"])
        sheet.write_row(1, 0, ["One"])
        sheet.write(2, 1, 1e9, book.add_format({"num_format": "[h]:mm"}))
    with pytest.raises(EscomapError, match="row 3 of sheet 'Sheet1'"):
        list(read_records(tmp_path / "c.xlsx"))


def test_tags_are_read_whole_whatever_the_parts():
    text = b'<row r="2"><c r="B7"><v>1</v></c></row>'
    for size in range(1, len(text)):
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        assert list(workbook_limits._extents("xl/worksheets/sheet1.xml", parts)) == [(7, 2)]
