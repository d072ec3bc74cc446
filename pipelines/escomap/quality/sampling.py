"""Random samples of links for review, stratified and sized for the interval that is wanted.

``links``, a row per suggestion: ``outcome_id``, ``skill_uri``, ``confidence_score``, ``band``, ``lang``, ``faculty``.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

import pandas as pd

from escomap.model import Band
from escomap.quality.intervals import cases_needed

OTHER = "other"
# A stratum that would get fewer is put together with others: one or two cases say nothing of a group.
LEAST_CASES = 5
SAMPLE_COLUMNS = ("stratum", "stratum_links", "outcome_id", "skill_uri", "confidence_score", "band", "lang", "faculty")


def sample_sizes(
    links: pd.DataFrame, half_width: float, bands: Sequence[str], accepted_size: int | None = None
) -> dict[str, int]:
    """How many links to draw from each of ``bands``.

    From the accept band as many as its precision needs for an interval of ``half_width`` to each side, or
    ``accepted_size``. From the others together as many again, so that recall is known about as well as precision,
    shared out so that their sum varies least (Neyman 1934), taking the confidences for true.
    """
    held = {band: links.loc[links["band"] == band, "confidence_score"] for band in bands}
    accepted = held.pop(Band.ACCEPT, pd.Series(dtype=float))
    needed = cases_needed(float(accepted.mean()) if len(accepted) else 0.5, half_width, len(accepted))
    sizes = {str(Band.ACCEPT): min(len(accepted), accepted_size or needed)} if Band.ACCEPT in bands else {}
    others = accepted_size or needed or cases_needed(0.5, half_width, len(links))
    spread = {band: len(p) * math.sqrt(float((p * (1 - p)).mean())) if len(p) else 0.0 for band, p in held.items()}
    whole = sum(spread.values())
    for band, amount in spread.items():
        sizes[str(band)] = min(len(held[band]), math.ceil(others * amount / whole)) if whole else 0
    return sizes


def draw_sample(links: pd.DataFrame, sizes: Mapping[str, int], seed: int) -> pd.DataFrame:
    """A random sample of each band, spread over languages and faculties by their size (``SAMPLE_COLUMNS``).

    What is drawn depends on the seed and on what the links are, not on their order; a larger sample of the same links
    and strata holds the smaller one. ``stratum_links`` says how many links a stratum has.
    """
    drawn = [_draw_band(links[links["band"] == band], size, seed) for band, size in sizes.items() if size]
    if not drawn:
        return pd.DataFrame(columns=list(SAMPLE_COLUMNS))
    return pd.concat(drawn, ignore_index=True)[list(SAMPLE_COLUMNS)]


def draw_spread(rows: pd.DataFrame, size: int, seed: int, key: Sequence[str], least: int = LEAST_CASES) -> pd.DataFrame:
    """``size`` of ``rows`` at random, spread over ``lang`` and ``faculty`` by their size, each with its ``stratum``.

    ``key`` names the columns that tell rows apart. Languages and faculties that would get fewer than ``least`` are put
    together with others. Rows come in the order of the lot: whoever stops half-way has still seen a random sample.
    """
    strata = rows.assign(stratum=_strata(rows, size, least))
    strata = strata.assign(stratum_links=strata.groupby("stratum")[key[0]].transform("size"))
    names = zip(*(strata[column] for column in key), strict=True)
    strata = strata.assign(lot=[hashlib.sha256("|".join([str(seed), *name]).encode()).hexdigest() for name in names])
    sizes = _shared_out({str(name): len(held) for name, held in strata.groupby("stratum")}, size)
    ordered = strata.sort_values("lot")
    place = ordered.groupby("stratum").cumcount()
    drawn: pd.DataFrame = ordered[place < ordered["stratum"].map(sizes)]
    return drawn


def _draw_band(links: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    drawn = draw_spread(links, size, seed, ("outcome_id", "skill_uri"))
    return drawn.assign(stratum=drawn["band"] + " / " + drawn["stratum"])


def _strata(rows: pd.DataFrame, size: int, least: int) -> pd.Series:
    """Language and faculty; those too small for ``least`` together, by language where that is enough."""
    share = min(1.0, size / len(rows))

    def kept(values: pd.Series) -> pd.Series:
        expected = values.map(values.value_counts()) * share
        return values.where(expected >= least, OTHER)

    lang = kept(rows["lang"])
    pair = lang + " / " + rows["faculty"].where(rows["faculty"] != "", "no faculty")
    return pair.where(kept(pair) != OTHER, lang + " / " + OTHER)


def _shared_out(held: Mapping[str, int], size: int) -> dict[str, int]:
    """``size`` shared out by what each holds, at least one each, by largest remainder."""
    whole = sum(held.values())
    exact = {name: size * amount / whole for name, amount in held.items()}
    given = {name: min(held[name], max(1, math.floor(value))) for name, value in exact.items()}
    for name in sorted(held, key=lambda name: (math.floor(exact[name]) - exact[name], name)):
        if sum(given.values()) >= size:
            break
        given[name] = min(held[name], given[name] + 1)
    return given
