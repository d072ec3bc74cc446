"""A changed catalogue on a published database: what is gone is marked as ended, and nothing that stayed is lost."""

import csv
import json
import shutil

import pytest

from escomap import tables
from escomap.errors import EscomapError
from escomap.settings import Settings
from escomap.steps.compare import compare_databases
from escomap.steps.export import export_documents, export_tables
from escomap.store.db import open_store
from fixtures.catalogues import COURSES, HEADER, course_rows, write_catalogue
from fixtures.esco_releases import write_csv
from fixtures.runs import SETTINGS, results, run, without_model

# One outcome reads otherwise, the last course is gone, another is there.
CHANGED = [
    (*COURSES[0][:3], COURSES[0][3].replace("work in teams", "write tests")),
    *COURSES[1:4],
    ("ST1", "Statistics", "EQF level 7", "- apply statistics to clinical data\n- read statistical reports"),
]


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    return without_model(monkeypatch)


def update(folder, courses, *, name="courses.csv", **options):
    write_catalogue(folder / name, courses)
    return run(folder, catalogues=(folder / name,), **options)


def rows(folder, table):
    return results(folder / "courses.duckdb")[table].to_pylist()


def ended_codes(folder):
    return sorted(row["course_code"] for row in rows(folder, "core_course") if row["ended_at"])


def test_only_what_changed_is_encoded_and_matched(tmp_path, encoder):
    run(tmp_path)
    encoded = encoder.encoded_count
    report = update(tmp_path, CHANGED)
    assert (report.outcomes_matched, report.outcomes_reused) == (3, 10)
    assert report.texts_encoded == encoder.encoded_count - encoded
    assert report.course_changes == {"added": 1, "ended": 1}
    assert "in this run    added 1, ended 1   ended in all: 1" in report.to_text()


def test_the_difference_is_what_was_changed_and_nothing_else(tmp_path):
    run(tmp_path)
    shutil.copyfile(tmp_path / "courses.duckdb", tmp_path / "old.duckdb")
    update(tmp_path, CHANGED)
    found = compare_databases(tmp_path / "old.duckdb", tmp_path / "courses.duckdb")
    assert [(one.kind, one.course.course_code) for one in found.courses] == [("added", "ST1"), ("ended", "LA1")]
    assert {(one.kind, one.old, one.new) for one in found.outcomes} == {
        ("removed", "work in teams", ""),
        ("added", "", "write tests"),
    }
    assert {one.outcome for one in found.links} <= {"work in teams", "write tests"}
    assert (found.levels, found.conditions) == ((), {})


def test_what_differs_between_two_runs_beside_the_catalogue_is_named(tmp_path):
    run(tmp_path, db=tmp_path / "old.duckdb")
    run(tmp_path, settings=Settings(accept_threshold=0.01, review_threshold=0.005, batch_size=3))
    found = compare_databases(tmp_path / "old.duckdb", tmp_path / "courses.duckdb")
    assert found.conditions["setting accept_threshold"] == (str(SETTINGS.accept_threshold), "0.01")
    assert set(found.conditions) == {"setting accept_threshold", "setting review_threshold"}
    assert {(one.kind, one.cause) for one in found.links} == {("gained", "matched anew"), ("band", "matched anew")}


def test_the_courses_that_stay_are_as_in_a_database_made_anew(tmp_path):
    run(tmp_path)
    update(tmp_path, CHANGED)
    run(tmp_path, db=tmp_path / "fresh.duckdb")
    ended = {row["course_id"] for row in rows(tmp_path, "core_course") if row["ended_at"]}
    ended |= {row["outcome_id"] for row in rows(tmp_path, "core_outcome") if row["course_id"] in ended}
    ended |= {row["record_id"] for row in rows(tmp_path, "core_course") if row["ended_at"]}
    for name, fresh in results(tmp_path / "fresh.duckdb").items():
        key = tables.TABLES[name].key[0]
        # A concept that only ended courses lead to is of no current one.
        kept = [row for row in rows(tmp_path, name) if row[key] not in ended and row.get("course_count") != 0]
        assert kept == fresh.to_pylist(), name


