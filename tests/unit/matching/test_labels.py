import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.matching.labels import distinct_labels


@pytest.mark.parametrize(
    ("labels", "kept"),
    [
        (["develop software", "developing software", "program computers"], [0, 2]),
        (["manage staff", "management of staff", "staff management", "lead a team"], [0, 3]),
        (["C++"], [0]),
        (["C", "C++", "C#"], [0, 1, 2]),
        (["the", "of"], [0, 1]),
        ([], []),
    ],
)
def test_labels_that_only_inflect_or_reorder_another_are_left_out(labels, kept):
    assert distinct_labels(labels, 80) == kept


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_the_preferred_label_always_stays_and_the_rest_keep_their_order(labels):
    kept = distinct_labels(labels)
    assert kept[0] == 0
    assert kept == sorted(set(kept))
    assert distinct_labels([labels[position] for position in kept]) == list(range(len(kept)))


def test_fewer_wordings_are_kept_where_more_counts_as_the_same():
    labels = ["perform usability tests", "carry out tests of usability", "law"]
    assert (len(distinct_labels(labels, 95)), len(distinct_labels(labels, 40))) == (3, 2)
