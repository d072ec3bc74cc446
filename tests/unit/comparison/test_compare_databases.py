import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.comparison.compare import compare
from escomap.comparison.text import to_text
from escomap.errors import EscomapError
from fixtures.snapshots import snapshot

ENDED = {"ended_at": pd.Timestamp("2026-02-01")}
A = {"a1": "debug software", "a2": "work in teams"}
B = {"b1": "weld metal"}


def kinds(changes):
    return [(one.kind, one.course.course_code) for one in changes]


def test_courses_are_added_and_ended_whether_marked_or_gone():
    old = snapshot({"A": A, "B": B, "C": {"outcomes": {}, **ENDED}, "D": {}})
    new = snapshot({"A": A, "B": {"outcomes": B, **ENDED}, "C": {}, "E": {"e1": "read"}})
    found = compare(old, new)
    assert kinds(found.courses) == [("added", "C"), ("added", "E"), ("ended", "B"), ("ended", "D")]
    assert [one.outcomes for one in found.courses] == [0, 1, 1, 0]
    assert found.counts["courses"] == {"added": 2, "ended": 2, "changed": 0, "unchanged": 1}
    assert found.counts["outcomes"]["unchanged"] == 2


def test_changed_fields_are_named_with_both_values():
    old = snapshot(
        {"A": {"outcomes": A, "ects": 7.5, "teaching_langs": ["it"], "source_row": 4, "record_id": "r"}},
        texts=[("A", "title", "en", "Title A"), ("A", "description", "it", "Prima.")],
    )
    new = snapshot(
        {"A": {"outcomes": A, "ects": 15.0, "teaching_langs": ["it", "en"], "title": "New", "source_row": 9}},
        texts=[("A", "title", "en", "New"), ("A", "description", "it", "Poi."), ("A", "assessment", "it", "Esame.")],
    )
    (change,) = compare(old, new).courses
    assert {(one.field, one.old, one.new) for one in change.fields} == {
        ("title", "Title A", "New"),
        ("ects", "7.5", "15"),
        ("teaching_langs", "it", "it, en"),
        ("description@it", "Prima.", "Poi."),
        ("assessment@it", "", "Esame."),
    }


def test_a_reworded_outcome_is_one_change_and_another_outcome_is_two():
    old = snapshot({"A": {"1": "debug software with tools", "2": "work in teams", "3": "stay the same"}})
    new = snapshot({"A": {"4": "debug software with professional tools", "5": "weld metal", "3": "stay the same"}})
    found = compare(old, new)
    assert [(one.kind, one.old, one.new) for one in found.outcomes] == [
        ("changed", "debug software with tools", "debug software with professional tools"),
        ("added", "", "weld metal"),
        ("removed", "work in teams", ""),
    ]
    assert found.counts["outcomes"] == {"added": 1, "removed": 1, "changed": 1, "unchanged": 1}


def test_links_are_gained_lost_moved_and_told_by_their_cause():
    old = snapshot(
        {"A": {"1": "debug software with tools", "2": "work in teams", "9": "boil eggs"}},
        links=[
            ("1", "kept", 0.9, "accept"), ("1", "dropped", 0.7, "accept"), ("1", "seen", 0.3, "review"),
            ("2", "surer", 0.7, "accept"), ("2", "same", 0.701, "accept"), ("9", "cook", 0.8, "accept"),
        ],
    )  # fmt: skip
    new = snapshot(
        {"A": {"4": "debug software with more tools", "2": "work in teams", "7": "weld metal"}},
        links=[
            ("4", "kept", 0.9, "accept"), ("4", "dropped", 0.5, "review"), ("2", "surer", 0.8, "accept"),
            ("2", "same", 0.702, "accept"), ("7", "weld", 0.9, "accept"), ("7", "metal", 0.3, "review"),
        ],
    )  # fmt: skip
    found = compare(old, new)
    assert {(one.kind, one.skill_uri, one.old_band, one.new_band, one.cause) for one in found.links} == {
        ("lost", "dropped", "accept", "review", "outcome changed"),
        ("band", "seen", "review", "none", "outcome changed"),
        ("confidence", "surer", "accept", "accept", "matched anew"),
        ("gained", "weld", "none", "accept", "outcome added"),
        ("lost", "cook", "accept", "none", "outcome removed"),
    }
    assert found.counts["links"] == {"gained": 1, "lost": 2, "band": 1, "confidence": 1, "unchanged": 2}


