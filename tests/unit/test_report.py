import json

from escomap.model import OpenReason
from escomap.report import RunReport


def test_text_tells_every_count_and_what_was_not_done():
    report = RunReport(
        catalogue="sample",
        files={"a.csv": 1200},
        failed_files={"b.pdf": "The file is a PDF."},
        rows=1200,
        courses=1100,
        rows_rejected=100,
        rejects={"duplicate_row (row)": 100},
        outcomes=5000,
        outcomes_by_language={"en": 3000, "it": 2000},
        seconds={"ingest": 1.25, "match": 10.0},
        exported={"edc": "41 documents in out"},
        notes=["columns kept in raw_record only: Remarks"],
    )
    text = report.to_text()
    for said in (
        "a.csv 1,200 rows",
        "not read       b.pdf: The file is a PDF.",
        "duplicate_row (row) 100",
        "en 3,000, it 2,000",
        "ingest 1.2, match 10.0; total 11.2",
        "edc: 41 documents in out",
        "Not done, or to know:\n  - columns kept in raw_record only: Remarks",
    ):
        assert said in text


def test_an_empty_report_says_none_and_no_open_ends():
    text = RunReport().to_text()
    assert "Files            none" in text
    assert "Not done" not in text


def test_json_holds_what_the_report_holds():
    report = RunReport(catalogue="Università", rows=3)
    assert json.loads(report.to_json()) == report.to_dict()
    assert "Università" in report.to_json()


def test_open_levels_are_counted_with_what_settles_them():
    text = RunReport(levels_by_basis={"none": 9}, levels_open={"no_signal": 2, "bare_level": 7}).to_text()
    first, second = [line for line in text.splitlines() if line.startswith("  open")]
    assert "7 bare_level: map a column to framework" in first
    assert "2 no_signal" in second


def test_every_reason_has_its_remedy():
    for reason in OpenReason:
        assert reason in RunReport(levels_open={str(reason): 1}).to_text()
