"""Two numbers that fit the confidence to what the reviewers of one institution decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

# Confidences are stored with four digits: nothing nearer to 0 or 1 can be told apart.
CLOSEST = 1e-4


@dataclass(frozen=True, slots=True)
class Recalibration:
    """``slope`` and ``offset`` on the logit of the confidence the matching gives; 1 and 0 leave it as it is."""

    slope: float = 1.0
    offset: float = 0.0

    @staticmethod
    def logits(confidences: Values) -> Values:
        """Log odds of confidences."""
        safe = np.clip(confidences, CLOSEST, 1 - CLOSEST)
        found: Values = np.log(safe / (1 - safe))
        return found

    @property
    def is_neutral(self) -> bool:
        """Whether it changes nothing."""
        return self.slope == 1 and self.offset == 0

    def apply(self, confidences: Values) -> Values:
        """The recalibrated confidences, four digits; their order never changes."""
        if self.is_neutral:
            return confidences
        found: Values = np.round(1 / (1 + np.exp(-(self.slope * self.logits(confidences) + self.offset))), 4)
        return found
