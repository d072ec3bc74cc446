"""The recognition sheet: everything compared, and in sentences what differs and what is not known.

It follows the thought of model agreements for credit recognition such as that of ECCOE: a course taken (A) is laid
beside the course it may be recognised for (B). It informs; a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from escomap.recognition.aspects import compare_aspects
from escomap.recognition.outcomes import Alignment, align_outcomes
from escomap.recognition.side import Side
from escomap.recognition.skills import SkillComparison, compare_skills
from escomap.recognition.verdicts import Aspect, Verdict


@dataclass(frozen=True, slots=True)
class Sheet:
    """Two courses compared; ``differences`` and ``unknown`` are sentences in the order of the sheet."""

    a: Side
    b: Side
    aspects: tuple[Aspect, ...]
    skills: SkillComparison
    outcomes: Alignment
    differences: tuple[str, ...]
    unknown: tuple[str, ...]


def compare_courses(a: Side, b: Side) -> Sheet:
    """The sheet of a course taken, ``a``, and the course it may be recognised for, ``b``."""
    aspects = compare_aspects(a, b)
    skills = compare_skills(a, b)
    outcomes = align_outcomes(a, b)
    material = [aspect for aspect in aspects if aspect.is_material]
    differences = [_difference(aspect) for aspect in material if aspect.verdict is Verdict.DIFFERS]
    unknown = [_unknown(aspect) for aspect in material if aspect.verdict in (Verdict.ONE_SIDED, Verdict.UNKNOWN)]
    differences += _outcome_differences(b, outcomes, skills)
    unknown += [*_outcome_gaps(outcomes), *_skill_gaps(a, b)]
    return Sheet(a, b, aspects, skills, outcomes, tuple(differences), tuple(unknown))


def _difference(aspect: Aspect) -> str:
    remark = f" ({aspect.remark})" if aspect.remark else ""
    return f"{aspect.label}: {aspect.a} in A, {aspect.b} in B{remark}."


def _unknown(aspect: Aspect) -> str:
    if aspect.verdict is Verdict.UNKNOWN:
        return f"{aspect.label}: neither course says."
    return f"{aspect.label}: {'B' if aspect.a else 'A'} does not say."


def _outcome_differences(b: Side, outcomes: Alignment, skills: SkillComparison) -> list[str]:
    told = []
    if outcomes.a and outcomes.only_b:
        told.append(f"{len(outcomes.only_b)} of {len(outcomes.b)} learning outcomes of B have no counterpart in A.")
    if skills.only_b:
        told.append(f"{len(skills.only_b)} of {len(b.skills)} ESCO skills of B are not in A, nor near one of A.")
    return told


def _outcome_gaps(outcomes: Alignment) -> list[str]:
    told = []
    for name, compared in (("A", outcomes.a), ("B", outcomes.b)):
        without, count = sum(not outcome.skills for outcome in compared), len(compared)
        if not compared:
            told.append(f"Learning outcomes: {name} states none.")
        elif without:
            told.append(f"ESCO skills: {without} of {count} learning outcomes of {name} have no accepted skill.")
    return told


def _skill_gaps(a: Side, b: Side) -> list[str]:
    told = []
    versions = {side.descriptor.esco_version for side in (a, b)}
    if len(versions) > 1:
        told.append(f"ESCO skills: the courses were matched to different releases ({', '.join(sorted(versions))}).")
    for name, side in (("A", a), ("B", b)):
        if side.skills and not side.families:
            told.append(f"ESCO skills: no group above those of {name} is known, so that near ones may be missed.")
    return told
