"""What reviewing costs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from statistics import median

from escomap.review.decisions import Decision, Origin

# A longer gap is a pause, not a decision.
PAUSE_SECONDS = 300


def seconds_per_decision(decisions: Iterable[Decision]) -> float | None:
    """The median time between two decisions of one reviewer on the page, pauses left out; None without any."""
    moments: dict[str, list[datetime]] = {}
    for decision in decisions:
        if decision.origin is Origin.PAGE:
            moments.setdefault(decision.reviewer, []).append(datetime.fromisoformat(decision.decided_at))
    gaps = [
        (later - earlier).total_seconds() for found in moments.values() for earlier, later in pairwise(sorted(found))
    ]
    spent = [gap for gap in gaps if 0 < gap <= PAUSE_SECONDS]
    return median(spent) if spent else None