def test_an_ended_course_keeps_all_it_had(tmp_path):
    run(tmp_path)
    before = results(tmp_path / "courses.duckdb")
    update(tmp_path, CHANGED)
    (course,) = [row for row in rows(tmp_path, "core_course") if row["ended_at"]]
    outcomes = {
        row["outcome_id"] for row in before["core_outcome"].to_pylist() if row["course_id"] == course["course_id"]
    }
    own = {course["course_id"], course["record_id"], *outcomes}
    assert len(outcomes) == 2
    for name in (
        "raw_record",
        "core_course_text",
        "core_outcome",
        "sug_dimension",
        "sug_match",
        "sug_skill",
        "sug_level",
    ):
        key = tables.TABLES[name].key[0]
        kept = [row for row in before[name].to_pylist() if row[key] in own]
        assert kept and [row for row in rows(tmp_path, name) if row[key] in own] == kept, name
    status = {row["course_code"]: row["course_status"] for row in rows(tmp_path, "out_descriptor")}
    assert {code for code, said in status.items() if said == "ended"} == {"LA1"}
    links = rows(tmp_path, "out_outcome_skill")
    assert {row["course_status"] for row in links if row["course_id"] == course["course_id"]} <= {"ended"}
    assert {row["course_status"] for row in links if row["course_id"] != course["course_id"]} == {"current"}


def test_a_course_that_comes_back_is_current_and_matched_no_more(tmp_path, encoder):
    run(tmp_path)
    before = results(tmp_path / "courses.duckdb")
    update(tmp_path, COURSES[:4])
    assert ended_codes(tmp_path) == ["LA1"]
    again = update(tmp_path, COURSES)
    assert (again.outcomes_matched, again.courses_ended, again.course_changes) == (0, 0, {"returned": 1})
    assert results(tmp_path / "courses.duckdb") == before


def test_a_course_stays_ended_since_the_run_that_missed_it(tmp_path):
    run(tmp_path)
    update(tmp_path, COURSES[:4])
    first = [row["ended_at"] for row in rows(tmp_path, "core_course") if row["ended_at"]]
    report = update(tmp_path, COURSES[:4])
    assert [row["ended_at"] for row in rows(tmp_path, "core_course") if row["ended_at"]] == first
    assert (report.course_changes, report.courses_ended, report.courses) == ({}, 1, 4)


def csv_rows(file):
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_exports_leave_ended_courses_out_unless_asked(tmp_path):
    links_all = Settings(accept_threshold=0.02, review_threshold=0.01)
    run(tmp_path, settings=links_all)
    update(tmp_path, CHANGED, settings=links_all)
    concepts = {}
    with open_store(tmp_path / "courses.duckdb") as store:
        for include_ended, courses, outcomes in ((False, 5, 11), (True, 6, 13)):
            assert export_documents(store, "edc", tmp_path / "edc", include_ended=include_ended).written == courses
            export_tables(store, tmp_path, ("csv",), include_ended=include_ended)
            assert len(csv_rows(tmp_path / "out_descriptor.csv")) == courses
            assert len({row["outcome_id"] for row in csv_rows(tmp_path / "sug_skill.csv")}) == outcomes
            linked = {row["skill_uri"] for row in csv_rows(tmp_path / "out_outcome_skill.csv")}
            concepts[include_ended] = {
                row["skill_uri"]: row["course_count"] for row in csv_rows(tmp_path / "out_skill.csv")
            }
            assert set(concepts[include_ended]) == linked
    # Courses are counted while they are current, whatever is exported.
    assert concepts[False].items() < concepts[True].items()
    assert set(concepts[True].values()) - set(concepts[False].values()) == {"0"}
    manifest = json.loads((tmp_path / "edc" / "manifest.json").read_text())
    notes = [finding["message"] for one in manifest["documents"] for finding in one["findings"]]
    assert len([note for note in notes if "the course has ended" in note]) == 1


