"""The answers of the command line: stdout is data and nothing else, one answer per line of input."""

import json
import math

import pytest

from fixtures.catalogues import HEADER, course_rows, write_catalogue
from fixtures.command_line import CommandLine
from fixtures.esco_releases import CONCEPTS, uri, write_csv, write_release
from fixtures.runs import without_model


@pytest.fixture
def escomap(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    without_model(monkeypatch)
    write_catalogue(tmp_path / "courses.csv")
    write_release(tmp_path / "v1.2.0", ("en", "de"))
    return CommandLine(capsys, monkeypatch)


def answers(answer):
    return [json.loads(line) for line in answer.out.splitlines()]


SUGGEST = ["suggest", "--esco", "v1.2.0", "--json"]
INPUT = 'debug software\n\n{"text": "Arbeitsrecht", "language": "de", "context": "Recht"}\r\n   \n🙂\n'


def test_suggest_answers_every_line_in_its_place(escomap):
    found = escomap(*SUGGEST, "--top", "1", stdin=INPUT)
    assert found.code == 0
    texts = [one["text"] for one in answers(found)]
    assert texts == ["debug software", "", "Arbeitsrecht", "", "🙂"]
    assert [bool(one["suggestions"]) for one in answers(found)[:4]] == [True, False, True, False]


def test_suggest_gives_suggestions_with_complete_evidence(escomap):
    first, _, german, *_ = answers(escomap(*SUGGEST, "--top", "2", stdin=INPUT))
    assert set(first) == {"text", "language", "suggestions"}
    assert german["language"] == "de"
    best = first["suggestions"][0]
    assert set(best) == {"uri", "label", "label_language", "label_en", "confidence", "band", "evidence"}
    assert best["uri"] == uri("debug")
    assert best["band"] in ("accept", "review", "none")
    evidence = best["evidence"]
    assert first["text"][slice(*evidence["span"])] == evidence["span_text"] == "debug software"
    assert set(evidence["scores"]) == {"exact", "lexical", "sentence", "multilingual", "description", "context"}
    assert (evidence["esco_version"], evidence["model"]) == ("v1.2.0", "ngrams@1, letters@1")
    assert german["suggestions"][0]["label"] == "Arbeitsrecht"


def test_explain_shows_the_words_the_label_and_what_each_component_added(escomap):
    shown = escomap("suggest", "--esco", "v1.2.0", "--top", "1", "--explain", stdin="debug software\n").out
    assert "'debug software'" in shown
    assert "met 'debug software' (en, preferred)" in shown
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line.startswith("      ")}
    assert rows["exact"][0] == "1.00"
    assert set(rows) >= {"lexical", "sentence", "multilingual", "context", "concept"}
    assert float(rows["exact"][1]) + float(rows["lexical"][1]) + float(rows["sentence"][1]) > 0


def test_the_sum_of_the_shares_is_what_differs_between_two_confidences(escomap):
    found = answers(escomap(*SUGGEST, "--top", "2", stdin="debug software\n"))[0]["suggestions"]
    shares = [sum(one["evidence"]["shares"].values()) for one in found]
    logits = [math.log(one["confidence"] / (1 - one["confidence"])) for one in found]
    assert shares[0] - shares[1] == pytest.approx(logits[0] - logits[1], abs=0.05)


@pytest.mark.parametrize(("top", "count"), [(1, 1), (3, 3), (99, len(CONCEPTS))])
def test_top_always_ranks_that_many(escomap, top, count):
    found = answers(escomap(*SUGGEST, "--top", top, stdin="xyz\n"))
    assert len(found[0]["suggestions"]) == count


def test_a_lead_in_is_left_out_and_spans_still_count_in_the_text(escomap):
    text = "Students will be able to debug software."
    best = answers(escomap(*SUGGEST, "--top", "1", stdin=f"{text}\n"))[0]["suggestions"][0]
    assert text[slice(*best["evidence"]["span"])] == "debug software"


@pytest.mark.parametrize("line", ["café menus".encode("latin-1"), b'{"text": "plan \\ud800 menus"}', b"\xff\xfe"])
def test_bytes_that_are_no_text_cost_no_line(escomap, line):
    found = escomap(*SUGGEST, stdin=line + b"\ndebug software\n")
    assert (found.code, len(answers(found))) == (0, 2)


def test_level_answers_a_line_of_bytes_that_are_no_text(escomap):
    found = escomap("level", stdin="café\n".encode("latin-1"))
    assert found[:2] == (1, "-  A line of the input is not a JSON object.\n")


def test_suggest_without_input_answers_nothing(escomap):
    assert escomap(*SUGGEST)[:2] == (0, "")


@pytest.mark.parametrize("line", ['{"text": "a"', '{"sentence": "a"}', '{"text": null}', "{}"])
def test_suggest_names_a_line_that_is_no_query(escomap, line):
    found = escomap(*SUGGEST, stdin=f"debug software\n{line}\n")
    first, second = map(json.loads, found.out.splitlines())
    assert found.code == 1
    assert first["suggestions"] and second == {"text": "", "language": "en", "suggestions": []}
    assert "error[bad_input_line]" in found.err
    assert "stdin:2" in found.err


