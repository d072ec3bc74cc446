"""No input raises, whatever it holds and however long it is."""

import json
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escomap.levels.explain import KEYS, answer_level
from unit.levels.level_frames import level_facts

WORDS = "EQF QNQ NFQ level Level livello 6 5-6 VI I 4+ 6.1 / ( ) - ; Master Laurea L-8 BSc Entry cycle ß ² ٦ ６ º 's ’"
PIECES = st.sampled_from([*WORDS.split(" "), "\n", "\u0000", "\u200b"])
PHRASES = st.lists(PIECES, max_size=10)
TEXT = st.one_of(st.text(max_size=60), PHRASES.map(" ".join), PHRASES.map("".join))
VALUE = st.one_of(TEXT, st.integers(), st.floats(allow_nan=True), st.none(), st.lists(TEXT, max_size=3))


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(sorted(KEYS)), VALUE, max_size=8), st.sampled_from(["programme", "module"]))
def test_any_course_gets_an_answer(course, policy):
    got = answer_level(course, level_facts(), policy)
    json.dumps(got)
    assert got["eqf_level"] is None or 1 <= got["eqf_level"] <= 8
    assert 0 <= got["confidence"] <= 1
    assert (got["basis"] == "none") == (got["eqf_range"] is None)


def test_long_fields_are_read_in_little_time():
    level_facts()
    start = time.process_time()
    for piece in ("EQF 6 / ", "a", "master ", "( ", "laurea ", "1", "II ", "studia ", "EQF ", " ", "ing. \n", "Dipl "):
        long = piece * (100_000 // len(piece))
        answer_level(
            dict.fromkeys(("title", "text", "level_text", "framework", "cycle", "degree"), long),
            level_facts(),
            "programme",
        )
    # Twelve courses of 600 kB; the first kilobyte of each field is read, descriptions a little further.
    assert time.process_time() - start < 3
