"""A German catalogue with levels: module descriptions of Freie Universität Berlin, for ``escomap evaluate levels``.

    git clone https://github.com/SGSSGene/FUB-SUP
    python -m tests.quality.german_modules FUB-SUP > fu_berlin.csv
    escomap evaluate levels fu_berlin.csv

Nine programmes of five subjects, each subject but one as bachelor and as master, so that the subject does not tell the
level. What is left out when a model is tested is a whole programme with all its modules.
"""

import argparse
import csv
import sys
from pathlib import Path

import yaml

SUBJECTS = {
    "bioinf": "Bioinformatik",
    "datasci": "Data Science",
    "inf": "Informatik",
    "math": "Mathematik",
    "phy": "Physik",
}
KINDS = {"bsc": "Bachelorstudiengang", "msc": "Masterstudiengang"}
PROGRAMMES = (
    "bioinf_bsc_2023", "bioinf_msc_2019", "datasci_msc_2021", "inf_bsc_2023", "inf_msc_2014", "math_bsc_2013",
    "math_msc_2018", "phy_bsc_2012", "phy_msc_2020",
)  # fmt: skip
COLUMNS = {
    "Modul": "name",
    "Qualifikationsziele": "goals",
    "Inhalte": "content",
    "Zugangsvoraussetzungen": "requirements",
}
PROVIDER = {"Hochschule": "Freie Universität Berlin", "Land": "Deutschland"}


def modules_of(folder, programme):
    """The modules that a programme describes itself; those of another programme are links without goals."""
    subject, kind, _ = programme.split("_")
    for module in yaml.safe_load((folder / "data" / programme / "modules.yaml").read_text(encoding="utf-8")):
        if module.get("goals"):
            yield {
                **PROVIDER,
                "Studiengang": f"{KINDS[kind]} {SUBJECTS[subject]}",
                **{column: " ".join(str(module.get(key) or "").split()) for column, key in COLUMNS.items()},
                "Leistungspunkte": module.get("credit_points", ""),
            }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a checkout of FUB-SUP")
    folder = parser.parse_args().folder
    rows = [module for programme in PROGRAMMES for module in modules_of(folder, programme)]
    table = csv.DictWriter(sys.stdout, list(rows[0]))
    table.writeheader()
    table.writerows(rows)


if __name__ == "__main__":
    main()
