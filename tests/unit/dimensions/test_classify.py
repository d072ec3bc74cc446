import pytest

from escomap.dimensions.assign import words_of
from escomap.dimensions.classify import SECTION_CONFIDENCE, classify
from escomap.dimensions.cues import Dimension
from escomap.dimensions.sections import heading_in
from escomap.dimensions.weights import FEATURES, load_weights, measure
from escomap.mappings import load_cues
from escomap.paths import mappings_folder

K, S, R, NONE = Dimension.KNOWLEDGE, Dimension.SKILLS, Dimension.RESPONSIBILITY_AUTONOMY, Dimension.NONE


@pytest.fixture(scope="module")
def cue_sets():
    return load_cues(mappings_folder())


@pytest.mark.parametrize(
    ("lang", "text", "dimension", "cue"),
    [
        ("en", "Explain how vaccines work", K, "Explain"),
        ("en", "Calculate the load of a beam", S, "Calculate"),
        ("en", "Take responsibility for own learning", R, "Take responsibility"),
        ("sv", "redogöra för ämnets historia", K, "redogöra"),
        ("sv", "analysera en novell", S, "analysera"),
        ("sv", "samarbeta i ett projekt", R, "samarbeta"),
        ("de", "kennen die Grundlagen des Baurechts", K, "kennen"),
        ("de", "wenden das Verfahren an", S, "wenden das Verfahren an"),
        ("de", "übernehmen Verantwortung im Betrieb", R, "Verantwortung"),
        ("it", "conoscere le basi della chimica", K, "conoscere"),
        ("fr", "travailler en équipe", R, "en équipe"),
        ("es", "calcular la carga de una viga", S, "calcular"),
        ("nl", "beschrijft de werking van het hart", K, "beschrijft"),
        ("da", "kan tage ansvar for egen læring", R, "tage ansvar"),
        ("no", "kan bruke relevante metoder", S, "kan"),
        ("pt", "compreender os princípios da termodinâmica", K, "compreender"),
        ("fi", "ymmärtää kemian perusteet", K, "ymmärtää"),
        ("pl", "współpracuje w zespole", R, "współpracuje"),
    ],
)
def test_plain_outcomes_in_every_language(cue_sets, lang, text, dimension, cue):
    reading = classify(text, cue_sets[lang], load_weights())
    assert (reading.dimension, words_of(reading.cue, text)) == (dimension, cue)
    assert 1 / 3 < reading.confidence < 1


def test_nothing_to_go_by_gives_no_dimension(cue_sets):
    for cues in (cue_sets["en"], None):
        reading = classify("xylophone 12", cues, load_weights())
        assert (reading.dimension, reading.confidence, reading.cue, reading.bloom_level) == (NONE, 0.0, None, "")


def test_a_section_tells_an_outcome_without_cues_and_moves_one_with_them(cue_sets):
    for section in (K, R):
        reading = classify("xylophone 12", cue_sets["en"], load_weights(), section)
        assert (reading.dimension, reading.confidence, reading.cue) == (section, SECTION_CONFIDENCE, None)
    text = "discuss the role of the nurse"
    alone, under = (classify(text, cue_sets["en"], load_weights(), section) for section in (NONE, K))
    assert alone.dimension is S
    assert under.dimension is K or under.confidence < alone.confidence


def test_bloom_is_that_of_the_first_cue_with_one(cue_sets):
    text = "Work in a team to design and evaluate a bridge"
    reading = classify(text, cue_sets["en"], load_weights())
    assert (reading.bloom_level, words_of(reading.bloom_cue, text)) == ("create", "design")


def test_probabilities_add_up_and_features_have_their_names(cue_sets):
    values = measure(cue_sets["en"].find("design and explain"), K)
    assert len(values) == len(FEATURES)
    assert sum(load_weights().probabilities(values).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("lang", "before", "section"),
    [
        ("sv", "Efter kursen ska studenten\nKunskap och förståelse\n- ", K),
        ("sv", "<p><strong>Värderingsförmåga  och förhållningssätt:</strong></p><ul><li>", R),
        ("sv", "Kunskap och förståelse\nFärdighet och förmåga: ", S),
        ("en", "after the course the student has knowledge of ", None),
        ("de", "3. Sozialkompetenz – ", R),
        ("it", "Autonomia di giudizio: ", R),
        ("en", "", None),
    ],
)
def test_headings_between_outcomes(cue_sets, lang, before, section):
    assert heading_in(before, cue_sets[lang].headings) is section
