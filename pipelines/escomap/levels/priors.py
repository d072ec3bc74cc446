"""The rungs of priors: what the other courses of a programme, an award or a provider say of one without a signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from escomap.levels.reading import quoted
from escomap.levels.wording import words_of
from escomap.model import CourseSignals, LevelBasis, LevelDecision, LevelSignal

EXPLICIT = frozenset(
    {
        LevelBasis.DECLARED_EQF,
        LevelBasis.NATIONAL_LEVEL,
        LevelBasis.CYCLE,
        LevelBasis.DEGREE_WORD,
        LevelBasis.LOCAL_CODE,
    }
)
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prior:
    """A kind of group: how many of its courses must carry a level, what share must agree, how far that is trusted.

    The figures are chosen by hand and kept low: in a programme a level is shared, at a provider it need not be.
    """

    basis: LevelBasis
    field: str
    least: int
    share: float
    certainty: float


PRIORS = (
    Prior(LevelBasis.PROGRAMME_PRIOR, "programme", 3, 0.9, 0.85),
    Prior(LevelBasis.PROGRAMME_PRIOR, "award", 3, 0.9, 0.8),
    Prior(LevelBasis.PROVIDER_PRIOR, "provider", 20, 0.98, 0.6),
)


@dataclass(slots=True)
class _Levels:
    counts: Counter[int]
    worst_class: dict[int, str]


class Priors:
    """The explicit levels of the groups of a catalogue."""

    def __init__(self, courses: Sequence[CourseSignals], decisions: Sequence[LevelDecision]) -> None:
        self._groups: dict[Group, _Levels] = {}
        for course, decision in zip(courses, decisions, strict=True):
            if decision.basis in EXPLICIT and decision.eqf_level is not None:
                for prior in PRIORS:
                    if group := _group(prior.field, course):
                        self._add(group, decision.eqf_level, decision.evidence_class)

    def signals(self, course: CourseSignals) -> tuple[LevelSignal, ...]:
        """What the groups of a course that carries no level itself say of it."""
        found = (self._signal(prior, course) for prior in PRIORS)
        return tuple(signal for signal in found if signal is not None)

    def _add(self, group: Group, eqf_level: int, evidence_class: str) -> None:
        levels = self._groups.setdefault(group, _Levels(Counter(), {}))
        levels.counts[eqf_level] += 1
        levels.worst_class[eqf_level] = max(levels.worst_class.get(eqf_level, ""), evidence_class)

    def _signal(self, prior: Prior, course: CourseSignals) -> LevelSignal | None:
        levels = self._groups.get(_group(prior.field, course) or ())
        if levels is None:
            return None
        total = levels.counts.total()
        level, amount = min(levels.counts.items(), key=lambda item: (-item[1], item[0]))
        if total < prior.least or amount < prior.share * total:
            return None
        value = getattr(course, prior.field)
        evidence = (
            f"{prior.field} {quoted(value)}: {amount} of its {total} courses that carry a level are EQF {level}; "
            "nothing of this course itself was used"
        )
        # The rule of succession: three of three courses are no certainty.
        confidence = round(prior.certainty * (amount + 1) / (total + 2), 4)
        return LevelSignal(
            prior.basis, prior.field, value, level, level, confidence, evidence, levels.worst_class[level]
        )


def _group(field: str, course: CourseSignals) -> Group | None:
    words = words_of(getattr(course, field))
    provider = words_of(course.provider)
    return (field, course.catalogue, " ".join(provider), " ".join(words)) if words else None
