"""The totals of completeness as a person reads them in a terminal, and the words pages share with it."""

from __future__ import annotations

from collections.abc import Sequence

from escomap.completeness.elements import Group
from escomap.completeness.judge import Status
from escomap.completeness.score import COUNTED, CourseScore, ElementTotal, Total, total, totals_by_faculty

GROUP_NAMES = {
    Group.MANDATORY: "Mandatory elements of the Council Recommendation on micro-credentials",
    Group.OPTIONAL: "Optional elements of the Council Recommendation",
    Group.ECCOE: "Families of descriptors named by the ECCOE project",
}


def completeness_text(scores: Sequence[CourseScore]) -> str:
    """The totals as a person reads them in a terminal."""
    all_courses = total(scores)
    told = (all_courses.share(Status.PRESENT), all_courses.share(Status.INFERRED), all_courses.share(Status.MISSING))
    lines = [
        f"Courses          {all_courses.courses:,}   complete: {all_courses.complete:,}"
        f"   complete with what can be inferred: {all_courses.nearly:,}",
        "Of the nine mandatory elements that a catalogue can give:",
        "                 {} present, {} inferred, {} missing".format(*map(percent, told)),
    ]
    for group, name in GROUP_NAMES.items():
        lines += ["", name, f"  {'':42} {'present':>8} {'inferred':>8} {'missing':>8}   field to fill"]
        lines += [_element_line(each) for each in all_courses.of(group)]
    lines += ["", "By faculty       share of the mandatory elements: present, inferred, missing"]
    for each in totals_by_faculty(scores):
        shares = ", ".join(percent(each.share(status)) for status in COUNTED)
        lines.append(f"  {total_name(each)}: {each.courses:,} {'course' if each.courses == 1 else 'courses'}, {shares}")
    return "\n".join(lines)


def percent(share: float) -> str:
    """A share of 0..1 in whole percent; what is neither all nor nothing never reads 100 or 0."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return "> 99 %"
    return "< 1 %" if whole == 0 and share > 0 else f"{whole} %"


def total_name(each: Total) -> str:
    """What the courses of a total have in common."""
    return ", ".join(filter(None, (each.faculty or "no faculty given", each.provider)))


def _element_line(each: ElementTotal) -> str:
    if not each.element.fields:
        return f"  {each.element.label:42} added by the issuer"
    counts = f"{each.present:8,} {each.inferred:8,} {each.missing:8,}"
    return f"  {each.element.label:42} {counts}   {', '.join(each.element.fields) if each.missing else ''}".rstrip()
