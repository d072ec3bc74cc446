"""Each element is present where the catalogue states it, inferred where something else implies it, else missing."""

import pytest

from escomap.completeness.elements import ELEMENTS, Group
from escomap.completeness.judge import Status
from escomap.model import LevelBasis
from fixtures.descriptors import bare_descriptor, outcome_with

FOUND_IN = {element.key: element.found_in for element in ELEMENTS}


def status(key, **changes):
    return FOUND_IN[key](bare_descriptor(**changes)).status


PRESENT = [
    ("title", {}),
    ("country", {"country_code": "IT"}),
    ("awarding_body", {"provider": "A university"}),
    ("outcomes", {"outcomes": (outcome_with(),)}),
    ("workload", {"ects": 0.0}),
    ("workload", {"workload_hours": 30.0}),
    ("level", {"eqf_level": 6, "eqf_basis": LevelBasis.DECLARED_EQF}),
    ("level", {"eqf_level": 6, "eqf_basis": LevelBasis.DECISION}),
    ("assessment", {"assessment": {"de": "Klausur"}}),
    ("participation", {"mode": "blended"}),
    ("quality", {"quality_assurance": {"en": "Accredited"}}),
    ("optional_prerequisites", {"prerequisites": {"en": "None"}}),
    ("optional_supervision", {"identity_verification": {"en": "Identity card"}}),
    ("optional_integration", {"recognition": {"en": "Counts for the Master"}}),
    ("optional_further", {"url": "https://example.org"}),
    ("optional_further", {"descriptions": {"en": "About it"}}),
    ("eccoe_grading", {"grading_scheme": {"it": "Trentesimi"}}),
    ("eccoe_workload", {"workload_hours": 150.0}),
]
INFERRED = [
    ("workload", {"other_credits": 30.0, "credit_scheme": "CATS"}),
    ("level", {"eqf_level": 7, "eqf_basis": LevelBasis.CYCLE}),
    ("level", {"eqf_level": 5, "eqf_basis": LevelBasis.NATIONAL_LEVEL}),
    ("participation", {"course_type": "MOOC"}),
    ("optional_integration", {"programme": "Informatics"}),
    ("eccoe_workload", {"ects": 6.0}),
    ("eccoe_recognition", {"award": "Laurea"}),
]


@pytest.mark.parametrize(("key", "changes"), PRESENT)
def test_what_is_stated_is_present(key, changes):
    assert status(key, **changes) is Status.PRESENT


@pytest.mark.parametrize(("key", "changes"), INFERRED)
def test_what_is_implied_is_inferred(key, changes):
    assert status(key, **changes) is Status.INFERRED


@pytest.mark.parametrize("key", [key for key, element in zip(FOUND_IN, ELEMENTS, strict=True) if element.fields])
def test_a_bare_course_lacks_all_but_its_title(key):
    assert status(key) is (Status.PRESENT if key == "title" else Status.MISSING)


def test_a_text_of_spaces_says_nothing():
    assert status("assessment", assessment={"en": "  \n"}) is Status.MISSING


def test_a_range_of_hours_comes_from_ects():
    assert FOUND_IN["eccoe_workload"](bare_descriptor(ects=6.0)).evidence == "150 to 180 hours, by 6 ECTS"


def test_a_level_that_tells_nothing_is_named():
    found = FOUND_IN["level"](bare_descriptor(level_text="Level 3"))
    assert found.status is Status.MISSING
    assert "Level 3" in found.evidence


def test_the_recommendation_has_eleven_mandatory_elements_of_which_a_catalogue_gives_nine_and_five_optional_ones():
    mandatory = [element for element in ELEMENTS if element.group is Group.MANDATORY]
    assert (len(mandatory), sum(bool(element.fields) for element in mandatory)) == (11, 9)
    assert sum(element.group is Group.OPTIONAL for element in ELEMENTS) == 5
    assert sum(element.group is Group.ECCOE for element in ELEMENTS) == 8


def test_every_field_to_fill_is_a_field_of_a_profile():
    from escomap.catalogue.profile import FIELDS

    assert {field for element in ELEMENTS for field in element.fields} <= set(FIELDS)
