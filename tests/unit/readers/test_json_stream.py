"""Where the records of a JSON document are found, and what is done with what is no JSON."""

import json
import tracemalloc

import pytest

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.readers.json_places import parse_place
from escomap.readers.json_records import read_json
from escomap.readers.json_stream import json_values

A, B = {"title": "One", "parts": [{"n": 1}]}, {"title": "Two"}


def written(folder, content, encoding="utf-8"):
    path = folder / "c.json"
    path.write_bytes((content if isinstance(content, str) else json.dumps(content)).encode(encoding))
    return path


def found(folder, content, records="", encoding="utf-8"):
    return [(v.number, v.key, v.value) for v in json_values(written(folder, content, encoding), records=records)]


@pytest.mark.parametrize(
    "document",
    [
        [A, B],
        {"courses": [A, B]},
        {"count": 2, "next": None, "previous": None, "results": [A, B]},
        {"status": "ok", "data": {"courses": [A, B], "tags": ["x"]}},
        {"response": {"docs": [A, B]}},
        {"faculties": [{"name": "x"}], "courses": [A, B]},
    ],
)
def test_the_list_of_records_is_found(tmp_path, document):
    assert found(tmp_path, document) == [(1, "", A), (2, "", B)]


@pytest.mark.parametrize("document", [{"A1": A, "B1": B}, {"units": {"A1": A, "B1": B}}])
def test_records_keyed_by_code_are_found(tmp_path, document):
    assert found(tmp_path, document) == [(1, "A1", A), (2, "B1", B)]


def test_all_lists_with_a_name_for_records_are_read(tmp_path):
    assert found(tmp_path, {"courses": [A], "programmes": [B], "version": 5, "tags": [], "x": 1}) == [
        (1, "", A),
        (2, "", B),
    ]


def test_one_course_is_one_record_with_its_lists(tmp_path):
    course = {"title": "One", "ects": 5, "level": "x", "outcomes": [{"text": "a"}]}
    assert found(tmp_path, course) == [(1, "", course)]


@pytest.mark.parametrize(
    ("records", "document", "keys"),
    [
        ("$[*]", [A, B], ["", ""]),
        ("$.a.b[*]", {"a": {"b": [A, B]}}, ["", ""]),
        ("$['a b'][*]", {"a b": [A, B]}, ["", ""]),
        ("$.faculties[*].courses[*]", {"faculties": [{"courses": [A]}, {"courses": [B]}]}, ["", ""]),
        ("$.*[*]", {"2026": [A], "2027": [B]}, ["2026", "2027"]),
        ("$.years.*.courses.*", {"years": {"2026": {"courses": {"X": A, "Y": B}}}}, ["X", "Y"]),
    ],
)
def test_a_profile_names_the_place_of_the_records(tmp_path, records, document, keys):
    assert found(tmp_path, document, records) == [(1, keys[0], A), (2, keys[1], B)]


@pytest.mark.parametrize("path", ["courses[*]", "$.a[0]", "$..a", "$.a[?@.b]", ""])
def test_a_path_that_cannot_be_followed_is_named(path):
    with pytest.raises(EscomapError) as caught:
        parse_place(path)
    assert caught.value.code == "bad_profile"
    assert "$.units.*" in caught.value.hint


def test_a_path_that_leads_nowhere_stops(tmp_path):
    with pytest.raises(EscomapError) as caught:
        found(tmp_path, {"a": [A]}, "$.b[*]")
    assert "$.b[*]" in caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", ['[{"title": "Città"}]', '{"title": "Città"}\n{"title": "Città"}'])
def test_encodings_of_documents_and_lines(tmp_path, encoding, text):
    assert found(tmp_path, text, encoding=encoding)[0] == (1, "", {"title": "Città"})


def test_nan_and_raw_tabs_are_understood(tmp_path):
    assert found(tmp_path, '[{"ects": NaN, "title": "a\tb"}]') == [(1, "", {"ects": None, "title": "a\tb"})]
    assert found(tmp_path, '{"ects": NaN}\n{"ects": 5}')[0] == (1, "", {"ects": None})


