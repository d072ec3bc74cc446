"""Class C facts that a run used, most used first, so that a person can verify the few that matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from escomap import tables
from escomap.levels.rows import to_level_fact
from escomap.mappings import load_level_profiles, load_table
from escomap.store.db import open_store

UNVERIFIED = "C"


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that nobody has verified: for how many courses it decides the level, in how many it was read at all."""

    key: str
    says: str
    decides: int
    read: int
    source: str
    remark: str


def unverified_facts(db: Path, mappings: Path) -> list[UsedFact]:
    """The class C facts of ``mappings`` that the levels in a database rest on, most used first."""
    unverified = dict(_unverified(mappings))
    with open_store(db) as store:
        rows = store.rows("fact_uses").to_dict("records")
    found = [
        UsedFact(row["fact_key"], says, int(row["decides"]), int(row["read"]), source, remark)
        for row in rows
        if (fact := unverified.get(row["fact_key"])) is not None
        for says, source, remark in [fact]
    ]
    return sorted(found, key=lambda fact: (-fact.decides, -fact.read, fact.key))


def _unverified(mappings: Path) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for row in load_table(mappings, tables.MAP_NQF_EQF).to_dict("records"):
        if row["evidence_class"] == UNVERIFIED:
            fact = to_level_fact({str(name): value for name, value in row.items()})
            yield fact.key, (f"EQF {fact.eqf_level}", row["source"], row["remark"])
    for profile in load_level_profiles(mappings):
        for code in profile.codes:
            if code.evidence_class == UNVERIFIED:
                yield code.key, (code.says, code.source, code.remark)
