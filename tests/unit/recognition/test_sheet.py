"""What differs and what is not known is said in sentences; what is inferred is marked."""

import pytest

from escomap.model import FieldBasis, LevelBasis
from escomap.recognition.aspects import compare_aspects
from escomap.recognition.sheet import compare_courses
from escomap.recognition.side import Side
from escomap.recognition.verdicts import Verdict
from fixtures.descriptors import bare_descriptor, outcome_with


def aspect(key, a, b, **of_sides):
    sides = [Side(bare_descriptor(**changes), **of_sides) for changes in (a, b)]
    return next(each for each in compare_aspects(*sides) if each.key == key)


LEVEL_6 = {"eqf_level": 6, "eqf_basis": LevelBasis.DECLARED_EQF}
LEVEL_7 = {"eqf_level": 7, "eqf_basis": LevelBasis.CYCLE}

VERDICTS = [
    ("eqf_level", LEVEL_6, LEVEL_6, Verdict.SAME),
    ("eqf_level", LEVEL_6, LEVEL_7, Verdict.DIFFERS),
    ("eqf_level", LEVEL_6, {}, Verdict.ONE_SIDED),
    ("eqf_level", {}, {}, Verdict.UNKNOWN),
    ("ects", {"ects": 0.0}, {"ects": 0.0}, Verdict.SAME),
    ("ects", {"ects": 0.0}, {}, Verdict.ONE_SIDED),
    ("workload_hours", {"workload_hours": 150.0}, {"workload_hours": 180.0}, Verdict.DIFFERS),
    ("teaching_langs", {"teaching_langs": ("it", "en")}, {"teaching_langs": ("en", "it")}, Verdict.SAME),
    ("teaching_langs", {"teaching_langs": ("it",)}, {"teaching_langs": ("en",)}, Verdict.DIFFERS),
    ("assessment", {"assessment": {"it": "Esame"}}, {"assessment": {"en": "Essay"}}, Verdict.READ),
    ("assessment", {"assessment": {"it": "Esame"}}, {"assessment": {"it": "ESAME "}}, Verdict.SAME),
    ("quality_assurance", {}, {"quality_assurance": {"en": "Accredited"}}, Verdict.ONE_SIDED),
]


@pytest.mark.parametrize(("key", "a", "b", "verdict"), VERDICTS)
def test_verdicts(key, a, b, verdict):
    assert aspect(key, a, b).verdict is verdict
    assert aspect(key, b, a).verdict is verdict


def test_modes_in_two_languages_are_compared_by_what_they_mean():
    a = Side(bare_descriptor(mode="in presenza"), modes=("Presential",))
    b = Side(bare_descriptor(mode="Präsenz"), modes=("Presential",))
    (mode,) = [each for each in compare_aspects(a, b) if each.key == "mode"]
    assert mode.verdict is Verdict.SAME


def test_modes_that_name_nothing_are_left_to_the_reader():
    assert aspect("mode", {"mode": "abends"}, {"mode": "serale"}).verdict is Verdict.READ


@pytest.mark.parametrize(
    ("a", "b", "remark", "is_material"),
    [
        ("0612", "0613", "the same narrow field", False),
        ("0612", "0688", "the same broad field", True),
        ("0612", "0913", "another broad field", True),
        ("06", "0613", "the same broad field", True),
    ],
)
def test_fields_are_as_near_as_their_digits(a, b, remark, is_material):
    found = aspect("isced_f_code", {"isced_f_code": a}, {"isced_f_code": b})
    assert (found.remark, found.is_material) == (remark, is_material)


def test_an_inferred_level_or_field_is_never_shown_as_declared():
    assert aspect("eqf_level", LEVEL_7, LEVEL_6).a == "7 (inferred)"
    inferred = {"isced_f_code": "0613", "isced_f_basis": FieldBasis.INFERRED}
    assert aspect("isced_f_code", inferred, {}).a == "0613 (inferred)"


def test_differences_and_gaps_are_said_in_sentences():
    a = Side(bare_descriptor(**LEVEL_7, ects=9.0, outcomes=(outcome_with(("u", "", "")),)))
    b = Side(bare_descriptor(**LEVEL_6, ects=6.0, esco_version="v1.1", outcomes=(outcome_with(("v", "", "")),)))
    sheet = compare_courses(a, b)
    assert sheet.differences[:2] == (
        "EQF level: 7 (inferred) in A, 6 (declared) in B (A is 1 level higher).",
        "Credits: 9 ECTS in A, 6 ECTS in B (A has 3 more).",
    )
    assert "1 of 1 ESCO skills of B are not in A, nor near one of A." in sheet.differences
    assert "Workload: neither course says." in sheet.unknown
    assert any("different releases (v1.1, v1.2.0)" in each for each in sheet.unknown)
    assert "ESCO skills: no group above those of B is known, so that near ones may be missed." in sheet.unknown


def test_a_course_compared_with_itself_differs_in_nothing():
    course = Side(bare_descriptor(**LEVEL_6, ects=6.0, outcomes=(outcome_with(("u", "", "")),)))
    sheet = compare_courses(course, course)
    assert sheet.differences == ()
    assert sheet.outcomes.pairs[0].score == 1.0


def test_a_course_without_outcomes_is_a_gap_and_no_difference():
    sheet = compare_courses(Side(bare_descriptor()), Side(bare_descriptor(outcomes=(outcome_with(),))))
    assert "Learning outcomes: A states none." in sheet.unknown
    assert sheet.differences == ()
