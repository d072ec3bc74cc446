"""The labelled outcomes keep their form, and their README tells their numbers.

``python -m tests.contracts.test_dimension_data`` writes the numbers.
"""

import csv
import re
from collections import Counter

import pytest

from escomap.dimensions.cues import Dimension
from escomap.paths import checkout_root
from escomap.text.normalise import HASH_LENGTH, text_key

FOLDER = checkout_root() / "data" / "dimensions"
README = FOLDER / "README.md"
FILES = sorted(FOLDER.glob("outcomes_*.tsv"))
PUBLIC = FOLDER / "public_outcomes.tsv"
COUNTS = re.compile(r"(<!-- counts -->\n)(.*?)(<!-- /counts -->)", re.DOTALL)


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def groups():
    for file in FILES:
        yield from ((file.name, "", row) for row in rows_of(file))
    yield from ((PUBLIC.name, f"{row['source']}, {row['lang']}", row) for row in rows_of(PUBLIC))


def counts():
    numbers = {}
    for file, source, row in groups():
        numbers.setdefault((file, source), Counter()).update([row["dimension"], row["split"]])
    names = (*Dimension, "held_out")
    return "".join(
        f"| `{file}` | {source} | " + " | ".join(str(number[name]) for name in names) + " |\n"
        for (file, source), number in numbers.items()
    )


@pytest.mark.parametrize("file", [*FILES, PUBLIC], ids=lambda file: file.stem)
def test_labels_are_of_the_guide(file):
    for row in rows_of(file):
        assert None not in row.values()
        assert row["dimension"] in set(Dimension)
        assert row["other"] in {*Dimension, ""} - {row["dimension"], "none"}
        assert row["split"] in ("dev", "held_out")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_texts_are_sorted_and_unique(file):
    texts = [row["text"] for row in rows_of(file)]
    assert texts == sorted(texts)
    assert len({text_key(text) for text in texts}) == len(texts)


def test_public_outcomes_hold_no_text_and_are_none_of_ours():
    keys = [row["text_key"] for row in rows_of(PUBLIC)]
    assert all(re.fullmatch(rf"[0-9a-f]{{{HASH_LENGTH}}}", key) for key in keys)
    assert not set(keys) & {text_key(row["text"]) for file in FILES for row in rows_of(file)}


def test_no_course_has_outcomes_on_both_sides():
    sides = {}
    for file in FILES:
        courses = {
            row["text"]: row["course_id"]
            for row in rows_of(FOLDER.parent / "training" / file.name.replace("outcomes", "courses"))
        }
        for row in rows_of(file):
            if row["source"] == "courses":
                sides.setdefault(courses[row["text"]], set()).add(row["split"])
    assert set(map(len, sides.values())) == {1}


def test_the_readme_tells_the_numbers():
    assert COUNTS.search(README.read_text(encoding="utf-8"))[2] == counts()


if __name__ == "__main__":
    text = COUNTS.sub(lambda match: match[1] + counts() + match[3], README.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8")
