from hypothesis import given
from hypothesis import strategies as st

from escomap.text.normalise import content_hash, normalised, text_key


def test_case_spacing_bullets_and_final_punctuation_do_not_count():
    assert normalised("•  Use\u00a0GIT ;") == normalised("use git.") == "use git"
    assert text_key("- Use Git") == text_key("USE  GIT")


def test_a_word_more_counts():
    assert text_key("use git") != text_key("use git daily")


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_different_parts_give_different_hashes(left, right):
    assert (content_hash(*left) == content_hash(*right)) == (left == right)


@given(st.text())
def test_normalising_keeps_something_of_every_text_with_a_letter(text):
    if any(character.isalpha() for character in text):
        assert normalised(text)
