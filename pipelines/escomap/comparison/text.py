"""A comparison as a person reads it in a terminal: counts first, then the lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from escomap.comparison.changes import Comparison, CourseChange, CourseName, LevelChange, LinkChange, OutcomeChange

LONGEST_TEXT = 100
_TITLES = {"courses": "Courses", "outcomes": "Outcomes", "links": "Links", "levels": "EQF levels"}


def to_text(found: Comparison, *, limit: int) -> str:
    """The comparison, of each list the first ``limit``; 0 shows all."""
    lines = [f"{_TITLES[group]:<12}{_counts(amounts)}" for group, amounts in found.counts.items()]
    lines += ["Outcomes, links and levels are those of courses that both databases have."]
    if found.conditions:
        lines += ["", "Differs beside the catalogue, and changes links and levels too:"]
        lines += [f"  {name}: {old or 'none'} -> {new or 'none'}" for name, (old, new) in found.conditions.items()]
    lines += [f"note: {note}" for note in found.notes]
    for title, entries in _lists(found):
        if entries:
            shown = entries[: limit or None]
            lines += ["", f"{title} ({len(entries):,})", *(line for entry in shown for line in entry)]
            lines += [f"  and {len(entries) - len(shown):,} more: --limit 0"] * (len(shown) < len(entries))
    return "\n".join(lines)


def _lists(found: Comparison) -> Iterator[tuple[str, Sequence[list[str]]]]:
    for kind in ("added", "ended", "changed"):
        yield f"Courses {kind}", [_course(one) for one in found.courses if one.kind == kind]
    for kind in ("added", "removed", "changed"):
        yield f"Outcomes {kind}", [_outcome(one) for one in found.outcomes if one.kind == kind]
    for kind, title in (
        ("gained", "Links gained"),
        ("lost", "Links lost"),
        ("band", "Suggestions in another band"),
        ("confidence", "Links of another confidence"),
    ):
        yield title, [_link(one) for one in found.links if one.kind == kind]
    yield "EQF levels changed", [_level(one) for one in found.levels]


def _course(one: CourseChange) -> list[str]:
    fields = [
        f"      {each.field}: {_short(each.old) or 'empty'} -> {_short(each.new) or 'empty'}" for each in one.fields
    ]
    return [f"  {_name(one.course)}   {one.outcomes} outcomes", *fields]


def _outcome(one: OutcomeChange) -> list[str]:
    signs = (("-", one.old), ("+", one.new))
    return [f"  {_name(one.course)}", *(f"    {sign} {text}" for sign, text in signs if text)]


def _link(one: LinkChange) -> list[str]:
    was, has = _standing(one.old_band, one.old_confidence), _standing(one.new_band, one.new_confidence)
    return [
        f"  {_name(one.course)}",
        f"      {_short(one.outcome)}",
        f"      {one.skill_label}: {was} -> {has} ({one.cause})",
    ]


def _level(one: LevelChange) -> list[str]:
    was, has = f"{one.old_level or 'none'} ({one.old_basis})", f"{one.new_level or 'none'} ({one.new_basis})"
    return [f"  {_name(one.course)}: {was} -> {has}  {_short(one.evidence)}"]


def _standing(band: str, confidence: float | None) -> str:
    return band if confidence is None else f"{band} {confidence:.2f}"


def _name(course: CourseName) -> str:
    return "  ".join(part for part in (course.course_code, course.title) if part)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"


def _counts(amounts: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {amount:,}" for kind, amount in amounts.items())
