"""Module descriptions in the layout of FUB-SUP become a table whose levels are read."""

import csv

import pytest
from tests.quality.german_modules import PROGRAMMES, main

MODULES = """\
- page: 9
  name: {name}
  requirements: |
    Keine
  goals: |
    Die Studentinnen und Studenten können
    - Sätze beweisen
    - Beispiele angeben
  content: |
    Gruppen, Ringe
    und Körper.
  credit_points: 10
- link: another_programme
  name: Analysis I
"""


@pytest.fixture
def table(tmp_path, monkeypatch, capsys):
    for number, programme in enumerate(PROGRAMMES):
        folder = tmp_path / "data" / programme
        folder.mkdir(parents=True)
        (folder / "modules.yaml").write_text(MODULES.format(name=f"Algebra {number}"), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["german_modules", str(tmp_path)])
    main()
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def test_a_module_is_a_row_with_the_programme_that_tells_its_level(table):
    assert [row["Modul"] for row in table] == [f"Algebra {number}" for number in range(len(PROGRAMMES))]
    assert {row["Studiengang"].split()[0] for row in table} == {"Bachelorstudiengang", "Masterstudiengang"}
    assert (
        table[0]["Qualifikationsziele"] == "Die Studentinnen und Studenten können - Sätze beweisen - Beispiele angeben"
    )
    assert table[0]["Leistungspunkte"] == "10"


def test_a_module_described_elsewhere_is_left_out(table):
    assert "Analysis I" not in {row["Modul"] for row in table}
