import subprocess
import sys

import pandas as pd
import pytest

from escomap import tables
from escomap.errors import EscomapError
from escomap.store import db

STAGE = tables.RUN_STAGE
HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


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


def refused(opening, path):
    with pytest.raises(EscomapError) as caught:
        opening(path)
    assert str(path) in caught.value.where
    return caught.value.code


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


def test_a_run_goes_on_with_what_an_interrupted_one_left(path):
    published(path, "a")
    with db.open_work(path) as work:
        work.append(stages("b"), STAGE)
    with db.open_work(path) as work:
        assert stage_names(work) == ["a", "b"]
    db.discard_work(path)
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


def test_a_database_that_is_missing_is_named(path):
    assert refused(db.open_store, path) == "missing_database"


@pytest.mark.parametrize("opening", [db.open_store, db.open_work])
@pytest.mark.parametrize("folder", ["plain", "blocked"])
@pytest.mark.parametrize("content", [b"", b"course,title\n", b"\x00" * 5000, "Università".encode("latin-1")])
def test_a_file_that_is_no_database_is_refused(tmp_path, opening, folder, content):
    path = tmp_path / folder / "clock.duckdb"
    path.parent.mkdir()
    path.write_bytes(content)
    assert refused(opening, path) == "damaged_database"
    assert path.read_bytes() == content


@pytest.mark.parametrize("keep", [4096, 12288])
def test_a_database_cut_short_is_refused(path, keep):
    content = published(path, "a").read_bytes()
    path.write_bytes(content[:keep])
    assert refused(db.open_store, path) in ("damaged_database", "not_an_escomap_database")


def test_a_database_of_something_else_is_refused(tmp_path):
    import duckdb

    path = tmp_path / "other.duckdb"
    duckdb.connect(str(path)).close()
    assert refused(db.open_store, path) == "not_an_escomap_database"
    assert refused(db.open_work, path) == "not_an_escomap_database"


def test_a_database_that_another_process_writes_is_in_use(path):
    work = db.work_path(published(path, "a"))
    db.open_work(path).close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(work)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(EscomapError) as caught:
            db.open_work(path)
        other.communicate("")
    assert caught.value.code == "database_in_use"
    db.open_work(path).close()