def test_many_gone_courses_look_like_a_part_and_end_only_when_allowed(tmp_path):
    run(tmp_path)
    report = update(tmp_path, CHANGED[:2])
    assert (report.courses_missing, report.courses_ended, report.courses) == (3, 0, 5)
    assert any("3 of the 5 courses" in note and "--allow-ending" in note for note in report.notes)
    assert "missing, not ended: 3" in report.to_text()
    assert "write tests" in [row["text"] for row in rows(tmp_path, "core_outcome")]
    report = update(tmp_path, CHANGED[:2], settings=Settings(ending_share=1))
    assert (report.courses_missing, report.courses_ended, report.courses) == (0, 3, 2)


@pytest.fixture
def two_files(tmp_path):
    """A catalogue in two files, and what runs it."""
    profile = tmp_path / "both.toml"
    profile.write_text(
        '[catalogue]\nname = "both"\n[columns]\ncourse_code = "Course code"\nprovider = "Provider"\ntitle = "Title"\n'
        'outcomes = "Learning outcomes"\n',
        encoding="utf-8",
    )
    files = tmp_path / "one.csv", tmp_path / "two.csv"
    write_catalogue(files[0], COURSES[:3])
    write_catalogue(files[1], COURSES[3:])

    def again(*chosen, **options):
        return run(tmp_path, catalogues=chosen or files, profile=str(profile), **options)

    again()
    return again, files


def test_a_file_that_cannot_be_read_ends_no_course(tmp_path, two_files):
    again, (_, second) = two_files
    second.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    report = again(settings=Settings(ending_share=1))
    assert (ended_codes(tmp_path), report.courses_missing, report.courses) == ([], 2, 5)
    assert any("two.csv could not be read" in note for note in report.notes)


def test_files_under_other_names_are_the_same_catalogue_by_its_profile(tmp_path, two_files):
    again, _ = two_files
    write_catalogue(tmp_path / "spring.csv", COURSES[:4])
    assert again(tmp_path / "spring.csv").course_changes == {"ended": 1}
    assert ended_codes(tmp_path) == ["LA1"]


def test_a_course_that_moves_to_another_file_of_a_run_has_not_ended(tmp_path):
    write_catalogue(tmp_path / "a.csv", COURSES[:3])
    write_catalogue(tmp_path / "b.csv", COURSES[3:])
    both = (tmp_path / "a.csv", tmp_path / "b.csv")
    run(tmp_path, catalogues=both)
    write_catalogue(tmp_path / "a.csv", COURSES[:2])
    write_catalogue(tmp_path / "b.csv", COURSES[2:])
    report = run(tmp_path, catalogues=both)
    assert (ended_codes(tmp_path), report.course_changes) == ([], {})


def test_a_new_edition_under_another_name_ends_courses_when_told_whose_it_is(tmp_path):
    run(tmp_path)
    report = update(tmp_path, CHANGED, name="spring.csv")
    assert ended_codes(tmp_path) == []
    assert any(
        "1 others stay current" in note and "--catalogue 'courses' --allow-ending" in note for note in report.notes
    )
    update(tmp_path, CHANGED, name="spring.csv", catalogue_name="courses", settings=Settings(ending_share=1))
    assert ended_codes(tmp_path) == ["LA1"]
    assert {row["catalogue"] for row in rows(tmp_path, "core_course")} == {"courses"}


def test_a_known_catalogue_continues_under_the_name_given(tmp_path):
    run(tmp_path)
    report = update(tmp_path, CHANGED, name="spring.csv", catalogue_name="courses")
    assert (report.course_changes, ended_codes(tmp_path)) == ({"added": 1, "ended": 1}, ["LA1"])


