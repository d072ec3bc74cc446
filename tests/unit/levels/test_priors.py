"""Courses without a level learn from their programme, their award, or a provider that teaches one level only."""

from escomap.levels.assign import decide_levels
from escomap.levels.explain import parse_course
from unit.levels.level_frames import level_facts


def decide(*courses):
    return decide_levels([parse_course(course) for course in courses], level_facts(), "programme")


def programme(level_text, **more):
    return {"country": "DE", "provider": "Uni", "programme": "Physik", "level_text": level_text, **more}


def test_a_silent_course_takes_the_level_of_its_programme():
    *_, last = decide(*[programme("DQR 6")] * 4, programme(""))
    assert (last.eqf_level, last.basis) == (6, "programme_prior")
    assert 0.85 < last.confidence < 0.95
    assert "4 of its 4" in last.evidence


def test_two_courses_or_mixed_ones_say_nothing():
    assert decide(*[programme("DQR 6")] * 2, programme(""))[-1].eqf_level is None
    assert decide(*[programme("DQR 6")] * 3, *[programme("DQR 7")] * 2, programme(""))[-1].eqf_level is None


def test_a_programme_of_another_provider_says_nothing():
    assert decide(*[programme("DQR 6", provider="Other")] * 4, programme(""))[-1].eqf_level is None


def test_what_a_course_says_itself_goes_before_its_neighbours():
    assert decide(*[programme("DQR 6")] * 9, programme("DQR 7"))[-1].eqf_level == 7


def test_neighbours_on_unverified_facts_are_marked():
    courses = [{"country": "SK", "provider": "U", "programme": "P", "level_text": "SKKR 6"}] * 4
    last = decide(*courses, {**courses[0], "level_text": ""})[-1]
    assert last.evidence_class == "C"
    assert last.confidence < 0.9


def test_a_few_titles_that_name_a_degree_say_nothing_of_the_rest_of_a_provider():
    named = [{"title": f"Dissertation {number} (MSc)", "provider": "Uni"} for number in range(30)]
    silent = {"title": "Gardens", "provider": "Uni"}
    assert decide(*named, silent)[-1].basis == "provider_prior"
    assert decide(*named, *[silent] * 70)[-1].eqf_level is None


def test_a_provider_of_one_level_needs_many_courses():
    courses = [{"country": "NL", "provider": "ROC", "level_text": "NLQF 4"}] * 25
    silent = {"country": "NL", "provider": "ROC", "title": "Lassen"}
    last = decide(*courses, silent)[-1]
    assert (last.eqf_level, last.basis) == (4, "provider_prior")
    assert 0.85 < last.confidence < 0.95
    assert decide(*courses[:10], silent)[-1].eqf_level is None
