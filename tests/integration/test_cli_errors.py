"""What a user meets when something is wrong: exit code 1 with what, where and a way out; 2 for a wrong command."""

import pytest

from fixtures.catalogues import write_catalogue
from fixtures.command_line import CommandLine
from fixtures.esco_releases import write_release
from fixtures.runs import without_model


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    write_catalogue(tmp_path / "courses.csv")
    write_release(tmp_path / "esco")
    (tmp_path / "empty").mkdir()
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "syllabus.csv").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "wrong.toml").write_text("top_k = 'many'\n")
    (tmp_path / "broken.toml").write_text("top_k: 3\n")
    (tmp_path / "untitled.toml").write_text('[text]\ntitle = "Kursname"\noutcomes = "Learning outcomes"\n')
    (tmp_path / "corrupt.duckdb").write_bytes(b"not a database, but long enough to be looked at" * 200)
    return CommandLine(capsys, monkeypatch)


RUN = ["run", "--no-prefect", "--esco", "esco"]
CASES = {
    "missing catalogue": ([*RUN, "absent.csv", "--db", "a.duckdb"], "missing_file", "absent.csv"),
    "an image": ([*RUN, "image.csv", "--db", "a.duckdb"], "not_a_catalogue", "image.csv"),
    "a PDF": ([*RUN, "syllabus.csv", "--db", "a.duckdb"], "not_a_catalogue", "syllabus.csv"),
    "a folder": ([*RUN, "empty", "--db", "a.duckdb"], "not_a_catalogue", "empty"),
    "unknown profile": ([*RUN, "courses.csv", "--profile", "sampel", "--db", "a.duckdb"], "unknown_profile", "sample"),
    "missing profile": ([*RUN, "courses.csv", "--profile", "a.toml", "--db", "a.duckdb"], "missing_file", "a.toml"),
    "ESCO folder without skills": (
        ["run", "--no-prefect", "courses.csv", "--esco", "empty", "--db", "a.duckdb"],
        "no_skills_file",
        "empty",
    ),
    "missing ESCO": (["suggest", "--esco", "absent"], "missing_file", "absent"),
    "ESCO that is a file": (["suggest", "--esco", "courses.csv"], "not_an_esco_release", "courses.csv"),
    "corrupt database": ([*RUN, "courses.csv", "--db", "corrupt.duckdb"], "damaged_database", "corrupt.duckdb"),
    "database is a folder": ([*RUN, "courses.csv", "--db", "empty"], "bad_database_path", "empty"),
    "rejects without a database": (["rejects", "--db", "absent.duckdb"], "missing_database", "absent.duckdb"),
    "rejects of a corrupt one": (["rejects", "--db", "corrupt.duckdb"], "damaged_database", "corrupt.duckdb"),
    "tables without a database": (
        ["export", "tables", "--db", "absent.duckdb", "--out", "o"],
        "missing_database",
        "absent.duckdb",
    ),
    "credentials without a database": (
        ["export", "edc", "--db", "absent.duckdb", "--out", "o"],
        "missing_database",
        "absent.duckdb",
    ),
    "diff without a database": (["diff", "absent.duckdb", "absent.duckdb"], "missing_database", "absent.duckdb"),
    "target type without a scheme": (
        ["export", "openbadges", "--db", "absent.duckdb", "--out", "o", "--target-type", "CFItem"],
        "bad_target_type",
        "esco=CFItem",
    ),
    "unknown export": ([*RUN, "courses.csv", "--db", "a.duckdb", "--export", "tabels"], "unknown_export", "tables"),
    "settings of a wrong type": (["suggest", "--settings", "wrong.toml"], "bad_setting", "wrong.toml"),
    "settings that are not TOML": (["suggest", "--settings", "broken.toml"], "bad_settings_file", "broken.toml"),
    "missing settings": (["level", "--settings", "absent.toml"], "missing_file", "absent.toml"),
    "unknown policy": (["level", "--policy", "modules"], "unknown_level_policy", "module"),
    "missing mappings": (["level", "--mappings", "absent"], "missing_file", "absent"),
    "mappings without facts": (["level", "--mappings", "empty"], "missing_file", "nqf_eqf.csv"),
    "missing judgements": (["evaluate", "absent.csv"], "missing_file", "absent.csv"),
    "judgements without a text": (["evaluate", "courses.csv"], "missing_column", "courses.csv"),
    "profile of an image": (["profile", "image.csv"], "not_a_catalogue", "image.csv"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_problem_of_the_user_is_named_with_its_place(escomap, case, tmp_path):
    arguments, code, said = CASES[case]
    answer = escomap(*arguments)
    assert answer.code == 1
    assert answer.out == ""
    assert f"error[{code}]" in answer.err
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not (tmp_path / "a.duckdb").exists()


def test_a_profile_whose_title_column_is_missing_lists_the_columns(escomap):
    answer = escomap(*RUN, "courses.csv", "--profile", "sample", "--db", "a.duckdb")
    assert (answer.code, answer.out) == (1, "")
    assert "error[missing_column]" in answer.err
    assert "Course code" in answer.err


def test_tampered_model_weights_are_refused_before_anything_is_matched(capsys, monkeypatch, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"tampered with")
    monkeypatch.setenv("ESCOMAP_PACKAGED_MODEL", str(tmp_path))
    answer = CommandLine(capsys, monkeypatch)("suggest", stdin="debug software\n")
    assert (answer.code, answer.out) == (1, "")
    assert "error[wrong_model_digest]" in answer.err
    assert "unset ESCOMAP_PACKAGED_MODEL" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [["run"], ["run", "courses.csv"], ["sugest"], ["suggest", "--top", "0"], ["suggest", "--nope"], ["export", "pdf"]],
    ids=" ".join,
)
def test_a_wrong_command_is_exit_code_2_and_says_how_it_is_meant(escomap, arguments):
    answer = escomap(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "Usage: " in answer.err
    assert "Error" in answer.err


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["export", "edc", "--help"], ["--version"]])
def test_help_and_version_are_answers(escomap, arguments):
    answer = escomap(*arguments)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out