def test_entries_that_are_no_objects_are_reported(tmp_path):
    problems = [v for v in json_values(written(tmp_path, [A, 3, B])) if v.problem]
    assert [(v.number, v.value) for v in problems] == [(2, "3")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('[{"title": "One"}, {"tit', "corrupt_file"),
        ('{"courses": [{"title": "One"}]', "corrupt_file"),
        ('[{"title": "One"}] and more', "corrupt_file"),
        ("[" * 2000 + "]" * 2000, "not_a_catalogue"),
        ('{"a": 1' + ', "b": [1]' * 3, "corrupt_file"),
        ('"text"', "not_a_catalogue"),
        ("[]", "not_a_catalogue"),
    ],
)
def test_what_is_broken_is_refused_before_its_first_record(tmp_path, content, code):
    values = json_values(written(tmp_path, content))
    with pytest.raises(EscomapError) as caught:
        next(values)
    assert caught.value.code == code
    assert str(tmp_path) in caught.value.where


def test_a_broken_document_says_where(tmp_path):
    with pytest.raises(EscomapError) as caught:
        next(json_values(written(tmp_path, '[{"title": "One"},\n {"title" "Two"}]')))
    assert "line 2, column 11" in caught.value.message


def test_a_line_without_end_is_one_problem(tmp_path, monkeypatch):
    monkeypatch.setattr("escomap.readers.json_stream.MAX_LINE_CHARACTERS", 20)
    path = written(tmp_path, '{"a": 1}\n{"a": "' + "x" * 100 + '"}\n{"a": 2}\n')
    assert [(v.number, bool(v.problem)) for v in json_values(path)] == [(1, False), (2, True), (3, False)]


@pytest.mark.parametrize("separator", [",", "\n"])
def test_a_large_file_is_never_in_memory(tmp_path, separator):
    course = json.dumps({"title": "One", "outcomes": "explain the principles of labour law " * 20})
    text = separator.join([course] * 60_000)
    path = written(tmp_path, text if separator == "\n" else f"[{text}]")
    tracemalloc.start()
    assert sum(1 for _ in json_values(path)) == 60_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size


def test_columns_that_are_json_paths(tmp_path):
    record = {"names": [{"lang": "en", "v": "One"}, {"lang": "it", "v": "Uno"}], "lo": [{"t": "a"}, {"t": "b"}]}
    texts = {"title": {"it": ("$.names[?@.lang=='it'].v",)}, "outcomes": {"auto": ("$.lo[*].t", "$.none")}}
    (found,) = read_json(written(tmp_path, [record]), CatalogueProfile("p", texts=texts))
    assert found.values["$.names[?@.lang=='it'].v"] == "Uno"
    assert found.values["$.lo[*].t"] == "a\n\nb"
    assert found.values["$.none"] == ""
    assert found.values["names.v"] == "One\n\nUno"


def test_a_column_that_is_no_json_path_is_named(tmp_path):
    profile = CatalogueProfile("p", texts={"title": {"auto": ("$.names[?",)}})
    with pytest.raises(EscomapError) as caught:
        list(read_json(written(tmp_path, [A]), profile))
    assert caught.value.code == "bad_profile"
    assert "$.names[?" in caught.value.message


@pytest.mark.parametrize(
    ("number", "text"),
    [("9" * 5000, "9" * 5000), ("1e999", "1e999"), ('"a\\ud800"', "a?"), ("NaN", ""), ("12345678901234567890", None)],
)
@pytest.mark.parametrize("form", ['[{{"title": "One", "n": {}}}, {{}}]', '{{"title": "One", "n": {}}}\n{{"n": 1}}'])
def test_numbers_and_characters_beyond_the_standard_cost_no_record(tmp_path, number, text, form):
    first, _ = read_json(written(tmp_path, form.format(number)))
    assert (first.values["title"], first.values["n"]) == ("One", number if text is None else text)
