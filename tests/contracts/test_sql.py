"""Every statement file runs on an empty database, says what it touches, and is used."""

import ast
import re

import pyarrow as pa
import pytest

from escomap import tables
from escomap.paths import checkout_root
from escomap.store.db import sql, statement_names

NAMES = statement_names()
HEADER = re.compile(r"-- (reads: [^;\n]+|writes: [^;\n]+)(; [^\n]+)?\n")
GIVEN_COLUMNS = ("course_id", "record_id", "outcome_id", "match_key", "judged_id")
GIVEN_ROWS = pa.table({name: pa.array([], pa.string()) for name in GIVEN_COLUMNS})


@pytest.fixture(scope="module")
def empty_database():
    import duckdb

    connection = duckdb.connect()
    for table in tables.TABLES.values():
        connection.execute(tables.create_statement(table))
    connection.register("given_rows", GIVEN_ROWS)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def literals():
    """Texts in the code, and the fixed beginnings of f-strings such as ``clear_{table}``."""
    whole, beginnings = set(), set()
    for file in (checkout_root() / "pipelines" / "escomap").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, beginnings


def body(name):
    return "\n".join(line for line in sql(name).splitlines() if not line.startswith("--"))


@pytest.mark.parametrize("name", NAMES)
def test_explain_on_the_empty_schema(name, empty_database):
    parameters = dict.fromkeys(re.findall(r"\$(\w+)", body(name)), "1")
    assert empty_database.execute(f"explain {body(name)}", parameters or None).fetchall()


@pytest.mark.parametrize("name", NAMES)
def test_runs_on_the_empty_schema(name, empty_database):
    parameters = dict.fromkeys(re.findall(r"\$(\w+)", body(name)), "1")
    empty_database.execute(sql(name), parameters or None).fetchall()


@pytest.mark.parametrize("name", NAMES)
def test_header_names_the_tables_it_touches(name):
    assert HEADER.match(sql(name)), "begin with -- reads: … or -- writes: …"
    header = "\n".join(line for line in sql(name).splitlines() if line.startswith("--"))
    touched = {table for table in [*tables.TABLES, "given_rows"] if re.search(rf"\b{table}\b", body(name))}
    assert {table for table in touched if not re.search(rf"\b{table}\b", header)} == set()
    writes = re.search(r"^(?:insert into|delete from|update) (\w+)", body(name), re.MULTILINE)
    assert (f"writes: {writes[1]}" in header) if writes else ("writes:" not in header)


@pytest.mark.parametrize("name", NAMES)
def test_holds_one_statement(name):
    assert ";" not in body(name).rstrip().rstrip(";")


@pytest.mark.parametrize("name", NAMES)
def test_rows_come_in_a_fixed_order(name):
    if body(name).lstrip().startswith(("select", "with")) and "count(*) as amount from core_concept" not in body(name):
        assert "order by" in body(name)


@pytest.mark.parametrize("name", NAMES)
def test_is_used(name, literals):
    whole, beginnings = literals
    made = any(name.startswith(start) and name.removeprefix(start) in tables.TABLES for start in beginnings if start)
    assert name in whole or made
