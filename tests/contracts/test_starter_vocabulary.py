"""The starter vocabulary is a faithful selection of ESCO."""

import csv

import pytest

from escomap.paths import checkout_root
from escomap.vocabulary.release import load_release

FOLDER = checkout_root() / "data" / "vocabulary" / "starter"
COLUMNS = [
    *("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels"),
    *("status", "modifiedDate", "scopeNote", "definition", "inScheme", "description"),
]


def read_skills(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def concepts():
    return read_skills(FOLDER / "skills_en.csv")


def labels(row):
    return [row["preferredLabel"], *filter(None, row["altLabels"].split("\n"))]


def test_columns_are_the_official_ones(concepts):
    assert list(concepts[0]) == COLUMNS


def test_the_selection_is_small_sorted_and_without_repeats(concepts):
    uris = [row["conceptUri"] for row in concepts]
    assert 400 <= len(uris) <= 600
    assert uris == sorted(set(uris))


def test_descriptions_are_left_out(concepts):
    assert not {row[name] for row in concepts for name in ("description", "definition", "scopeNote")} - {""}


def test_every_concept_has_a_type_a_reuse_level_and_labels_of_its_own(concepts):
    assert {row["skillType"] for row in concepts} == {"knowledge", "skill/competence"}
    assert {row["reuseLevel"] for row in concepts} == {
        "transversal",
        "cross-sector",
        "sector-specific",
        "occupation-specific",
    }
    assert all(len(set(labels(row))) == len(labels(row)) and row["preferredLabel"] for row in concepts)
    preferred = [row["preferredLabel"] for row in concepts]
    assert len(set(preferred)) == len(preferred)


def test_everything_stands_in_esco(concepts, shared):
    official = {row["conceptUri"]: row for row in read_skills(shared("esco/v1.2.0/skills_en.csv"))}
    for row in concepts:
        source = official[row["conceptUri"]]
        assert row["preferredLabel"] == source["preferredLabel"]
        assert (row["skillType"], row["reuseLevel"]) == (source["skillType"], source["reuseLevel"])
        # The shared copy leaves alternative labels blank where they could not be told apart.
        if source["altLabels"]:
            assert set(labels(row)) <= set(labels(source)), row["conceptUri"]


def test_it_loads_as_a_release(concepts):
    release = load_release(FOLDER)
    assert (release.version, release.langs, release.skill_count) == ("v1.2.0", ("en",), len(concepts))
