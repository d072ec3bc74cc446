"""A run infers levels that no field states, says what that is worth, and ``escomap evaluate levels`` measures it."""

import csv
import json
from pathlib import Path

import pytest

from escomap import tables
from escomap.store.db import open_store
from fixtures.command_line import CommandLine
from fixtures.esco_releases import write_release
from fixtures.levelled_courses import WORDS, levelled
from fixtures.runs import without_model

OUTCOMES = {level: [f"{word} the matter at hand" for word in words.split()[3:7]] for level, words in WORDS.items()}
CYCLES = {6: "first cycle", 7: "second cycle"}
UNVERIFIED = {6: "CLQ level 6", 7: "CLQ level 7"}


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    write_release(tmp_path / "v1.2.0", ("en",))
    return CommandLine(capsys, monkeypatch)


def write_catalogue(path, *, unread=(), swapped=(), cycles=CYCLES):
    """Courses whose cycle is given, but for every ninth; ``swapped`` ones have the outcomes of the other level."""
    courses, levels = levelled(70)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["title", "code", "description", "outcomes", "cycle", "country", "language"])
        for number, (course, level) in enumerate(zip(courses, levels, strict=True)):
            cycle = "unheard of" if number in unread else "" if number % 9 == 0 else cycles[level]
            shown = 13 - level if number in swapped else level
            body = " ".join(course.body)
            outcomes = "\n".join(OUTCOMES[shown])
            writer.writerow([" ".join(course.title), course.course_code, body, outcomes, cycle, "SE", "en"])
    return levels


def run(escomap, *more):
    return escomap("run", "courses.csv", "--db", "c.duckdb", "--esco", "v1.2.0", "--no-prefect", "--json", *more)


def rows(table):
    with open_store(Path("c.duckdb")) as store:
        return store.read(table)


def test_a_run_infers_what_is_not_stated_and_reports_its_figures(escomap, tmp_path):
    write_catalogue(tmp_path / "courses.csv", unread=(18,))
    report = json.loads(run(escomap).out)
    levels = rows(tables.SUG_LEVEL)
    inferred = levels[levels["basis"] == "catalogue_model"]
    assert len(inferred) == 15
    # Course 18 states something that was not understood: it is left open, with its hint.
    assert levels["basis"].tolist().count("none") == 1
    assert inferred["confidence_score"].max() < 0.9
    (line,) = report["level_models"].values()
    assert "learnt from 124 courses of EQF 6,7, five-fold exact" in line
    (model,) = rows(tables.RUN_LEVEL_MODEL).to_dict("records")
    assert (model["is_used"], model["answered_count"], model["run_id"]) == (True, 15, report["run_id"])
    assert model["exact_score"] > model["majority_score"]


def test_levels_learnt_from_unverified_facts_stay_marked(escomap, tmp_path):
    write_catalogue(tmp_path / "courses.csv", cycles=UNVERIFIED)
    run(escomap)
    levels = rows(tables.SUG_LEVEL)
    inferred = levels[levels["basis"] == "catalogue_model"]
    assert len(inferred) == 16
    assert set(inferred["evidence_class"]) == {"C"}
    signals = rows(tables.SUG_LEVEL_SIGNAL)
    assert set(signals[signals["basis"] == "catalogue_model"]["evidence_class"]) == {"C"}


def test_outcomes_inherit_the_level_and_keep_what_they_read_like(escomap, tmp_path):
    write_catalogue(tmp_path / "courses.csv", swapped=(1, 2))
    run(escomap)
    outcomes = rows(tables.SUG_OUTCOME_LEVEL)
    levels = rows(tables.SUG_LEVEL).set_index("course_id")["eqf_level"]
    assert (outcomes["eqf_level"] == outcomes["course_id"].map(levels)).all()
    assert set(outcomes["text_basis"]) == {"catalogue_model"}
    assert len(outcomes) == len(rows(tables.CORE_OUTCOME))


def test_two_runs_give_the_same_levels(escomap, tmp_path):
    write_catalogue(tmp_path / "courses.csv")
    first = (run(escomap), rows(tables.SUG_LEVEL), rows(tables.SUG_OUTCOME_LEVEL))
    second = (run(escomap), rows(tables.SUG_LEVEL), rows(tables.SUG_OUTCOME_LEVEL))
    assert first[1].equals(second[1])
    assert first[2].equals(second[2])


def test_evaluate_measures_a_database_and_a_file_of_levels(escomap, tmp_path):
    write_catalogue(tmp_path / "courses.csv")
    run(escomap)
    courses, levels = levelled(60)
    with (tmp_path / "gold.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ["text", "title", "eqf_level", "extra"],
                *(
                    [" ".join(c.words), "", level, f"code={c.course_code};x"]
                    for c, level in zip(courses, levels, strict=True)
                ),
            ]
        )
    found = json.loads(escomap("evaluate", "levels", "c.duckdb", "gold.csv", "--json").out)["sources"]
    assert set(found) == {"courses", "gold"}
    for figures in found.values():
        assert figures["catalogue_model"]["exact"] > 0.9
        assert figures["catalogue_model"]["ece"] < 0.2
        assert figures["text"]["levels"] == 2
    assert found["courses"]["reviews"]["found"] > found["courses"]["reviews"]["false"]
    table = escomap("evaluate", "levels", "c.duckdb").out
    assert all(word in table for word in ("courses: catalogue_model", "courses: text", "95 %", "for review"))


def test_evaluate_without_any_stated_level_is_told(escomap, tmp_path):
    (tmp_path / "courses.csv").write_text("title,outcomes\nPottery,make a pot\n")
    found = escomap("evaluate", "levels", "courses.csv")
    assert found.code == 1
    assert "no_known_level" in found.err


def test_a_wrong_level_in_a_file_is_told_with_its_row(escomap, tmp_path):
    (tmp_path / "gold.csv").write_text("text,eqf_level\na,6\nb,12\n")
    found = escomap("evaluate", "levels", "gold.csv")
    assert found.code == 1
    assert "gold.csv:3" in found.err
