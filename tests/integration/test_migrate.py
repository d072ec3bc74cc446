"""A database goes to another release: what holds is kept, what does not is queued, and the next run does the rest."""

import json

import pytest
from typer.testing import CliRunner

from escomap import tables
from escomap.cli import app
from escomap.errors import EscomapError
from escomap.settings import Settings
from escomap.steps import migrate
from escomap.steps.migrate import migrate_database
from escomap.store.db import open_store, work_path
from fixtures.esco_releases import HEADER, skill_rows, uri, write_csv, write_release
from fixtures.runs import run, without_model

GROUP_HEADER = ["conceptType", "conceptUri", "preferredLabel", "altLabels", "status", "code"]


@pytest.fixture
def encoder(monkeypatch):
    encoders = without_model(monkeypatch)
    monkeypatch.setattr(migrate, "load_encoders", lambda _: encoders)
    return encoders


@pytest.fixture
def db(tmp_path, encoder):
    run(tmp_path)
    return tmp_path / "courses.duckdb"


@pytest.fixture
def newer(tmp_path):
    """v1.2.1: debugging has another name, team work is gone but for its label, reading drawings is new."""
    folder = tmp_path / "v1.2.1"
    write_release(folder, ("en", "de"))
    rows = [row for row in skill_rows() if row[1] != uri("teams")]
    for row in rows:
        if row[1] == uri("debug"):
            row[4] = "find and mend software errors"
    new = [
        "KnowledgeSkillCompetence",
        uri("crew"),
        "skill/competence",
        "",
        "cooperate",
        "work in teams",
        "",
        "released",
        "",
    ]
    drawings = [*new[:1], uri("drawings"), *new[2:4], "technical drawings", "", "", "released", ""]
    write_csv(folder / "skills_en.csv", HEADER, [*rows, new, drawings])
    return folder


def read(db, *names):
    with open_store(db) as store:
        return [store.read(tables.TABLES[name]) for name in names]


def pairs(rows, column="skill_uri"):
    return set(zip(rows["outcome_id"], rows[column], strict=True))


def test_nothing_is_lost(db, newer):
    (before,) = read(db, "sug_skill")
    report = migrate_database(db, newer)
    kept, lost, vocabulary = read(db, "sug_skill", "sug_replacement", "core_vocabulary")
    assert pairs(kept) | pairs(lost, "removed_uri") == pairs(before)
    assert not pairs(kept) & pairs(lost, "removed_uri")
    assert set(lost["removed_uri"]) == {uri("teams")}
    assert set(lost["replacement_uri"]) == {uri("crew")}
    assert vocabulary["esco_version"].tolist() == ["v1.2.1"]
    fates = report.suggestions
    assert (fates.before, fates.kept + fates.removed) == (len(before), len(before))
    assert not work_path(db).exists()


def test_accepted_links_and_descriptors_follow(db, newer):
    links, before = read(db, "out_outcome_skill", "out_descriptor")
    assert {uri("debug"), uri("teams")} <= set(links["skill_uri"])
    migrate_database(db, newer)
    links, after, skills = read(db, "out_outcome_skill", "out_descriptor", "out_skill")
    named = dict(zip(links["skill_uri"], links["skill_label_en"], strict=True))
    assert named[uri("debug")] == "find and mend software errors"
    assert uri("teams") not in named
    assert set(skills["skill_uri"]) == set(named)
    assert after["skill_count"].sum() == before["skill_count"].sum() - 1
    assert set(after["esco_version"]) == {"v1.2.1"}
    assert set(links["esco_version"]) == {"v1.2.0"}


def test_the_next_run_matches_only_what_the_change_touches(db, newer, tmp_path, encoder):
    report = migrate_database(db, newer)
    assert report.to_match == {
        "answered by other settings, encoders or texts": 0,
        "lost a suggestion": 1,
        "have labels in their language now": 0,
        "name a new concept": 1,
    }
    again = run(tmp_path, esco=newer)
    assert (again.outcomes_matched, again.outcomes_reused) == (2, report.carried) == (2, again.outcomes - 2)
    assert any("keep their answers of ESCO v1.2.0" in note for note in again.notes)
    (suggested, lost) = read(db, "sug_skill", "sug_replacement")
    assert {uri("crew"), uri("drawings")} <= set(suggested["skill_uri"])
    assert set(lost["removed_uri"]) == {uri("teams")}


def test_outcomes_whose_language_has_labels_now_are_matched_again(tmp_path, encoder):
    english = write_release(tmp_path / "english", ("en",))
    run(tmp_path, esco=english, esco_version="v1.2.0")
    db = tmp_path / "courses.duckdb"
    report = migrate_database(db, tmp_path / "v1.2.0")
    (outcomes,) = read(db, "core_outcome")
    assert report.to_match["have labels in their language now"] == (outcomes["lang"] == "de").sum() > 0
    assert (report.suggestions.removed, report.queue) == (0, ())


