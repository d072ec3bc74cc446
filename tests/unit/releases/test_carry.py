import json

from hypothesis import given
from hypothesis import strategies as st

from escomap.model import Band
from escomap.releases.carry import carry_suggestions
from escomap.releases.compare import compare_releases
from escomap.releases.migration import fates_of, queue_of
from escomap.tables import (
    SUG_MATCH,
    SUG_REPLACEMENT,
    SUG_SKILL,
    check_frame,
    to_arrow,
)
from fixtures.descriptors import frame
from fixtures.vocabularies import vocabulary

OLD = vocabulary("1", {"debug": {"en": "debug"}, "fax": {"en": "operate fax machines"}, "weld": {"en": "weld"}})
NEW = vocabulary(
    "2",
    {
        "debug": {"en": "debug software", "de": "Software debuggen"},
        "scan": {"en": "scan", "en:alternative": "operate fax machines"},
        "weld": {"en": "weld"},
    },
)
DIFF = compare_releases(OLD, NEW)
LANGS = {"o1": "en", "o2": "de"}


def suggestions(*rows):
    names = ("outcome_id", "suggestion_rank", "skill_uri", "band", "confidence_score")
    fixed = {"skill_label_lang": "en", "esco_version": "1", "match_key": "k", "exact_score": None}
    labels = {"debug": "debug", "fax": "operate fax machines", "weld": "weld", "scan": "scan"}
    given_rows = [fixed | dict(zip(names, row, strict=True)) for row in rows]
    return frame(
        SUG_SKILL,
        [
            row | dict.fromkeys(("skill_label", "skill_label_en"), labels[row["skill_uri"]]) | {"exact_score": 0.5}
            for row in given_rows
        ],
    )


def matches(rows):
    return frame(SUG_MATCH, [{"outcome_id": outcome} for outcome in sorted(set(rows["outcome_id"]))])


def carried(*rows):
    given_rows = suggestions(*rows)
    return carry_suggestions(given_rows, matches(given_rows), LANGS, DIFF, NEW)


EXAMPLE = [
    ("o1", 1, "fax", "accept", 0.9),
    ("o1", 2, "debug", "review", 0.5),
    ("o1", 3, "weld", "none", 0.1),
    ("o2", 1, "debug", "accept", 0.8),
    ("o2", 2, "fax", "none", 0.1),
]


def test_what_holds_gets_the_new_labels_in_the_language_of_its_outcome_and_keeps_its_release():
    kept = carried(*EXAMPLE).suggestions
    shown = kept[["outcome_id", "skill_uri", "skill_label", "skill_label_lang", "skill_label_en"]]
    assert shown.values.tolist() == [
        ["o1", "debug", "debug software", "en", "debug software"],
        ["o1", "weld", "weld", "en", "weld"],
        ["o2", "debug", "Software debuggen", "de", "debug software"],
    ]
    assert set(kept["esco_version"]) == {"1"}


def test_ranks_close_up_and_the_summary_follows():
    made = carried(*EXAMPLE)
    assert made.suggestions["suggestion_rank"].tolist() == [1, 2, 1]
    summary = made.matches.set_index("outcome_id")
    assert summary["best_band"].to_dict() == {"o1": "review", "o2": "accept"}
    assert summary["suggestion_count"].to_dict() == {"o1": 2, "o2": 1}


def test_an_outcome_that_lost_everything_has_no_suggestion():
    made = carried(("o1", 1, "fax", "accept", 0.9))
    assert made.matches[["best_band", "suggestion_count"]].values.tolist() == [["none", 0]]


def test_what_is_gone_is_kept_whole_with_its_proposal():
    lost = carried(*EXAMPLE).replacements
    assert check_frame(lost, SUG_REPLACEMENT) == []
    to_arrow(lost, SUG_REPLACEMENT)
    first = lost.iloc[0]
    assert (first["removed_uri"], first["replacement_uri"], first["replacement_basis"]) == ("fax", "scan", "label")
    assert (first["earlier_band"], first["earlier_rank"], first["from_version"]) == ("accept", 1, "1")
    assert json.loads(first["evidence_json"])["exact_score"] == 0.5


def test_a_proposal_that_is_suggested_already_is_marked():
    assert carried(("o1", 1, "fax", "accept", 0.9), ("o1", 2, "scan", "review", 0.5)).replacements["is_suggested"].all()
    assert not carried(*EXAMPLE).replacements["is_suggested"].any()


def test_only_the_loss_of_what_people_see_weakens_an_answer():
    made = carried(*EXAMPLE)
    assert made.weakened == {"o1"}
    (queued,) = queue_of(made, {"o1": "send a fax"})
    assert (queued["text"], queued["removed_label"], queued["earlier_band"]) == (
        "send a fax",
        "operate fax machines",
        "accept",
    )


rows = st.lists(
    st.tuples(
        st.sampled_from(["o1", "o2", "o3"]),
        st.sampled_from(["debug", "fax", "weld"]),
        st.sampled_from([band.value for band in Band]),
    ),
    max_size=12,
    unique_by=lambda row: row[:2],
)


@given(rows, st.sampled_from([None, *Band]))
def test_nothing_is_lost(drawn, band):
    given_rows = [(outcome, rank, uri, one, 0.5) for rank, (outcome, uri, one) in enumerate(drawn, start=1)]
    made = carried(*given_rows)
    meant = [row for row in given_rows if band in (None, row[3])]
    fates = fates_of(len(meant), made, band)
    assert fates.kept + fates.removed == fates.before == len(meant)
    assert fates.relabelled == sum(row[2] == "debug" for row in meant)
    pairs = {*zip(made.suggestions["outcome_id"], made.suggestions["skill_uri"], strict=True)}
    pairs |= {*zip(made.replacements["outcome_id"], made.replacements["removed_uri"], strict=True)}
    assert pairs == {(row[0], row[2]) for row in given_rows}
    for table, made_rows in ((SUG_SKILL, made.suggestions), (SUG_MATCH, made.matches)):
        assert check_frame(made_rows, table) == []
        to_arrow(made_rows, table)
