import pytest

from escomap.errors import EscomapError
from escomap.readers.training import SKILL_URI, read_training

OUTCOMES = 'uri\tlabel\ttext\tsplit\nu1|u2\ta|b\tplan "tests"\ttrain\n\t\tbring a pen\theld_out\n'
COURSES = (
    "course_id\ttitle\tisced_field\teqf_level\tsplit\ttext\taccepted\trelated\trejected\n"
    "c1\tSaldatura\t0715\t4\tranking\tsaldare\tx\ty z\tw\n"
)


def test_both_kinds_of_file_are_read_with_their_language(tmp_path):
    (tmp_path / "outcomes_en.tsv").write_text(OUTCOMES)
    (tmp_path / "courses_it.tsv").write_text(COURSES)
    two, none, course = read_training(tmp_path)
    assert (two.text, two.lang, two.grades, two.is_judged) == ('plan "tests"', "en", {"u1": 2, "u2": 2}, False)
    assert (none.grades, none.split) == ({}, "held_out")
    assert (course.lang, course.context, course.split, course.course_id) == ("it", "Saldatura", "ranking", "c1")
    assert course.grades == {SKILL_URI + name: grade for name, grade in (("x", 2), ("y", 1), ("z", 1), ("w", 0))}
    assert course.is_judged


def test_a_folder_without_training_outcomes_is_told(tmp_path):
    with pytest.raises(EscomapError) as caught:
        read_training(tmp_path)
    assert caught.value.code == "no_training_data"
