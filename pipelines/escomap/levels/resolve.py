"""From the name of a framework and the course's country to the framework in nqf_eqf.csv."""

from __future__ import annotations

from dataclasses import dataclass

from escomap.levels.countries import state_of
from escomap.levels.facts import LevelFacts, Words
from escomap.levels.rows import FrameworkName

ANYWHERE = "*"
EQF = "EQF"
QF_EHEA = "QF-EHEA"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The framework a name means; ``country_code`` is where its facts are, ``*`` for EQF and QF-EHEA."""

    country_code: str
    framework: str
    is_from_country: bool = False


def resolve(name: Words, country_code: str, facts: LevelFacts) -> Resolved | list[str]:
    """The framework a name means for a course in ``country_code``, or the candidates where that is open."""
    rows = facts.names.get(name, ())
    near = _nearest(rows, country_code)
    if near is not None:
        return Resolved(near.country_code, near.framework, is_from_country=near.country_code != ANYWHERE)
    if len({state_of(row.country_code) for row in rows}) == 1:
        # Written in one country only: the name itself says which framework is meant. Where its regions differ
        # (RQF in England, CQFW in Wales), the row of the whole country counts.
        whole = min(rows, key=lambda row: (len(row.country_code), row.country_code))
        return Resolved(whole.country_code, whole.framework)
    return sorted(f"{row.framework} ({row.country_code})" for row in rows)


def _nearest(rows: tuple[FrameworkName, ...], country_code: str) -> FrameworkName | None:
    """The row for the course's country, then for its state, then for anywhere."""
    for wanted in (country_code, state_of(country_code), ANYWHERE):
        for row in rows:
            if wanted and row.country_code == wanted:
                return row
    return None
