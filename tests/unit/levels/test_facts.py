import pandas as pd
import pytest

from escomap.errors import EscomapError
from escomap.levels.facts import LevelFacts
from unit.levels.level_frames import FRAMES, read_frame


def build(name, **change):
    """Facts where the first row of one mapping is repeated with a change."""
    frames = {each: read_frame(each) for each in FRAMES}
    first = frames[name].iloc[0].to_dict()
    frames[name] = pd.concat([frames[name], pd.DataFrame([{**first, **change}])], ignore_index=True)
    return LevelFacts.from_frames(*frames.values())


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("nqf_eqf", {"eqf_level": "1"}),
        ("frameworks", {"framework": "EQF"}),
        ("degree_words", {"eqf_level": "1"}),
        ("cycle_words", {"eqf_level": "1"}),
    ],
)
def test_two_answers_to_one_input_are_refused(name, change):
    with pytest.raises(EscomapError, match="ambiguous_mapping"):
        build(name, **change)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("nqf_eqf", {"eqf_level": "9"}),
        ("nqf_eqf", {"evidence_class": "D"}),
        ("nqf_eqf", {"qualification": "Both", "nqf_level": "1"}),
        ("degree_words", {"pattern": "("}),
        ("degree_words", {"pattern": "new", "example": "old"}),
        ("degree_words", {"pattern": "new", "example": "new", "prior_score": "2"}),
    ],
)
def test_rows_that_cannot_be_read_are_refused(name, change):
    with pytest.raises(EscomapError, match="bad_mapping"):
        build(name, **change)


def test_order_of_rows_changes_nothing():
    frames = [read_frame(name) for name in FRAMES]
    facts = LevelFacts.from_frames(*frames)
    turned = LevelFacts.from_frames(*(frame.iloc[::-1] for frame in frames))
    assert (turned.levels, turned.names) == (facts.levels, facts.names)
    assert {k: dict(v) for k, v in turned.qualifications.items()} == facts.qualifications


def test_levels_may_be_integers_as_loaded_from_the_tables():
    frames = [read_frame(name) for name in FRAMES]
    for i in (0, 2, 3):
        frames[i]["eqf_level"] = frames[i]["eqf_level"].astype("int64")
    frames[2]["prior_score"] = frames[2]["prior_score"].astype(float)
    assert LevelFacts.from_frames(*frames).levels["IE", "NFQ"]["8"].eqf_level == 6
