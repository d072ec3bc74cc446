"""Level profiles: which courses they hold for, and files that cannot be read."""

import pytest

from escomap.errors import EscomapError
from escomap.levels.explain import answer_level
from escomap.levels.profiles import parse_level_profile
from escomap.mappings import load_level_profiles
from unit.levels.level_frames import MAPPINGS, level_facts

PROFILES = load_level_profiles(MAPPINGS)


def answer(**course):
    return answer_level(course, level_facts(), "programme")


@pytest.mark.parametrize(
    ("course", "level", "basis"),
    [
        ({"country": "SE", "cycle": "G1N"}, 6, "cycle"),
        ({"country": "SE", "level_text": "A1F"}, 7, "cycle"),
        ({"provider": "Mittuniversitetet", "code": "ENG014F"}, 8, "local_code"),
        ({"catalogue": "miun", "code": "PE256G"}, 6, "local_code"),
        ({"provider": "The University of Edinburgh", "code": "ACCN08007"}, 5, "local_code"),
        ({"provider": "The Open University", "level_text": "The Open University level 3"}, 6, "local_code"),
        ({"country": "GB-ENG", "level_text": "Level M"}, 7, "local_code"),
        ({"country": "IT", "level_text": "LM-85 bis"}, 7, "cycle"),
        ({"country": "IT", "degree": "23/S"}, 7, "local_code"),
        ({"country": "AT", "level_text": "Ma"}, 7, "cycle"),
        ({"country": "DE", "code": "B.Inf.1101"}, 6, "local_code"),
        ({"country": "NL", "degree": "HBO-AD"}, 5, "local_code"),
    ],
)
def test_codes_of_shipped_profiles(course, level, basis):
    got = answer(**course)
    assert (got["eqf_level"], got["basis"]) == (level, basis)
    assert "profile" in got["evidence"]
    assert "class" in got["evidence"]


@pytest.mark.parametrize(
    "course",
    [
        {"country": "DK", "cycle": "G1N"},
        {"provider": "University of Glasgow", "code": "ACCN08007"},
        {"provider": "Edinburgh Napier University", "code": "ACCN08007"},
        {"country": "FR", "code": "B.Inf.1101"},
        {"country": "IT", "degree": "Ad"},
        {"provider": "The Open University", "country": "GB", "level_text": "Level 3"},
        {"provider": "The Open University", "level_text": "The Open University level 2"},
        {"country": "SE", "title": "G1N"},
    ],
)
def test_codes_mean_nothing_elsewhere(course):
    assert answer(**course)["eqf_level"] is None


def test_class_c_codes_are_marked():
    got = answer(country="DE", level_text="Ma")
    assert got["evidence_class"] == "C"
    assert got["confidence"] < 0.9
    assert "not verified" in got["evidence"]


def test_a_code_is_as_sure_as_the_courses_it_was_compared_with():
    depth = answer(country="SE", cycle="G1N")
    assert depth["confidence"] == pytest.approx(0.97 * 2218 / 2565, abs=1e-4)
    assert answer(country="SE", cycle="A1N")["confidence"] == 0.95
    assert answer(provider="Mittuniversitetet", code="ENG014F")["confidence"] == pytest.approx(
        0.97 * 345 / 346, abs=1e-4
    )


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_every_fact_has_a_source_and_its_example_a_level(profile):
    for code in profile.codes:
        assert code.source.strip()
        assert code.evidence_class != "A" or code.source != "general knowledge"
        course = {code.fields[0]: code.example, "catalogue": "", "country": next(iter(profile.countries), "")}
        course["provider"] = next(iter(profile.providers), "")
        assert answer(**course)["eqf_level"] is not None, code


CODE = {
    "fields": ["cycle"], "pattern": "X(?P<level>1)", "says": "x", "cycle": "first", "example": "X1",
    "evidence_class": "B", "source": "s",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fields": ["title"]}, "reads title"),
        ({"pattern": "("}, "regular expression"),
        ({"example": "Y"}, "example"),
        ({"evidence_class": "D"}, "evidence class"),
        ({"source": ""}, "lacks source"),
        ({"cycle": "fourth"}, "fourth"),
        ({"eqf_level": 6}, "one of"),
        ({"colour": "red"}, "colour"),
        ({"courses": 3}, "both courses and agreeing"),
        ({"courses": 3, "agreeing": 4}, "both courses and agreeing"),
        ({"courses": 3, "agreeing": "3"}, "both courses and agreeing"),
    ],
)
def test_a_broken_profile_is_named(change, said):
    with pytest.raises(EscomapError) as caught:
        parse_level_profile({"profile": {"countries": ["SE"]}, "code": [CODE | change]}, "x")
    assert caught.value.code == "bad_mapping"
    assert said in caught.value.message


@pytest.mark.parametrize("tables", [{}, {"profile": {"countries": ["SE"]}}, {"profile": {}, "code": [CODE]}, {"a": 1}])
def test_a_profile_without_courses_or_facts_is_refused(tables):
    with pytest.raises(EscomapError, match="bad_mapping"):
        parse_level_profile(tables, "x")
