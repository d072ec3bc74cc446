"""Which ESCO skills two courses share, which lie one step apart in the hierarchy, and which only one of them has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from escomap.model import SkillLink
from escomap.recognition.side import Family, Side


@dataclass(frozen=True, slots=True)
class NearSkills:
    """Skills of both courses that are not the same but stand under one concept of ESCO, or are that concept."""

    family: Family
    a: tuple[SkillLink, ...]
    b: tuple[SkillLink, ...]


@dataclass(frozen=True, slots=True)
class SkillComparison:
    """Skills shared exactly, near skills by family, and those of one course with nothing near in the other.

    A skill can stand in several families, and beside a shared one; ``only_a`` and ``only_b`` stand in none.
    """

    shared: tuple[SkillLink, ...]
    near: tuple[NearSkills, ...]
    only_a: tuple[SkillLink, ...]
    only_b: tuple[SkillLink, ...]


def compare_skills(a: Side, b: Side) -> SkillComparison:
    """The accepted skills of two courses compared, in the order of the outcomes of ``a``, then of ``b``."""
    skills_a, skills_b = a.skills, b.skills
    shared = skills_a.keys() & skills_b.keys()
    members_a, members_b = _members(a), _members(b)
    near = []
    for uri in sorted(members_a.keys() & members_b.keys()):
        in_a, in_b = members_a[uri], members_b[uri]
        if in_a.keys() != in_b.keys():
            near.append(NearSkills(_family(uri, a, b), tuple(in_a.values()), tuple(in_b.values())))
    covered = {link.uri for each in near for link in (*each.a, *each.b)} | shared
    return SkillComparison(
        tuple(link for uri, link in skills_a.items() if uri in shared),
        tuple(sorted(near, key=lambda each: (each.family.label.casefold(), each.family.uri))),
        tuple(link for uri, link in skills_a.items() if uri not in covered),
        tuple(link for uri, link in skills_b.items() if uri not in covered),
    )


def _members(side: Side) -> dict[str, dict[str, SkillLink]]:
    """The skills of a course by family; a skill that is itself broader than others is of its own family too."""
    members: dict[str, dict[str, SkillLink]] = defaultdict(dict)
    for uri, link in side.skills.items():
        for family in (uri, *(each.uri for each in side.families.get(uri, ()))):
            members[family][uri] = link
    return members


def _family(uri: str, *sides: Side) -> Family:
    known = (each for side in sides for families in side.families.values() for each in families if each.uri == uri)
    if found := next(known, None):
        return found
    link = next(side.skills[uri] for side in sides if uri in side.skills)
    return Family(uri, link.labels.get("en", uri))
