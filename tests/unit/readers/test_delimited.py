import codecs

import pytest

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.readers.registry import read_records

HEADER = "code;title;outcomes"


def written(folder, content, name="c.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(path, profile=None):
    return list(read_records(path, profile))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_recognised(tmp_path, encoding):
    (record,) = rows(written(tmp_path, f"{HEADER}\nA1;Città – età;Größe und Länge\n".encode(encoding)))
    assert record.values["title"] == "Città – età"


def test_a_central_european_code_page_is_guessed(tmp_path):
    text = f"{HEADER}\n" + "".join(
        f"A{n};Zarządzanie jakością;Źródła błędów i ich wpływ na pomiar, część {n}\n" for n in range(40)
    )
    assert rows(written(tmp_path, text.encode("cp1250")))[0].values["title"] == "Zarządzanie jakością"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(tmp_path, delimiter):
    table = f"{HEADER}\nA1;One;text, more; x\nA2;Two;text, more; y\n".replace("; x", " x").replace("; y", " y")
    record = rows(written(tmp_path, table.replace(", ", " ").replace(";", delimiter)))[0]
    assert record.values == {"code": "A1", "title": "One", "outcomes": "text more x"}


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path):
    found = rows(written(tmp_path, f'{HEADER}\nA1;One;"two\nlines"\n\nA2;Two;x\n'))
    assert [record.row for record in found] == [2, 4]


def test_title_rows_above_the_header_are_skipped(tmp_path):
    found = rows(written(tmp_path, f"Course catalogue 2026;;\nprinted in June;;\n;;\n{HEADER}\nA1;One;x\n"))
    assert [(record.row, record.values["title"]) for record in found] == [(5, "One")]


def test_rows_of_another_width_carry_a_problem(tmp_path):
    found = rows(written(tmp_path, f"{HEADER};a;b;c\nA1;One;x;1;2;3;4\nA2\nA3;Three;y;1;2;3;;\nA4;Four;z\n"))
    assert [bool(record.problem) for record in found] == [True, True, False, False]
    assert "7 fields where the header has 6" in found[0].problem
    assert found[0].values["column 7"] == "4"


def test_nul_bytes_and_repeated_or_empty_names(tmp_path):
    record, *_ = rows(written(tmp_path, b"code,name,name,\nA1,On\x00e,Two,x\n" + b"A2,Three,Four,y\n" * 9))
    assert record.values == {"code": "A1", "name": "One", "name (2)": "Two", "column 4": "x"}


def test_a_declared_encoding_that_does_not_fit_stops(tmp_path):
    path = written(tmp_path, f"{HEADER}\nA1;Città;x\n".encode("cp1252"))
    with pytest.raises(EscomapError) as caught:
        rows(path, CatalogueProfile("p", encoding="ascii"))
    assert caught.value.code == "bad_encoding"


def test_a_profile_names_delimiter_and_header_row(tmp_path):
    path = written(tmp_path, "a#b\ncode#title\nA1#One\n")
    (record,) = rows(path, CatalogueProfile("p", delimiter="#", header_row=2))
    assert record.values == {"code": "A1", "title": "One"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"<!DOCTYPE html><html>",
        b"<?xml version='1.0'?><feed/>",
        b"\x00\x01" * 500,
        b"just a note\n",
    ],
)
def test_what_is_not_a_catalogue_is_refused(tmp_path, content):
    with pytest.raises(EscomapError) as caught:
        rows(written(tmp_path, content))
    assert caught.value.code == "not_a_catalogue"
    assert caught.value.hint


def test_missing_files_and_folders_are_refused(tmp_path):
    for path, code in ((tmp_path / "none.csv", "missing_file"), (tmp_path, "not_a_catalogue")):
        with pytest.raises(EscomapError) as caught:
            rows(path)
        assert caught.value.code == code


def test_utf_16_after_a_mark_is_text(tmp_path):
    path = written(tmp_path, codecs.BOM_UTF16_LE + f"{HEADER}\nA1;One;x\n".encode("utf-16-le"))
    assert rows(path)[0].values["code"] == "A1"


def test_thousands_of_columns_of_one_name_stay_apart(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(";".join(["Title", *["x"] * 9000]) + "\n" + ";".join(["One", *["y"] * 9000]) + "\n")
    (record,) = read_records(path)
    assert len(record.values) == 9001
    assert list(record.values)[1:4] == ["x", "x (2)", "x (3)"]
