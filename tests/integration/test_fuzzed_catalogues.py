"""Files that are damaged, misnamed or made to do harm end in rows that are all kept, or in one clear error."""

import json
import os
import subprocess
import sys
from collections import defaultdict

import pytest

from escomap.errors import EscomapError
from escomap.readers.registry import read_records, sniff_format
from fixtures.every_format import EVERY, FILES, FOLDERS
from fixtures.fuzz_worker import CASE_SECONDS
from fixtures.hostile_texts import SECRET

# At least so many cases of each kind; all of them together take about a minute.
EXPECTED = {
    "damaged": 450,
    "damaged inside": 125,
    "reshaped": 270,
    "another format": 250,
    "nothing": 240,
    "long values": 190,
    "made to harm": 250,
}
MAX_GROWN_MB = 400
ALL_SECONDS = 300


@pytest.fixture(scope="module")
def results():
    """What became of every fuzzed file, by group; the process that took them has little memory and may die."""
    command = [sys.executable, "-W", "error", "-m", "fixtures.fuzz_worker"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=ALL_SECONDS, env=environment)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"ended at {lines[-1] if lines else 'the start'}: {done.stderr[-2000:]}"
    found = defaultdict(list)
    for line in lines:
        if "group" in line:
            found[line["group"]].append(line)
    return found


@pytest.mark.parametrize("group", EXPECTED)
def test_every_case_ends_in_rows_or_one_clear_error(results, group):
    assert [(case["name"], case["wrong"]) for case in results[group] if case["wrong"]] == []
    assert len(results[group]) >= EXPECTED[group]
    assert max(case["seconds"] for case in results[group]) < CASE_SECONDS
    assert max(case["grown_mb"] for case in results[group]) < MAX_GROWN_MB


def test_no_group_of_cases_is_left_out(results):
    assert set(results) == set(EXPECTED)


@pytest.mark.parametrize("document", FILES, ids=lambda document: document.name)
def test_a_suffix_says_nothing(tmp_path, document):
    content = document.content()
    expected = [(record.row, record.values) for record in read_records(document.write(tmp_path / "plain"))]
    for suffix in sorted({other.suffix for other in FILES} | {".xls", ".txt", ".zip", ".tmp"}):
        path = tmp_path / f"misnamed{suffix}"
        path.write_bytes(content)
        assert [(record.row, record.values) for record in read_records(path)] == expected, suffix


@pytest.mark.parametrize("document", FOLDERS, ids=lambda document: document.name)
def test_links_in_a_folder_do_not_lead_out_of_it(tmp_path, document):
    folder = document.write(tmp_path / "c")
    expected = list(read_records(folder))
    (tmp_path / "secret.html").write_text(f'<html><script type="application/ld+json">{course(SECRET)}</script>')
    (folder / "linked.html").symlink_to(tmp_path / "secret.html")
    (folder / "loop").symlink_to(folder)
    (folder / "up").symlink_to(tmp_path)
    if document.name == "olx_folder":
        (folder / "course-0" / "about" / "effort.html").symlink_to(tmp_path / "secret.html")
    found = list(read_records(folder))
    assert not any(SECRET in text for record in found for text in record.values.values())
    assert {record.sheet for record in expected} <= {record.sheet for record in found}


def course(name):
    return json.dumps({"@context": "https://schema.org", "@type": "Course", "name": name})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_neither_file_nor_folder_is_refused(tmp_path, kind):
    path = "/dev/zero"
    if kind == "pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
    with pytest.raises(EscomapError, match="neither a file nor a folder"):
        sniff_format(type(tmp_path)(path))


def test_every_document_is_fuzzed(results):
    names = {case["name"].split()[0] for group in ("damaged", "damaged inside") for case in results[group]}
    assert {document.name for document in EVERY} <= names
