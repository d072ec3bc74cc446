"""What a reviewed sample says of all links: precision, recall, and what other thresholds would do.

``reviewed`` is a sample (``sampling.SAMPLE_COLUMNS``) with ``is_right``, true or false, empty where nobody decided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from escomap.model import Band
from escomap.quality.intervals import Share, weighted_share

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(2, 20))


@dataclass(frozen=True, slots=True)
class Amount:
    """An estimated number of right links with its interval."""

    value: float
    low: float
    high: float


def with_weights(reviewed: pd.DataFrame) -> pd.DataFrame:
    """The rows somebody decided, each with the number of links it stands for.

    Those decided stand for the others of their stratum; where a whole stratum is open, for those of its band.
    """
    judged = reviewed[reviewed["is_right"].notna()]
    weight = judged["stratum_links"] / judged.groupby("stratum")["is_right"].transform("size")
    held = reviewed.drop_duplicates("stratum").groupby("band")["stratum_links"].sum()
    reached = weight.groupby(judged["band"]).transform("sum")
    return judged.assign(is_right=judged["is_right"].astype(bool), weight=weight * judged["band"].map(held) / reached)


def precision_by(judged: pd.DataFrame, group: str) -> dict[str, Share]:
    """The precision of accepted links in each group, by name."""
    accepted = judged[judged["band"] == Band.ACCEPT]
    return {str(name): _share(rows) for name, rows in accepted.groupby(group)}


def precision(judged: pd.DataFrame) -> Share:
    """The share of accepted links that reviewers accept."""
    return _share(judged[judged["band"] == Band.ACCEPT])


def recall(judged: pd.DataFrame, links: pd.DataFrame, threshold: float) -> Share | None:
    """The share of the right links among all candidates that have at least the confidence ``threshold``.

    A right concept that is no candidate is not counted, so this is the most that recall can be. None where a band with
    links was not sampled.
    """
    if not set(links["band"]) <= set(judged["band"]):
        return None
    above, below = (_right_links(judged, links, threshold, is_above=is_above) for is_above in (True, False))
    if above.value == 0:
        return Share(0.0, 0.0, 1.0, len(judged))
    low, high = _ratio_interval(below, above)
    return Share(1 / (1 + below.value / above.value), 1 / (1 + high), 1 / (1 + low), len(judged))


def at_thresholds(judged: pd.DataFrame, links: pd.DataFrame, review_threshold: float) -> pd.DataFrame:
    """What accepting from each confidence on would do: precision, recall, links, outcomes with one, reviews left.

    Precision is empty where the sample has none of such links; ``reviews`` are the suggestions between
    ``review_threshold`` and the threshold, each of which somebody would have to decide.
    """
    outcomes = max(1, links["outcome_id"].nunique())
    rows = []
    for threshold in THRESHOLDS:
        taken = links[links["confidence_score"] >= threshold]
        right = _precision_from(judged, taken, threshold)
        found = recall(judged, links, threshold)
        rows.append(
            {
                "threshold": threshold,
                "links": len(taken),
                "covered_share": taken["outcome_id"].nunique() / outcomes,
                **_named("precision", right),
                **_named("recall", found),
                "reviews": int(links["confidence_score"].between(review_threshold, threshold, inclusive="left").sum()),
            }
        )
    return pd.DataFrame(rows)


def _named(name: str, share: Share | None) -> dict[str, float]:
    values = (share.value, share.low, share.high) if share else (math.nan,) * 3
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _precision_from(judged: pd.DataFrame, taken: pd.DataFrame, threshold: float) -> Share | None:
    """The precision of the links ``taken``, those from a confidence on; None where a band of them was not drawn."""
    drawn = judged[judged["confidence_score"] >= threshold]
    held = taken["band"].value_counts()
    if not len(taken) or not set(held.index) <= set(drawn["band"]):
        return None
    shares = {band: _share(drawn[drawn["band"] == band]) for band in held.index}
    right = _sum([_times(shares[band], amount) for band, amount in held.items()])
    return Share(right.value / len(taken), right.low / len(taken), min(1.0, right.high / len(taken)), len(drawn))


def _share(rows: pd.DataFrame) -> Share:
    return weighted_share(rows["is_right"].tolist(), rows["weight"].tolist())


def _right_links(judged: pd.DataFrame, links: pd.DataFrame, threshold: float, *, is_above: bool) -> Amount:
    """Right links on one side of a confidence, band by band, since each was drawn at its own rate.

    The share is that of the whole band which is both right and on this side, so that the two sides add up; a band with
    no link on this side has none that is right.
    """
    hits = judged.assign(is_right=judged["is_right"] & ((judged["confidence_score"] >= threshold) == is_above))
    inside = links.loc[(links["confidence_score"] >= threshold) == is_above, "band"].value_counts()
    parts = []
    for band, amount in inside.items():
        held = int((links["band"] == band).sum())
        right = _times(_share(hits[hits["band"] == band]), held)
        parts.append(Amount(right.value, right.low, max(right.value, min(right.high, amount))))
    return _sum(parts)


def _times(share: Share, amount: int) -> Amount:
    return Amount(amount * share.value, amount * share.low, amount * share.high)


def _sum(parts: Sequence[Amount]) -> Amount:
    """The sum of independent estimates; its interval recovers their variances (MOVER, Zou and Donner 2008)."""
    value = math.fsum(part.value for part in parts)
    low = value - math.sqrt(math.fsum((part.value - part.low) ** 2 for part in parts))
    high = value + math.sqrt(math.fsum((part.high - part.value) ** 2 for part in parts))
    return Amount(value, max(0.0, low), high)


def _ratio_interval(over: Amount, under: Amount) -> tuple[float, float]:
    """The interval of ``over / under`` for independent estimates (MOVER-R, Donner and Zou 2012)."""
    product = over.value * under.value

    def bound(over_end: float, under_end: float, sign: int) -> float:
        divisor = under_end * (2 * under.value - under_end)
        inside = product**2 - over_end * (2 * over.value - over_end) * divisor
        return (product + sign * math.sqrt(max(0.0, inside))) / divisor if divisor > 0 else math.inf

    high = bound(over.high, under.low, 1)
    low = bound(over.low, under.high, -1) if under.high < 2 * under.value else 0.0
    return max(0.0, low), high
