"""What a text reads like, and where nothing is said of it."""

from importlib.resources import files

import pytest

from escomap.levels.explain import answer_level
from escomap.levels.infer import by_text
from escomap.levels.plausible import plausible_levels
from escomap.levels.text_head import HEAD_LEVELS, MAX_CONFIDENCE, load_head, parse_head, save_head
from unit.levels.level_frames import level_facts

FIRST = (
    "A first introduction for beginners with no prior knowledge. Basic terms are explained through simple everyday "
    "examples, with weekly exercises in the laboratory and much support from the tutor."
)
LATER = (
    "Participants critically appraise current research literature, formulate a research question, and conduct an "
    "independent investigation; senior practitioners lead strategic change in complex and uncertain settings."
)


def likeliest(text):
    return by_text(text, (5, 8)).likeliest


def test_wording_orders_texts():
    assert likeliest(FIRST) == 5
    assert likeliest(LATER) >= 7


def test_answer_is_a_range_with_a_capped_confidence_and_no_level():
    for text in (FIRST, LATER):
        answer = by_text(text, (5, 8))
        low, high = answer.eqf_range
        assert answer.eqf_level is None
        assert low < high
        assert low <= answer.likeliest <= high
        assert answer.confidence <= MAX_CONFIDENCE


def test_only_plausible_levels_come_into_question():
    assert by_text(FIRST, (7, 8)).eqf_range == (7, 8)
    assert by_text(FIRST, (1, 5)) is None
    assert by_text(FIRST, (6, 6)) is None


def test_short_texts_and_lower_levels_without_a_provider_are_left_open():
    assert by_text("Advanced research methods", (5, 8)) is None
    lower = (
        "Wash vegetables and lay tables under direct supervision, follow simple instructions and keep the tools clean"
    )
    assert by_text(lower, None) is None


def test_the_answer_for_one_course_is_marked_as_text():
    answer = answer_level(
        {"title": "Leadership", "text": LATER, "provider": "University of X"}, level_facts(), "programme"
    )
    assert (answer["eqf_level"], answer["basis"]) == (None, "text")
    assert answer["eqf_range"][0] < answer["eqf_range"][1]


@pytest.mark.parametrize("fields", [{"level_text": "Level 3"}, {"cycle": "unheard of"}, {"title_lang": "de"}])
def test_a_level_that_is_stated_but_not_understood_is_never_guessed(fields):
    answer = answer_level({"title": "Leadership", "text": LATER, **fields}, level_facts(), "programme")
    assert (answer["eqf_level"], answer["eqf_range"], answer["basis"]) == (None, None, "none")


def test_kind_of_provider():
    assert plausible_levels(["Hogeschool Utrecht"]) == (5, 8)
    assert plausible_levels(["Yrkeshögskolan"]) == (1, 5)
    assert plausible_levels(["Example"], (6,) * 15 + (7,) * 10) == (6, 7)
    assert plausible_levels(["Example"], (6,) * 5) is None


def test_numbers_are_small_readable_and_survive_saving():
    stored = (files("escomap.levels") / "text_head.npz").read_bytes()
    assert len(stored) < 300_000
    head = load_head()
    again = parse_head(save_head(head))
    assert again.shares([LATER]).tolist() == head.shares([LATER]).tolist()
    assert head.shares([LATER]).shape == (1, len(HEAD_LEVELS))
