from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.text.clauses import MAX_CLAUSES, clause_spans

LANGS = ["en", "it", "de", "fr", "es", "pt", "nl", "sv", "da", "no", "fi", "pl", "xx"]
PIECES = st.lists(st.sampled_from([*"ab,;: ()-/•\n🙂ß", " and ", " und ", " e ", "plan", "tests", "."]), max_size=40)


def clauses(text, lang="en"):
    return [text[start:end] for start, end in clause_spans(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("plan and run tests", "en", ["plan", "run tests"]),
        ("brand management", "en", []),
        ("progettare e sviluppare applicazioni", "it", ["progettare", "sviluppare applicazioni"]),
        ("Messwerte erfassen, auswerten und darstellen", "de", ["Messwerte erfassen", "auswerten", "darstellen"]),
        ("rédiger ou traduire un texte", "fr", ["rédiger", "traduire un texte"]),
        ("debug software", "en", []),
        ("", "en", []),
        ("and, or; as well as", "en", []),
    ],
)
def test_clauses_end_at_punctuation_and_joining_words(text, lang, found):
    assert clauses(text, lang) == found


def test_the_longest_clauses_are_kept_in_their_order():
    text = ", ".join("x" * (2 + number) for number in range(12))
    assert clauses(text) == ["x" * (2 + number) for number in range(4, 12)]


@given(st.one_of(st.text(max_size=80), PIECES.map("".join)), st.sampled_from(LANGS))
def test_spans_are_ordered_apart_and_inside_the_text(text, lang):
    spans = clause_spans(text, lang)
    assert len(spans) == 0 or 2 <= len(spans) <= MAX_CLAUSES
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start].isalnum() for start, _ in spans)
