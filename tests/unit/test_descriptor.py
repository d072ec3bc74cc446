from dataclasses import replace

import pandas as pd
import pytest

from escomap.descriptor import accepted_links, build_descriptors, describe_courses
from escomap.model import FieldBasis, LevelBasis
from escomap.tables import CORE_CONCEPT, OUT_DESCRIPTOR, OUT_OUTCOME_SKILL, check_frame, to_arrow
from fixtures.descriptors import PROGRAM, SQL, frame, frames, suggestions


def descriptors():
    return {descriptor.course_id: descriptor for descriptor in build_descriptors(frames())}


def test_order_courses_by_provider_then_code_title_and_id():
    assert list(descriptors()) == ["c-en", "c-de", "c-fr", "c-it"]


def test_shuffled_rows_make_the_same_descriptors():
    given = frames()
    names = ("courses", "texts", "outcomes", "levels", "links", "skills", "fields", "concept_labels")
    shuffled = replace(given, **{name: getattr(given, name).sample(frac=1, random_state=3) for name in names})
    assert list(build_descriptors(shuffled)) == list(build_descriptors(given))
    pd.testing.assert_frame_equal(describe_courses(shuffled), describe_courses(given))


def test_put_the_main_language_first():
    course = descriptors()["c-it"]
    assert list(course.titles.items()) == [("it", "Programmazione"), ("en", "Programming")]
    assert list(course.descriptions) == ["it", "en"]


def test_order_outcomes_by_position_and_skills_by_confidence():
    outcomes = descriptors()["c-it"].outcomes
    assert [outcome.outcome_id for outcome in outcomes] == ["o1", "o2"]
    assert [skill.uri for skill in outcomes[1].skills] == [PROGRAM, SQL]


def test_give_skills_every_loaded_language_and_the_label_of_the_link():
    skill = descriptors()["c-it"].outcomes[0].skills[0]
    assert skill.labels == {
        "de": "programmieren",
        "en": "computer programming",
        "fr": "programmer",
        "it": "programmare un computer",
    }


def test_label_the_field_of_education_where_a_label_is_loaded():
    assert descriptors()["c-it"].isced_f_labels == {"en": "Software"}
    assert descriptors()["c-de"].isced_f_labels == {}


def test_a_declared_field_stays_and_an_inferred_one_is_marked():
    found = {d.course_id: (d.isced_f_code, d.isced_f_basis, d.isced_f_evidence) for d in descriptors().values()}
    assert found["c-it"] == ("0613", FieldBasis.DECLARED, "")
    assert found["c-de"] == ("0714", FieldBasis.INFERRED, "2 of 2: robotics (0714)")
    assert found["c-fr"] == found["c-en"] == ("", FieldBasis.NONE, "")
    rows = describe_courses(frames()).set_index("course_id")
    assert rows["isced_f_basis"].to_dict() == {"c-en": "none", "c-de": "inferred", "c-fr": "none", "c-it": "declared"}


def test_skills_say_where_esco_puts_them():
    program, sql = descriptors()["c-it"].outcomes[1].skills
    assert (sql.group_paths, sql.isced_f_codes) == (("knowledge > ICTs > databases",), ("0612",))
    assert (sql.collections, sql.essential_occupations, sql.optional_occupations) == (("digital",), 3, 40)
    assert (program.group_paths, program.collections, program.essential_occupations) == ((), (), 0)


def test_describe_a_course_that_has_nothing():
    bare = descriptors()["c-en"]
    assert (bare.eqf_level, bare.eqf_basis, bare.ects, bare.outcomes) == (None, LevelBasis.NONE, None, ())


def test_note_a_conflict_and_the_hints_of_the_level():
    given = frames()
    levels = given.levels.assign(has_conflict=True, hints="name the framework\n")
    course = next(d for d in build_descriptors(replace(given, levels=levels)) if d.course_id == "c-it")
    assert course.notes == ("another explicit signal names a different EQF level", "name the framework")


def test_describe_courses_keeps_the_contract():
    described = describe_courses(frames())
    assert check_frame(described, OUT_DESCRIPTOR) == []
    to_arrow(described, OUT_DESCRIPTOR)
    row = described.set_index("course_id").loc["c-it"]
    assert (row["outcome_count"], row["skill_count"], row["eqf_level"]) == (2, 2, 6)
    assert row["skill_uris"] == sorted([PROGRAM, SQL])


@pytest.mark.parametrize(
    "empty", ["levels", "links", "skills", "fields", "outcomes", "texts", "concept_labels", "courses"]
)
def test_describe_courses_without_rows_of_one_kind(empty):
    given = frames()
    given = replace(given, **{empty: getattr(given, empty).head(0)})
    assert check_frame(describe_courses(given), OUT_DESCRIPTOR) == []
    to_arrow(describe_courses(given), OUT_DESCRIPTOR)
    assert len(list(build_descriptors(given))) == len(given.courses)


def test_accept_one_link_per_outcome_and_skill_of_the_accept_band():
    concepts = frame(CORE_CONCEPT, [{"concept_uri": PROGRAM, "skill_type": "knowledge", "reuse_level": "transversal"}])
    links = accepted_links(suggestions(), frames().outcomes, concepts, frames().courses)
    assert check_frame(links, OUT_OUTCOME_SKILL) == []
    to_arrow(links, OUT_OUTCOME_SKILL)
    assert links[["outcome_id", "skill_uri", "outcome_text", "skill_type", "link_basis"]].values.tolist() == [
        ["o1", PROGRAM, "Scrivere programmi", "knowledge", "accept_band"]
    ]


def test_say_of_a_course_and_its_links_that_it_has_ended():
    given = frames()
    given.courses["ended_at"] = given.courses["course_id"].map({"c-it": pd.Timestamp("2026-02-01")})
    told = describe_courses(given).set_index("course_id")["course_status"]
    assert told.to_dict() == {"c-it": "ended", "c-de": "current", "c-fr": "current", "c-en": "current"}
    links = accepted_links(suggestions(), given.outcomes, frame(CORE_CONCEPT, []), given.courses)
    assert links["course_status"].tolist() == ["ended"]
    assert [one.course_id for one in build_descriptors(given) if "since 2026-02-01" in " ".join(one.notes)] == ["c-it"]


def test_accept_links_without_any_suggestion():
    links = accepted_links(suggestions().head(0), frames().outcomes, frame(CORE_CONCEPT, []), frames().courses)
    assert check_frame(links, OUT_OUTCOME_SKILL) == []
    to_arrow(links, OUT_OUTCOME_SKILL)
