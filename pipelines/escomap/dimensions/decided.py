"""Dimensions that people decided, in the place of those the wording tells."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from escomap.dimensions.cues import Dimension
from escomap.review.decisions import Judgement, Standing

if TYPE_CHECKING:
    import pandas as pd


def with_standings(dimensions: pd.DataFrame, standings: Mapping[str, Standing]) -> pd.DataFrame:
    """``dimensions`` (SUG_DIMENSION) with what reviewers said of each outcome; ``standings`` are by outcome_id."""
    import pandas as pd

    if not standings:
        return dimensions
    rows = [_decided(row, standings.get(row["outcome_id"])) for row in dimensions.to_dict("records")]
    return pd.DataFrame(rows, columns=dimensions.columns)


def _decided(row: dict[Hashable, Any], standing: Standing | None) -> dict[Hashable, Any]:
    found = row["dimension"]
    if standing is None or (standing.judgement is Judgement.REJECT and standing.thing.value != found):
        return row
    is_accepted = standing.judgement is Judgement.ACCEPT
    dimension = standing.thing.value if is_accepted else Dimension.NONE.value
    decided = {**row, "dimension": dimension, "dimension_score": float(is_accepted), "dimension_basis": "decision"}
    return decided if dimension == found else {**decided, "dimension_cue": "", "cue_start": 0, "cue_end": 0}
