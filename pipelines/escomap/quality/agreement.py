"""How far reviewers agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from escomap.review.decisions import Decision, Standing


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two reviewers on the things both judged; ``kappa`` is None where both said one and the same throughout."""

    first: str
    second: str
    things: int
    observed: float
    kappa: float | None


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa (1960) of two judges' words for the same things, -1..1; None where chance alone would agree.

    >>> cohen_kappa([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
    0.4
    """
    if not pairs:
        return None
    cases = len(pairs)
    observed = sum(first == second for first, second in pairs) / cases
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[word] * seconds[word] for word in firsts) / cases**2
    return None if by_chance == 1 else round((observed - by_chance) / (1 - by_chance), 12)


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal words, any number of judges, gaps allowed; 1 is full agreement, 0 is chance.

    Each unit holds the words given to one thing; things with fewer than two words say nothing (Krippendorff 2011,
    "Computing Krippendorff's Alpha-Reliability"). None where there is nothing to compare or only one word was used.
    """
    coincidences: Counter[tuple[str, str]] = Counter()
    for words in units:
        for pair in permutations(words, 2):
            coincidences[pair] += 1 / (len(words) - 1)  # type: ignore[assignment]
    totals: Counter[str] = Counter()
    for (word, _), amount in coincidences.items():
        totals[word] += amount
    pairable = sum(totals.values())
    expected = sum(totals[first] * totals[second] for first, second in permutations(totals, 2))
    if not expected:
        return None
    observed = sum(amount for (first, second), amount in coincidences.items() if first != second)
    return 1 - (pairable - 1) * observed / expected


def pair_agreements(standings: Iterable[Standing]) -> list[PairAgreement]:
    """Every two reviewers who judged the same things, by name."""
    together: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for standing in standings:
        for one, other in combinations(standing.decisions, 2):  # ordered by reviewer
            together.setdefault((one.reviewer, other.reviewer), []).append((_word(one), _word(other)))
    return [
        PairAgreement(first, second, len(pairs), sum(a == b for a, b in pairs) / len(pairs), cohen_kappa(pairs))
        for (first, second), pairs in sorted(together.items())
    ]


def alpha_of(standings: Iterable[Standing]) -> float | None:
    """Krippendorff's alpha over all reviewers."""
    return krippendorff_alpha([[_word(decision) for decision in standing.decisions] for standing in standings])


def _word(decision: Decision) -> str:
    """What was said: of a level or a dimension also which one."""
    return f"{decision.judgement} {decision.thing.value}"
