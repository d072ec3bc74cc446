import json
from datetime import date

import pytest
import xlsxwriter

from escomap.errors import EscomapError
from escomap.exports.credential_files import load_picture, write_credentials
from escomap.exports.formats import ExportOptions
from escomap.exports.recipients import COLUMNS, read_recipients
from fixtures.descriptors import KNOWN_URIS, bare_descriptor

HEADER = "given_name,family_name,issued_on,course_code,date_of_birth,email"
COURSES = [
    bare_descriptor(course_id=name, course_code=code, provider="University", country_code="IT")
    for name, code in (("c-1", "A1"), ("c-2", "A2"), ("c-3", "A2"))
]
SECRET = "Xaverius"


def listed(tmp_path, *rows, header=HEADER):
    file = tmp_path / "recipients.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return file


def write(tmp_path, *rows, courses=(), header=HEADER):
    file = listed(tmp_path, *rows, header=header)
    return written(tmp_path / "out", courses=courses, recipients=file)


def written(out, **chosen):
    return write_credentials(COURSES, out, options=ExportOptions(), known_esco_uris=KNOWN_URIS, **chosen)


def documents(tmp_path):
    return [f for f in (tmp_path / "out").rglob("*.json") if f.name != "manifest.json"]


def test_one_document_for_each_row(tmp_path):
    made = write(tmp_path, "Ana,Alba,2026-06-30,A1,,", "Bo,Berg,2026-06-30,A1,2000-01-01,bo@example.org")
    assert (made.export.written, made.export.failed, made.rejected) == (2, 0, ())
    names = {
        json.loads(file.read_bytes())["credential"]["credentialSubject"]["givenName"]["en"]
        for file in documents(tmp_path)
    }
    assert names == {"Ana", "Bo"}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f",{SECRET},2026-06-30,A1,,", "given_name"),
        (f"{SECRET},,2026-06-30,A1,,", "family_name"),
        (f"{SECRET},B,,A1,,", "issued_on"),
        (f"{SECRET},B,30/06/2026,A1,,", "issued_on"),
        (f"{SECRET},B,2026-02-30,A1,,", "issued_on"),
        (f"{SECRET},B,2026-06-30,A9,,", "course_code"),
        (f"{SECRET},B,2026-06-30,A2,,", "course_code"),
        (f"{SECRET},B,2026-06-30,,,", "course_code"),
        (f"{SECRET},B,2026-06-30,A1,1815-01-01,", "date_of_birth"),
        (f"{SECRET},B,2026-06-30,A1,2199-01-01,", "date_of_birth"),
        (f"{SECRET},B,2026-06-30,A1,,{SECRET} at example", "email"),
        (f"{SECRET}{'x' * 500},B,2026-06-30,A1,,", "given_name"),
        (f"{SECRET},B,2026-06-30,A1,,,,,,{SECRET}", ""),
        ("Ana,Alba,2026-06-30,A1,,again@example.org", "certificate_number"),
    ],
)
def test_a_bad_row_is_reported_by_row_and_column_without_its_value(tmp_path, row, column):
    made = write(tmp_path, "Ana,Alba,2026-06-30,A1,,", row)
    assert made.export.written == 1
    assert [(problem.row, problem.column) for problem in made.rejected] == [(3, column)]
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(manifest)["rejected_rows"][0]["row"] == 3
    assert SECRET not in str(made.rejected[0]) + manifest


def test_nobody_is_named_outside_the_documents(tmp_path):
    made = write(tmp_path, f"{SECRET},Alba,2026-06-30,A1,2000-01-01,{SECRET}@example.org")
    assert SECRET not in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8") + str(made)
    assert not [file for file in documents(tmp_path) if SECRET.lower() in file.name]


def test_the_code_may_be_left_out_where_one_course_was_chosen(tmp_path):
    made = write(tmp_path, "Ana,Alba,2026-06-30", header="given_name,family_name,issued_on", courses=["c-2"])
    assert (made.export.written, made.rejected) == (1, ())


def test_a_course_is_found_by_its_identifier_where_its_code_is_that_of_two(tmp_path):
    assert write(tmp_path, "Ana,Alba,2026-06-30,c-3,,").export.written == 1


def test_a_course_that_is_not_there_stops(tmp_path):
    with pytest.raises(EscomapError) as error:
        write(tmp_path, "Ana,Alba,2026-06-30,A1,,", courses=["A1", "A8"])
    assert (error.value.code, "A8" in error.value.message) == ("unknown_course", True)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("given_name,family_name,course_code,grade,email,full_name,wallet_address", "missing_column"),
        (f"{HEADER},{SECRET}", "unknown_column"),
        (f"{SECRET},Alba,2026-06-30", "unknown_column"),
    ],
)
def test_a_list_with_other_columns_stops_and_names_nobody(tmp_path, header, code):
    with pytest.raises(EscomapError) as error:
        read_recipients(listed(tmp_path, "Ana,Alba,2026-06-30,A1,,,", header=header))
    assert error.value.code == code
    assert SECRET not in str(error.value)


def test_a_workbook_is_read_with_its_dates_and_loose_names_of_columns(tmp_path):
    file = tmp_path / "recipients.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("July")
        book.add_worksheet("empty")
        sheet.write_row(0, 0, ["Given name", "Family-Name", "Issued on", "Course code"])
        sheet.write_row(1, 0, ["Ana", "Alba"])
        sheet.write_datetime(1, 2, date(2026, 6, 30), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write(1, 3, "A1")
    rows, problems = read_recipients(file)
    assert problems == []
    assert [(row.course, row.recipient.issued_on, row.sheet) for row in rows] == [("A1", date(2026, 6, 30), "July")]


@pytest.mark.parametrize("rows", [(), ("",), (",,,,,",)])
def test_a_list_without_rows_stops(tmp_path, rows):
    with pytest.raises(EscomapError) as error:
        read_recipients(listed(tmp_path, *rows))
    assert error.value.code == "no_recipients"


def test_a_person_on_two_sheets_in_the_same_row_is_reported(tmp_path):
    file = tmp_path / "recipients.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name in ("July", "August"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["given_name", "family_name", "issued_on", "course_code"])
            sheet.write_row(1, 0, ["Ana", "Alba", "2026-06-30", "A1"])
    made = written(tmp_path / "out", recipients=file)
    assert made.export.written == 1
    assert [(problem.row, problem.sheet) for problem in made.rejected] == [(2, "August")]


def test_other_files_are_no_list_of_recipients(tmp_path):
    file = tmp_path / "recipients.json"
    file.write_text('[{"given_name": "Ana"}]', encoding="utf-8")
    with pytest.raises(EscomapError) as error:
        read_recipients(file)
    assert error.value.code == "not_a_table"


def test_templates_are_written_for_the_courses_chosen(tmp_path):
    made = written(tmp_path, courses=["A2"])
    assert made.export.written == 2


def test_only_images_are_taken(tmp_path):
    (tmp_path / "a.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert load_picture(tmp_path / "a.jpg").file_type == "JPEG"
    with pytest.raises(EscomapError) as error:
        load_picture(tmp_path / "a.svg")
    assert error.value.code == "bad_picture"


def test_the_help_names_every_column():
    from escomap.cli.export import export_edc_credential

    assert all(column in export_edc_credential.__doc__ for column in COLUMNS)
