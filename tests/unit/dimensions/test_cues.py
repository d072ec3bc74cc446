import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.dimensions.cues import Cue, Dimension, compile_cues, is_pattern

K, S, R = Dimension.KNOWLEDGE, Dimension.SKILLS, Dimension.RESPONSIBILITY_AUTONOMY
CUES = [
    Cue("describ*", K, "understand", 0.9),
    Cue("responsib*", R, "", 0.5),
    Cue("take* responsibility", R, "", 0.95),
    Cue("setzen … ein", S, "apply", 0.8),
    Cue("^state", K, "remember", 0.9),
    Cue("^*are", S, "", 0.4),
]


@pytest.fixture(scope="module")
def cue_set():
    return compile_cues(CUES, {})


def found(cue_set, text):
    return [(text[one.start : one.end], one.cue.pattern) for one in cue_set.find(text)]


def test_the_longest_pattern_at_a_place_wins(cue_set):
    assert found(cue_set, "Takes responsibility") == [("Takes responsibility", "take* responsibility")]
    assert found(cue_set, "responsible work") == [("responsible", "responsib*")]


def test_cues_come_in_the_order_of_the_text(cue_set):
    text = "describe who is responsible, and DESCRIBING it"
    assert [words for words, _ in found(cue_set, text)] == ["describe", "responsible", "DESCRIBING"]


def test_a_verb_parted_around_its_object_is_found_within_its_clause(cue_set):
    assert found(cue_set, "setzen geeignete Werkzeuge ein") == [("setzen geeignete Werkzeuge ein", "setzen … ein")]
    assert found(cue_set, "setzen Werkzeuge, schreiben ein Protokoll") == []


def test_opening_patterns_hold_only_for_the_first_word(cue_set):
    assert found(cue_set, "- State the rule") == [("State", "^state")]
    assert found(cue_set, "the state of the art") == []
    assert found(cue_set, "saldare un giunto") == [("saldare", "^*are")]
    assert found(cue_set, "un giunto da saldare") == []


def test_parts_of_words_are_no_cues(cue_set):
    assert found(cue_set, "irresponsible restate") == []


def test_a_typographic_apostrophe_is_an_apostrophe():
    cues = compile_cues([Cue("vue d'ensemble", K, "understand", 0.9)], {})
    assert found(cues, "avoir une vue d’ensemble") == [("vue d’ensemble", "vue d'ensemble")]


def test_a_word_after_an_apostrophe_is_a_word(cue_set):
    assert found(cue_set, "l'responsibilité") == [("responsibilité", "responsib*")]


@given(st.text(max_size=300))
def test_any_text_gives_spans_in_order_inside_it(text):
    ends = [0]
    for one in compile_cues(CUES, {}).find(text):
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)


@pytest.mark.parametrize(
    "pattern", ["describ*", "take* responsibility", "setzen … ein", "^state", "^*are", "vue d'ensemble"]
)
def test_patterns_of_the_syntax(pattern):
    assert is_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["", "*", "^", "*are", "Describe", "a|b", "(a", "setzen …", "… ein", "two  spaces", "end ", "a.b"]
)
def test_patterns_outside_the_syntax(pattern):
    assert not is_pattern(pattern)