def test_the_file_of_another_catalogue_ends_none_however_large_it_is(tmp_path):
    update(tmp_path, COURSES[:1], name="small.csv")
    update(tmp_path, COURSES[1:], name="large.csv")
    report = update(tmp_path, COURSES[1:], name="large.csv", catalogue_name="small")
    assert (report.courses_missing, ended_codes(tmp_path)) == (1, [])


def test_one_name_for_several_catalogues_is_refused(tmp_path):
    write_catalogue(tmp_path / "more.csv")
    with pytest.raises(EscomapError) as caught:
        run(tmp_path, catalogues=(tmp_path / "courses.csv", tmp_path / "more.csv"), catalogue_name="all")
    assert caught.value.code == "several_catalogues"


def test_a_course_whose_row_was_rejected_has_not_ended(tmp_path):
    run(tmp_path)
    spoilt = [*course_rows()[:4], [COURSES[4][0], "", *course_rows()[4][2:]]]
    write_csv(tmp_path / "courses.csv", HEADER, spoilt)
    report = run(tmp_path)
    assert (report.rows_rejected, report.courses, ended_codes(tmp_path)) == (1, 5, [])


def test_a_row_that_makes_no_sense_is_told_where_a_course_ended(tmp_path):
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in course_rows()]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run(tmp_path, catalogues=(tmp_path / "rows.jsonl",))
    (tmp_path / "rows.jsonl").write_text("\n".join([*lines[:4], lines[4][:-10]]), encoding="utf-8")
    report = run(tmp_path, catalogues=(tmp_path / "rows.jsonl",))
    assert (ended_codes(tmp_path), report.rejects) == (["LA1"], {"row_shape (row)": 1})
    assert any("1 rows of rows made no sense" in note for note in report.notes)


def test_a_catalogue_read_in_parts_ends_the_same_courses(tmp_path, monkeypatch):
    from escomap.steps import ingest

    run(tmp_path)
    monkeypatch.setattr(ingest, "HELD_CHARACTERS", 50)
    monkeypatch.setattr(ingest, "PART_RECORDS", 2)
    report = update(tmp_path, CHANGED)
    assert (report.course_changes, ended_codes(tmp_path)) == ({"added": 1, "ended": 1}, ["LA1"])


def test_a_record_kept_for_a_missing_course_is_replaced_when_it_is_read_as_another(tmp_path, two_files):
    again, _ = two_files
    profile = tmp_path / "both.toml"
    profile.write_text(
        profile.read_text().replace('provider = "Provider"\n', "") + '[defaults]\nprovider = "New name"\n'
    )
    report = again()
    assert (report.courses_missing, report.courses) == (5, 10)
    assert len(rows(tmp_path, "raw_record")) == 5
    assert again(settings=Settings(ending_share=1)).courses_ended == 5


def test_a_stopped_update_ends_nothing_and_the_next_one_does(tmp_path, monkeypatch):
    from escomap.steps import enrich

    run(tmp_path)
    before = results(tmp_path / "courses.duckdb")
    write_catalogue(tmp_path / "courses.csv", CHANGED)
    store_matches = enrich.store_matches
    with monkeypatch.context() as patch:
        patch.setattr(enrich, "store_matches", lambda *given: (store_matches(*given), 1 / 0))
        with pytest.raises(ZeroDivisionError):
            run(tmp_path, settings=Settings(batch_size=2))
    assert results(tmp_path / "courses.duckdb") == before
    report = run(tmp_path, settings=Settings(batch_size=2))
    assert (report.course_changes, report.outcomes_matched) == ({"added": 1, "ended": 1}, 1)


def test_what_changes_all_answers_changes_those_of_ended_courses(tmp_path):
    run(tmp_path)
    update(tmp_path, COURSES[:4])
    report = run(tmp_path, settings=Settings(top_k=2))
    assert report.outcomes_matched == 11
