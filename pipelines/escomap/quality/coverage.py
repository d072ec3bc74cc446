"""How many outcomes were linked, group by group, and the unlinked ones that matter most.

``outcomes`` has a row per outcome: ``outcome_id``, ``text``, ``text_key``, ``lang``, ``faculty``, ``level``,
``course_id``, ``ects`` of the course, ``course_outcomes`` (their number in the course), ``best_band`` and
``best_label``, ``best_confidence`` of its first suggestion, ``is_linked`` where it has an accepted link, by whomever.
"""

from __future__ import annotations

import pandas as pd

from escomap.model import Band
from escomap.quality.intervals import counted_share

BANDS = tuple(str(band) for band in Band)
# A course without credits counts like this one: six ECTS are the commonest size of a module.
USUAL_ECTS = 6.0


def coverage_by(outcomes: pd.DataFrame, group: str) -> pd.DataFrame:
    """Outcomes by the band of their best suggestion in each group, most outcomes first, and the share accepted."""
    counts = outcomes.groupby([group, "best_band"]).size().unstack(fill_value=0).reindex(columns=BANDS, fill_value=0)
    counts["outcomes"] = counts.sum(axis=1)
    shares = [counted_share(hits, cases) for hits, cases in zip(counts["accept"], counts["outcomes"], strict=True)]
    counts["accepted_share"] = [share.value for share in shares]
    counts["accepted_low"] = [share.low for share in shares]
    counts["accepted_high"] = [share.high for share in shares]
    table = counts.rename_axis(index=group, columns=None).reset_index()
    return table.sort_values(["outcomes", group], ascending=[False, True], ignore_index=True)


def unmatched(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The texts no concept was found for, by the credits that rest on them, most first.

    The ECTS of a course are shared out evenly among its outcomes; a text that stands in several courses counts in all.
    """
    open_ones = outcomes[(outcomes["best_band"] == Band.NONE) & ~outcomes["is_linked"]]
    credits = open_ones["ects"].fillna(USUAL_ECTS) / open_ones["course_outcomes"]
    by_text = open_ones.assign(credits=credits).groupby("text_key")
    table = by_text.agg(
        ects=("credits", "sum"),
        courses=("course_id", "nunique"),
        lang=("lang", "first"),
        faculty=("faculty", "first"),
        text=("text", "first"),
        best_label=("best_label", "first"),
        best_confidence=("best_confidence", "max"),
    )
    return table.sort_values(["ects", "text"], ascending=[False, True]).reset_index(drop=True)


def boilerplate(outcomes: pd.DataFrame, least_courses: int = 5) -> pd.DataFrame:
    """The texts that stand word for word in many courses, most courses first: said by rule, not of the course."""
    by_text = outcomes.groupby("text_key")
    table = by_text.agg(
        courses=("course_id", "nunique"),
        faculties=("faculty", "nunique"),
        lang=("lang", "first"),
        text=("text", "first"),
        best_label=("best_label", "first"),
        best_band=("best_band", "first"),
        best_confidence=("best_confidence", "max"),
    )
    table = table[table["courses"] >= least_courses]
    return table.sort_values(["courses", "text"], ascending=[False, True]).reset_index(drop=True)
