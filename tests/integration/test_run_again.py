"""What a run that failed, or one on a changed file, may and may not do to the next database."""

import pytest

from escomap import tables
from escomap.errors import EscomapError
from escomap.store.db import open_store, work_path
from fixtures.catalogues import write_catalogue
from fixtures.runs import run, tiny_request, without_model


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    return without_model(monkeypatch)


def providers(db):
    with open_store(db) as store:
        return sorted(set(store.read(tables.CORE_COURSE)["catalogue"]))


def test_the_catalogue_of_a_failed_run_is_not_published_by_the_next(tmp_path):
    wrong = write_catalogue(tmp_path / "wrong.csv")
    (tmp_path / "no_esco").mkdir()
    with pytest.raises(EscomapError) as caught:
        run(tmp_path, catalogues=(wrong,), esco=tmp_path / "no_esco")
    assert caught.value.code == "no_skills_file"
    assert not work_path(tmp_path / "courses.duckdb").exists()
    run(tmp_path)
    assert providers(tmp_path / "courses.duckdb") == ["courses"]


def test_a_missing_outcomes_column_does_not_empty_a_good_database(tmp_path):
    run(tmp_path)
    before = (tmp_path / "courses.duckdb").read_bytes()
    profile = tmp_path / "courses.toml"
    profile.write_text('[catalogue]\nname = "courses"\n[columns]\ntitle = "title"\noutcomes = "Learnt"\n')
    request = tiny_request(tmp_path)
    header = request.catalogues[0].read_text(encoding="utf-8").splitlines()[0]
    assert "Learnt" not in header
    with pytest.raises(EscomapError) as caught:
        run(tmp_path, profile=str(profile))
    assert caught.value.code == "missing_column"
    assert (tmp_path / "courses.duckdb").read_bytes() == before


def test_short_outcomes_do_not_hide_their_column(tmp_path):
    small = tmp_path / "small.csv"
    small.write_text("title,outcomes\nDatabases,design databases\nWelding,weld metal\n", encoding="utf-8")
    report = run(tmp_path, catalogues=(small,))
    assert (report.courses, report.outcomes) == (2, 2)


def test_missing_shapes_are_told_before_anything_is_matched(tmp_path, encoder):
    with pytest.raises(EscomapError):
        run(tmp_path, exports=("edc",), standards=tmp_path / "nowhere")
    assert encoder.encoded_count == 0


def test_an_export_that_fails_leaves_the_database_and_the_report(tmp_path):
    (tmp_path / "exports").write_text("a file where a folder is needed")
    report = run(tmp_path, exports=("tables",), out=tmp_path / "exports")
    assert len(report.failed_exports) == 1
    assert "Not exported" in report.to_text()
    assert providers(tmp_path / "courses.duckdb") == ["courses"]
