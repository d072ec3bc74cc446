"""Samples are random, reproducible and spread; what they say holds for the whole."""

import math

import numpy as np
import pandas as pd
import pytest

from escomap.quality.estimates import at_thresholds, precision, precision_by, recall, with_weights
from escomap.quality.sampling import draw_sample, sample_sizes

BANDS = ("accept", "review", "none")


def band(confidence):
    return np.select([confidence >= 0.6, confidence >= 0.15], ["accept", "review"], "none")


@pytest.fixture(scope="module")
def links():
    random = np.random.default_rng(1)
    confidence = np.round(random.beta(0.5, 2.0, 6_000), 4)
    faculty = random.choice(["law", "art", "nursing", "rare"], 6_000, p=[0.5, 0.3, 0.195, 0.005])
    # Worse than its confidence in one faculty: strata differ.
    is_right = random.random(6_000) < confidence * np.where(faculty == "art", 0.6, 1.0)
    frame = pd.DataFrame({"confidence_score": confidence, "faculty": faculty, "is_right": is_right})
    return frame.assign(
        outcome_id=[f"o{n // 5}" for n in range(6_000)], skill_uri=[f"s{n}" for n in range(6_000)],
        lang="en", band=band(confidence),
    )  # fmt: skip


def reviewed(links, seed, half_width=0.06):
    drawn = draw_sample(links, sample_sizes(links, half_width, BANDS), seed)
    return with_weights(drawn.merge(links[["outcome_id", "skill_uri", "is_right"]], on=["outcome_id", "skill_uri"]))


def test_the_sample_depends_on_the_seed_and_not_on_the_order(links):
    sizes = {"accept": 50}
    first = draw_sample(links, sizes, 0)
    pd.testing.assert_frame_equal(first, draw_sample(links.sample(frac=1, random_state=3), sizes, 0))
    assert set(first["skill_uri"]) != set(draw_sample(links, sizes, 1)["skill_uri"])


def test_strata_are_drawn_by_their_size_and_small_ones_together(links):
    drawn = draw_sample(links, {"accept": 100}, 0)
    assert len(drawn) == 100
    strata = drawn.groupby("stratum").size()
    assert set(strata.index) == {f"accept / en / {name}" for name in ("law", "art", "nursing", "other")}
    accepted = (links["band"] == "accept").sum()
    law = ((links["band"] == "accept") & (links["faculty"] == "law")).sum()
    assert strata["accept / en / law"] == pytest.approx(100 * law / accepted, abs=1)
    assert drawn.groupby("stratum")["stratum_links"].first().sum() == accepted


def test_sizes_follow_the_interval_and_share_the_rest_by_what_is_uncertain(links):
    sizes = sample_sizes(links, 0.05, BANDS)
    assert sizes["accept"] < sample_sizes(links, 0.03, BANDS)["accept"]
    assert sizes["review"] > sizes["none"] > 0
    assert sample_sizes(links, 0.05, BANDS, 40)["accept"] == 40
    assert set(sample_sizes(links, 0.05, ("accept",))) == {"accept"}


def test_a_database_without_links_gives_an_empty_sample(links):
    assert draw_sample(links.iloc[:0], sample_sizes(links.iloc[:0], 0.05, BANDS), 0).empty


def test_intervals_hold_the_truth_in_at_least_ninety_of_a_hundred_samples(links):
    accepted, right = links["band"] == "accept", links["is_right"]
    true_precision, true_recall = right[accepted].mean(), (right & accepted).sum() / right.sum()
    held = {"precision": 0, "recall": 0, "at .3": 0}
    at_three = right[links["confidence_score"] >= 0.3].mean()
    for seed in range(100):
        judged = reviewed(links, seed)
        found = precision(judged)
        held["precision"] += found.low <= true_precision <= found.high
        found = recall(judged, links, 0.6)
        held["recall"] += found.low <= true_recall <= found.high
        if seed < 10:
            row = at_thresholds(judged, links, 0.15).query("threshold == 0.3").iloc[0]
            held["at .3"] += row["precision_low"] <= at_three <= row["precision_high"]
    assert held["precision"] >= 90
    assert held["recall"] >= 90
    assert held["at .3"] >= 8


def test_intervals_are_not_wider_than_was_asked_for_by_much(links):
    found = precision(reviewed(links, 0))
    assert (found.high - found.low) / 2 < 0.07


def test_a_reviewed_whole_leaves_nothing_open(links):
    few = links.iloc[:300]
    drawn = draw_sample(few, few["band"].value_counts().to_dict(), 0)
    judged = with_weights(drawn.merge(few[["outcome_id", "skill_uri", "is_right"]], on=["outcome_id", "skill_uri"]))
    truth = few.loc[few["band"] == "accept", "is_right"].mean()
    found = precision(judged)
    assert found.low == pytest.approx(truth) == found.high
    accepted = (few["is_right"] & (few["band"] == "accept")).sum() / few["is_right"].sum()
    assert recall(judged, few, 0.6).value == pytest.approx(accepted)


def test_recall_never_rises_with_the_threshold(links):
    table = at_thresholds(reviewed(links, 0), links, 0.15)
    assert table["recall"].is_monotonic_decreasing
    assert (table["recall_low"] <= table["recall"]).all() and (table["recall"] <= table["recall_high"]).all()
    known = table.dropna(subset="precision")
    assert len(known) >= 16
    assert (known["precision_low"] <= known["precision"]).all() and (known["precision_high"] <= 1).all()


def test_undecided_links_are_left_out_and_the_others_stand_for_them(links):
    drawn = draw_sample(links, {"accept": 100}, 0)
    half = drawn.assign(is_right=[True if n % 2 else None for n in range(len(drawn))])
    judged = with_weights(half)
    assert judged["weight"].sum() == pytest.approx(drawn.groupby("stratum")["stratum_links"].first().sum())
    assert precision(judged).cases == 50
    assert set(precision_by(judged, "lang")) == {"en"}


def test_recall_and_lower_thresholds_are_not_known_from_accepted_links_alone(links):
    drawn = draw_sample(links, {"accept": 100}, 0).assign(is_right=True)
    judged = with_weights(drawn)
    assert recall(judged, links, 0.6) is None
    table = at_thresholds(judged, links, 0.15).set_index("threshold")
    assert math.isnan(table.at[0.3, "precision"])
    assert table.at[0.7, "precision"] == 1
    assert table.at[0.3, "reviews"] == links["confidence_score"].between(0.15, 0.3, inclusive="left").sum()
