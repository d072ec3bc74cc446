"""What a user reads after a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from escomap.model import OpenReason


@dataclass(slots=True)
class RunReport:
    """Counts of a run, filled step by step; ``notes`` say what was not done or needs attention."""

    run_id: str = ""
    catalogue: str = ""
    database: str = ""
    esco: str = ""
    encoder: str = ""
    files: dict[str, int] = field(default_factory=dict)
    failed_files: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    courses: int = 0
    course_changes: dict[str, int] = field(default_factory=dict)
    courses_ended: int = 0
    courses_missing: int = 0
    courses_by_language: dict[str, int] = field(default_factory=dict)
    outcomes: int = 0
    outcomes_by_language: dict[str, int] = field(default_factory=dict)
    outcomes_reused: int = 0
    outcomes_matched: int = 0
    texts_encoded: int = 0
    outcomes_by_dimension: dict[str, int] = field(default_factory=dict)
    outcomes_by_band: dict[str, int] = field(default_factory=dict)
    suggestions: int = 0
    accepted_links: int = 0
    decided_links: int = 0
    skills_accepted: int = 0
    decisions: dict[str, int] = field(default_factory=dict)
    same_words_links: int = 0
    same_words: dict[str, int] = field(default_factory=dict)
    consultation: dict[str, int] = field(default_factory=dict)
    levels_by_basis: dict[str, int] = field(default_factory=dict)
    level_conflicts: int = 0
    levels_unverified: int = 0
    levels_open: dict[str, int] = field(default_factory=dict)
    level_models: dict[str, str] = field(default_factory=dict)
    level_reviews: int = 0
    rejects: dict[str, int] = field(default_factory=dict)
    rows_rejected: int = 0
    rows_joined: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    exported: dict[str, str] = field(default_factory=dict)
    failed_exports: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)

    def to_json(self) -> str:
        """The report as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def _open(self) -> list[tuple[str, int]]:
        return sorted(self.levels_open.items(), key=lambda item: (-item[1], item[0]))

    def to_text(self) -> str:
        """The report as a person reads it in a terminal."""
        lines = [
            f"Catalogue        {self.catalogue}",
            f"Files            {_counts(self.files, 'rows')}",
            *(f"  not read       {name}: {why}" for name, why in self.failed_files.items()),
            f"ESCO             {self.esco}",
            f"Encoder          {self.encoder}",
            "",
            f"Rows in          {self.rows:,}",
            f"Courses          {self.courses:,}   with outcomes in: {_counts(self.courses_by_language)}",
            f"  in this run    {_counts(self.course_changes)}   ended in all: {self.courses_ended:,}"
            + f"   missing, not ended: {self.courses_missing:,}" * bool(self.courses_missing),
            f"Rows rejected    {self.rows_rejected:,}",
            *([f"Rows joined      {self.rows_joined:,}   to the course above them"] if self.rows_joined else []),
            f"Rejects by code  {_counts(self.rejects)}",
            f"Outcomes         {self.outcomes:,}   by language: {_counts(self.outcomes_by_language)}",
            f"  matched now    {self.outcomes_matched:,}   taken from an earlier run: {self.outcomes_reused:,}"
            f"   texts encoded: {self.texts_encoded:,}",
            f"  best band      {_counts(self.outcomes_by_band)}",
            f"  by dimension   {_counts(self.outcomes_by_dimension)}",
            f"Suggestions      {self.suggestions:,}",
            f"Accepted links   {self.accepted_links:,}   to {self.skills_accepted:,} ESCO concepts"
            f"   decided by people: {self.decided_links:,}, in the same words: {self.same_words_links:,}",
            f"Decisions        {_counts(self.decisions)}",
            *([f"  in same words  {_counts(self.same_words)}"] if self.same_words else []),
            *([f"Consultation     {_counts(self.consultation)}"] if self.consultation else []),
            f"EQF levels       {_counts(self.levels_by_basis)}   conflicts: {self.level_conflicts:,}"
            f"   on facts not verified: {self.levels_unverified:,}   to review: {self.level_reviews:,}",
            *(f"  {name:14} {what}" for name, what in self.level_models.items()),
            *(f"  open           {amount:,} {reason}: {_SETTLED_BY[reason]}" for reason, amount in self._open()),
            "",
            f"Seconds          {_seconds(self.seconds)}",
            f"Database         {self.database}",
            *(f"Exported         {name}: {what}" for name, what in self.exported.items()),
        ]
        lines += [f"Not exported     {problem}" for problem in self.failed_exports]
        if self.rejects:
            lines.append(f"Next             escomap rejects --db {self.database}")
        lines += ["", "Not done, or to know:"] + [f"  - {note}" for note in self.notes] if self.notes else []
        return "\n".join(lines)


# What settles the levels that stayed open, by reason.
_SETTLED_BY: Mapping[str, str] = {
    OpenReason.BARE_LEVEL: "map a column to framework, or give one under [defaults] of the profile",
    OpenReason.UNKNOWN_FRAMEWORK: "correct the framework, or add its name to mappings/frameworks.csv",
    OpenReason.AMBIGUOUS_FRAMEWORK: "map a column to country_code, or give it under [defaults] of the profile",
    OpenReason.UNKNOWN_LEVEL: "the framework has no such level: correct it in the source",
    OpenReason.UNCLEAR_LEVEL: "several numbers in one level: give one, with its framework",
    OpenReason.SEVERAL_LEVELS: "the source names several levels: give one",
    OpenReason.MODULE_LEVEL: "give the module's own level with its framework, or level_policy programme",
    OpenReason.UNKNOWN_CYCLE: "say under [values.cycle] of the profile what these values mean",
    OpenReason.ONLY_FREE_TEXT: "a description names a level: where it is the course's, fill level or award",
    OpenReason.NO_SIGNAL: "fill level with its framework, cycle, or award",
    OpenReason.REJECTED: "a reviewer rejected the level: say which one is right",
    OpenReason.UNSURE: "a reviewer is unsure of the level: decide it",
    OpenReason.DISPUTED: "reviewers name different levels: let them agree",
}


def _counts(counts: Mapping[str, int], unit: str = "") -> str:
    suffix = f" {unit}" if unit else ""
    return ", ".join(f"{name} {amount:,}{suffix}" for name, amount in counts.items()) or "none"


def _seconds(seconds: Mapping[str, float]) -> str:
    total = sum(seconds.values())
    return ", ".join(f"{name} {value:.1f}" for name, value in seconds.items()) + f"; total {total:.1f}"
