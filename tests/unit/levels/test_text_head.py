"""What a text reads like, and where nothing is said of it."""

from importlib.resources import files

import pytest

from escomap.levels.cues import MARKS, mark_values
from escomap.levels.explain import answer_level
from escomap.levels.infer import by_text, is_readable
from escomap.levels.plausible import plausible_levels
from escomap.levels.text_head import (
    HEAD_LEVELS,
    MAX_CONFIDENCE,
    TextReader,
    load_heads,
    parse_heads,
    save_heads,
    to_encode,
)
from escomap.settings import Settings
from escomap.steps.level import load_text_reader
from fixtures.ngram_encoder import NgramEncoder
from unit.levels.level_frames import level_facts

FIRST = (
    "A first introduction for beginners with no prior knowledge. Basic terms are explained through simple everyday "
    "examples, with weekly exercises in the laboratory and much support from the tutor."
)
LATER = (
    "Participants critically appraise current research literature, formulate a research question, and conduct an "
    "independent investigation; senior practitioners lead strategic change in complex and uncertain settings."
)


BY_CUES = TextReader(load_heads())


def read(text, bounds, reader=BY_CUES):
    return by_text(reader.courses([text])[0], bounds)


def test_wording_orders_texts():
    assert read(FIRST, (5, 8)).likeliest == 5
    assert read(LATER, (5, 8)).likeliest >= 7


@pytest.mark.model
def test_the_vector_of_a_text_has_its_say():
    reader = load_text_reader(Settings())
    assert read(FIRST, (5, 8), reader).likeliest == 5
    assert read(LATER, (5, 8), reader).likeliest >= 7
    assert reader.courses([FIRST]).tolist() != BY_CUES.courses([FIRST]).tolist()


def test_an_encoder_that_the_head_does_not_know_is_not_asked():
    encoder = NgramEncoder()
    assert TextReader(load_heads(), encoder).courses([FIRST]).tolist() == BY_CUES.courses([FIRST]).tolist()
    assert encoder.encoded_count == 0


def test_without_the_package_of_the_encoder_texts_are_read_by_cues(monkeypatch):
    monkeypatch.delenv("ESCOMAP_MULTILINGUAL_MODEL", raising=False)
    monkeypatch.setattr("escomap.encoders.find_spec", lambda _: None)
    assert load_text_reader(Settings()).courses([FIRST]).tolist() == BY_CUES.courses([FIRST]).tolist()


def test_no_encoder_is_loaded_where_there_is_nothing_to_read():
    class Never:
        model_id = load_heads().model_id

        def encode(self, *_, **__):
            raise AssertionError("an encoder nobody needs")

    assert TextReader(load_heads(), Never()).courses([]).shape == (0, len(HEAD_LEVELS))


def test_answer_is_a_range_with_a_capped_confidence_and_no_level():
    for text in (FIRST, LATER):
        answer = read(text, (5, 8))
        low, high = answer.eqf_range
        assert answer.eqf_level is None
        assert low < high
        assert low <= answer.likeliest <= high
        assert answer.confidence <= MAX_CONFIDENCE


def test_only_plausible_levels_come_into_question():
    assert read(FIRST, (7, 8)).eqf_range == (7, 8)
    assert read(FIRST, (1, 5)) is None
    assert read(FIRST, (6, 6)) is None


def test_short_texts_and_lower_levels_without_a_provider_are_left_open():
    assert not is_readable("Advanced research methods")
    lower = (
        "Wash vegetables and lay tables under direct supervision, follow simple instructions and keep the tools clean"
    )
    assert read(lower, None) is None


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Physics 2B. For second-year students.", {"second in title", "second year"}),
        ("Dissertation. Ten thousand words by MSc students.", {"thesis in title", "master"}),
        ("Students of the third year read a dissertation by a PhD student in depth and say what it adds. Then 4 more.",
         {"third year", "doctoral"}),
        ("plan 2 projects", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_marks_are_met_in_the_title_and_in_whom_a_course_is_for(text, marks):
    assert {name for name, value in zip(MARKS, mark_values(text), strict=True) if value} == marks


@pytest.mark.parametrize("stated", ["SCQF Level 10", "level 7", "FHEQ 6", "EQF level 8"])
def test_a_number_of_a_level_is_never_read(stated):
    texts = [f"Physics. {FIRST} {given}" for given in (stated, "")]
    cues, bare = BY_CUES.courses(texts).round(3).tolist()
    assert cues == bare
    assert to_encode(texts[0]) == to_encode(texts[1])


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
    assert len(stored) < 50_000
    heads = load_heads()
    again = parse_heads(save_heads(heads))
    assert TextReader(again).courses([LATER]).tolist() == BY_CUES.courses([LATER]).tolist()
    assert (again.model_id, again.sources) == (heads.model_id, heads.sources)
    assert again.course.weights.tolist() == heads.course.weights.tolist()
