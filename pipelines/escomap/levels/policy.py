"""Whose level a course has: its programme's, or its own where a framework levels modules one by one."""

from __future__ import annotations

from collections.abc import Sequence

from escomap.levels.countries import country_code_of, state_of
from escomap.model import CourseSignals, LevelBasis, LevelSignal

PROGRAMME, MODULE = "programme", "module"
# Frameworks whose levels are given to modules too (NOTES of the crosswalk: the United Kingdom and Ireland).
MODULE_FRAMEWORKS = frozenset(
    {("GB", "CQFW"), ("GB", "FHEQ"), ("GB", "RQF"), ("GB", "SCQF"), ("IE", "NFQ")}
)  # fmt: skip
_STATES = frozenset(state for state, _ in MODULE_FRAMEWORKS)
# Where the two part: in a bachelor's programme (EQF 6) the first years are FHEQ 4 and 5, SCQF 7 and 8, NFQ 6: EQF 5.
FIRST_CYCLE, FIRST_YEARS = 6, 5
# "Undergraduate" alone is no bachelor's programme: in the UK it may also lead to an award of EQF 5 (degree_words.csv).
_SURE_OF_PROGRAMME = 0.8
_OF_PROGRAMME = (LevelBasis.CYCLE, LevelBasis.DEGREE_WORD)
_PROGRAMME_FIELDS = ("cycle", "award", "programme")
_REMARKS = {
    PROGRAMME: "levels of this framework are given per module too: a first-year bachelor module is EQF 5 here, "
    "although its programme is EQF 6 (policy programme: check that the level is the programme's)",
    MODULE: "levels of this framework are given per module too (policy module: taken as the module's own)",
}


def grades_modules(country_code: str, framework: str) -> bool:
    """Whether a framework gives levels to modules too."""
    return (state_of(country_code), framework) in MODULE_FRAMEWORKS


def by_policy(signals: Sequence[LevelSignal], policy: str) -> tuple[LevelSignal, ...]:
    """``signals``, strongest first, with the one ahead that speaks of what the policy asks for."""
    if not signals:
        return ()
    if policy == PROGRAMME:
        ahead = programme_above(signals)
    else:
        # A module's own level goes before anything said of its programme, even where only a code tells it.
        is_of_programme = signals[0].basis in _OF_PROGRAMME
        ahead = next((signal for signal in signals if is_of_programme and signal.grades_modules), None)
    return tuple(signals) if ahead is None else (ahead, *(signal for signal in signals if signal is not ahead))


def programme_above(signals: Sequence[LevelSignal]) -> LevelSignal | None:
    """The signal of a bachelor's programme, where the strongest one is the level of a module of its first years."""
    if not (signals[0].grades_modules and signals[0].eqf_level == FIRST_YEARS):
        return None
    return next((signal for signal in signals if _names_first_cycle(signal)), None)


def parts_by_policy(signal: LevelSignal, other: LevelSignal) -> bool:
    """Whether two signals differ only because one is the module's and the other its programme's: no contradiction."""
    pairs = ((signal, other), (other, signal))
    return any(
        module.grades_modules and module.eqf_level == FIRST_YEARS and _names_first_cycle(programme)
        for module, programme in pairs
    )


def hides_module(course: CourseSignals, winner: LevelSignal, policy: str) -> bool:
    """Whether only the bachelor's programme of a module is known, where modules have levels of their own."""
    return (
        policy == MODULE
        and winner.eqf_level == FIRST_CYCLE
        and winner.basis in (*_OF_PROGRAMME, LevelBasis.PROGRAMME_PRIOR)
        and winner.field in ("cycle", "programme")
        and state_of(country_code_of(course.country_code)) in _STATES
    )


def remark(winner: LevelSignal, others: Sequence[LevelSignal], policy: str) -> str:
    """What to know of the level where programme and module may differ; empty elsewhere."""
    parted = next((signal for signal in others if parts_by_policy(winner, signal)), None)
    if parted is not None:
        kind = "module" if parted.grades_modules else "programme"
        return f"policy {policy}: the {kind} itself is EQF {parted.eqf_level} by {parted.field}"
    return _REMARKS[policy] if winner.grades_modules and winner.eqf_level == FIRST_YEARS else ""


def _names_first_cycle(signal: LevelSignal) -> bool:
    return (
        signal.basis in _OF_PROGRAMME
        and signal.field in _PROGRAMME_FIELDS
        and signal.eqf_level == FIRST_CYCLE
        and signal.confidence >= _SURE_OF_PROGRAMME
    )
