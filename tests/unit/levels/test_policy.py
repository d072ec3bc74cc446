"""Programme or module: the two answers differ where modules have levels of their own, and nowhere else."""

import pytest

from escomap.levels.explain import answer_level
from unit.levels.level_frames import level_facts


def level(policy, **course):
    return answer_level(course, level_facts(), policy)


@pytest.mark.parametrize(
    "course",
    [
        {"country": "GB-SCT", "level_text": "SCQF level 7", "degree": "BSc (Hons) Physics"},
        {"country": "GB-ENG", "level_text": "FHEQ Level 4", "degree": "Bachelor of Arts"},
        {"country": "IE", "level_text": "NFQ Level 6", "programme": "BSc in Computing"},
        {"country": "GB-WLS", "level_text": "CQFW level 4", "cycle": "first cycle"},
    ],
)
def test_a_first_year_module_and_its_programme_part(course):
    programme, module = level("programme", **course), level("module", **course)
    assert (programme["eqf_level"], module["eqf_level"]) == (6, 5)
    assert programme["conflicts"] == module["conflicts"] == []
    assert "policy programme" in programme["evidence"]
    assert "policy module" in module["evidence"]
    assert (programme["policy"], module["policy"]) == ("programme", "module")


@pytest.mark.parametrize(
    "course",
    [
        {"country": "DE", "level_text": "DQR 5", "degree": "Bachelor"},
        {"country": "GB-SCT", "level_text": "SCQF level 11", "degree": "BSc"},
        {"country": "GB-SCT", "level_text": "SCQF level 7", "cycle": "Undergraduate"},
        {"country": "GB-ENG", "level_text": "FHEQ Level 5"},
        {"country": "IE", "level_text": "EQF 5", "degree": "BSc"},
    ],
)
def test_elsewhere_they_agree(course):
    assert level("programme", **course)["eqf_level"] == level("module", **course)["eqf_level"]


def test_a_module_of_a_bachelors_programme_stays_open_without_its_own_level():
    course = {"country": "IE", "title": "Algebra", "programme": "BSc in Mathematics"}
    assert level("programme", **course)["eqf_level"] == 6
    got = level("module", **course)
    assert (got["eqf_level"], got["eqf_range"], got["open_reason"]) == (None, [5, 6], "module_level")
    assert "FHEQ" in got["hints"][0]


def test_a_code_of_the_module_goes_before_the_programme_under_policy_module():
    course = {"country": "GB-SCT", "provider": "University of Edinburgh", "code": "ACCN08007", "degree": "BSc (Hons)"}
    assert level("module", **course)["eqf_level"] == 5
    assert level("programme", **course)["eqf_level"] == 6
