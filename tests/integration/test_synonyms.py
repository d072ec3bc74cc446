"""Synonyms from a reviewer's free choice to a link: proposed, judged by a person, matched with."""

import csv
import shutil
from pathlib import Path

import pytest

from escomap import tables
from escomap.decision_files import append_decisions
from escomap.mappings import SYNONYM_COLUMNS
from escomap.paths import mappings_folder
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.settings import Settings
from escomap.store.db import open_store
from fixtures.command_line import CommandLine
from fixtures.esco_releases import uri
from fixtures.runs import results, run, without_model

# Of ten concepts, so that a reviewer can choose one that was not suggested.
FEWER = Settings(top_k=3)
DRAWINGS = "read technical drawings"


@pytest.fixture
def encoders(monkeypatch, tmp_path):
    monkeypatch.setenv("ESCOMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(mappings_folder(), tmp_path / "mappings")
    return without_model(monkeypatch)


@pytest.fixture
def escomap(capsys, monkeypatch, encoders):
    return CommandLine(capsys, monkeypatch)


def run_here(folder):
    return run(folder, mappings=folder / "mappings")


def write_synonyms(folder, *rows, lang="en"):
    file = folder / "mappings" / "synonyms" / f"{lang}.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([SYNONYM_COLUMNS, *sorted(rows)])
    return file


def row(name, label, status="accepted"):
    return (uri(name), label, status, "glossary of the faculty", "ab", "")


def outcome_id(folder, text):
    found = results(folder / "courses.duckdb")["core_outcome"].to_pylist()
    return next(one["outcome_id"] for one in found if one["text"] == text)


def suggested(folder, text, name):
    """The suggestion of a concept for an outcome, or nothing."""
    outcome = outcome_id(folder, text)
    found = results(folder / "courses.duckdb")["sug_skill"].to_pylist()
    return next((one for one in found if (one["outcome_id"], one["skill_uri"]) == (outcome, uri(name))), None)


def test_a_synonym_is_met_word_for_word_and_says_so(encoders, tmp_path):
    run_here(tmp_path)
    before = suggested(tmp_path, DRAWINGS, "law")
    write_synonyms(tmp_path, row("law", "technical drawings"))
    encoded = encoders.encoded_count
    report = run_here(tmp_path)
    after = suggested(tmp_path, DRAWINGS, "law")
    assert before is None or before["exact_score"] == 0
    assert (after["exact_score"], after["method"]) == (1, "exact")
    assert (after["matched_label"], after["matched_label_lang"]) == ("technical drawings", "en")
    assert (after["matched_label_kind"], after["span_text"]) == ("synonym", "technical drawings")
    assert report.outcomes_reused == 0
    assert encoders.encoded_count - encoded == 2 + report.texts_encoded
    assert ("mapping", "synonyms/en.csv") in inputs_of(tmp_path)


def inputs_of(folder):
    with open_store(folder / "courses.duckdb") as store:
        rows = store.read(tables.RUN_INPUT)
    return set(zip(rows["input_kind"], rows["name"], strict=True))


@pytest.mark.parametrize("rows", [[], [row("law", "technical drawings", "rejected")]])
def test_without_an_accepted_synonym_nothing_changes(encoders, tmp_path, rows):
    run_here(tmp_path)
    before = results(tmp_path / "courses.duckdb")
    write_synonyms(tmp_path, *rows)
    report = run_here(tmp_path)
    assert (report.outcomes_matched, report.texts_encoded) == (0, 0)
    assert results(tmp_path / "courses.duckdb") == before


def test_taking_a_synonym_back_brings_the_answers_back(encoders, tmp_path):
    run_here(tmp_path)
    before = results(tmp_path / "courses.duckdb")
    file = write_synonyms(tmp_path, row("law", "technical drawings"))
    run_here(tmp_path)
    assert results(tmp_path / "courses.duckdb")["sug_skill"] != before["sug_skill"]
    file.unlink()
    run_here(tmp_path)
    assert results(tmp_path / "courses.duckdb")["sug_skill"] == before["sug_skill"]


def test_synonyms_that_do_nothing_are_told(escomap, tmp_path):
    write_synonyms(tmp_path, row("gone", "sailing"), row("debug", "Fix code"), row("law", "work rules", "proposed"))
    report = run_here(tmp_path)
    notes = [note for note in report.notes if "synonyms" in note]
    assert notes == [
        f"synonyms of concepts not in this ESCO release: 1, e.g. 'sailing' for {uri('gone')}",
        f"synonyms that are labels of their concepts already: 1, e.g. 'Fix code' for {uri('debug')}",
    ]
    answer = escomap("check", "mappings", "--mappings", "mappings", "--db", "courses.duckdb")
    assert answer.code == 0
    assert "synonyms that wait for a person to set status and checked_by: 1" in answer.out
    assert notes[0] in answer.out


def test_a_free_choice_becomes_a_label_once_a_person_accepts_it(escomap, tmp_path):
    run(tmp_path, mappings=tmp_path / "mappings", settings=FEWER)
    outcome = outcome_id(tmp_path, DRAWINGS)
    thing = Thing(Subject.SKILL, outcome, free_concept(tmp_path, outcome))
    append_decisions(Path("decisions"), [Decision(thing, Judgement.ACCEPT, "ab", "2026-09-01T10:00:00.000000Z")])
    options = ("quality", "synonyms", "--db", "courses.duckdb", "--decisions", "decisions", "--mappings", "mappings")
    answer = escomap(*options)
    assert answer.code == 0, answer.err
    assert f"en.csv  {DRAWINGS}  <{thing.value}>  concept: " in answer.out
    file = tmp_path / "mappings" / "synonyms" / "en.csv"
    written = file.read_text(encoding="utf-8")
    assert f"{thing.value},{DRAWINGS},proposed,chosen by reviewers for 1 outcome in these words,," in written
    assert escomap("check", "mappings", "--mappings", "mappings").code == 0
    assert run(tmp_path, mappings=tmp_path / "mappings", settings=FEWER).outcomes_matched == 0
    file.write_text(written.replace("proposed,", "accepted,").replace("words,,", "words,cd,"), encoding="utf-8")
    run(tmp_path, mappings=tmp_path / "mappings", settings=FEWER)
    link = suggested(tmp_path, DRAWINGS, thing.value.removeprefix(uri("")))
    assert (link["suggestion_rank"], link["matched_label_kind"]) == (1, "synonym")
    before = file.read_bytes()
    assert "0 proposed" in escomap(*options).out
    assert file.read_bytes() == before


def free_concept(folder, outcome):
    found = results(folder / "courses.duckdb")
    suggested = {one["skill_uri"] for one in found["sug_skill"].to_pylist() if one["outcome_id"] == outcome}
    return max(
        one["concept_uri"]
        for one in found["core_concept"].to_pylist()
        if one["concept_type"] == "skill" and one["concept_uri"] not in suggested
    )


def test_a_rejected_synonym_is_not_proposed_again(escomap, tmp_path):
    run(tmp_path, mappings=tmp_path / "mappings", settings=FEWER)
    outcome = outcome_id(tmp_path, DRAWINGS)
    chosen = free_concept(tmp_path, outcome)
    thing = Thing(Subject.SKILL, outcome, chosen)
    append_decisions(Path("decisions"), [Decision(thing, Judgement.ACCEPT, "ab", "2026-09-01T10:00:00.000000Z")])
    write_synonyms(tmp_path, row(chosen.removeprefix(uri("")), "Read Technical Drawings", "rejected"))
    answer = escomap(
        "quality", "synonyms", "--db", "courses.duckdb", "--decisions", "decisions", "--mappings", "mappings"
    )
    assert "0 proposed, 1 there already" in answer.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("concept_uri,label\n", "header"),
        (f"{uri('law')},a,accepted,s,ab,\n{uri('law')},A,accepted,s,ab,\n", "order"),
        (f"{uri('law')},A,accepted,s,ab,\n{uri('law')},a,accepted,s,ab,\n", "other letters"),
        (f"{uri('law')},a,accepted,s,,\n", "by whom"),
    ],
)
def test_check_tells_what_is_wrong_and_a_run_stops_at_it(escomap, tmp_path, content, said):
    file = write_synonyms(tmp_path)
    file.write_text(content if "label" in content else f"{','.join(SYNONYM_COLUMNS)}\n{content}", encoding="utf-8")
    answer = escomap("check", "mappings", "--mappings", "mappings")
    assert (answer.code, said in answer.out) == (1, True), answer.out


def test_a_file_named_by_no_language_is_refused(escomap, tmp_path):
    write_synonyms(tmp_path, row("law", "rules"), lang="english")
    answer = escomap("check", "mappings", "--mappings", "mappings")
    assert (answer.code, "ISO 639-1" in answer.out) == (1, True), answer.out
