"""A comparison of releases as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from escomap.releases.changes import Moved, ReleaseDiff, Removed, Replacement

_KINDS = {"skill": "", "skill_group": " (group)"}


def to_text(diff: ReleaseDiff) -> str:
    """Counts first, then every change, a line each."""
    counts = diff.counts()
    by_lang = _amounts(counts["relabelled_by_language"])
    lines = [
        f"ESCO {diff.old_version} to {diff.new_version}, labels compared in {', '.join(diff.langs) or 'no language'}",
        f"Unchanged   {counts['unchanged']:,}",
        f"Added       {counts['added']:,}",
        f"Removed     {counts['removed']:,}   replacement proposed by: {_amounts(counts['replacements_by_basis'])}",
        f"Relabelled  {counts['relabelled']:,}   labels by language: {by_lang}",
        f"Moved       {counts['moved']:,}",
        *(f"  - {note}" for note in diff.notes),
        *_section("Added", (f"{one.label}{_KINDS[one.concept_type]}  {one.uri}" for one in diff.added)),
        *_section("Removed", map(_removed, diff.removed)),
        *_section(
            "Relabelled",
            (f"{one.lang}: {one.old_label} -> {one.new_label or 'no label'}  {one.uri}" for one in diff.relabelled),
        ),
        *_section("Moved", map(_moved, diff.moved)),
    ]
    return "\n".join(lines)


def replacement_text(found: Replacement | None) -> str:
    """A proposed replacement with its evidence."""
    if found is None:
        return "no replacement found"
    rivals = f"; {found.rivals} other concepts fit as well" if found.rivals else ""
    met = f"{found.matched_kind} label {found.matched_label!r} ({found.matched_lang})"
    how = f"equal to its {met}" if found.basis == "label" else f"like its {met}, {found.score:.2f}, same group"
    return f"perhaps {found.label}, {how}{rivals}  {found.uri}"


def _removed(one: Removed) -> str:
    return f"{one.label}{_KINDS[one.concept_type]}, {one.reason}  {one.uri}\n      {replacement_text(one.replacement)}"


def _moved(one: Moved) -> str:
    ways = (("no longer below", one.left), ("now below", one.joined))
    told = "; ".join(f"{how} {', '.join(labels)}" for how, labels in ways if labels)
    return f"{one.label}{_KINDS[one.concept_type]}: {told}  {one.uri}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = [f"  {line}" for line in lines]
    if found:
        yield from ("", title, *found)


def _amounts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {amount:,}" for name, amount in counts.items()) or "none"
