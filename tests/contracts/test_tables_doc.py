"""docs/tables.md says what tables.py declares; ``python -m tests.contracts.test_tables_doc`` rewrites it."""

import sys

from escomap import tables
from escomap.paths import checkout_root

FILE = checkout_root() / "docs" / "tables.md"
COMMAND = "python -m tests.contracts.test_tables_doc"
LAYERS = {
    "out": "Results for users",
    "sug": "Suggestions with their evidence",
    "dec": "Decisions of people",
    "core": "The catalogue and the ESCO release, typed and keyed",
    "raw": "The catalogue as given, and what was not taken over",
    "map": "Facts from mappings/, as used by the last run",
    "run": "Where results come from",
}
HEAD = f"""# Tables

Every table of the database, from `pipelines/escomap/tables.py`.
Written by `{COMMAND}`; change `tables.py`, not this page.

* A `text` is never NULL: what is not known is the empty text. Only where the last column says yes can a value be NULL.
* `text_list` is a list of texts; CSV and XLSX exports join it with `|`.
* Columns ending in `_score` lie in 0..1, those in `_rank` count from 1, those in `_at` are UTC.
* No table has a primary key constraint; the key named here is checked before rows are written.
"""


def cell(text):
    return text.replace("|", "\\|")


def section(table):
    lines = [f"### {table.name}", "", table.meaning, "", f"Key: {', '.join(f'`{name}`' for name in table.key)}", ""]
    lines += ["| column | type | meaning | NULL |", "|---|---|---|---|"]
    lines += [
        f"| `{column.name}` | {column.type} | {cell(column.meaning)} | {'yes' if column.nullable else ''} |"
        for column in table.columns
    ]
    return "\n".join(lines)


def page():
    parts = [HEAD.rstrip()]
    for layer, title in LAYERS.items():
        found = [table for name, table in tables.TABLES.items() if name.startswith(f"{layer}_")]
        parts += [f"## `{layer}_`: {title}", *map(section, found)] if found else []
    return "\n\n".join(parts) + "\n"


def test_the_page_says_what_is_declared():
    assert FILE.read_text(encoding="utf-8") == page(), f"run: {COMMAND}"


def test_every_table_has_its_layer():
    assert {name.split("_")[0] for name in tables.TABLES} <= set(LAYERS)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(tables.TABLES)} tables\n")
