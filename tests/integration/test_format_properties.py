"""Every format: the order of records and the encoding of a file change no identifier and no table."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escomap.readers.registry import READERS, sniff_format
from fixtures.documents import ORDER
from fixtures.every_format import EVERY
from fixtures.takings import taken

# Columns of the tables that tell where a record stood and in which file: they change, and nothing else does.
PLACES = {"file_name", "file_sha256", "source_row", "sheet"}
TABLES = ("core_course", "core_course_text", "core_outcome", "raw_record", "raw_reject")


def tables(path):
    _, catalogue = taken(path)
    found = {}
    for name in TABLES:
        frame = getattr(catalogue, name)
        columns = [column for column in frame if column not in PLACES]
        found[name] = sorted(frame[columns].astype(str).itertuples(index=False, name=None))
    return found


def test_every_reader_has_a_document():
    assert {document.format_name for document in EVERY} == set(READERS)


@pytest.mark.parametrize("document", EVERY, ids=lambda document: document.name)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(ORDER), data=st.data())
def test_order_and_encoding_change_nothing(tmp_path_factory, document, order, data):
    folder = tmp_path_factory.mktemp("c")
    plain = document.write(folder / "plain")
    assert sniff_format(plain) == document.format_name
    expected = tables(plain)
    assert (len(expected["core_course"]), len(expected["core_outcome"])) == (len(ORDER), document.outcomes)
    encoding = data.draw(st.sampled_from(document.encodings))
    assert tables(document.write(folder / "other", order, encoding)) == expected
