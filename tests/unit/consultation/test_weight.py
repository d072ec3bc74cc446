"""What answers come to, and how far they move what the machine says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap import tables
from escomap.consultation.form import Question
from escomap.consultation.frames import opinion_rows, weighed_in, weighed_rows
from escomap.consultation.opinions import latest_opinions
from escomap.consultation.weight import Weighed, count_answers
from fixtures.consultation import LEVEL, LINK, opinion


def weighed(confidence, *, fits=0, does_not_fit=0, not_sure=0, band="accept"):
    return Weighed(LINK, {"fits": fits, "does_not_fit": does_not_fit, "not_sure": not_sure}, confidence, band)


def test_the_later_file_of_a_respondent_takes_the_place_of_the_earlier_whole():
    early = [opinion("fits"), opinion("right", LEVEL)]
    late = opinion("not_sure", at="2026-11-03T10:00:00.000000Z")
    other = opinion("fits", respondent="b")
    assert latest_opinions([late, *early, other]) == [late, other]
    assert latest_opinions([other, other]) == [other]


def test_two_forms_of_one_respondent_both_count():
    both = [opinion("fits"), opinion("fits", at="2027-01-01T00:00:00.000000Z", form_id="ff")]
    assert latest_opinions(both) == both


def test_answers_are_counted_by_question_and_words_are_not():
    words = opinion("leading", replace(LINK, question=Question.MISSING, value=""))
    found = count_answers([opinion("too_low", LEVEL), opinion("fits"), words, opinion("fits", respondent="b")])
    assert found == {LEVEL: {"too_low": 1}, LINK: {"fits": 2}}


@pytest.mark.parametrize(
    ("found", "share"),
    [
        (weighed(0.9, does_not_fit=1), 0.6),  # one voice leaves it likely
        (weighed(0.9, does_not_fit=10), 0.15),  # ten do not
        (weighed(0.2, fits=2), 0.6),
        (weighed(0.7, not_sure=5), 0.7),
        (weighed(None, fits=1, band=""), 2 / 3),
    ],
)
def test_the_confidence_counts_as_two_answers(found, share):
    assert found.share == pytest.approx(share)
    assert found.disagreement == pytest.approx(0.0 if found.confidence is None else abs(share - found.confidence))


@given(st.floats(0, 1), st.integers(0, 50), st.integers(0, 50))
def test_shares_stay_between_what_the_machine_and_what_people_say(confidence, fits, does_not_fit):
    found = weighed(confidence, fits=fits, does_not_fit=does_not_fit)
    people = fits / (fits + does_not_fit) if fits + does_not_fit else confidence
    low, high = sorted((confidence, people))
    assert low - 1e-9 <= found.share <= high + 1e-9
    assert 0 <= found.disagreement <= 1


def test_what_is_doubted_and_what_is_backed():
    assert weighed(0.8, does_not_fit=2, fits=1).is_doubted
    assert not weighed(0.8, does_not_fit=1, fits=1).is_doubted
    assert not weighed(0.3, does_not_fit=2, band="review").is_doubted
    assert weighed(0.3, fits=2, band="review").is_backed
    assert not weighed(0.8, fits=2).is_backed
    gone = weighed(None, fits=2, does_not_fit=3, band="")
    assert not gone.is_doubted and not gone.is_backed
    assert Weighed(LEVEL, {"too_low": 1, "too_high": 1, "right": 1}, 0.9).is_doubted


def test_rows_keep_their_contract_and_the_same_opinion_in_two_files_is_one():
    rows = opinion_rows([opinion("fits"), opinion("fits"), opinion("right", LEVEL)])
    assert tables.check_frame(rows, tables.SUG_OPINION) == []
    assert len(rows) == 2
    found = [
        {"question": "link", "judged_id": "outcome1", "value": LINK.value, "confidence_score": 0.9, "band": "accept"}
    ]
    summed = weighed_in({LEVEL: {"too_high": 2, "not_sure": 1}, LINK: {"does_not_fit": 1}}, found)
    rows = weighed_rows(summed)
    assert tables.check_frame(rows, tables.SUG_CONSULTATION) == []
    level, link = rows.to_dict("records")
    assert (level["differing_count"], level["too_high_count"], level["unsure_count"]) == (2, 2, 1)
    assert level["disagreement_score"] == 0 and level["share_score"] == 0.25
    assert (link["differing_count"], link["band"]) == (1, "accept")
    assert link["disagreement_score"] == pytest.approx(0.3)
    assert tables.check_frame(weighed_rows([]), tables.SUG_CONSULTATION) == []
    tables.to_arrow(rows, tables.SUG_CONSULTATION)
