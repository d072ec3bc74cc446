"""JSON formats, web pages and tables: order and encoding change nothing, damaged files do no harm."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escomap.catalogue.build import build_catalogue
from escomap.catalogue.propose import propose_profile
from escomap.errors import EscomapError
from escomap.mappings import load_headers, load_phrases
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import format_of, read_records, standard_profile
from escomap.settings import Settings
from fixtures.course_documents import BINARIES, ENCODINGS, TEXTS
from fixtures.damages import cut, doubled, flipped, in_other_bytes, with_nul

PHRASES = load_phrases(mappings_folder())
HEADERS = load_headers(mappings_folder())
# What no order of records may change; where a record stood may change.
COMPARED = {
    "core_course": ["course_id", "record_id", "course_code", "title", "title_lang", "ects"],
    "core_course_text": ["course_id", "field", "lang", "text"],
    "core_outcome": ["outcome_id", "course_id", "position", "text", "lang"],
    "raw_record": ["record_id", "content_json", "record_status"],
}


def tables(path):
    profile = standard_profile(format_of(path), mappings_folder())
    records = [RawRecord("c", r.row, r.values, r.sheet, r.problem) for r in read_records(path, profile)]
    profile = profile or propose_profile("c", records, HEADERS).require_usable(path)
    catalogue = build_catalogue(records, profile, PHRASES, settings=Settings(), digests={})
    assert catalogue.raw_reject.empty
    return {
        name: sorted(getattr(catalogue, name)[columns].astype(str).itertuples(index=False, name=None))
        for name, columns in COMPARED.items()
    }


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("document", TEXTS, ids=lambda document: document.name)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(range(6)), encoding=st.sampled_from(ENCODINGS))
def test_order_and_encoding_change_nothing(tmp_path_factory, document, order, encoding):
    folder = tmp_path_factory.mktemp("c")
    plain = written(folder, f"plain{document.suffix}", document.content())
    assert format_of(plain) == document.format_name
    expected = tables(plain)
    assert (len(expected["core_course"]), len(expected["core_outcome"])) == (6, 12)
    assert tables(written(folder, f"other{document.suffix}", document.content(order, encoding))) == expected


@pytest.mark.parametrize("name", BINARIES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(range(6)))
def test_order_in_binary_tables_changes_nothing(tmp_path_factory, name, order):
    folder = tmp_path_factory.mktemp("c")
    expected = tables(written(folder, "plain", BINARIES[name]()))
    assert (len(expected["core_course"]), len(expected["core_outcome"])) == (6, 12)
    assert tables(written(folder, "other", BINARIES[name](order))) == expected


def with_a_huge_cell(content, chance):
    at = content.find(b"donn")
    return content[:at] + b"x" * 11_000_000 + content[at:]


DAMAGES = (cut, flipped, with_nul, doubled, in_other_bytes)


def harmless(path):
    """Reads what can be read: rows or one clear error, in little time."""
    start = time.perf_counter()
    try:
        assert all(isinstance(record, RawRecord) for record in read_records(path))
    except EscomapError as error:
        assert error.code
        assert error.message
        assert error.where
        assert error.hint
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("document", TEXTS, ids=lambda document: document.name)
def test_damaged_texts_end_in_rows_or_one_error(tmp_path, document, damage):
    chance = random.Random(f"{document.name} {damage.__name__}")
    for number in range(12):
        harmless(written(tmp_path, f"{number}{document.suffix}", damage(document.content(), chance)))


@pytest.mark.parametrize("document", TEXTS, ids=lambda document: document.name)
def test_a_huge_cell_ends_in_rows_or_one_error(tmp_path, document):
    harmless(written(tmp_path, f"c{document.suffix}", with_a_huge_cell(document.content(), None)))


@pytest.mark.parametrize("damage", DAMAGES[:4], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", BINARIES)
def test_damaged_binary_tables_end_in_rows_or_one_error(tmp_path, name, damage):
    chance = random.Random(f"{name} {damage.__name__}")
    for number in range(12):
        harmless(written(tmp_path, f"{number}.{name}", damage(BINARIES[name](), chance)))
