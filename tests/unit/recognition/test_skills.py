"""Skills are shared, near by one step of the hierarchy, or only in one course."""

from escomap.model import DescribedOutcome, SkillLink
from escomap.recognition.side import Family, Side
from escomap.recognition.skills import compare_skills
from fixtures.descriptors import bare_descriptor

GROUP = Family("group", "using tools")
WIDER = Family("python", "Python")


def side(*uris, families=None):
    links = tuple(SkillLink(uri, {"en": uri.title()}, confidence=0.7) for uri in uris)
    descriptor = bare_descriptor(outcomes=(DescribedOutcome("o", "text", "en", links),))
    return Side(descriptor, families=families or {})


def uris(links):
    return [link.uri for link in links]


def test_the_same_concept_is_shared():
    found = compare_skills(side("sql", "java"), side("java", "sql"))
    assert uris(found.shared) == ["sql", "java"]
    assert not (found.near or found.only_a or found.only_b)


def test_skills_of_one_group_are_near():
    found = compare_skills(
        side("hammer", "sql", families={"hammer": (GROUP,)}), side("saw", families={"saw": (GROUP,)})
    )
    (near,) = found.near
    assert (near.family, uris(near.a), uris(near.b)) == (GROUP, ["hammer"], ["saw"])
    assert (uris(found.only_a), uris(found.only_b)) == (["sql"], [])


def test_a_broader_skill_is_near_the_narrower_one_whichever_course_has_it():
    narrow, broad = side("django", families={"django": (WIDER,)}), side("python")
    for a, b in ((narrow, broad), (broad, narrow)):
        (near,) = compare_skills(a, b).near
        assert near.family.label == "Python"
        assert {*uris(near.a), *uris(near.b)} == {"django", "python"}


def test_a_narrower_skill_is_near_a_shared_broader_one():
    found = compare_skills(side("python"), side("python", "django", families={"django": (WIDER,)}))
    assert uris(found.shared) == ["python"]
    assert uris(found.near[0].b) == ["python", "django"]
    assert found.only_b == ()


def test_a_group_with_the_same_skills_on_both_sides_is_not_near():
    families = {"hammer": (GROUP,)}
    assert compare_skills(side("hammer", families=families), side("hammer", families=families)).near == ()


def test_the_most_confident_link_of_a_skill_counts():
    links = [SkillLink("sql", {"en": "SQL"}, confidence=score) for score in (0.6, 0.9)]
    outcomes = tuple(DescribedOutcome(f"o{place}", "x", "en", (link,)) for place, link in enumerate(links))
    assert Side(bare_descriptor(outcomes=outcomes)).skills["sql"].confidence == 0.9
