"""How often the field of education inferred from accepted skills is right, and for how many courses.

python -m tests.quality.field_inference --esco ../shared/esco/v1.2.0 [--matched] [--db miun.duckdb]

Measured on the courses of data/training, whose writers gave each a field: with the concepts a reviewer accepted, and
with --matched with those the matching accepts (several minutes). With --db also on a database made with the profile
"miun", whose courses name their subject: ``subject_fields.csv`` says which fields a subject may stand for. Those
fields are our reading of the subject, and subjects that are no field (teaching of a subject, gender studies) are left
out. A field is right where it is the given one or a broader one above it; its broad field, where the first two digits
agree.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

import pandas as pd

from escomap.classification.fields import infer_fields
from escomap.classification.groups import SkillGroups
from escomap.model import Band, MatchQuery
from escomap.paths import training_folder
from escomap.settings import Settings
from escomap.steps.suggest import load_text_matcher
from escomap.store.db import open_store
from escomap.vocabulary.release import load_release

SKILL = "http://data.europa.eu/esco/skill/"
COLUMNS = ["course_id", "skill_uri", "skill_label_en", "confidence_score"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, required=True)
    parser.add_argument("--matched", action="store_true")
    parser.add_argument("--db", type=Path)
    given = parser.parse_args()
    groups = load_groups(given.esco)
    rows = training_rows()
    for split in ("encoder", "ranking"):
        chosen = [row for row in rows if row["split"] == split]
        fields = {row["course_id"]: [row["isced_field"]] for row in chosen}
        show(f"training courses ({split}), reviewer's concepts", fields, judged_links(chosen), groups)
        if given.matched:
            show(f"training courses ({split}), accepted by matching", fields, matched_links(chosen, given.esco), groups)
    if given.db:
        with open_store(given.db) as store:
            from escomap import tables

            courses, links = store.read(tables.CORE_COURSE), store.read(tables.OUT_OUTCOME_SKILL)
        known = subject_fields()
        subjects = zip(courses["course_id"], courses["subject"], strict=True)
        fields = {course: known[subject] for course, subject in subjects if subject in known}
        show("Mid Sweden courses by subject, accepted by matching", fields, links, groups)


def load_groups(esco):
    frames = load_release(esco, langs=["en"]).frames
    concepts, labels = frames["core_concept"], frames["core_concept_label"]
    return SkillGroups(frames["core_concept_broader"], concepts, labels[labels["label_kind"] == "preferred"])


def training_rows():
    with (training_folder() / "courses_en.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def subject_fields():
    with Path(__file__).with_name("subject_fields.csv").open(encoding="utf-8", newline="") as file:
        return {row["subject"]: row["isced_f"].split() for row in csv.DictReader(file)}


def judged_links(rows):
    accepted = [(row["course_id"], SKILL + name, "", 1.0) for row in rows for name in row["accepted"].split()]
    return pd.DataFrame(accepted, columns=COLUMNS)


def matched_links(rows, esco):
    matcher = load_text_matcher(["en"], Settings(), esco=esco)
    found = matcher.suggest([MatchQuery(row["text"], "en", row["title"]) for row in rows], Settings())
    accepted = [
        (row["course_id"], one.uri, one.label_en, one.confidence)
        for row, suggestions in zip(rows, found, strict=True)
        for one in suggestions
        if one.band is Band.ACCEPT
    ]
    return pd.DataFrame(accepted, columns=COLUMNS)


def show(name, fields, links, groups):
    """Prints the figures; ``fields`` maps courses to the fields that are right for them."""
    inferred = infer_fields(links[links["course_id"].isin(fields)], groups.isced_f_codes)
    claimed = inferred[inferred["isced_f_code"] != ""]
    counts = Counter()
    for course, code in zip(claimed["course_id"], claimed["isced_f_code"], strict=True):
        counts["broad"] += any(code[:2] == right[:2] for right in fields[course])
        counts["code"] += any(right.startswith(code) or code.startswith(right) for right in fields[course])
    total = max(1, len(claimed))
    print(
        f"{name}: {len(fields)} courses, {len(inferred)} with a knowledge concept, {len(claimed)} with a field; "
        f"broad field right {counts['broad'] / total:.3f}, the whole code {counts['code'] / total:.3f}"
    )


if __name__ == "__main__":
    main()
