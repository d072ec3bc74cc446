"""What a migration to another ESCO release did, for people and programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from escomap.model import Band

if TYPE_CHECKING:
    from escomap.releases.carry import Carried

_QUEUED = ("outcome_id", "text", "removed_uri", "removed_label", "removal_reason", "from_version", "earlier_band")
_PROPOSED = ("replacement_uri", "replacement_label", "replacement_basis", "replacement_score", "is_suggested")


@dataclass(frozen=True, slots=True)
class Fates:
    """Numbers of suggestions by what became of them; ``relabelled`` ones are among the kept."""

    before: int
    kept: int
    relabelled: int
    removed: int


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """``release`` counts the changes of the release itself. ``queue`` holds what people must look at: each suggestion
    they saw whose concept is gone, accepted ones first. ``to_match`` counts outcomes by why the next run matches them
    again.
    """

    database: str
    from_version: str
    to_version: str
    release: dict[str, Any]
    suggestions: Fates
    accepted_links: Fates
    outcomes: int
    carried: int
    to_match: dict[str, int]
    queue: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)

    def to_text(self) -> str:
        """The report as a person reads it, counts first."""
        found = Counter(one["replacement_basis"] for one in self.queue)
        again = ", ".join(f"{amount:,} {why}" for why, amount in self.to_match.items() if amount) or "none"
        lines = [
            f"ESCO           {self.from_version} to {self.to_version}",
            f"Concepts       {_told(self.release, 'unchanged', 'added', 'removed', 'relabelled', 'moved')}",
            f"Suggestions    {_told(asdict(self.suggestions), 'before', 'kept', 'relabelled', 'removed')}",
            f"Accepted links {_told(asdict(self.accepted_links), 'before', 'kept', 'relabelled', 'removed')}",
            f"Outcomes       {self.outcomes:,}   carried over {self.carried:,}, to be matched by the next run: {again}",
            f"For review     {len(self.queue):,}   replacement by: {_told(found, 'label', 'likeness', 'none')}",
            f"Database       {self.database}",
            *(f"  - {note}" for note in self.notes),
        ]
        if self.queue:
            lines += ["", "For review (table sug_replacement):", *map(_line, self.queue)]
        return "\n".join(lines)


def fates_of(before: int, carried: Carried, band: Band | None = None) -> Fates:
    """The fates of all suggestions, or of those in one band."""
    kept, lost = carried.suggestions, carried.replacements
    is_meant, is_lost = kept["band"].notna(), lost["earlier_band"].notna()
    if band:
        is_meant, is_lost = kept["band"] == band.value, lost["earlier_band"] == band.value
    return Fates(before, int(is_meant.sum()), int((is_meant & carried.relabelled).sum()), int(is_lost.sum()))


def queue_of(carried: Carried, texts: dict[str, str]) -> tuple[dict[str, Any], ...]:
    """What people must look at, of SUG_REPLACEMENT; ``texts`` maps outcomes to their text."""
    lost = carried.replacements
    seen = lost[lost["earlier_band"] != Band.NONE.value]
    rows = seen.assign(text=[texts.get(outcome, "") for outcome in seen["outcome_id"]]).sort_values(
        ["earlier_band", "confidence_score", "outcome_id", "removed_uri"], ascending=[True, False, True, True]
    )
    plain = rows[[*_QUEUED, *_PROPOSED]].to_dict("records")
    return tuple({str(name): value for name, value in row.items()} for row in plain)


def _told(counts: Any, *names: str) -> str:
    return ", ".join(f"{name} {counts[name]:,}" for name in names)


def _line(one: dict[str, Any]) -> str:
    proposal = "no replacement found"
    if one["replacement_uri"]:
        score = f" {one['replacement_score']:.2f}" if one["replacement_basis"] == "likeness" else ""
        known = ", suggested already" if one["is_suggested"] else ""
        proposal = f"perhaps {one['replacement_label']} ({one['replacement_basis']}{score}{known})"
    return f"  {one['earlier_band']}: {one['removed_label']} -> {proposal}   {one['text']!r}"
