"""Tables as registries keep them: titles above, headers of two rows, merged cells, several sheets, decimal commas."""

import datetime as dt

import openpyxl
import pytest

from escomap.catalogue.propose import propose_profile, sample_of
from escomap.mappings import load_headers
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import read_records
from escomap.readers.table_header import find_header

NAMES = ("Code", "Title", "Learning outcomes English", "Learning outcomes Italian", "ECTS")
GROUPED = (
    ["Course", "", "Learning outcomes", "", "Credits"],
    ["Code", "Title", "English", "Italian", "ECTS"],
    ["CS1", "Programming", "debug software", "correggere il software", "7,5"],
)
REACHING = (
    ["Code", "Title", "Learning outcomes", "", "ECTS"],
    ["", "", "English", "Italian", ""],
    ["CS1", "Programming", "debug software", "correggere il software", "7,5"],
)
ABOVE = (
    ["", "", "Learning outcomes", "", ""],
    ["Code", "Title", "English", "Italian", "ECTS"],
    ["CS1", "Programming", "debug software", "correggere il software", "7,5"],
)
TITLE = ["Catalogue 2026", "", "", "", ""]


def workbook(folder, sheets, merged=None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    path = folder / "c.xlsx"
    book.save(path)
    return path


def written(folder, text, encoding="utf-8"):
    path = folder / "c.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("rows", [GROUPED, REACHING, ABOVE], ids=["groups", "names over two rows", "one group"])
@pytest.mark.parametrize("titles", [[], [TITLE], [TITLE, [""] * 5]], ids=["", "title", "title and gap"])
def test_a_header_of_two_rows_is_joined(rows, titles):
    header = find_header([*titles, *rows])
    assert header.names == NAMES
    assert header.last == len(titles) + 1


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        (GROUPED, ["A1:E1", "A2:B2", "C2:D2"]),
        (REACHING, ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"]),
        (ABOVE, ["A1:E1", "C2:D2"]),
    ],
    ids=["groups", "names over two rows", "one group"],
)
def test_merged_headers_of_a_workbook_are_joined(tmp_path, rows, merged):
    (record,) = read_records(workbook(tmp_path, {"s": [TITLE, *rows]}, {"s": merged}))
    assert tuple(record.values) == NAMES
    assert (record.row, record.values["Learning outcomes Italian"]) == (4, "correggere il software")


def test_merged_cells_tell_two_rows_whose_names_nobody_knows():
    rows = [["Nr", "Angaben", ""], ["", "Foo", "Bar"], ["1", "x", "y"]]
    assert find_header(rows).last == 0
    assert find_header(rows, merged=[((0, 1), (0, 2))]).names == ("Nr", "Foo", "Bar")


@pytest.mark.parametrize(
    "rows",
    [
        # A column without a name, a first record of short words, a group that is a title, a record that repeats names.
        [["Title", "Outcomes", ""], ["Programming", "debug software", "note"], ["Databases", "design", "x"]],
        [["Code", "Title", "", "ECTS"], ["CS1", "Programming", "x", "6"]],
        [["Title", "Language"], ["Programming", "English"], ["Databases", "Italian"]],
        [["code", "", "title"], ["", "", ""], ["CS1", "x", "One"]],
    ],
)
def test_a_first_record_is_not_taken_for_a_header(rows):
    assert find_header(rows).last == 0


def test_the_header_row_of_a_profile_is_the_upper_of_two():
    assert find_header([TITLE, ["a", "b", "c", "d", "e"], *GROUPED], 3).names == NAMES


def test_a_title_over_the_whole_table_is_no_group(tmp_path):
    rows = [["Courses", "", ""], ["Title", "English", "Italian"], ["Programming", "x", "y"]]
    (record,) = read_records(workbook(tmp_path, {"s": rows}, {"s": ["A1:C1"]}))
    assert [name.split()[-1] for name in record.values] == ["Title", "English", "Italian"]


def test_a_value_over_several_rows_counts_in_each(tmp_path):
    rows = [["Faculty", "Code", "Title"], ["Science", "CS1", "One"], ["", "CS2", "Two"], ["Law", "LA1", "Three"]]
    found = read_records(workbook(tmp_path, {"s": rows}, {"s": ["A2:A3"]}))
    assert [(r.row, r.values["Faculty"], r.values["Code"]) for r in found] == [
        (2, "Science", "CS1"),
        (3, "Science", "CS2"),
        (4, "Law", "LA1"),
    ]


