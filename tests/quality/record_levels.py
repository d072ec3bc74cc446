"""Writes the figures of inferred levels of this version into tests/quality/results/, with the command.

python -m tests.quality.record_levels --shared ../shared
"""

import argparse
import json
from pathlib import Path

from escomap import __version__
from escomap.settings import Settings
from escomap.steps.evaluate_levels import evaluate_levels, to_level_table

FILE = Path(__file__).parent / "results" / f"{__version__}_inferred_levels.json"
COMMAND = "escomap evaluate levels"
SOURCES = (
    "gold/eqf_edinburgh_drps.csv",
    "gold/eqf_us_illinois_catalog.csv",
    "catalogues/xcri/open_university_xcri_cap_1.2.xml",
)
PROFILED = ("catalogues/xlsx/miun_kursplaner.xlsx", "miun")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    figures = evaluate_levels([shared / name for name in SOURCES], Settings())
    file, profile = PROFILED
    figures["sources"] |= evaluate_levels([shared / file], Settings(), profile=profile)["sources"]
    print(to_level_table(figures))
    commands = [f"{COMMAND} {' '.join(SOURCES)}", f"{COMMAND} {file} --profile {profile}"]
    stored = {"commands": commands, "version": __version__, **figures}
    FILE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
