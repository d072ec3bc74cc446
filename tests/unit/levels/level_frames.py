"""The level mappings of this repository as frames."""

from functools import cache
from pathlib import Path

import pandas as pd

from escomap.levels.facts import LevelFacts
from escomap.mappings import load_level_profiles

MAPPINGS = Path(__file__).resolve().parents[3] / "mappings"
FRAMES = ("nqf_eqf", "frameworks", "degree_words", "cycle_words")


def read_frame(name: str) -> pd.DataFrame:
    return pd.read_csv(MAPPINGS / f"{name}.csv", dtype=str, keep_default_na=False)


@cache
def level_facts() -> LevelFacts:
    return LevelFacts.from_frames(*(read_frame(name) for name in FRAMES), profiles=load_level_profiles(MAPPINGS))
