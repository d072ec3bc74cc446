"""Every mapping file keeps its form; a new file is tested by being there."""

import re
import tomllib

import pytest

from escomap import tables
from escomap.catalogue.profile import FIELDS, parse_profile, to_toml
from escomap.codes import country_code
from escomap.dimensions.cues import DIMENSIONS
from escomap.errors import EscomapError
from escomap.levels.crosswalk import check_facts
from escomap.mappings import (
    CUE_COLUMNS,
    LEXICON_COLUMNS,
    PHRASE_COLUMNS,
    SYNONYM_COLUMNS,
    load_cues,
    load_headers,
    load_level_profile,
    load_phrases,
    load_profile,
    load_synonyms,
    load_table,
    mapping_digests,
    read_rows,
    read_synonyms,
)
from escomap.paths import mappings_folder

FOLDER = mappings_folder()
FACTS = [tables.MAP_NQF_EQF, tables.MAP_FRAMEWORK, tables.MAP_DEGREE_WORD, tables.MAP_CYCLE_WORD]
PHRASE_FILES = sorted((FOLDER / "phrases").glob("*.csv"))
LEXICONS = sorted((FOLDER / "lexicons").glob("*.csv"))
CUE_FILES = sorted((FOLDER / "cues").glob("*.csv"))
PROFILES = sorted((FOLDER / "catalogues").glob("*.toml"))
LEVEL_PROFILES = sorted((FOLDER / "levels").glob("*.toml"))


@pytest.mark.parametrize("table", FACTS, ids=lambda table: table.name)
def test_fact_tables_keep_their_contract(table):
    assert tables.check_frame(load_table(FOLDER, table), table) == []


@pytest.mark.parametrize("table", FACTS[2:], ids=lambda table: table.name)
def test_word_patterns_find_their_example(table):
    for row in load_table(FOLDER, table).itertuples():
        assert re.search(row.pattern, row.example, re.IGNORECASE), row


@pytest.mark.parametrize("file", PHRASE_FILES, ids=lambda file: file.stem)
def test_phrases_match_their_example(file):
    for row in read_rows(file, PHRASE_COLUMNS, ("kind", "pattern")):
        match = re.fullmatch if row["kind"] == "heading" else re.match
        assert match(row["pattern"], row["example"], re.IGNORECASE), row["example"]


@pytest.mark.parametrize("file", LEXICONS, ids=lambda file: file.stem)
def test_lexicons_hold_short_phrases_in_lower_case(file):
    rows = read_rows(file, LEXICON_COLUMNS, ("word",))
    assert all(row["word"] == row["word"].lower().strip() and len(row["word"].split()) <= 3 for row in rows)
    assert sum(not row["english"] for row in rows) < 120


@pytest.mark.parametrize("file", CUE_FILES, ids=lambda file: file.stem)
def test_cues_name_every_dimension_and_headings_have_no_bloom_level(file):
    rows = read_rows(file, CUE_COLUMNS, ("kind", "pattern"))
    for kind in ("cue", "heading"):
        assert {row["dimension"] for row in rows if row["kind"] == kind} == set(DIMENSIONS)
    assert not any(row["bloom_level"] for row in rows if row["kind"] == "heading")
    assert all(
        row["weight"] == "1" and row["pattern"] == row["pattern"].lower() for row in rows if row["kind"] == "heading"
    )


@pytest.mark.parametrize("file", CUE_FILES, ids=lambda file: file.stem)
def test_every_cue_finds_its_own_words(file):
    cues = load_cues(FOLDER)[file.stem]
    for row in read_rows(file, CUE_COLUMNS, ("kind", "pattern")):
        if row["kind"] == "cue":
            words = row["pattern"].removeprefix("^").replace("…", "xx").replace("*", "")
            assert cues.find(words), row["pattern"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("cue,a,knowledge,,2", "weight"),
        ("cue,a,knowledge,,0.0", "weight"),
        ("cue,a,learning,,0.5", "dimension"),
        ("cue,a,skills,applying,0.5", "Bloom"),
        ("word,a,skills,,0.5", "kind"),
        ("cue,(a,skills,,0.5", "pattern"),
    ],
)
def test_a_broken_cue_is_named_with_its_row(tmp_path, row, said):
    (tmp_path / "cues").mkdir()
    (tmp_path / "cues" / "en.csv").write_text(f"{','.join(CUE_COLUMNS)}\n{row}\n")
    with pytest.raises(EscomapError) as caught:
        load_cues(tmp_path)
    assert said in caught.value.message
    assert "en.csv:2" in caught.value.where


def test_synonyms_keep_their_form_and_none_that_ships_is_a_label():
    for file in sorted((FOLDER / "synonyms").glob("*.csv")):
        assert read_synonyms(file)
    assert load_synonyms(FOLDER) == {}


def test_a_broken_synonym_is_named_with_its_row(tmp_path):
    (tmp_path / "synonyms").mkdir()
    row = "http://data.europa.eu/esco/skill/1,bug hunting,accepted,glossary,,"
    (tmp_path / "synonyms" / "en.csv").write_text(f"{','.join(SYNONYM_COLUMNS)}\n{row}\n")
    with pytest.raises(EscomapError) as caught:
        load_synonyms(tmp_path)
    assert "by whom" in caught.value.message
    assert "en.csv:2" in caught.value.where


def test_headers_name_fields_and_every_field_has_names():
    assert {field for field, _, _ in load_headers(FOLDER)} == set(FIELDS)


@pytest.mark.parametrize("file", PROFILES, ids=lambda file: file.stem)
def test_profiles_parse_and_carry_the_name_of_their_file(file):
    profile = load_profile(file.stem, FOLDER)
    assert profile.name == file.stem
    assert parse_profile(tomllib.loads(to_toml(profile)), file.stem) == profile


def test_every_fact_of_the_crosswalk_has_its_form():
    rows = read_rows(FOLDER / "nqf_eqf.csv", tables.MAP_NQF_EQF.column_names, tables.MAP_NQF_EQF.key)
    assert len(rows) > 900
    assert list(check_facts(rows)) == []


@pytest.mark.parametrize("file", LEVEL_PROFILES, ids=lambda file: file.stem)
def test_level_profiles_parse_and_name_their_courses(file):
    profile = load_level_profile(file)
    assert profile.title
    assert all(country_code(country) == country for country in profile.countries)
    assert set(profile.catalogues) <= {other.stem for other in PROFILES}


def test_every_file_has_a_digest():
    assert "nqf_eqf.csv" in mapping_digests(FOLDER)
    assert all(len(digest) == 64 for digest in mapping_digests(FOLDER).values())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("kind,pattern\n", "header"),
        ("kind,pattern,example,remark\nlead_in,b,b,\nlead_in,a,a,\n", "order"),
        ("kind,pattern,example,remark\nlead_in,a,a,\nlead_in,a,a,\n", "repeats"),
        ("kind,pattern,example,remark\nlead_in,a\n", "2 fields"),
        ("kind,pattern,example,remark\nlead,a,a,\n", "kind"),
        ("kind,pattern,example,remark\nlead_in,(a,a,\n", "compile"),
    ],
)
def test_a_broken_mapping_file_is_named_with_its_row(tmp_path, content, said):
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "en.csv").write_text(content)
    with pytest.raises(EscomapError) as caught:
        load_phrases(tmp_path)
    assert caught.value.code == "bad_mapping"
    assert said in caught.value.message
    assert "en.csv:" in caught.value.where
