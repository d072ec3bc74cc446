"""The order of records and the encoding of a file change nothing, and damaged files do no harm."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.catalogue.build import build_catalogue
from escomap.errors import EscomapError
from escomap.mappings import load_phrases
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import format_of, read_records, standard_profile
from escomap.settings import Settings
from fixtures.damages import cut, doubled, flipped, in_other_bytes, with_nul
from fixtures.standard_documents import DOCUMENTS, olx_files, write_olx_archive

PHRASES = load_phrases(mappings_folder())
ORDERS = st.permutations(range(6))
# What no order of records may change; where a record stood may change.
COMPARED = {
    "core_course": ["course_id", "record_id", "title", "provider", "ects", "level_text", "teaching_langs", "programme"],
    "core_course_text": ["course_id", "field", "lang", "text"],
    "core_outcome": ["outcome_id", "course_id", "position", "text", "lang"],
    "raw_record": ["record_id", "content_json", "record_status"],
}


def tables(path):
    profile = standard_profile(format_of(path), mappings_folder())
    records = [RawRecord("c", r.row, r.values, "", r.problem) for r in read_records(path, profile)]
    catalogue = build_catalogue(records, profile, PHRASES, settings=Settings(), digests={})
    return {
        name: sorted(getattr(catalogue, name)[columns].astype(str).itertuples(index=False, name=None))
        for name, columns in COMPARED.items()
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.format_name)
@settings(max_examples=10, deadline=None)
@given(order=ORDERS, encoding=st.sampled_from(["utf-8", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"]))
def test_order_and_encoding_change_nothing(tmp_path_factory, document, order, encoding):
    folder = tmp_path_factory.mktemp("c")
    plain = tables(document.write(folder / "plain.xml"))
    assert len(plain["core_course"]) == 6
    assert tables(document.write(folder / "other.xml", order, encoding)) == plain


@settings(max_examples=10, deadline=None)
@given(order=ORDERS)
def test_the_order_in_an_archive_changes_nothing(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("c")
    courses = [(f"course-{number}", olx_files(number)) for number in range(6)]
    plain = tables(write_olx_archive(folder / "a.tar.gz", courses))
    assert (len(plain["core_course"]), len(plain["core_outcome"])) == (6, 12)
    assert tables(write_olx_archive(folder / "b.tar.gz", [courses[at] for at in order])) == plain


DAMAGES = (cut, flipped, with_nul, doubled, in_other_bytes)


def harmless(path):
    """Reads what can be read: rows or one clear error, in little time."""
    start = time.perf_counter()
    try:
        records = list(read_records(path))
        assert all(isinstance(record, RawRecord) for record in records)
    except EscomapError as error:
        assert error.code
        assert error.message
        assert error.where
        assert error.hint
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.format_name)
def test_damaged_xml_ends_in_rows_or_one_error(tmp_path, document, damage):
    chance = random.Random(f"{document.format_name} {damage.__name__}")
    content = document.text().encode()
    for number in range(15):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(damage(content, chance))
        harmless(path)


@pytest.mark.parametrize("damage", DAMAGES[:4], ids=lambda damage: damage.__name__)
def test_damaged_archives_end_in_rows_or_one_error(tmp_path, damage):
    chance = random.Random(damage.__name__)
    whole = write_olx_archive(tmp_path / "whole.tar.gz", [(f"c{n}", olx_files(n)) for n in range(3)]).read_bytes()
    for number in range(15):
        path = tmp_path / f"{number}.tar.gz"
        path.write_bytes(damage(whole, chance))
        harmless(path)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_files_of_a_course_cost_only_that_course(tmp_path, damage):
    chance = random.Random(damage.__name__)
    for number in range(8):
        files = olx_files(number)
        name = chance.choice(list(files))
        (tmp_path / f"{number}").mkdir()
        good, bad = tmp_path / f"{number}" / "good", tmp_path / f"{number}" / "bad"
        for folder in (good, bad):
            for inside, text in files.items():
                (folder / inside).parent.mkdir(parents=True, exist_ok=True)
                (folder / inside).write_text(text, encoding="utf-8")
        (bad / name).write_bytes(damage((bad / name).read_bytes(), chance))
        found = {record.sheet: record for record in read_records(tmp_path / f"{number}")}
        assert found["good"].values["display_name"] == f"Data {number}"
        assert set(found) == {"good", "bad"}
