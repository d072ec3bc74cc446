"""A course over several rows whose code and title stand only in the first: joined where that is sure, and counted."""

import openpyxl
import pytest

from escomap.catalogue.profile import CatalogueProfile, parse_profile, to_toml
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers import continued_rows
from escomap.readers.registry import read_records
from fixtures.ingests import ingested

HEADER = ["Code", "Title", "ECTS", "Learning outcomes", "Room"]
ROWS = [
    ["CS1", "Programming", "6", "debug software", "A1"],
    ["", "", "", "write programs in Python", ""],
    ["-", "", "", "test programs", ""],
    ["CS2", "Databases", "5", "design databases", ""],
]


def csv(folder, rows):
    path = folder / "c.csv"
    path.write_text("\n".join(";".join(row) for row in [HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def xlsx(folder, rows):
    book = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append([cell or None for cell in row])
    book.save(folder / "c.xlsx")
    return folder / "c.xlsx"


def found(path, **options):
    profile = parse_profile({"catalogue": options, "columns": COLUMNS}, "p") if options else None
    return [(r.row, r.values["Code"], r.values["Learning outcomes"], r.joined) for r in read_records(path, profile)]


COLUMNS = {"course_code": "Code", "title": "Title", "outcomes": "Learning outcomes", "ects": "ECTS"}
JOINED = [
    (2, "CS1", "debug software\n\nwrite programs in Python\n\ntest programs", 2),
    (5, "CS2", "design databases", 0),
]


@pytest.mark.parametrize("write", [csv, xlsx])
def test_rows_of_outcomes_belong_to_the_course_above(tmp_path, write):
    path = write(tmp_path, ROWS)
    (one, two) = found(path)
    assert one[:3] == JOINED[0][:3]
    assert (one[3], two) == (2, JOINED[1])
    assert found(path, continued_rows="join")[0][2:] == JOINED[0][2:]
    assert len(found(path, continued_rows="never")) == 4


@pytest.mark.parametrize("write", [csv, xlsx])
@pytest.mark.parametrize(
    "row",
    [
        ["", "", "7", "write programs", ""],
        ["", "", "", "write programs", "B2"],
        ["", "", "7", "", ""],
        ["CS9", "", "", "write programs", ""],
        ["", "Networks", "", "write programs", ""],
        ["Faculty of Law", "", "", "", ""],
    ],
    ids=["other credits", "unknown column", "no text", "code of its own", "title of its own", "heading"],
)
def test_rows_that_may_be_something_else_are_left_alone(tmp_path, write, row):
    path = write(tmp_path, [ROWS[0], row, ROWS[3]])
    assert [(r.row, r.joined) for r in read_records(path)] == [(2, 0), (3, 0), (4, 0)]


def test_a_gap_ends_a_course(tmp_path):
    path = xlsx(tmp_path, [ROWS[0], [""] * 5, ROWS[1], ROWS[3]])
    assert [r.joined for r in read_records(path)] == [0, 0, 0]
    assert found(path, continued_rows="join")[0][3] == 1


def test_a_row_without_a_course_above_and_a_damaged_one_stay(tmp_path):
    path = csv(tmp_path, [ROWS[1], ROWS[0], ["", "", "", "x", "", "too many"], ROWS[1], ROWS[3]])
    records = list(read_records(path))
    assert [(r.row, r.joined, bool(r.problem)) for r in records] == [
        (2, 0, False),
        (3, 0, False),
        (4, 0, True),
        (5, 0, False),
        (6, 0, False),
    ]


def test_a_profile_that_joins_takes_whatever_the_rows_hold(tmp_path):
    path = csv(tmp_path, [ROWS[0], ["", "", "6", "write programs", "B2"], ROWS[3]])
    profile = CatalogueProfile(
        "p", continued_rows="join", columns={"course_code": ("Code",)}, texts={"title": {"auto": ("Title",)}}
    )
    first, _ = read_records(path, profile)
    assert (first.values["ECTS"], first.values["Room"], first.joined) == ("6", "A1\n\nB2", 1)


def test_columns_nobody_knows_join_nothing(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("Foo;Bar\nCS1;x\n;y\n")
    assert [r.joined for r in read_records(path)] == [0, 0]


def test_no_course_goes_on_for_ever(monkeypatch):
    monkeypatch.setattr(continued_rows, "MAX_ROWS", 3)
    rows = [RawRecord("f", 2, {"Title": "One", "Outcomes": "a"})]
    rows += [RawRecord("f", n, {"Title": "", "Outcomes": f"b{n}"}) for n in range(3, 9)]
    joined, *rest = continued_rows.joined_rows(rows, ["Title", "Outcomes"])
    assert (joined.joined, len(rest)) == (3, 3)


def test_the_report_says_how_many_rows_were_joined(tmp_path):
    result = ingested(csv(tmp_path, [*ROWS, ["", "", "7", "", ""]]), folder=tmp_path)
    report = result.report
    assert (report.rows, report.rows_rejected, report.rows_joined) == (5, 1, 2)
    assert len(result.core_course) + report.rows_rejected + report.rows_joined == report.rows
    assert "Rows joined      2 " in report.to_text()
    assert sorted(result.outcomes())[0] == "debug software"


def test_the_profile_key_is_checked_and_written_back():
    profile = parse_profile({"catalogue": {"continued_rows": "join"}, "columns": COLUMNS}, "p")
    assert 'continued_rows = "join"' in to_toml(profile)
    with pytest.raises(EscomapError, match="continued_rows"):
        parse_profile({"catalogue": {"continued_rows": "always"}, "columns": COLUMNS}, "p")
