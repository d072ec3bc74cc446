"""The training outcomes: their form, and the counts in their README, which this module writes when run."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "training"
README = FOLDER / "README.md"
FILES = sorted(FOLDER.glob("outcomes_*.tsv"))
COURSES = sorted(FOLDER.glob("courses_*.tsv"))
COUNTS = re.compile(r"(<!-- counts -->\n).*?(<!-- /counts -->)", re.DOTALL)
COURSE_COUNTS = re.compile(r"(<!-- courses -->\n).*?(<!-- /courses -->)", re.DOTALL)
LEVEL_TEXTS = FOLDER / "level_texts_en.tsv"
COLUMNS = ["course_id", "title", "isced_field", "eqf_level", "split", "text", "accepted", "related", "rejected"]
SKILL = "http://data.europa.eu/esco/skill/"


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def uris_of(row):
    return row["uri"].split("|") if row["uri"] else []


def is_held_out(row):
    key = row["uri"].split("|")[0] or row["text"]
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 10 == 0


def counts():
    lines = []
    for file in FILES:
        rows = rows_of(file)
        sizes = [len(uris_of(row)) for row in rows]
        held = sum(row["split"] == "held_out" for row in rows)
        cells = [len(rows), sizes.count(1), sizes.count(2), sizes.count(0), held]
        lines.append(f"| `{file.name}` | " + " | ".join(f"{cell:,}" for cell in cells) + " |\n")
    return "".join(lines)


def course_counts():
    lines = []
    for file in COURSES:
        rows = rows_of(file)
        for split in ("encoder", "ranking"):
            chosen = [row for row in rows if row["split"] == split]
            names = {
                kind: sum(len(row[kind].split()) for row in chosen) for kind in ("accepted", "related", "rejected")
            }
            none = sum(not row["accepted"] for row in chosen)
            cells = [len({row["course_id"] for row in chosen}), len(chosen), none, *names.values()]
            lines.append(f"| `{file.name}` | {split} | " + " | ".join(f"{cell:,}" for cell in cells) + " |\n")
    return "".join(lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestFile:
    def test_rows_are_whole_sorted_and_unique(self, file):
        rows = rows_of(file)
        assert list(rows[0]) == ["uri", "label", "text", "split"]
        assert all(None not in row and None not in row.values() and row["text"].strip() == row["text"] for row in rows)
        keys = [(row["uri"], row["text"]) for row in rows]
        assert keys == sorted(keys)
        texts = [re.sub(r"\W+", " ", row["text"].lower()).strip() for row in rows]
        assert len(set(texts)) == len(texts)
        assert min(map(len, texts)) >= 10

    def test_the_split_follows_the_first_concept(self, file):
        assert all((row["split"] == "held_out") == is_held_out(row) for row in rows_of(file))

    def test_concepts_and_labels_are_of_esco(self, file, shared):
        with shared("esco/v1.2.0/skills_en.csv").open(encoding="utf-8", newline="") as stream:
            labels = {row["conceptUri"]: row["preferredLabel"] for row in csv.DictReader(stream)}
        for row in rows_of(file):
            assert row["label"] == "|".join(labels[uri] for uri in uris_of(row))


@pytest.mark.parametrize("file", COURSES, ids=lambda file: file.stem)
class TestCourses:
    def test_rows_are_whole_and_unique_and_courses_are_on_one_side(self, file):
        rows = rows_of(file)
        assert list(rows[0]) == COLUMNS
        assert all(None not in row and None not in row.values() and row["text"].strip() == row["text"] for row in rows)
        assert len({row["text"] for row in rows}) == len(rows)
        splits = {}
        for row in rows:
            splits.setdefault(row["course_id"], set()).add(row["split"])
        assert set(map(frozenset, splits.values())) <= {frozenset({"encoder"}), frozenset({"ranking"})}

    def test_a_concept_has_one_grade_and_is_of_esco(self, file, shared):
        with shared("esco/v1.2.0/skills_en.csv").open(encoding="utf-8", newline="") as stream:
            known = {row["conceptUri"].removeprefix(SKILL) for row in csv.DictReader(stream)}
        for row in rows_of(file):
            names = [name for kind in ("accepted", "related", "rejected") for name in row[kind].split()]
            assert len(set(names)) == len(names)
            assert set(names) <= known


def test_no_text_for_the_encoders_is_one_for_the_ranking():
    by_split = {}
    for file in COURSES:
        for row in rows_of(file):
            by_split.setdefault(row["split"], set()).add(re.sub(r"\W+", " ", row["text"].lower()).strip())
    assert not by_split["encoder"] & by_split["ranking"]


def test_the_counts_in_the_readme_are_those_of_the_files():
    assert FILES
    assert COUNTS.search(README.read_text(encoding="utf-8"))[0] == f"<!-- counts -->\n{counts()}<!-- /counts -->"
    found = COURSE_COUNTS.search(README.read_text(encoding="utf-8"))[0]
    assert found == f"<!-- courses -->\n{course_counts()}<!-- /courses -->"


def test_level_texts_are_sorted_counted_and_of_every_level():
    rows = rows_of(LEVEL_TEXTS)
    keys = [(row["eqf_level"], row["kind"], row["text"]) for row in rows]
    assert list(rows[0]) == ["eqf_level", "kind", "text"]
    assert keys == sorted(set(keys))
    assert {row["eqf_level"] for row in rows} == set("12345678")
    assert {row["kind"] for row in rows} == {"course", "outcome", "catalogue"}
    assert f"`level_texts_en.tsv`: {len(rows)} English texts" in README.read_text(encoding="utf-8")


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    text = COUNTS.sub(lambda match: match[1] + counts() + match[2], text)
    text = COURSE_COUNTS.sub(lambda match: match[1] + course_counts() + match[2], text)
    README.write_text(text, encoding="utf-8")
