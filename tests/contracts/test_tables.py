"""Tables keep the naming rules, DuckDB and Arrow read them as declared, and a broken frame is told."""

import re

import pandas as pd
import pytest

from escomap import tables
from escomap.errors import EscomapError

TABLES = list(tables.TABLES.values())
COLUMNS = [(table, column) for table in TABLES for column in table.columns]
SCORED = tables.SUG_LEVEL_SIGNAL
EXAMPLES = {
    "text": "x",
    "integer": 1,
    "number": 0.5,
    "boolean": True,
    "timestamp": pd.Timestamp("2026-01-02"),
    "text_list": ["x"],
}


def by_name(value):
    return value.name if isinstance(value, tables.Table | tables.Column) else None


def one_row(table):
    return pd.DataFrame([{column.name: EXAMPLES[column.type] for column in table.columns}])


@pytest.mark.parametrize("table", TABLES, ids=by_name)
def test_table_names_say_their_layer(table):
    assert re.fullmatch(r"(raw|core|map|sug|dec|out|v|run)_[a-z]+(_[a-z]+)*", table.name)
    assert table.meaning.endswith(".")


@pytest.mark.parametrize("table", TABLES, ids=by_name)
def test_keys_are_columns_that_are_never_empty(table):
    key = [column for column in table.columns if column.name in table.key]
    assert len(key) == len(table.key) > 0
    assert not any(column.nullable for column in key)
    assert len(set(table.column_names)) == len(table.columns)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=by_name)
def test_columns_are_named_by_their_kind(table, column):
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", column.name)
    assert column.meaning
    assert column.type in tables.DUCKDB_TYPES
    wanted = {"_score": "number", "_rank": "integer", "_at": "timestamp", "_count": "integer", "_id": "text"}
    wanted |= {"_uri": "text", "_uris": "text_list", "_code": "text", "_label": "text", "_lang": "text"}
    for suffix, type_ in wanted.items():
        if column.name.endswith(suffix):
            assert column.type == type_
    if column.type == "boolean":
        assert column.name.startswith(("is_", "has_"))
    assert not re.search(r"(^|_)(lo|loutcome|learning_outcome|institution|competence)(_|$)", column.name)


@pytest.mark.parametrize("table", TABLES, ids=by_name)
def test_equal_columns_have_equal_types_everywhere(table):
    for other in TABLES:
        theirs = {column.name: column.type for column in other.columns}
        assert [c.name for c in table.columns if theirs.get(c.name, c.type) != c.type] == []


@pytest.mark.parametrize("table", TABLES, ids=by_name)
def test_rows_come_back_from_duckdb_as_declared(table):
    import duckdb

    rows = tables.to_arrow(one_row(table), table)
    with duckdb.connect() as connection:
        connection.execute(tables.create_statement(table))
        connection.register("given", rows)
        connection.execute(f"insert into {table.name} by name select * from given").fetchall()
        found = connection.sql(f"select * from {table.name}").to_arrow_table()
    assert found.schema.names == table.column_names
    assert found.cast(tables.arrow_schema(table)).to_pylist() == rows.to_pylist()


@pytest.mark.parametrize("table", TABLES, ids=by_name)
def test_empty_frames_keep_their_contract(table):
    assert tables.check_frame(tables.empty_frame(table), table) == []
    assert tables.to_arrow(tables.empty_frame(table), table).schema == tables.arrow_schema(table)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (one_row(SCORED).drop(columns="basis"), "missing columns: basis"),
        (one_row(SCORED).assign(more=1), "unknown columns: more"),
        (one_row(SCORED).assign(field=None), "field has 1 empty values"),
        (one_row(SCORED).assign(confidence_score=1.01), "confidence_score leaves 0..1"),
        (pd.concat([one_row(SCORED)] * 2), "1 rows repeat the key (course_id, signal_rank)"),
    ],
)
def test_a_frame_that_breaks_the_contract_stops(broken, said):
    assert tables.check_frame(broken, SCORED) == [said]
    with pytest.raises(EscomapError, match=re.escape(said)) as caught:
        tables.require_frame(broken, SCORED)
    assert caught.value.code == "broken_contract"


def test_a_column_of_another_type_stops():
    with pytest.raises(EscomapError) as caught:
        tables.to_arrow(one_row(SCORED).assign(eqf_min="six"), SCORED)
    assert caught.value.code == "broken_contract"
