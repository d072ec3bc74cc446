import pytest

from escomap.classification.groups import ISCED_F_PREFIX, SkillGroups
from escomap.classification.skills import SHOWN_OCCUPATIONS, describe_skills, top_occupations
from escomap.tables import (
    CORE_CONCEPT,
    CORE_CONCEPT_BROADER,
    CORE_CONCEPT_COLLECTION,
    CORE_CONCEPT_LABEL,
    CORE_OCCUPATION,
    CORE_OCCUPATION_SKILL,
    OUT_OUTCOME_SKILL,
    OUT_SKILL,
    OUT_SKILL_OCCUPATION,
    check_frame,
    to_arrow,
)
from fixtures.descriptors import frame

ICT = f"{ISCED_F_PREFIX}0613"
GROUPS = {"K": "knowledge", f"{ISCED_F_PREFIX}06": "ICTs", ICT: "software", "S": "skills", "S5": "computers", "L": ""}
BROADER = [
    ("ajax", "web"),
    ("ajax", "ring"),
    ("ring", "ajax"),
    ("web", ICT),
    (ICT, f"{ISCED_F_PREFIX}06"),
    (f"{ISCED_F_PREFIX}06", "K"),
    ("debug", "S5"),
    ("debug", "L"),
    ("S5", "S"),
    ("loop", "loop"),
]


@pytest.fixture
def groups():
    concepts = [{"concept_uri": uri, "concept_type": "skill_group"} for uri in GROUPS]
    concepts += [{"concept_uri": uri, "concept_type": "skill"} for uri in ("ajax", "web", "ring", "debug", "loop")]
    names = [{"concept_uri": uri, "label": label} for uri, label in GROUPS.items() if label]
    broader = [{"concept_uri": narrower, "broader_uri": wider} for narrower, wider in BROADER]
    return SkillGroups(
        frame(CORE_CONCEPT_BROADER, broader), frame(CORE_CONCEPT, concepts), frame(CORE_CONCEPT_LABEL, names)
    )


def links(*uris):
    rows = [{"outcome_id": f"o{n}", "course_id": f"c{n}", "skill_uri": uri} for n, uri in enumerate(uris)]
    return frame(OUT_OUTCOME_SKILL, rows)


def test_find_groups_through_other_concepts_and_around_circles(groups):
    assert groups.groups_of("ajax") == (ICT,)
    assert groups.isced_f_codes("ajax") == ("0613",)
    assert groups.groups_of("debug") == ("L", "S5")
    assert groups.isced_f_codes("debug") == groups.groups_of("loop") == groups.groups_of("unknown") == ()


def test_path_leads_from_the_pillar_and_names_a_group_without_label_by_its_uri(groups):
    assert groups.path(ICT) == "knowledge > ICTs > software"
    assert [groups.path(group) for group in groups.groups_of("debug")] == ["L", "skills > computers"]


def test_describe_each_accepted_concept_once(groups):
    collections = frame(
        CORE_CONCEPT_COLLECTION,
        [{"concept_uri": "ajax", "collection": name} for name in ("digital", "digcomp")],
    )
    needs = [("dev", "essential", "ajax"), ("tester", "optional", "ajax"), ("nurse", "optional", "ajax")]
    described = describe_skills(links("debug", "ajax", "ajax"), groups, collections, occupation_skills(needs))
    assert check_frame(described, OUT_SKILL) == []
    to_arrow(described, OUT_SKILL)
    ajax, debug = described.to_dict("records")
    assert (ajax["isced_f_codes"], ajax["collections"], ajax["course_count"]) == (["0613"], ["digcomp", "digital"], 2)
    assert (ajax["essential_occupation_count"], ajax["optional_occupation_count"]) == (1, 2)
    assert debug["group_paths"] == ["L", "skills > computers"]
    assert (debug["collections"], debug["essential_occupation_count"]) == ([], 0)


def test_describe_nothing(groups):
    none = describe_skills(links(), groups, frame(CORE_CONCEPT_COLLECTION, []), occupation_skills([]))
    to_arrow(none, OUT_SKILL)
    to_arrow(top_occupations(none, occupation_skills([]), frame(CORE_OCCUPATION, [])), OUT_SKILL_OCCUPATION)


def test_show_essential_occupations_first_then_those_the_courses_prepare_for(groups):
    many = [(f"z{number}", "optional", "ajax") for number in range(9)]
    needs = [("tester", "essential", "ajax"), ("dev", "essential", "ajax"), ("dev", "essential", "debug"), *many]
    needs += [("tester", "optional", "ajax"), ("dev", "essential", "not accepted")]
    names = [{"occupation_uri": uri, "label": uri, "isco_code": "2512"} for uri in {uri for uri, _, _ in needs}]
    skills = describe_skills(
        links("ajax", "debug"), groups, frame(CORE_CONCEPT_COLLECTION, []), occupation_skills(needs)
    )
    found = top_occupations(skills, occupation_skills(needs), frame(CORE_OCCUPATION, names))
    assert check_frame(found, OUT_SKILL_OCCUPATION) == []
    to_arrow(found, OUT_SKILL_OCCUPATION)
    of_ajax = found[found["skill_uri"] == "ajax"]
    assert of_ajax["occupation_uri"].tolist() == ["dev", "tester", "z0", "z1", "z2"]
    assert of_ajax["shared_skill_count"].tolist() == [2, 1, 0, 0, 0]
    assert len(of_ajax) == SHOWN_OCCUPATIONS


def occupation_skills(rows):
    names = ("occupation_uri", "relation", "concept_uri")
    return frame(CORE_OCCUPATION_SKILL, [dict(zip(names, row, strict=True)) for row in rows])
