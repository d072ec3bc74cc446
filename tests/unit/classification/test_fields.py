import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escomap.classification.fields import LEAST_CONCEPTS, LEAST_SHARE, Vote, decide_field, infer_fields
from escomap.tables import SUG_FIELD, check_frame, to_arrow


def votes(*codes, weight=0.8):
    return [Vote(code, weight, tuple(code.split("/"))) for code in codes]


@pytest.mark.parametrize(
    ("codes", "code", "share"),
    [
        (["0612", "0612"], "0612", 1.0),
        (["0612", "0613"], "061", 1.0),
        (["0714", "0732"], "07", 1.0),
        (["0612"], "", 0.0),
        (["0612", "0413"], "", 0.0),
        (["0612", "0613", "0413"], "", 0.0),
        (["0612", "0613", "0613", "0413"], "061", 0.75),
        (["0612/0541", "0612"], "0612", 0.75),
        (["061", "0612"], "061", 1.0),
        ([], "", 0.0),
    ],
)
def test_take_the_most_detailed_field_that_enough_concepts_agree_on(codes, code, share):
    decision = decide_field(votes(*codes))
    assert (decision.code, decision.share) == (code, share)


def test_a_concept_weighs_as_much_as_its_confidence():
    doubtful = [*votes("0612", "0612", weight=0.9), *votes("0413", weight=0.6)]
    assert decide_field(doubtful).code == "0612"
    assert decide_field([*doubtful, *votes("0413", weight=0.9)]).code == ""


def test_evidence_names_the_concepts_and_says_why_nothing_is_claimed():
    agreed = decide_field([Vote("SQL", 0.8, ("0612",)), Vote("Java", 0.8, ("0613",)), *votes("0613", "0613")])
    assert agreed.evidence.startswith("3 of 4 accepted concepts with a field: Java (0613), ")
    assert "no field has 2 concepts and 70% of the votes: SQL" in decide_field([Vote("SQL", 1, ("0612",))]).evidence


codes = st.lists(st.sampled_from(["0611", "0612", "0613", "0688", "0413", "0541", "061"]), min_size=1, max_size=2)


@given(st.lists(st.tuples(codes, st.floats(0.4, 1)), max_size=8), st.randoms())
def test_a_claimed_field_has_its_concepts_and_share_in_any_order(drawn, random):
    given_votes = [Vote(str(number), weight, tuple(sorted(set(own)))) for number, (own, weight) in enumerate(drawn)]
    decision = decide_field(given_votes)
    shuffled = random.sample(given_votes, len(given_votes))
    assert decide_field(shuffled).code == decision.code
    if decision.code:
        assert sum(any(c.startswith(decision.code) for c in vote.codes) for vote in given_votes) >= LEAST_CONCEPTS
        assert LEAST_SHARE - 1e-4 <= decision.share <= 1
    else:
        assert decision.share == 0


def links(*rows):
    columns = ["course_id", "outcome_id", "skill_uri", "skill_label_en", "confidence_score"]
    return pd.DataFrame(rows, columns=columns)


def test_infer_one_row_per_course_with_a_knowledge_concept():
    fields = {"sql": ("0612",), "java": ("0613",)}
    given_links = links(
        ("b", "o1", "sql", "SQL", 0.7),
        ("b", "o2", "sql", "SQL", 0.9),
        ("b", "o2", "java", "Java", 0.9),
        ("a", "o3", "teams", "work in teams", 0.9),
        ("c", "o4", "sql", "SQL", 0.9),
    )
    found = infer_fields(given_links, lambda uri: fields.get(uri, ()))
    assert check_frame(found, SUG_FIELD) == []
    to_arrow(found, SUG_FIELD)
    assert found[["course_id", "isced_f_code", "voting_count"]].values.tolist() == [["b", "061", 2], ["c", "", 1]]
    to_arrow(infer_fields(given_links.head(0), lambda _: ()), SUG_FIELD)
