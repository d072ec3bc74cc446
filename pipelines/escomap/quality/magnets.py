"""Concepts that draw far more outcomes than they should.

The expectation: a concept is used about as often as the others in use below the same ESCO groups. It takes the
subjects of a catalogue into account, since a nursing school uses the neighbours of a nursing concept too. Uses are
different texts with an accepted link: a text repeated in a hundred courses is one use.
"""

from __future__ import annotations

import pandas as pd

from escomap.model import Band

# The average of all concepts in use counts like this many neighbours, so that a group of two expects nothing absurd.
PRIOR_NEIGHBOURS = 5
LEAST_USES = 10
LEAST_RATIO = 3.0


def find_magnets(links: pd.DataFrame, outcomes: pd.DataFrame, broader: pd.DataFrame) -> pd.DataFrame:
    """Concepts with ``LEAST_USES`` or more and ``LEAST_RATIO`` times their expectation, the furthest above it first.

    Args:
        links: ``outcome_id``, ``skill_uri``, ``skill_label_en``, ``confidence_score``, ``band``, ``faculty``.
        outcomes: ``outcome_id``, ``text_key``, ``text``.
        broader: Steps up in the skills pillar: ``concept_uri``, ``broader_uri``.

    Returns:
        ``skill_uri``, ``skill_label``, ``uses``, ``expected``, ``ratio``, ``faculties``, ``mean_confidence`` and
        ``example``, the text with the weakest accepted link: a wrong one is found there first.
    """
    accepted = links[links["band"] == Band.ACCEPT].merge(outcomes[["outcome_id", "text_key", "text"]], on="outcome_id")
    accepted = accepted.sort_values(["confidence_score", "text"])
    found = accepted.groupby("skill_uri").agg(
        skill_label=("skill_label_en", "first"),
        uses=("text_key", "nunique"),
        faculties=("faculty", "nunique"),
        mean_confidence=("confidence_score", "mean"),
        example=("text", "first"),
    )
    found["expected"] = _expected(found["uses"], broader)
    found["ratio"] = found["uses"] / found["expected"]
    magnets = found[(found["uses"] >= LEAST_USES) & (found["ratio"] >= LEAST_RATIO)]
    ordered = magnets.assign(excess=magnets["uses"] - magnets["expected"]).reset_index()
    ordered = ordered.sort_values(["excess", "skill_uri"], ascending=[False, True], ignore_index=True)
    names = ["skill_label", "uses", "expected", "ratio", "faculties", "mean_confidence", "example", "skill_uri"]
    return ordered[names]


def _expected(uses: pd.Series, broader: pd.DataFrame) -> pd.Series:
    """Mean use of the neighbours in use of each used concept, drawn towards the mean of all in use."""
    placed = broader.assign(uses=broader["concept_uri"].map(uses).astype(float)).dropna(subset="uses")
    group = placed.groupby("broader_uri")["uses"]
    others, neighbours = group.transform("sum") - placed["uses"], group.transform("size") - 1
    around = placed.assign(others=others, neighbours=neighbours).groupby("concept_uri")[["others", "neighbours"]].sum()
    around = around.reindex(uses.index, fill_value=0)
    return (around["others"] + PRIOR_NEIGHBOURS * uses.mean()) / (around["neighbours"] + PRIOR_NEIGHBOURS)
