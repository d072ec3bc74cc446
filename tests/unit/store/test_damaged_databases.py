"""A file that cannot be used as a database is named, and left as it is."""

import subprocess
import sys

import pytest

from escomap.errors import EscomapError
from escomap.store import db

HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "courses.duckdb"


def published(path):
    db.publish(db.open_work(path), path)
    return path


def refused(opening, path):
    with pytest.raises(EscomapError) as caught:
        opening(path)
    assert str(path) in caught.value.where
    return caught.value.code


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
    content = published(path).read_bytes()
    path.write_bytes(content[:keep])
    assert refused(db.open_store, path) in ("damaged_database", "not_an_escomap_database")


def test_a_database_of_something_else_is_refused(tmp_path):
    import duckdb

    path = tmp_path / "other.duckdb"
    duckdb.connect(str(path)).close()
    assert refused(db.open_store, path) == "not_an_escomap_database"
    assert refused(db.open_work, path) == "not_an_escomap_database"


def test_a_database_of_a_version_that_knew_fewer_columns_is_refused(path):
    import duckdb

    with duckdb.connect(str(published(path))) as connection:
        connection.execute("alter table core_course drop column ended_at")
    with pytest.raises(EscomapError, match=r"lacks 1 columns, first core_course\.ended_at") as caught:
        db.open_work(path)
    assert f"mv {path} {path}.old && escomap run" in caught.value.hint


def test_a_database_that_another_process_writes_is_in_use(path):
    work = db.work_path(published(path))
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
