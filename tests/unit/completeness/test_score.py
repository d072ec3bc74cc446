from hypothesis import given, settings
from hypothesis import strategies as st

from escomap.completeness.elements import ELEMENTS, Group
from escomap.completeness.judge import Status
from escomap.completeness.score import COUNTED, score_course, total, totals_by_faculty
from escomap.model import LevelBasis
from fixtures.descriptors import bare_descriptor, outcome_with

FULL = {
    "provider": "P",
    "country_code": "IT",
    "outcomes": (outcome_with(),),
    "ects": 6.0,
    "eqf_level": 6,
    "eqf_basis": LevelBasis.DECLARED_EQF,
    "assessment": {"en": "Exam"},
    "mode": "online",
    "quality_assurance": {"en": "Accredited"},
}


def score(**changes):
    return score_course(bare_descriptor(**changes))


def test_a_course_with_all_nine_is_complete():
    full = score(**FULL)
    assert [full.count(Group.MANDATORY, status) for status in COUNTED] == [9, 0, 0]
    assert full.count(Group.MANDATORY, Status.ISSUER) == 2
    assert (total([full]).complete, total([full]).nearly) == (1, 1)


def test_an_inferred_element_makes_a_course_nearly_complete():
    found = total([score(**{**FULL, "eqf_basis": LevelBasis.CYCLE})])
    assert (found.complete, found.nearly) == (0, 1)


def test_missing_elements_name_the_field_to_fill():
    bare = score(provider="P", country_code="IT", ects=6.0)
    assert bare.fields_to_fill(Group.MANDATORY) == [
        "outcomes",
        "level_text",
        "assessment",
        "mode",
        "quality_assurance",
    ]


def test_faculties_are_counted_apart_and_in_order():
    scores = [score(provider="B", faculty="x"), score(provider="A", faculty="z"), score(provider="A", faculty="z")]
    found = [(each.provider, each.faculty, each.courses) for each in totals_by_faculty(scores)]
    assert found == [("A", "z", 2), ("B", "x", 1)]


def test_the_total_of_no_course_has_shares_of_nothing():
    assert [total([]).share(status) for status in COUNTED] == [0.0, 0.0, 0.0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.sampled_from(sorted(FULL))), min_size=1, max_size=6))
def test_every_element_of_every_course_is_counted_once(courses):
    scores = [score(**{name: FULL[name] for name in names}) for names in courses]
    found = total(scores)
    for each in found.elements:
        given_by = 0 if not each.element.fields else len(scores)
        assert each.present + each.inferred + each.missing == given_by
    assert abs(sum(found.share(status) for status in COUNTED) - 1) < 1e-9
    assert len(found.elements) == len(ELEMENTS)
