"""The sample catalogue with the packaged model and the starter vocabulary, as a new user runs it."""

import csv
import html
import json
import shutil
from dataclasses import replace

import pytest

from escomap.exports.registry import EXPORTS
from escomap.paths import sample_folder
from escomap.steps.enrich import enrich_catalogue
from escomap.steps.export import export_documents
from escomap.steps.run import RunRequest
from escomap.store.db import open_store
from fixtures.runs import results

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def request_and_report(tmp_path_factory):
    db = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    request = RunRequest(catalogues=(sample_folder() / "catalogue.csv",), db=db, profile="sample")
    return request, enrich_catalogue(request)


@pytest.fixture(scope="module")
def found(request_and_report):
    return {name: rows.to_pylist() for name, rows in results(request_and_report[0].db).items()}


def test_every_row_is_accounted_for(request_and_report, found):
    report = request_and_report[1]
    assert report.rows == len(found["raw_record"]) == len(found["core_course"]) + report.rows_rejected
    assert (report.courses, report.outcomes) == (41, 239)
    assert set(report.outcomes_by_language) == {"en", "it", "de", "fr"}
    assert sum(report.outcomes_by_band.values()) == report.outcomes_matched == 239
    assert sum(report.levels_by_basis.values()) == 41


def test_levels_are_those_a_careful_reader_found(found):
    with (sample_folder() / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            row["code"]: (row["eqf_level"], row["basis"], row["has_conflict"] == "true") for row in csv.DictReader(file)
        }
    codes = {row["course_id"]: row["course_code"] for row in found["core_course"]}
    levels = {
        codes[row["course_id"]]: (str(row["eqf_level"] or ""), row["basis"], row["has_conflict"])
        for row in found["sug_level"]
    }
    # Two courses that state nothing get a range by their wording, which is no level.
    by_wording = {code for code, (_, basis, _) in levels.items() if basis == "text"}
    assert by_wording == {"LAB0007", "OVM-DS101"}
    assert levels == expected | dict.fromkeys(by_wording, ("", "text", False))


def test_some_links_are_accepted_and_lead_to_known_concepts(request_and_report, found):
    assert request_and_report[1].accepted_links == len(found["out_outcome_skill"]) >= 5
    known = {row["concept_uri"] for row in found["core_concept"]}
    assert {row["skill_uri"] for row in found["sug_skill"]} <= known


def test_every_suggestion_carries_its_evidence(found):
    texts = {row["outcome_id"]: row["text"] for row in found["core_outcome"]}
    for row in found["sug_skill"]:
        assert texts[row["outcome_id"]][row["span_start"] : row["span_end"]] == row["span_text"] != ""
        assert row["matched_label"]
        assert row["method"] in ("exact", "lexical", "sentence", "multilingual")
        assert row["esco_version"] == "v1.2.0"
        assert "all-MiniLM-L6-v2@53aa51172d14+" in row["model_id"]
        assert "multilingual-e5-small-q4@1571fc982750+" in row["model_id"]
        # What a person reads first must bear out the method.
        if row["method"] == "exact":
            assert row["exact_score"] == 1
            assert row["matched_label"].split()[0].lower() in row["span_text"].lower()


def test_spans_lead_back_to_the_source(found):
    records = {row["record_id"]: row["content_json"] for row in found["raw_record"]}
    courses = {row["course_id"]: row["record_id"] for row in found["core_course"]}
    for row in found["core_outcome"]:
        cell = json.loads(records[courses[row["course_id"]]])[row["source_column"]]
        given = html.unescape(cell[row["span_start"] : row["span_end"]])
        assert given.split() == row["text"].split()


def test_a_second_run_encodes_nothing_and_gives_the_same_tables(request_and_report, tmp_path):
    request = replace(request_and_report[0], db=tmp_path / "again.duckdb")
    shutil.copyfile(request_and_report[0].db, request.db)
    report = enrich_catalogue(request)
    assert (report.texts_encoded, report.outcomes_matched, report.outcomes_reused) == (0, 0, 239)
    assert results(request.db) == results(request_and_report[0].db)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_sample_course_passes_the_official_validators(request_and_report, standards, tmp_path, name):
    with open_store(request_and_report[0].db) as store:
        made = export_documents(store, name, tmp_path, accept_inferred=True, standards=standards)
    # Course search takes no course without outcomes, and one of the sample has none.
    assert (made.failed, made.to_mend) == ((2, {"outcomes": 1}) if name == "loq" else (0, {}))
    courses = {document["course_id"] for document in json.loads((tmp_path / "manifest.json").read_text())["documents"]}
    assert len(courses - {""}) == 41
    written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.json"))
    assert "http://data.europa.eu/esco/skill/" in written