def test_a_course_over_several_rows_is_one_record(tmp_path):
    rows = [["Faculty", "Code", "Title", "Learning outcomes"]]
    rows += [["Science", "CS1", "One", "debug software"], ["", "", "", "write programs"], ["", "", "", ""]]
    rows += [["", "CS2", "Two", "design databases"]]
    found = list(read_records(workbook(tmp_path, {"s": rows}, {"s": ["A2:A5", "B2:B4", "C2:C4"]})))
    assert [(r.row, r.values["Code"], r.values["Learning outcomes"]) for r in found] == [
        (2, "CS1", "debug software\n\nwrite programs"),
        (5, "CS2", "design databases"),
    ]


def test_a_heading_between_rows_stays_one_cell(tmp_path):
    rows = [["Code", "Title", "ECTS"], ["Faculty of Law", "", ""], ["LA1", "One", "5"]]
    heading, _ = read_records(workbook(tmp_path, {"s": rows}, {"s": ["A2:C2"]}))
    assert heading.values == {"Code": "Faculty of Law", "Title": "", "ECTS": ""}


def test_tables_that_do_not_begin_in_the_corner(tmp_path):
    book = openpyxl.Workbook()
    for row, cells in enumerate(GROUPED[:3], start=4):
        for column, cell in enumerate(cells, start=3):
            book.active.cell(row, column, cell or None)
    book.active.merge_cells("E4:F4")
    book.active.cell(7, 5, "write programs")
    for cells in ("C6:C7", "D6:D7", "F6:F7", "G6:G7"):
        book.active.merge_cells(cells)
    book.save(tmp_path / "c.xlsx")
    (record,) = read_records(tmp_path / "c.xlsx")
    assert (record.row, tuple(record.values)) == (6, NAMES)
    assert record.values["Learning outcomes English"] == "debug software\n\nwrite programs"


LONG = "- debug software with professional tools\n- write programs in Python"


def test_sheets_with_other_headers_are_placed_each_by_its_own(tmp_path):
    sheets = {
        "Notes": [["This workbook was exported in June"], ["Contact the registry"]],
        "Bachelor": [
            ["Course code", "Course title", "Learning outcomes"],
            *[[f"B{n}", f"C{n}", LONG] for n in range(250)],
        ],
        "Master": [["Codice insegnamento", "Denominazione", "Obiettivi formativi"], ["M1", "Basi di dati", LONG]],
        "Lists": [["Faculty code", "Faculty"], ["F1", "Science"], ["F2", "Law"]],
    }
    records = list(read_records(workbook(tmp_path, sheets)))
    proposed = propose_profile("c", sample_of(records), load_headers(mappings_folder()))
    assert proposed.is_good
    assert proposed.profile.columns == {"course_code": ("Course code", "Codice insegnamento")}
    assert proposed.profile.texts["title"] == {"auto": ("Course title", "Denominazione")}
    assert proposed.profile.texts["outcomes"] == {"auto": ("Learning outcomes", "Obiettivi formativi")}
    assert {"Faculty", "Faculty code"} <= set(proposed.unplaced)


def test_the_sample_has_rows_of_every_sheet():
    records = [RawRecord("f", n, {"a": "x"}, sheet) for sheet in "ab" for n in range(300)]
    assert len(sample_of(records)) == 400


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_semicolons_with_decimal_commas_in_every_encoding(tmp_path, encoding):
    header = "Codice;Denominazione;CFU;Ore;Obiettivi"
    rows = [f"A{n};Città {n};7,5;37,5;correggere, scrivere, provare, leggere" for n in range(8)]
    found = list(read_records(written(tmp_path, "\r\n".join([header, *rows, ""]), encoding)))
    assert found[0].values["CFU"] == "7,5"
    assert found[7].values["Denominazione"] == "Città 7"


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_the_delimiter_that_a_spreadsheet_declares(tmp_path, line):
    (record,) = read_records(written(tmp_path, f"{line}\na,b;c,d\n1,5;2,5\n"))
    assert record.values == {"a,b": "1,5", "c,d": "2,5"}


def test_dates_are_one_text_in_workbooks_and_as_given_in_text(tmp_path):
    rows = [["Title", "Start", "Time"], ["One", dt.date(2026, 9, 14), dt.datetime(2026, 9, 14, 8, 30)]]
    (record,) = read_records(workbook(tmp_path, {"s": rows}))
    assert (record.values["Start"], record.values["Time"]) == ("2026-09-14", "2026-09-14 08:30:00")
    (record,) = read_records(written(tmp_path, "Title;Start\nOne;14.09.2026\n"))
    assert record.values["Start"] == "14.09.2026"
