"""Synonyms as labels: what a row may say, what joins the labels of a release, and what nothing may change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.matching.extension import extended
from escomap.matching.index import LabelSet, LabelVectors
from escomap.matching.synonyms import Synonyms, idle_synonyms, synonym_problem, synonyms_digest

ROW = {
    "concept_uri": "http://e/1",
    "label": "bug hunting",
    "status": "accepted",
    "source": "s",
    "checked_by": "ab",
    "remark": "",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"status": "proposed", "checked_by": ""}, ""),
        ({"concept_uri": "1"}, "URI"),
        ({"label": ""}, "no label"),
        ({"label": "two  spaces"}, "no label"),
        ({"label": "x" * 201}, "no label"),
        ({"status": "maybe"}, "status"),
        ({"checked_by": ""}, "by whom"),
        ({"status": "rejected", "checked_by": ""}, "by whom"),
        ({"source": ""}, "source"),
    ],
)
def test_a_row_names_a_concept_a_label_who_checked_it_and_its_source(change, said):
    problem = synonym_problem(ROW | change)
    assert (said in problem) if said else problem == ""


def test_without_synonyms_of_its_own_or_the_main_language_a_text_has_no_digest():
    german = {"de": Synonyms("de", (("u", "a"),))}
    assert synonyms_digest({}, "en", "en") == synonyms_digest(german, "en", "fr") == ""
    assert synonyms_digest(german, "en", "de") != ""
    both = german | {"en": Synonyms("en", (("u", "b"),))}
    assert len({synonyms_digest(both, "en", lang) for lang in ("en", "fr")}) == 1
    assert synonyms_digest(both, "en", "de") not in {
        synonyms_digest(both, "en", "en"),
        synonyms_digest(german, "en", "de"),
    }


def test_idle_synonyms_are_of_unknown_concepts_or_labels_already():
    found = idle_synonyms(
        [Synonyms("en", (("gone", "a"), ("here", "Debug Software"), ("here", "bug hunting")))],
        {"here"},
        {("here", "en", "debug software")},
    )
    assert (found.concept_missing, found.label_known) == ((("gone", "a"),), (("here", "Debug Software"),))


LABELS = LabelSet(
    "en",
    ["a", "a2", "b", "c", "c2"],
    ["en"] * 5,
    ["preferred", "alternative"] * 2 + ["x"],
    np.array([0, 0, 1, 2, 2], np.int32),
)
URIS = ["ua", "ub", "uc"]
VECTORS = LabelVectors(LABELS, np.array([0, 2, 3, 4], np.int32), np.arange(8, dtype=np.float32).reshape(4, 2))


def test_a_synonym_stands_behind_the_labels_of_its_concept_and_every_vector_stays_with_its_label():
    found = extended(LABELS, URIS, Synonyms("it", (("ua", "alfa"), ("uc", "C2"), ("uc", "gamma"), ("gone", "x"))))
    assert found.texts == ["alfa", "gamma"]
    assert found.labels.texts == ["a", "a2", "alfa", "b", "c", "c2", "gamma"]
    assert found.labels.langs[2] == "it"
    assert found.labels.kinds[2] == found.labels.kinds[6] == "synonym"
    vectors = found.vectors(VECTORS, np.full((2, 2), 9, dtype=np.float32))
    assert [found.labels.texts[at] for at in vectors.label] == ["a", "alfa", "b", "c", "c2", "gamma"]
    assert vectors.matrix[:, 0].tolist() == [0, 9, 2, 4, 6, 9]


@pytest.mark.parametrize("rows", [(), (("gone", "x"),), (("ua", "A2"),)])
def test_where_nothing_is_new_nothing_is_made(rows):
    assert extended(LABELS, URIS, Synonyms("en", rows)) is None
    assert extended(LABELS, URIS, None) is None


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(URIS), st.text("pqr", min_size=2, max_size=5)), unique=True, max_size=8))
def test_the_labels_of_each_concept_stay_together_with_the_preferred_one_first(rows):
    found = extended(LABELS, URIS, Synonyms("en", tuple(rows)))
    if found is None:
        assert rows == []
        return
    assert np.all(np.diff(found.labels.concept) >= 0)
    for concept, first in enumerate("abc"):
        texts = [found.labels.texts[at] for at in found.labels.positions_of(concept)]
        own = [text for text, owner in zip(LABELS.texts, LABELS.concept, strict=True) if owner == concept]
        assert texts[: len(own)] == own
        assert texts[0] == first
        assert texts[len(own) :] == [label for uri, label in rows if uri == URIS[concept]]
