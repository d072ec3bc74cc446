"""Writes the figures of this version into tests/quality/results/, one file per judged set, each with its command.

python -m tests.quality.record --esco ../shared/esco/v1.2.0 --gold ../shared/gold
"""

import argparse
import csv
import json
import tempfile
import zlib
from pathlib import Path

from escomap import __version__
from escomap.settings import Settings
from escomap.steps.evaluate import evaluate_matching, to_table

FOLDER = Path(__file__).parent / "results"
SETS = {
    "jobads_validation": {},
    "course_outcomes_dev": {},
    "national_competences_de_nl": {"every": 10},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    given = parser.parse_args()
    for name, options in SETS.items():
        with tempfile.TemporaryDirectory() as folder:
            file = thinned(given.gold / f"{name}.csv", Path(folder), **options)
            figures = evaluate_matching(file, Settings(), esco=given.esco, baselines=True)
        every = f" on a draw of one in {options['every']} texts" if options else ""
        command = f"escomap evaluate {name}.csv --esco v1.2.0 --baselines --json{every}"
        print(f"{command}\n{to_table(figures)}\n", flush=True)
        stored = json.dumps({"command": command, "version": __version__, **figures}, indent=1, ensure_ascii=False)
        (FOLDER / f"{__version__}_{name}.json").write_text(stored + "\n", encoding="utf-8")


def thinned(file, folder, every=1):
    if every == 1:
        return file
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    text = header.index("text")
    kept = folder / file.name
    with kept.open("w", encoding="utf-8", newline="") as stream:
        # By text, so that a text keeps all of its concepts.
        drawn = [row for row in rows if zlib.crc32(row[text].encode()) % every == 0]
        csv.writer(stream).writerows([header, *drawn])
    return kept


if __name__ == "__main__":
    main()
