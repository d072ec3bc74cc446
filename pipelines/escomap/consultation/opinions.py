"""An answer of an outsider, and which of several answers counts.

Opinions are no decisions: they accept and reject nothing. A respondent is a random number that the form draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from escomap.consultation.form import Asked


@dataclass(frozen=True, slots=True)
class Opinion:
    """One answer: a choice of ``CHOICES``, or words; ``answered_at`` is a moment as ``to_moment`` writes it."""

    asked: Asked
    answer: str
    form_id: str
    respondent: str
    role: str
    answered_at: str
    esco_version: str


def latest_opinions(opinions: Iterable[Opinion]) -> list[Opinion]:
    """The opinions that stand: those in the latest file of each respondent to each form, in the order given, once.

    What a respondent left out of a later file was taken back.
    """
    given = list(dict.fromkeys(opinions))
    latest: dict[tuple[str, str], str] = {}
    for opinion in given:
        source = (opinion.form_id, opinion.respondent)
        latest[source] = max(opinion.answered_at, latest.get(source, ""))
    return [each for each in given if each.answered_at == latest[each.form_id, each.respondent]]
