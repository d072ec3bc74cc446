"""Outcomes labelled by EQF dimension: the project's own, and public ones found by the hash of their texts."""

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

from escomap.dimensions.assign import with_sections
from escomap.dimensions.cues import Dimension
from escomap.paths import checkout_root
from escomap.steps.ingest import ingest
from escomap.steps.run import RunRequest, start_run
from escomap.store.db import open_work
from escomap.text.normalise import text_key

FOLDER = checkout_root() / "data" / "dimensions"
PROJECT = "project"
CATALOGUES = {
    "mid_sweden": ("catalogues/xlsx/miun_kursplaner.xlsx", "miun"),
    "open_university": ("catalogues/xcri/open_university_xcri_cap_1.2.xml", "xcri"),
}
OBJECTIVES = "gold/bloom_course_objectives.csv"


@dataclass(frozen=True)
class Labelled:
    """An outcome with the dimension a reader gave it; ``section`` is that of its heading in the catalogue."""

    text: str
    lang: str
    dimension: Dimension
    source: str
    split: str
    section: Dimension = Dimension.NONE


def project_outcomes():
    for file in sorted(FOLDER.glob("outcomes_*.tsv")):
        for row in rows_of(file):
            yield labelled(row, row["text"], file.stem.removeprefix("outcomes_"), PROJECT)


def public_outcomes(shared: Path, cue_sets):
    """The labelled outcomes of the catalogues and course objectives under ``shared``."""
    labels = {(row["source"], row["lang"], row["text_key"]): row for row in rows_of(FOLDER / "public_outcomes.tsv")}
    for source, texts in texts_of(shared, cue_sets):
        for text, lang, section in texts:
            row = labels.pop((source, lang, text_key(text)), None)
            if row:
                yield labelled(row, text, lang, source, section)
    assert not labels, f"{len(labels)} labelled outcomes are not in {shared}, e.g. {next(iter(labels))}"


def texts_of(shared, cue_sets):
    for source, (file, profile) in CATALOGUES.items():
        yield source, catalogue_texts(shared / file, profile, cue_sets)
    with (shared / OBJECTIVES).open(encoding="utf-8", newline="") as stream:
        objectives = [row["Learning_outcome"].strip() for row in csv.DictReader(stream)]
    yield "course_objectives", [(text, "en", Dimension.NONE) for text in objectives]


def catalogue_texts(file, profile, cue_sets):
    """Outcomes as a run reads them, with the dimension of their sections."""
    with tempfile.TemporaryDirectory() as folder:
        request = RunRequest(catalogues=(file,), db=Path(folder) / "read.duckdb", profile=profile)
        with open_work(request.db) as store:
            ingest(start_run(request, store))
            rows = store.rows("outcomes_to_classify")
    return [(text, lang, section) for _, text, lang, section in with_sections(rows, cue_sets)]


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def labelled(row, text, lang, source, section=Dimension.NONE):
    return Labelled(text, lang, Dimension(row["dimension"]), source, row["split"], section)
