"""The rungs of priors: what the other courses of a programme, an award or a provider say of one without a signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from escomap.levels.national import CLASS_CONFIDENCE
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
    """A kind of group: how many of its courses must carry a level, and what share of all of them; what share of those
    must agree, and how far that is trusted.

    Where half of the levels are hidden and subjects stand in for programmes and providers, the rule for programmes is
    right in .97 of 450 courses of Mid Sweden and .98 of 1,158 of Edinburgh, that for providers in 1.00 of 217 and .99
    of 515 (tests/quality/level_confidence.py). The certainties stay below that: a level that a catalogue lacks need not
    be lacking at random. Awards were not measured.
    """

    basis: LevelBasis
    field: str
    least: int
    least_known: float
    share: float
    certainty: float


# A university whose only levels are those of fifty titles with "MSc" in them, of a thousand, does not teach one level.
MIN_KNOWN_SHARE = 1 / 3
PRIORS = (
    Prior(LevelBasis.PROGRAMME_PRIOR, "programme", 3, 0.0, 0.9, 0.97),
    Prior(LevelBasis.PROGRAMME_PRIOR, "award", 3, 0.0, 0.9, 0.95),
    Prior(LevelBasis.PROVIDER_PRIOR, "provider", 20, MIN_KNOWN_SHARE, 0.98, 0.95),
)


# What share agrees in most groups, and how many courses that counts for.
_USUAL_SHARE, _WEIGHT = 0.9, 5


@dataclass(slots=True)
class _Levels:
    counts: Counter[int]
    worst_class: dict[int, str]


class Priors:
    """The explicit levels of the groups of a catalogue."""

    def __init__(self, courses: Sequence[CourseSignals], decisions: Sequence[LevelDecision]) -> None:
        self._groups: dict[Group, _Levels] = {}
        self._sizes: Counter[Group] = Counter()
        for course, decision in zip(courses, decisions, strict=True):
            for group in filter(None, (_group(prior.field, course) for prior in PRIORS)):
                self._sizes[group] += 1
                if decision.basis in EXPLICIT and decision.eqf_level is not None:
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
        group = _group(prior.field, course) or ()
        levels = self._groups.get(group)
        if levels is None:
            return None
        total = levels.counts.total()
        level, amount = min(levels.counts.items(), key=lambda item: (-item[1], item[0]))
        is_known = total >= max(prior.least, prior.least_known * self._sizes[group])
        if not is_known or amount < prior.share * total:
            return None
        value = getattr(course, prior.field)
        evidence = (
            f"{prior.field} {quoted(value)}: {amount} of its {total} courses that carry a level are EQF {level}; "
            "nothing of this course itself was used"
        )
        # Three of three courses are no certainty: where nineteen of twenty levels are hidden .93 are right.
        share = (amount + _USUAL_SHARE * _WEIGHT) / (total + _WEIGHT)
        worst_class = levels.worst_class[level]
        confidence = round(min(prior.certainty * share, CLASS_CONFIDENCE.get(worst_class, 1.0)), 4)
        return LevelSignal(prior.basis, prior.field, value, level, level, confidence, evidence, worst_class)


def _group(field: str, course: CourseSignals) -> Group | None:
    words = words_of(getattr(course, field))
    provider = words_of(course.provider)
    return (field, course.catalogue, " ".join(provider), " ".join(words)) if words else None
