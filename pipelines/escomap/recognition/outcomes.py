"""Learning outcomes of two courses aligned pairwise, with scores that say what they rest on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from escomap.model import DescribedOutcome
from escomap.recognition.side import Side
from escomap.recognition.versions import compared_outcomes

# Both are read off what tests/quality/alignment.py prints for Mid Sweden syllabi and the sample catalogue. Of two
# outcomes of different courses, 95 in 100 share at most this much of their letters, in each of five languages.
CHANCE_WORDING = 0.5
# 73 % of 3,565 outcomes are paired with their own translation and 5 % with another; of unrelated pairs, 1 % reach it.
# With 0.1 it were 81, 5 and 1 %, but a pair that a person finds absurd costs more than one that is missing.
COUNTERPART = 0.15


@dataclass(frozen=True, slots=True)
class Pair:
    """An outcome of each course with its scores, 0..1.

    ``concepts`` is the share of suggested ESCO concepts both have, weighted by confidence, None where one has none;
    ``wording`` what the letters have in common beyond chance. ``score`` is the larger of both.
    """

    a: DescribedOutcome
    b: DescribedOutcome
    score: float
    concepts: float | None
    wording: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in the order of the outcomes of ``b``, and the outcomes of each course without a counterpart."""

    pairs: tuple[Pair, ...]
    only_a: tuple[DescribedOutcome, ...]
    only_b: tuple[DescribedOutcome, ...]

    @property
    def a(self) -> tuple[DescribedOutcome, ...]:
        """Every outcome of the first course that was compared."""
        return (*(pair.a for pair in self.pairs), *self.only_a)

    @property
    def b(self) -> tuple[DescribedOutcome, ...]:
        """Every outcome of the second course that was compared."""
        return (*(pair.b for pair in self.pairs), *self.only_b)


def align_outcomes(a: Side, b: Side) -> Alignment:
    """The one-to-one alignment with the largest sum of scores; pairs below ``COUNTERPART`` are none.

    Of outcomes stated in several languages one version is aligned, as ``compared_outcomes`` chooses it.
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = compared_outcomes(a, b)
    table = [[_pair(one, other, a, b) for other in columns] for one in rows]
    scores = [[pair.score for pair in row] for row in table]
    places = zip(*linear_sum_assignment(scores, maximize=True), strict=True) if rows and columns else ()
    chosen = [table[row][column] for row, column in places]
    pairs = [pair for pair in chosen if pair.score >= COUNTERPART]
    return Alignment(
        tuple(sorted(pairs, key=lambda pair: columns.index(pair.b))),
        _unpaired(rows, [pair.a for pair in pairs]),
        _unpaired(columns, [pair.b for pair in pairs]),
    )


def concept_overlap(a: Mapping[str, float], b: Mapping[str, float]) -> float | None:
    """Confidence both share over confidence either has, 0..1; None where one has no concepts."""
    if not a or not b:
        return None
    # fsum rounds once, so that the order in which a set gives its members does not count.
    whole = math.fsum(max(a.get(uri, 0.0), b.get(uri, 0.0)) for uri in a.keys() | b.keys())
    return math.fsum(min(a[uri], b[uri]) for uri in a.keys() & b.keys()) / whole if whole else 0.0


def common_wording(a: str, b: str) -> float:
    """How much of their words two texts share beyond chance, 0..1."""
    from rapidfuzz import fuzz

    share = fuzz.token_sort_ratio(a.casefold(), b.casefold()) / 100
    return max(0.0, (share - CHANCE_WORDING) / (1 - CHANCE_WORDING))


def _pair(one: DescribedOutcome, other: DescribedOutcome, a: Side, b: Side) -> Pair:
    concepts = concept_overlap(a.suggested.get(one.outcome_id, {}), b.suggested.get(other.outcome_id, {}))
    wording = common_wording(one.text, other.text)
    return Pair(one, other, max(concepts or 0.0, wording), concepts, wording)


def _unpaired(outcomes: Sequence[DescribedOutcome], paired: Sequence[DescribedOutcome]) -> tuple[DescribedOutcome, ...]:
    return tuple(outcome for outcome in outcomes if outcome not in paired)
