"""The training outcomes: their form, and the counts in their README, which this module writes when run."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "training"
README = FOLDER / "README.md"
FILES = sorted(FOLDER.glob("outcomes_*.tsv"))
COUNTS = re.compile(r"(<!-- counts -->\n).*?(<!-- /counts -->)", re.DOTALL)


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


def test_the_counts_in_the_readme_are_those_of_the_files():
    assert FILES
    assert COUNTS.search(README.read_text(encoding="utf-8"))[0] == f"<!-- counts -->\n{counts()}<!-- /counts -->"


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(COUNTS.sub(lambda match: match[1] + counts() + match[2], text), encoding="utf-8")