def test_levels_change_with_their_basis():
    old = snapshot({"A": A, "B": B, "C": {}}, levels={"A": (6, "cycle"), "B": (6, "cycle"), "C": (None, "none")})
    new = snapshot({"A": A, "B": B, "C": {}}, levels={"A": (6, "cycle"), "B": (6, "declared_eqf"), "C": (5, "cycle")})
    found = compare(old, new)
    told = [
        (one.course.course_code, one.old_level, one.old_basis, one.new_level, one.new_basis) for one in found.levels
    ]
    assert told == [("B", 6, "cycle", 6, "declared_eqf"), ("C", None, "none", 5, "cycle")]
    assert "  B  Title B: 6 (cycle) -> 6 (declared_eqf)" in to_text(found, limit=0)


def test_databases_without_a_common_course_are_refused():
    with pytest.raises(EscomapError) as caught:
        compare(snapshot({"A": A}, name="old.duckdb"), snapshot({"B": B}, name="new.duckdb"))
    assert caught.value.code == "different_catalogues"
    assert caught.value.where == "old.duckdb: one; new.duckdb: one"


def test_a_catalogue_of_one_database_only_is_left_out_and_named():
    other = {"outcomes": B, "catalogue": "two"}
    found = compare(snapshot({"A": A, "B": other}, name="old.duckdb"), snapshot({"A": A, "C": {}}))
    assert kinds(found.courses) == [("added", "C")]
    assert found.notes == ("catalogue two (1 courses) is in old.duckdb only and was left out",)


def test_what_differs_beside_the_catalogue_is_told():
    old, new = ({"ESCO": version, "encoders": "e"} for version in ("v1.1.0", "v1.2.0"))
    found = compare(snapshot({"A": A}, conditions=old), snapshot({"A": A}, conditions=new))
    assert found.conditions == {"ESCO": ("v1.1.0", "v1.2.0")}
    assert "  ESCO: v1.1.0 -> v1.2.0" in to_text(found, limit=0)


def test_a_course_under_a_new_code_is_pointed_at():
    old = snapshot({"A": A, "B": {"outcomes": B, "title": "Welding"}})
    found = compare(old, snapshot({"A": A, "B2": {"outcomes": B, "title": "welding"}}))
    assert "1 added courses have the title of an ended one" in found.notes[0]


def test_a_list_is_cut_at_the_limit_and_says_so():
    old = snapshot({"A": A})
    found = compare(old, snapshot({"A": A, **{f"N{n}": {} for n in range(5)}}))
    assert "Courses added (5)" in to_text(found, limit=2)
    assert "  and 3 more: --limit 0" in to_text(found, limit=2)
    assert "more: --limit" not in to_text(found, limit=0)
    assert to_text(found, limit=2).index("Courses     added 5") == 0


texts = st.sampled_from(["debug software", "debug more software", "weld", "work in teams", "read drawings"])
courses = st.dictionaries(st.sampled_from("ABCD"), st.lists(texts, unique=True, max_size=4), max_size=4)


def made(drawn, scores):
    held = {"Z": {"Z0": "always there"}}
    held |= {code: {f"{code}{text}": text for text in found} for code, found in drawn.items()}
    links = [
        (outcome, "u", score, "accept" if score >= 0.6 else "review")
        for (outcome, score) in zip([o for found in held.values() for o in found], scores, strict=False)
    ]
    return snapshot(held, links=links)


snapshots = st.builds(made, courses, st.lists(st.sampled_from([0.2, 0.5, 0.7, 0.9]), max_size=8))


@settings(deadline=None, max_examples=25)
@given(snapshots)
def test_a_database_differs_in_nothing_from_itself(one):
    found = compare(one, one)
    assert not (found.courses or found.outcomes or found.links or found.levels or found.notes)


@settings(deadline=None, max_examples=25)
@given(snapshots, snapshots)
def test_backwards_everything_turns_round(old, new):
    there, back = compare(old, new).counts, compare(new, old).counts
    turned = {"added": "ended", "ended": "added"}
    assert {turned.get(kind, kind): amount for kind, amount in there["courses"].items()} == back["courses"]
    turned = {"added": "removed", "removed": "added"}
    assert {turned.get(kind, kind): amount for kind, amount in there["outcomes"].items()} == back["outcomes"]
    turned = {"gained": "lost", "lost": "gained"}
    assert {turned.get(kind, kind): amount for kind, amount in there["links"].items()} == back["links"]


@settings(deadline=None, max_examples=25)
@given(snapshots, snapshots)
def test_counts_add_up_to_what_the_databases_hold(old, new):
    counts = compare(old, new).counts
    both = set(old.courses["course_id"]) & set(new.courses["course_id"])
    assert counts["courses"]["added"] + len(both) == len(new.courses)
    outcomes = counts["outcomes"]
    assert outcomes["added"] + outcomes["changed"] + outcomes["unchanged"] == len(new.outcomes_of(both))
    assert outcomes["removed"] + outcomes["changed"] + outcomes["unchanged"] == len(old.outcomes_of(both))
