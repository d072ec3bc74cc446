import pandas as pd
import pytest

from escomap import tables
from escomap.errors import EscomapError
from escomap.store import db

STAGE = tables.RUN_STAGE


def stages(*names):
    return pd.DataFrame({"run_id": "r", "stage": list(names), "seconds": 1.0})


def published(path, *names):
    store = db.open_work(path)
    store.replace(stages(*names), STAGE)
    db.publish(store, path)
    return path


def stage_names(store):
    return store.read(STAGE)["stage"].tolist()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "courses.duckdb"


def test_what_was_published_is_read_back_by_key(path):
    published(path, "b", "a")
    with db.open_store(path) as store:
        assert stage_names(store) == ["a", "b"]
        assert store.count(STAGE) == 2
    assert [file.name for file in path.parent.iterdir()] == ["courses.duckdb"]


def test_readers_see_the_published_file_while_a_run_writes(path):
    published(path, "a")
    before = path.read_bytes()
    with db.open_work(path) as work:
        work.append(stages("b"), STAGE)
        work.checkpoint()
        with db.open_store(path) as store:
            assert stage_names(store) == ["a"]
        assert stage_names(work) == ["a", "b"]
    assert path.read_bytes() == before


def matches(**keys):
    return pd.DataFrame(
        {"outcome_id": list(keys), "match_key": list(keys.values()), "best_band": "none", "suggestion_count": 0}
    )


def match_keys(store):
    rows = store.read(tables.SUG_MATCH)
    return dict(zip(rows["outcome_id"], rows["match_key"], strict=True))


def test_a_run_takes_over_the_matches_an_interrupted_one_finished_and_nothing_else(path):
    published(path, "a")
    with db.open_work(path) as work:
        work.append(stages("b"), STAGE)
        work.append(matches(o="old", p="kept"), tables.SUG_MATCH)
    with db.open_work(path) as work:
        assert stage_names(work) == ["a"]
        assert match_keys(work) == {"o": "old", "p": "kept"}
    assert sorted(file.name for file in path.parent.iterdir()) == ["courses.duckdb", "courses.duckdb.work"]
    db.discard_work(path)
    with db.open_work(path) as work:
        assert match_keys(work) == {}


def test_a_newer_match_wins_over_the_published_one(path):
    store = db.open_work(path)
    store.append(matches(o="published"), tables.SUG_MATCH)
    db.publish(store, path)
    with db.open_work(path) as work:
        work.replace(matches(o="newer"), tables.SUG_MATCH)
    with db.open_work(path) as work:
        assert match_keys(work) == {"o": "newer"}


def test_a_run_stopped_while_taking_over_loses_no_match(path):
    published(path, "a")
    with db.open_work(path) as work:
        work.append(matches(o="kept"), tables.SUG_MATCH)
    db.work_path(path).replace(db.left_path(path))
    db.work_path(path).write_bytes(b"half a copy")
    with db.open_work(path) as work:
        assert match_keys(work) == {"o": "kept"}
    assert not db.left_path(path).exists()


def test_a_damaged_work_file_costs_only_what_was_in_it(path):
    published(path, "a")
    db.work_path(path).write_bytes(b"junk" * 1000)
    with db.open_work(path) as work:
        assert stage_names(work) == ["a"]


def test_the_published_file_is_never_half_written(path, monkeypatch):
    published(path, "a")
    before = path.read_bytes()
    work = db.open_work(path)
    work.append(stages("b"), STAGE)
    monkeypatch.setattr(type(path), "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        db.publish(work, path)
    assert path.read_bytes() == before


def test_a_transaction_takes_effect_whole_or_not_at_all(path):
    with db.open_work(path) as work:
        with pytest.raises(ZeroDivisionError), work.transaction():
            work.append(stages("a"), STAGE)
            raise ZeroDivisionError
        assert stage_names(work) == []
        with work.transaction():
            work.append(stages("a"), STAGE)
        assert stage_names(work) == ["a"]


def test_rows_that_break_the_contract_are_not_written(path):
    with db.open_work(path) as work:
        work.append(stages("a"), STAGE)
        with pytest.raises(EscomapError, match="repeat the key"):
            work.replace(stages("b", "b"), STAGE)
        assert stage_names(work) == ["a"]


def test_given_rows_can_be_asked_about_and_are_gone_afterwards(path):
    given = pd.DataFrame({"outcome_id": ["o"], "match_key": ["k"]}, dtype="str")
    with db.open_work(path) as work:
        with work.lookup(given):
            assert work.rows("pending_matches")["outcome_id"].tolist() == ["o"]
        with pytest.raises(Exception, match="given_rows"):
            work.rows("pending_matches")


def test_batches_are_the_table_in_key_order_and_can_be_left(path):
    published(path, *(f"{n:03}" for n in range(250)))
    with db.open_store(path) as store:
        rows = db.StoredRows(store, STAGE)
        found = [name for batch in rows.to_batches(100) for name in batch.column("stage").to_pylist()]
        assert found == stage_names(store) == sorted(found)
        assert rows.schema.names == STAGE.column_names
        assert next(iter(rows.to_batches(100))).num_rows == 100
        assert store.count(STAGE) == 250
