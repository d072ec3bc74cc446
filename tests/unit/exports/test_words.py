import csv
from pathlib import Path

import pytest

from escomap.errors import EscomapError
from escomap.exports.words import COLUMNS, concepts_named, fold, load_catalogue_words, load_word_facts

MAPPINGS = Path(__file__).parents[3] / "mappings"
VOCABULARIES = Path(__file__).parents[4] / "shared" / "standards" / "vocabularies"
LISTS = {
    "study_modes": "europass-modes",
    "course_types": "europass-learning-opportunity-types",
    "assessment_types": "europass-learning-assessment-types",
}
WORDS = load_catalogue_words(MAPPINGS)


def labels(value, facts=WORDS.study_modes):
    return [label for _, label in concepts_named(value, facts).concepts]


@pytest.mark.parametrize("name", LISTS)
def test_each_example_names_its_own_concept_in_a_sorted_table(name):
    facts = load_word_facts(MAPPINGS / f"{name}.csv")
    for fact in facts:
        assert fact.pattern.fullmatch(fold(fact.example)), fact
        assert concepts_named(fact.example, facts).concepts == ((fact.code, fact.label),)
    keys = [(fact.lang, fact.pattern.pattern) for fact in facts]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(("name", "list_name"), LISTS.items())
def test_codes_and_labels_are_those_of_the_published_list(name, list_name):
    if not VOCABULARIES.is_dir():
        pytest.skip("the controlled vocabularies of ../shared/standards are not here")
    with (VOCABULARIES / f"{list_name}.csv").open(encoding="utf-8", newline="") as stream:
        published = {(row["uri"].rpartition("/")[2], row["label_en"]) for row in csv.DictReader(stream)}
    assert {(fact.code, fact.label) for fact in load_word_facts(MAPPINGS / f"{name}.csv")} <= published


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Online", ["Online"]),
        ("  in   PRESENZA. ", ["Presential"]),
        ("Präsenz", ["Presential"]),
        ("présentiel", ["Presential"]),
        ("à distance", ["Online"]),
        ("blended", ["Blended"]),
        ("work-based", ["Workbased"]),
        ("work‑based", ["Workbased"]),
        ("in presenza; online", ["Presential", "Online"]),
        ("no online teaching", []),
        ("", []),
    ],
)
def test_read_modes(value, expected):
    assert labels(value) == expected


def test_name_the_part_that_was_not_understood():
    reading = concepts_named("online / carrier pigeon", WORDS.study_modes)
    assert reading.unknown == ("carrier pigeon",)
    assert [label for _, label in reading.concepts] == ["Online"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("MOOC", "MOOC"), ("Micro-credential", "Short learning programme"), ("modulo", "Programme module")],
)
def test_read_course_types(value, expected):
    assert labels(value, WORDS.course_types) == [expected]


def table(tmp_path, *rows):
    file = tmp_path / "words.csv"
    file.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return file


def test_two_meanings_of_one_value_stop(tmp_path):
    facts = load_word_facts(table(tmp_path, "en,lab,1,One,lab,", "en,la.,2,Two,lab,"))
    with pytest.raises(EscomapError, match="different meanings") as error:
        concepts_named("lab", facts)
    assert error.value.code == "ambiguous_mapping"


def test_bad_tables_say_where(tmp_path):
    with pytest.raises(EscomapError) as error:
        load_word_facts(table(tmp_path, "en,(,1,One,x,"))
    assert error.value.code == "bad_mapping"
    assert error.value.where.endswith("words.csv:2:pattern")
    (tmp_path / "other.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(EscomapError, match="columns"):
        load_word_facts(tmp_path / "other.csv")
    with pytest.raises(EscomapError) as error:
        load_word_facts(tmp_path / "none.csv")
    assert error.value.code == "missing_file"
