"""What a file of answers says, and what it must not."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.consultation.answers import LARGEST_FILE, parse_answers
from escomap.consultation.form import LONGEST_TEXT, Asked, Question
from escomap.errors import EscomapError
from fixtures.consultation import ESCO, FITS, FORM, MISSING, RESPONDENT, TOO_LOW, entry, saved


def parse(content):
    return parse_answers("a.json", content, lambda form_id: FORM if form_id == FORM.form_id else None)


def test_every_kind_of_answer_is_read_with_who_gave_it_and_when():
    opinions, problems = parse(saved(FITS, TOO_LOW, MISSING, entry("comment", "course1", "", " two\nlines ")))
    assert problems == []
    assert [(each.asked.question.value, each.answer) for each in opinions] == [
        ("link", "fits"),
        ("level", "too_low"),
        ("missing", "leading a team"),
        ("comment", "two\nlines"),
    ]
    assert opinions[0].asked == Asked(Question.LINK, "outcome1", ESCO + "teams")
    assert {(each.respondent, each.role, each.answered_at, each.form_id) for each in opinions} == {
        (RESPONDENT, "teacher", "2026-11-02T10:00:00.000000Z", FORM.form_id)
    }


@pytest.mark.parametrize(
    ("bad", "hint"),
    [
        (entry("link", "outcome2", ESCO + "teams", "fits"), "did not ask"),
        (entry("link", "outcome1", ESCO + "other", "fits"), "did not ask"),
        (entry("level", "course1", "7", "right"), "did not ask"),
        (entry("link", "outcome1", ESCO + "weld", "accept"), "fits, does_not_fit, not_sure"),
        (entry("decision", "outcome1", ESCO + "weld", "accept"), "link, missing, level, comment"),
        (entry("link", "outcome1", ESCO + "weld", ["fits"]), "is a text"),
        (entry("link", "outcome1", ESCO + "weld", "fits") | {"reviewer": "ab"}, "nothing else"),
        ({"question": "link"}, "nothing else"),
        ("fits", "nothing else"),
        (None, "nothing else"),
        (FITS | {"answer": "does_not_fit"}, "further up"),
        (entry("comment", "course1", "", "<script>alert(1)</script>"), "HTML"),
        (entry("comment", "course1", "", "see <!-- this -->"), "HTML"),
        (entry("comment", "course1", "", "x" * (LONGEST_TEXT + 1)), "longer than 1,000"),
        (entry("comment", "course1", "", "bell \a"), "control characters"),
        (entry("comment", "course1", "", "half \ud800"), "control characters"),
        (entry("comment", "course1", "", " \n"), "empty"),
    ],
)
def test_a_bad_entry_is_told_with_its_place_and_costs_no_other(bad, hint):
    opinions, (problem,) = parse(saved(FITS, bad, MISSING))
    assert [each.answer for each in opinions] == ["fits", "leading a team"]
    assert problem.place == "answers[2]"
    assert hint in problem.hint
    assert str(problem).startswith("a.json:answers[2]  value=")


def test_mathematics_is_no_markup():
    opinions, problems = parse(saved(entry("comment", "course1", "", "x < y and y > 3, C<3>")))
    assert len(opinions) == 1 and problems == []


@pytest.mark.parametrize("role", ["x" * 65, "<b>boss</b>", 7, None, "a\0b"])
def test_a_role_that_cannot_be_kept_costs_no_answer(role):
    opinions, (problem,) = parse(saved(FITS, role=role))
    assert (opinions[0].role, problem.place) == ("", "role")


def test_no_role_is_no_problem():
    assert parse(saved(FITS, role=""))[1] == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_answers"),
        (b"\xff\xfe", "bad_answers"),
        (b"[]", "bad_answers"),
        (b"[" * 200_000, "bad_answers"),
        (b'{"format": "x", "format": "escomap-consultation-answers"}', "bad_answers"),
        (saved(FITS, format="other"), "bad_answers"),
        (saved(FITS, version=2), "bad_answers"),
        (saved(answers={}), "bad_answers"),
        (saved(FITS, respondent="../../etc"), "bad_answers"),
        (saved(FITS, respondent=None), "bad_answers"),
        (saved(FITS, saved_at="yesterday"), "bad_answers"),
        (saved(FITS, saved_at="0001-01-01T00:00:00+14:00"), "bad_answers"),
        (saved(FITS) + b" " * LARGEST_FILE, "bad_answers"),
        (saved(FITS, form_id="0000000000000000"), "unknown_form"),
        (saved(FITS, form_id=["x"]), "unknown_form"),
        (saved(FITS, form=replace(FORM, intro="another")), "unknown_form"),
    ],
)
def test_a_file_that_says_nothing_is_named_with_what_to_do(content, code):
    with pytest.raises(EscomapError) as caught:
        parse(content)
    assert caught.value.code == code
    assert caught.value.where.startswith("a.json") and caught.value.hint


def test_the_same_answers_with_a_byte_order_mark_are_the_same():
    assert parse(b"\xef\xbb\xbf" + saved(FITS)) == parse(saved(FITS))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from([*FITS.values(), "level", "6"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FITS, "x"]), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_VALUES, max_size=4))
def test_any_entry_is_kept_or_told(entries):
    opinions, problems = parse(saved(*entries))
    assert len(opinions) + len(problems) == len(entries)
    assert all(each.asked in FORM.questions for each in opinions)


def test_json_without_our_head_is_refused_whatever_it_is():
    for value in (1, "x", None, {"answers": []}):
        with pytest.raises(EscomapError, match="not one that a form saved"):
            parse(json.dumps(value).encode())