LEVELS = '{"title": "Welding", "country": "IE", "level_text": "NFQ Level 6"}\n\nnonsense\n[1]\n{"title": "X"}\n'


def test_level_answers_a_bad_line_in_its_place_and_goes_on(escomap):
    found = escomap("level", "--json", stdin=LEVELS)
    assert found.code == 1
    levels = answers(found)
    assert [one["eqf_level"] for one in levels] == [5, None, None, None]
    keys = {"eqf_level", "eqf_range", "basis", "confidence", "evidence", "conflicts"}
    assert all(set(one) >= keys for one in levels)
    assert "stdin:3" in found.err
    assert "stdin:4" in found.err


def test_level_is_fine_where_every_line_is(escomap):
    found = escomap("level", stdin='{"title": "X", "level_text": "EQF 6"}\n')
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("6  ")


def test_run_prints_the_report_and_nothing_else(escomap):
    found = escomap("run", "courses.csv", "--db", "o/a.duckdb", "--esco", "v1.2.0", "--no-prefect", "--json")
    assert found.code == 0
    report = json.loads(found.out)
    assert (report["courses"], report["outcomes"], report["exported"]) == (5, 11, {})
    assert "matching outcomes" in found.err


@pytest.mark.parametrize(("strict", "code"), [([], 0), (["--strict"], 1)])
def test_strict_makes_rejected_rows_exit_code_1_and_still_publishes(escomap, tmp_path, strict, code):
    write_csv(tmp_path / "twice.csv", HEADER, [*course_rows(), course_rows()[0]])
    run = ["run", "twice.csv", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect", "--json", *strict]
    found = escomap(*run)
    assert (found.code, json.loads(found.out)["rows_rejected"]) == (code, 1)
    assert ("strict: 1 rows" in found.err) is bool(strict)
    rejects = answers(escomap("rejects", "--db", "a.duckdb", "--json"))
    assert [(one["source_row"], one["reject_code"]) for one in rejects] == [(7, "duplicate_row")]
    assert "twice.csv:7" in escomap("rejects", "--db", "a.duckdb").out


def test_strict_makes_courses_that_were_not_ended_exit_code_1(escomap, tmp_path):
    run = ["run", "courses.csv", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect"]
    escomap(*run)
    write_csv(tmp_path / "courses.csv", HEADER, course_rows()[:1])
    found = escomap(*run, "--strict")
    assert (found.code, "strict: 4 courses are missing" in found.err) == (1, True)
    assert "4 of the 5 courses of courses are missing and were not ended" in found.out
    assert escomap(*run, "--strict", "--allow-ending").code == 0


def test_diff_tells_counts_then_lists_and_the_same_in_json(escomap, tmp_path):
    run = ["run", "courses.csv", "--esco", "v1.2.0", "--no-prefect", "--db"]
    escomap(*run, "old.duckdb")
    write_csv(tmp_path / "courses.csv", HEADER, [*course_rows()[1:], ["X1", "Extra", *course_rows()[0][2:]]])
    escomap(*run, "new.duckdb")
    lines = escomap("diff", "old.duckdb", "new.duckdb").out.splitlines()
    assert lines[0] == "Courses     added 1, ended 1, changed 0, unchanged 4"
    assert lines[lines.index("Courses added (1)") + 1] == "  X1  Extra   3 outcomes"
    assert lines[lines.index("Courses ended (1)") + 1] == "  CS1  Programming in Python   3 outcomes"
    found = json.loads(escomap("diff", "old.duckdb", "new.duckdb", "--json").out)
    assert found["counts"]["courses"] == {"added": 1, "ended": 1, "changed": 0, "unchanged": 4}
    assert [one["course"]["course_code"] for one in found["courses"]] == ["X1", "CS1"]


def test_a_proposed_profile_can_be_used_at_once(escomap):
    found = escomap("profile", "courses.csv", "--out", "mine.toml")
    assert (found.code, found.out) == (0, "")
    run = ["run", "courses.csv", "--profile", "mine.toml", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect"]
    assert "Courses          5" in escomap(*run).out


def test_exports_are_written_where_asked(escomap, tmp_path):
    escomap("run", "courses.csv", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect")
    found = escomap("export", "tables", "--db", "a.duckdb", "--out", "t", "--format", "csv")
    assert found.code == 0
    assert all((tmp_path / line).is_file() for line in found.out.splitlines())
    found = escomap("export", "edc", "--db", "a.duckdb", "--out", "e")
    assert (found.code, found.out.split()[0]) == (0, "5")


def test_classify_answers_every_line_with_the_words_that_told_it(escomap):
    lines = (
        'explain how vaccines work\n{"text": "ämnets delar", "language": "sv", "context": "Kunskap och förståelse"}\n\n'
    )
    found = escomap("classify", "--json", stdin=lines + '{"text": 3}\n')
    assert found.code == 1
    assert "bad_input_line" in found.err
    first, second, *rest = answers(found)
    assert (first["dimension"], first["cue"], first["cue_span"]) == ("knowledge", "explain", [0, 7])
    assert (first["bloom_level"], first["bloom_cue"]) == ("understand", "explain")
    assert (second["dimension"], second["cue"], second["section_dimension"]) == ("knowledge", "", "knowledge")
    assert [one["dimension"] for one in rest] == ["none", "none"]
    assert "knowledge" in escomap("classify", stdin="explain how vaccines work\n").out


@pytest.mark.parametrize(("name", "files"), [("openbadges", 10), ("schemaorg", 10), ("ctdl", 5), ("ooapi", 5)])
def test_every_format_is_written_by_its_verb_and_by_a_run(escomap, tmp_path, name, files):
    run = ["run", "courses.csv", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect", "--export", name, "--out", "r"]
    assert f"{name}: {files} passed, 0 failed" in escomap(*run).out
    found = escomap("export", name, "--db", "a.duckdb", "--out", "v")
    assert (found.code, found.out.split()[0]) == (0, str(files))
    assert "our own checks only" in found.out
    written = {file.name: file.read_bytes() for file in (tmp_path / "v").iterdir()}
    assert written == {file.name: file.read_bytes() for file in (tmp_path / "r" / name).iterdir()}
    manifest = json.loads(written.pop("manifest.json"))
    assert {document["file"] for document in manifest["documents"]} == set(written)
    assert manifest["limits"]


def test_target_types_reach_the_badges(escomap, tmp_path):
    escomap("run", "courses.csv", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect")
    chosen = ["--target-type", "esco=CFItem", "--target-type", "eqf=CTDL", "--accept-inferred"]
    assert escomap("export", "openbadges", "--db", "a.duckdb", "--out", "b", *chosen).code == 0
    achievements = [
        json.loads(file.read_bytes()) for file in (tmp_path / "b").glob("*.json") if file.name != "manifest.json"
    ]
    types = {a["targetType"] for document in achievements for a in document.get("alignment", [])}
    assert types >= {"CFItem"}
    assert not types & {"ext:ESCOSkill", "ext:EQF"}


def test_credentials_of_recipients_leave_no_trace_in_database_and_messages(escomap, tmp_path):
    escomap("run", "courses.csv", "--db", "a.duckdb", "--esco", "v1.2.0", "--no-prefect")
    before = (tmp_path / "a.duckdb").read_bytes()
    rows = "given_name,family_name,issued_on\nXaverius,Alba,2026-06-30\nXaverius,Berg,soon\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    chosen = ["--recipients", "list.csv", "--course", "CS1"]
    found = escomap("export", "edc-credential", "--db", "a.duckdb", "--out", "c", *chosen)
    assert found.code == 1
    assert found.out.startswith("1 passed, 0 failed")
    assert "row 3, column issued_on: is no date such as 2026-06-30" in found.err
    assert "Xaverius" not in found.out + found.err + (tmp_path / "c" / "manifest.json").read_text(encoding="utf-8")
    assert (tmp_path / "a.duckdb").read_bytes() == before


def test_course_search_counts_what_passes_and_says_what_to_fill(escomap, tmp_path):
    run = [
        "run",
        "courses.csv",
        "--db",
        "a.duckdb",
        "--esco",
        "v1.2.0",
        "--no-prefect",
        "--export",
        "loq",
        "--out",
        "o",
    ]
    escomap(*run)
    found = escomap("export", "loq", "--db", "a.duckdb", "--out", "l")
    assert found.code == 1
    assert found.out.startswith("0 passed, 10 failed (to mend: url of 5 courses)")
    assert "CS1 Programming in Python: homepage (field url): a LearningOpportunity needs homepage" in found.err
    assert (tmp_path / "o" / "loq" / "manifest.json").read_bytes() == (tmp_path / "l" / "manifest.json").read_bytes()
    pages = ["--homepage", "https://example.org/{course_code}"]
    assert escomap("export", "loq", "--db", "a.duckdb", "--out", "l", *pages).out.startswith("11 passed, 0 failed")


def test_the_state_of_official_files_is_told(escomap, tmp_path):
    (tmp_path / "s" / "edc").mkdir(parents=True)
    (tmp_path / "s" / "edc" / "EDC-generic-full.ttl").write_text('owl:versionInfo "1.1.0";', encoding="utf-8")
    found = escomap("standards", "status", "--standards", "s")
    told = found.out.splitlines()
    assert (found.code, sum(line.startswith("found ") for line in told)) == (0, 1)
    assert "version 1.1.0" in found.out
    assert f"1 of {len(told)} can be used" in found.err
    assert len(answers(escomap("standards", "status", "--json"))[0]) == len(told)
