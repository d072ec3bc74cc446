import datetime as dt
import zipfile

import openpyxl
import pytest

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.readers.registry import read_records


def workbook(folder, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "c.xlsx"
    book.save(path)
    return path


def test_cells_become_text_as_people_read_them(tmp_path):
    path = workbook(
        tmp_path, s=[["code", "title", "ects", "start", "x"], [1001, "One", 7.5, dt.date(2026, 9, 14), None]]
    )
    (record,) = read_records(path)
    assert record.values == {"code": "1001", "title": "One", "ects": "7.5", "start": "2026-09-14", "x": ""}


def test_all_sheets_are_read_with_their_rows(tmp_path):
    path = workbook(
        tmp_path, a=[["code", "title"], ["A", "One"]], b=[["Catalogue"], [], ["code", "title"], ["B", "Two"]], c=[]
    )
    assert [(r.sheet, r.row, r.values["code"]) for r in read_records(path)] == [("a", 2, "A"), ("b", 4, "B")]


def test_a_profile_chooses_the_sheet(tmp_path):
    path = workbook(tmp_path, a=[["code", "title"], ["A", "One"]], b=[["code", "title"], ["B", "Two"]])
    assert [
        r.values["code"]
        for r in read_records(path, CatalogueProfile("p", sheet="b", columns={"course_code": ("code",)}))
    ] == ["B"]
    with pytest.raises(EscomapError) as caught:
        list(read_records(path, CatalogueProfile("p", sheet="bb")))
    assert caught.value.code == "unknown_sheet"


def test_a_sheet_without_any_column_of_the_profile_is_reported(tmp_path):
    path = workbook(tmp_path, notes=[["topic", "remark"], ["x", "y"]])
    (record,) = read_records(path, CatalogueProfile("p", columns={"course_code": ("code",)}))
    assert "no column of the profile" in record.problem


def test_damaged_workbooks_are_refused(tmp_path):
    good = workbook(tmp_path, a=[["code", "title"], ["A", "One"]]).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(good[: len(good) // 2])
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("a.jpg", "x")
    for name, code in (("cut.xlsx", "corrupt_file"), ("empty.xlsx", "corrupt_file"), ("photos.zip", "not_a_catalogue")):
        with pytest.raises(EscomapError) as caught:
            list(read_records(tmp_path / name))
        assert caught.value.code == code
