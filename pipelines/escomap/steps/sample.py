"""Random samples of links: drawn from a database for review, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from escomap.errors import EscomapError, unknown_name
from escomap.exports.tables import write_tables
from escomap.model import Band
from escomap.quality.sampling import SAMPLE_COLUMNS, draw_sample, sample_sizes
from escomap.review.drawn import DrawnSample, drawn_sample
from escomap.steps.suggested import read_suggested
from escomap.store.db import Store, open_store

NUMBERS = ("stratum_links", "confidence_score")
SHOWN = ("course_title", "text", "skill_label", "skill_label_en")


def write_sample(
    db: Path,
    out: Path,
    *,
    half_width: float,
    size: int | None = None,
    bands: Sequence[str] = tuple(Band),
    seed: int = 0,
) -> dict[str, int]:
    """Draws a stratified random sample into the CSV file ``out``; the number drawn of each band.

    ``half_width`` is that of the interval of the precision of accepted links; ``size`` sets their number instead.
    """
    for band in bands:
        if band not in tuple(Band):
            raise unknown_name("band", band, list(Band))
    with open_store(db) as store:
        found = read_suggested(store)
    sizes = sample_sizes(found.links, half_width, bands, size)
    drawn = draw_sample(found.links, sizes, seed)
    shown = drawn.merge(found.outcomes[["outcome_id", "course_title", "text"]], on="outcome_id").merge(
        found.links[["outcome_id", "skill_uri", "skill_label", "skill_label_en"]], on=["outcome_id", "skill_uri"]
    )
    write_tables({out.stem: shown[[*SAMPLE_COLUMNS, *SHOWN]]}, out.parent, ("csv",))
    return {str(band): int((drawn["band"] == band).sum()) for band in bands}


def read_sample(file: Path) -> pd.DataFrame:
    """A sample as it was written; raises ``bad_sample`` where it is none."""
    if not file.is_file():
        raise EscomapError("missing_file", "The sample does not exist.", where=str(file))
    try:
        found = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        missing = [name for name in SAMPLE_COLUMNS if name not in found.columns]
        if missing:
            raise ValueError(f"it lacks {', '.join(missing)}")
        numbers = {name: pd.to_numeric(found[name]) for name in NUMBERS}
    except (ValueError, UnicodeDecodeError) as error:
        raise EscomapError(
            "bad_sample",
            f"The file is not a sample: {error}.",
            where=str(file),
            hint="draw one: escomap quality sample --db FILE --out sample.csv",
        ) from error
    return found[list(SAMPLE_COLUMNS)].assign(**numbers)


def require_current(drawn: pd.DataFrame, links: pd.DataFrame) -> None:
    """Raises ``stale_sample`` where links of a sample have another band or confidence now, or are gone."""
    keys = ["outcome_id", "skill_uri"]
    now = drawn[keys].merge(links[[*keys, "band", "confidence_score"]], on=keys, how="left")
    same = (now["band"] == drawn["band"].to_numpy()) & (now["confidence_score"] == drawn["confidence_score"].to_numpy())
    if not bool(same.all()):
        raise EscomapError(
            "stale_sample",
            f"{int((~same).sum())} of {len(drawn)} links of the sample are not in the database, or have another "
            "confidence there.",
            hint="name the database it was drawn from, or draw a new one; decisions that were made keep counting",
        )


def load_drawn(file: Path, store: Store) -> DrawnSample:
    """The sample in a file as reviewers work through it; raises where it is not one of this database as it is now."""
    drawn = read_sample(file)
    require_current(drawn, read_suggested(store).links)
    return drawn_sample(zip(drawn["outcome_id"], drawn["skill_uri"], strict=True))