def test_a_thinned_answer_is_nobodys_and_the_older_release_matches_it_again(db, newer, tmp_path):
    (before,) = read(db, "sug_skill")
    migrate_database(db, newer)
    run(tmp_path)
    (after,) = read(db, "sug_skill")
    assert pairs(after) == pairs(before)


def test_going_back_and_forth_repeats_no_row_of_the_queue(db, newer, tmp_path):
    migrate_database(db, newer)
    run(tmp_path)
    migrate_database(db, newer)
    (lost,) = read(db, "sug_replacement")
    assert tables.check_frame(lost, tables.SUG_REPLACEMENT) == []
    assert set(lost["removed_uri"]) == {uri("teams")}


def test_answers_of_other_settings_are_not_carried_over(db, newer):
    report = migrate_database(db, newer, settings=Settings(top_k=3))
    assert report.carried == 0
    assert report.to_match["answered by other settings, encoders or texts"] == report.outcomes


def test_the_migration_stands_among_the_runs(db, newer):
    migrate_database(db, newer)
    runs, inputs = read(db, "run_info", "run_input")
    told = [json.loads(text) for text in runs["report_json"]]
    assert [one["to_version"] for one in told if "to_version" in one] == ["v1.2.1"]
    assert "v1.2.1" in set(inputs["name"])


def test_the_same_release_changes_nothing(db, tmp_path):
    before = db.read_bytes()
    with pytest.raises(EscomapError) as caught:
        migrate_database(db, tmp_path / "v1.2.0")
    assert caught.value.code == "same_release"
    assert db.read_bytes() == before
    assert not work_path(db).exists()


def test_a_database_that_is_not_there(tmp_path, newer):
    with pytest.raises(EscomapError) as caught:
        migrate_database(tmp_path / "no.duckdb", newer)
    assert caught.value.code == "missing_database"


def test_a_failure_on_the_way_leaves_the_database_as_it_was(db, newer, monkeypatch):
    def fail(_):
        raise EscomapError("broken_contract", "A defect.")

    before = db.read_bytes()
    monkeypatch.setattr(migrate, "describe", fail)
    with pytest.raises(EscomapError):
        migrate_database(db, newer)
    assert db.read_bytes() == before
    assert not work_path(db).exists()


def test_the_work_file_of_a_run_that_is_writing_is_left_alone(db, newer, monkeypatch):
    def in_use(path):
        raise EscomapError("database_in_use", "Another process is writing this database.", where=str(path))

    work_path(db).write_bytes(b"of a run")
    monkeypatch.setattr(migrate, "open_work", in_use)
    with pytest.raises(EscomapError):
        migrate_database(db, newer)
    assert work_path(db).read_bytes() == b"of a run"


def test_a_migration_killed_before_publishing_loses_no_suggestion(db, newer, tmp_path, monkeypatch):
    (before,) = read(db, "sug_skill")

    def kill(store, _):
        store.close()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "publish", kill)
        with pytest.raises(KeyboardInterrupt):
            migrate_database(db, newer)
    run(tmp_path, esco=newer)
    kept, lost = read(db, "sug_skill", "sug_replacement")
    assert {pair for pair in pairs(before) if pair[1] == uri("teams")} == pairs(lost, "removed_uri")
    assert uri("teams") not in set(kept["skill_uri"])
    assert set(lost["removed_uri"]) == {uri("teams")}


def test_command_line_text_and_json(db, newer, tmp_path):
    compared = CliRunner().invoke(app, ["esco", "diff", str(tmp_path / "v1.2.0"), str(newer), "--json"])
    assert json.loads(compared.stdout)["counts"]["removed"] == 1
    text = CliRunner().invoke(app, ["esco", "diff", str(tmp_path / "v1.2.0"), str(newer), "--language", "en"])
    assert text.stdout.startswith("ESCO v1.2.0 to v1.2.1, labels compared in en\n")
    migrated = CliRunner().invoke(app, ["esco", "migrate", "--db", str(db), "--esco", str(newer), "--json"])
    assert migrated.exit_code == 0, migrated.output
    found = json.loads(migrated.stdout)
    assert (found["from_version"], found["to_version"]) == ("v1.2.0", "v1.2.1")
    assert [one["removed_label"] for one in found["queue"] if one["earlier_band"] == "accept"] == ["im Team arbeiten"]


def test_migration_text_names_what_waits_for_review(db, newer):
    text = migrate_database(db, newer).to_text()
    assert "im Team arbeiten -> perhaps cooperate (label)" in text
    assert text.splitlines()[0] == "ESCO           v1.2.0 to v1.2.1"
