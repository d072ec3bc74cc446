"""The facts of two courses side by side: level, credits, workload, field, language, mode, assessment and the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from escomap.model import Descriptor, FieldBasis, LevelBasis
from escomap.recognition.side import Side
from escomap.recognition.verdicts import Aspect, Verdict, free_verdict, verdict_on


def compare_aspects(a: Side, b: Side) -> tuple[Aspect, ...]:
    """All aspects, in a fixed order."""
    one, other = a.descriptor, b.descriptor
    return (
        _level(one, other),
        _level_basis(one, other),
        _amount("ects", "Credits", "ECTS", one.ects, other.ects),
        _amount("workload_hours", "Workload", "hours", one.workload_hours, other.workload_hours),
        _other_credits(one, other),
        _field_of_study(one, other),
        _languages(one.teaching_langs, other.teaching_langs),
        _read_as("mode", "Mode of study", (one.mode, a.modes), (other.mode, b.modes)),
        _read_as(
            "assessment",
            "Assessment",
            (_text(one.assessment), a.assessments),
            (_text(other.assessment), b.assessments),
            is_material=True,
        ),
        *(_texts(key, label, read, one, other) for key, label, read in _TEXTS),
    )


_TEXTS: tuple[tuple[str, str, Callable[[Descriptor], Mapping[str, str]]], ...] = (
    ("grading_scheme", "Grading scheme", lambda course: course.grading_scheme),
    ("prerequisites", "Prerequisites", lambda course: course.prerequisites),
    ("identity_verification", "Identity verification", lambda course: course.identity_verification),
    ("quality_assurance", "Quality assurance", lambda course: course.quality_assurance),
    ("recognition", "Recognition elsewhere", lambda course: course.recognition),
)


def _level(a: Descriptor, b: Descriptor) -> Aspect:
    remark = ""
    if a.eqf_level and b.eqf_level and a.eqf_level != b.eqf_level:
        steps = abs(a.eqf_level - b.eqf_level)
        higher = "A" if a.eqf_level > b.eqf_level else "B"
        remark = f"{higher} is {steps} level{'' if steps == 1 else 's'} higher"
    verdict = verdict_on(a.eqf_level, b.eqf_level)
    return Aspect("eqf_level", "EQF level", _level_text(a), _level_text(b), verdict, remark, is_material=True)


def _level_text(course: Descriptor) -> str:
    if course.eqf_level is None:
        return ""
    words = {LevelBasis.DECLARED_EQF: "declared", LevelBasis.DECISION: "decided in review"}
    return f"{course.eqf_level} ({words.get(course.eqf_basis, 'inferred')})"


def _level_basis(a: Descriptor, b: Descriptor) -> Aspect:
    told_a, told_b = (course.eqf_evidence or course.level_text for course in (a, b))
    return Aspect("eqf_basis", "What the level rests on", told_a, told_b, free_verdict(told_a, told_b))


def _amount(key: str, label: str, unit: str, a: float | None, b: float | None) -> Aspect:
    remark = ""
    if a is not None and b is not None and a != b:
        remark = f"{'A' if a > b else 'B'} has {abs(a - b):g} more"
    return Aspect(key, label, _number(a, unit), _number(b, unit), verdict_on(a, b), remark, is_material=True)


def _number(amount: float | None, unit: str) -> str:
    return "" if amount is None else f"{amount:g} {unit}"


def _other_credits(a: Descriptor, b: Descriptor) -> Aspect:
    told_a, told_b = (
        "" if course.other_credits is None else f"{course.other_credits:g} {course.credit_scheme}".strip()
        for course in (a, b)
    )
    return Aspect("other_credits", "Credits of another scheme", told_a, told_b, verdict_on(told_a, told_b))


def _field_of_study(a: Descriptor, b: Descriptor) -> Aspect:
    codes = a.isced_f_code, b.isced_f_code
    verdict, remark, is_near = verdict_on(*codes), "", False
    if verdict is Verdict.DIFFERS:
        # The first two digits of a code are its broad field, the first three its narrow one.
        shared = next((name for digits, name in ((3, "narrow"), (2, "broad")) if _agree(codes, digits)), "")
        remark = f"the same {shared} field" if shared else "another broad field"
        is_near = shared == "narrow"
    label = "Field of study (ISCED-F)"
    return Aspect("isced_f_code", label, _field(a), _field(b), verdict, remark, is_material=not is_near)


def _agree(codes: tuple[str, str], digits: int) -> bool:
    return min(map(len, codes)) >= digits and codes[0][:digits] == codes[1][:digits]


def _field(course: Descriptor) -> str:
    told = f"{course.isced_f_code} {course.isced_f_labels.get('en', '')}".strip()
    return f"{told} (inferred)" if course.isced_f_basis is FieldBasis.INFERRED else told


def _languages(a: Collection[str], b: Collection[str]) -> Aspect:
    common = set(a) & set(b)
    remark = f"in common: {', '.join(sorted(common))}" if common and set(a) != set(b) else ""
    verdict = verdict_on(frozenset(a), frozenset(b))
    label = "Languages of instruction"
    return Aspect("teaching_langs", label, ", ".join(a), ", ".join(b), verdict, remark, is_material=not common)


def _read_as(
    key: str,
    label: str,
    a: tuple[str, tuple[str, ...]],
    b: tuple[str, tuple[str, ...]],
    *,
    is_material: bool = False,
) -> Aspect:
    """Words of a catalogue: compared by the concepts they were read as, left to the reader where there are none."""
    (told_a, concepts_a), (told_b, concepts_b) = a, b
    if concepts_a and concepts_b:
        verdict = verdict_on(frozenset(concepts_a), frozenset(concepts_b))
        remark = f"read as {', '.join(concepts_a)} (A), {', '.join(concepts_b)} (B)"
        return Aspect(key, label, told_a, told_b, verdict, remark, is_material)
    return Aspect(key, label, told_a, told_b, free_verdict(told_a, told_b), "", is_material)


def _texts(
    key: str, label: str, read: Callable[[Descriptor], Mapping[str, str]], a: Descriptor, b: Descriptor
) -> Aspect:
    told_a, told_b = _text(read(a)), _text(read(b))
    return Aspect(key, label, told_a, told_b, free_verdict(told_a, told_b))


def _text(texts: Mapping[str, str]) -> str:
    return next((text for text in texts.values() if text.strip()), "")
