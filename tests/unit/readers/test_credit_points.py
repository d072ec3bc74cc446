import pytest

from escomap.readers.credit_points import CREDIT_COLUMNS, Credit, add_credits
from escomap.readers.record_columns import RecordColumns


def values(*given):
    columns = RecordColumns(CREDIT_COLUMNS)
    add_credits(columns, given)
    return {name: text for name, text in columns.values().items() if text}


@pytest.mark.parametrize(
    "scheme", ["ECTS", "ects", "http://purl.org/net/cm/terms/ECTS", "European Credit Transfer System"]
)
def test_ects_is_told_by_its_scheme(scheme):
    assert values(Credit(scheme, value="7.5"))["ects"] == "7.5"


def test_points_of_another_scheme_are_not_ects():
    found = values(Credit("CATS", "6", "30"), Credit("ECTS", "", "15"), Credit("SCQF", "Level 10", "30"))
    assert (found["ects"], found["credits"], found["credit scheme"]) == ("15", "30", "CATS")
    assert found["level"] == "CATS level 6; SCQF Level 10"
    assert found["credit"] == "CATS: level 6, 30 credits; ECTS: 15 credits; SCQF: Level 10, 30 credits"


def test_points_without_scheme_do_not_take_that_of_others():
    found = values(Credit(value="20"), Credit("SCQF", "7", "40"))
    assert found["credits"] == "20"
    assert "credit scheme" not in found


def test_nothing_gives_nothing():
    assert values() == {}
    assert values(Credit()) == {}
