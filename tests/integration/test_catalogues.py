"""Whole catalogues from file to outcomes."""

import csv

from escomap.catalogue.build import build_catalogue
from escomap.mappings import load_profile
from escomap.paths import mappings_folder, sample_folder
from escomap.readers.registry import file_sha256, read_records
from escomap.settings import Settings


def read(path, name, phrases):
    profile = load_profile(name, mappings_folder())
    digests = {path.name: file_sha256(path)}
    return build_catalogue(read_records(path, profile), profile, phrases, settings=Settings(), digests=digests)


def test_the_sample_gives_the_outcomes_a_reader_counts(phrases):
    catalogue = read(sample_folder() / "catalogue.csv", "sample", phrases)
    with (sample_folder() / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["code"]: (int(row["n_outcomes"]), row["languages"]) for row in csv.DictReader(file)}
    codes = dict(zip(catalogue.core_course["course_id"], catalogue.core_course["course_code"], strict=True))
    outcomes = catalogue.core_outcome.assign(code=catalogue.core_outcome["course_id"].map(codes))
    found = dict.fromkeys(codes.values(), (0, ""))
    found |= {code: (len(rows), "|".join(sorted(set(rows["lang"])))) for code, rows in outcomes.groupby("code")}
    assert found == expected
    assert sorted(catalogue.raw_reject["reject_code"]) == ["duplicate_row", "duplicate_row", "row_shape"]
    assert catalogue.unplaced_columns == ()


def test_a_real_workbook_gives_its_outcomes(shared, phrases):
    catalogue = read(shared("catalogues/xlsx/miun_kursplaner.xlsx"), "miun", phrases)
    assert len(catalogue.core_course) == 3586
    assert catalogue.raw_reject.empty
    counts = catalogue.core_outcome["lang"].value_counts()
    # 24,100 list marks stand in the cells; some paragraphs come on top.
    assert 20_000 < counts["sv"] < 20_600
    assert 4_250 < counts["en"] < 4_500
    assert counts.drop(["sv", "en"]).sum() < 30
    assert (catalogue.core_outcome["text"].str.split().str.len() < 2).mean() < 0.001


def test_json_keyed_by_code_gives_every_unit(shared, phrases):
    catalogue = read(shared("catalogues/json/monash_units.json"), "monash", phrases)
    assert len(catalogue.core_course) == 5102
    assert catalogue.raw_reject.empty
    assert (catalogue.unplaced_columns, catalogue.missing_columns, catalogue.unmapped_values) == ((), (), {})
    assert catalogue.core_course["ects"].isna().all()
    assert catalogue.core_course["credits"].value_counts()[6] == 4046
    assert (catalogue.core_course["mode"] == "online").sum() > 200
