"""Levels learnt inside a catalogue."""

import random

import numpy as np
import pytest

from escomap.levels.families import CourseTexts, area_of, family_numbers
from escomap.levels.infer import MIN_LEVEL_CONFIDENCE, by_catalogue
from escomap.levels.learn import MAX_CONFIDENCE, MIN_COURSES, learn_levels
from escomap.levels.unstated import unstated_words
from escomap.model import LevelBasis
from fixtures.levelled_courses import course, levelled


def test_courses_without_a_level_get_that_of_the_wording():
    courses, levels = levelled()
    hidden = [course(level, 900 + number) for number in range(10) for level in (6, 7)]
    learnt = learn_levels([*courses, *hidden], [*levels, *[0] * 20])
    answers = [by_catalogue(learnt, number) for number in range(120, 140)]
    assert learnt.is_used
    assert [answer.eqf_level for answer in answers] == [6, 7] * 10
    assert {answer.basis for answer in answers} == {LevelBasis.CATALOGUE_MODEL}
    assert all(MIN_LEVEL_CONFIDENCE <= answer.confidence <= MAX_CONFIDENCE for answer in answers)
    assert "120 courses of this catalogue" in answers[0].evidence


def test_wording_that_says_nothing_is_not_used():
    courses, levels = levelled(told=0)
    learnt = learn_levels(courses, levels)
    assert not learnt.is_used
    assert "no better than the level most courses have" in learnt.reason
    assert by_catalogue(learnt, 0) is None


@pytest.mark.parametrize(("count", "one_level"), [(MIN_COURSES // 2 - 1, False), (80, True), (0, False)])
def test_too_few_courses_or_levels_are_not_learnt_from(count, one_level):
    courses, levels = levelled(count)
    learnt = learn_levels(courses, [6] * len(levels) if one_level else levels)
    assert (learnt.is_used, learnt.figures) == (False, {})
    assert "it takes 100" in learnt.reason
    assert learnt.shares.shape[0] == len(courses)


def test_a_level_of_few_courses_is_left_out():
    courses, levels = levelled()
    learnt = learn_levels([*courses, course(7, 950)], [*levels, 8])
    assert learnt.levels.tolist() == [6, 7]


def test_order_changes_nothing():
    courses, levels = levelled(told=2)
    order = list(range(len(courses)))
    random.Random(1).shuffle(order)
    first = learn_levels(courses, levels)
    second = learn_levels([courses[i] for i in order], [levels[i] for i in order])
    assert np.array_equal(first.shares[order], second.shares)
    assert first.figures == second.figures


def test_repeated_courses_do_not_flatter_the_figures():
    """Copies of courses whose wording says nothing: a fold that saw a copy would know its level."""
    courses, levels = levelled(40, told=0)
    copies = [CourseTexts((*one.title, "again"), one.body, "") for one in courses]
    learnt = learn_levels([*courses, *copies], [*levels, *levels])
    assert learnt.figures["exact"] < 0.65


class TestFamilies:
    def test_relatives_share_a_number(self):
        text = unstated_words("the course treats heat work energy entropy and their use in engines of every kind " * 2)
        other = unstated_words("poems of the sea read aloud in small groups with attention to metre and to sound")
        courses = [
            CourseTexts(("heat",), tuple(text), "PH100"),
            CourseTexts(("warmth",), (*text, "today"), "QX7"),
            CourseTexts(("poems",), tuple(other), "EN200A"),
            CourseTexts(("verse",), ("rhyme",), "EN200B"),
            CourseTexts(("alone",), ("nothing", "shared"), "ZZ1"),
        ]
        numbers = family_numbers(courses)
        assert numbers[0] == numbers[1]
        assert numbers[2] == numbers[3]
        assert len(set(numbers.tolist())) == 3

    def test_small_programmes_are_families_and_large_ones_are_not(self):
        small = [CourseTexts((f"t{i}x",), (), "", "Optics") for i in range(2)]
        large = [CourseTexts((f"u{i}x",), (), "", "Faculty") for i in range(30)]
        numbers = family_numbers([*small, *large])
        assert numbers[0] == numbers[1]
        assert len(set(numbers[2:].tolist())) == 30

    def test_area_is_the_head_of_the_code_before_the_subject(self):
        assert area_of("Archaeology", "DTA003F") == "dta"
        assert area_of(" Archaeology ", "003") == "archaeology"


@pytest.mark.parametrize(
    "text",
    [
        "Level 7", "SCQF 11", "MSc", "Master's", "Laurea magistrale", "second cycle", "Year 3", "undergraduates", "PhD",
        "2A", "III", "AV", "Bachelorstudiengang", "kandidatexamen", "ACCN08007", "third year", "Niveau 6",
        "forskarnivå", "degree", "Diploma", "Certificate",
    ],
)  # fmt: skip
def test_what_states_a_level_is_taken_out(text):
    kept = unstated_words(f"Thermodynamics {text} engines")
    assert [word for word in kept if word != "magistrale"] == ["thermodynamics", "engines"]
