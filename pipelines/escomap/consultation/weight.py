"""What the opinions on a link or level come to: counts, and how far they move what the machine says.

The machine's confidence counts as much as two answers, so that one voice never outweighs it and ten do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from escomap.consultation.form import CHOICES, Asked
from escomap.consultation.opinions import Opinion
from escomap.model import Band

# Laplace's rule of succession weighs what is known before with two cases; here those are the machine's.
MACHINE_ANSWERS = 2
NOBODY_KNOWS = 0.5
_AGREEING = ("fits", "right")
_DIFFERING = ("does_not_fit", "too_low", "too_high")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was answered on one link or level.

    ``confidence`` is that of the machine now, 0..1, None where it no longer says this; ``band`` is empty then, and for
    a level.
    """

    asked: Asked
    counts: Mapping[str, int] = field(default_factory=dict)
    confidence: float | None = None
    band: str = ""

    @property
    def agreeing(self) -> int:
        """Answers for it."""
        return sum(self.counts.get(answer, 0) for answer in _AGREEING)

    @property
    def differing(self) -> int:
        """Answers against it."""
        return sum(self.counts.get(answer, 0) for answer in _DIFFERING)

    @property
    def share(self) -> float:
        """The share of answers for it, drawn towards the confidence; those of people who are not sure do not count."""
        before = NOBODY_KNOWS if self.confidence is None else self.confidence
        return (self.agreeing + MACHINE_ANSWERS * before) / (self.agreeing + self.differing + MACHINE_ANSWERS)

    @property
    def disagreement(self) -> float:
        """How far the answers move the confidence, 0..1; 0 where there is none."""
        return 0.0 if self.confidence is None else abs(self.share - self.confidence)

    @property
    def is_doubted(self) -> bool:
        """Whether more find it wrong than right, and the machine stands by it: in the accept band, or a level."""
        return self.confidence is not None and self.band in ("", Band.ACCEPT) and self.differing > self.agreeing

    @property
    def is_backed(self) -> bool:
        """Whether more find it right than wrong, and the machine does not accept it."""
        return self.band in (Band.REVIEW, Band.NONE) and self.agreeing > self.differing


def count_answers(opinions: Iterable[Opinion]) -> dict[Asked, Counter[str]]:
    """How often each answer was chosen, by question, those in words left out; sorted by question."""
    counts: dict[Asked, Counter[str]] = {}
    for opinion in opinions:
        if opinion.asked.question in CHOICES:
            counts.setdefault(opinion.asked, Counter())[opinion.answer] += 1
    return dict(sorted(counts.items()))
