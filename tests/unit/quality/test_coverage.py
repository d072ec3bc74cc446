"""What is counted of outcomes and of the concepts they lead to."""

import pandas as pd
import pytest

from escomap.quality.coverage import boilerplate, coverage_by, unmatched
from escomap.quality.magnets import find_magnets


def outcomes(rows):
    names = ("outcome_id", "text", "course_id", "faculty", "ects", "course_outcomes", "best_band")
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(text_key=frame["text"], lang="en", best_label="", best_confidence=0.1, is_linked=False)


def test_coverage_counts_bands_and_gives_the_accepted_share_its_interval():
    rows = [(str(n), str(n), "c", "law" if n < 3 else "art", 5.0, 4, "accept" if n else "none") for n in range(4)]
    found = coverage_by(outcomes(rows), "faculty")
    law, art = found.to_dict("records")
    assert (law["faculty"], law["outcomes"], law["accept"], law["review"], law["none"]) == ("law", 3, 2, 0, 1)
    assert law["accepted_share"] == pytest.approx(2 / 3)
    assert law["accepted_low"] < 0.6 < 0.8 < law["accepted_high"]
    assert (art["faculty"], art["accepted_share"]) == ("art", 1)


def test_unmatched_texts_are_ranked_by_the_credits_that_rest_on_them():
    found = unmatched(
        outcomes(
            [
                ("1", "rare", "c1", "law", 10.0, 5, "none"),
                ("2", "common", "c1", "law", 10.0, 5, "none"),
                ("3", "common", "c2", "art", None, 3, "none"),
                ("4", "matched", "c2", "art", 30.0, 1, "review"),
            ]
        )
    )
    assert found[["text", "courses", "ects"]].values.tolist() == [["common", 2, 2 + 6 / 3], ["rare", 1, 2]]


def test_what_a_person_linked_is_not_unmatched():
    rows = outcomes([("1", "chosen freely", "c1", "law", 10.0, 5, "none"), ("2", "open", "c1", "law", 10.0, 5, "none")])
    assert unmatched(rows.assign(is_linked=[True, False]))["text"].tolist() == ["open"]


def test_boilerplate_stands_in_many_courses():
    said_by_rule = [(f"r{n}", "act ethically", f"c{n}", f"f{n % 2}", 5.0, 2, "review") for n in range(5)]
    own = [(f"o{n}", f"outcome {n}", f"c{n}", "f0", 5.0, 2, "review") for n in range(5)]
    (found,) = boilerplate(outcomes(said_by_rule + own)).to_dict("records")
    assert (found["text"], found["courses"], found["faculties"]) == ("act ethically", 5, 2)


def used(concept, times, *, same_text=False):
    return [(f"{concept}{n}", concept, concept if same_text else f"{concept}{n}") for n in range(times)]


@pytest.fixture
def magnets():
    def found(*uses, broader):
        rows = pd.DataFrame([row for use in uses for row in use], columns=["outcome_id", "skill_uri", "text"])
        links = rows.drop(columns="text").assign(confidence_score=0.7, band="accept", faculty="f")
        links = links.assign(skill_label_en=links["skill_uri"])
        texts = rows.assign(text_key=rows["text"])
        return find_magnets(links, texts, pd.DataFrame(broader, columns=["concept_uri", "broader_uri"]))

    return found


def test_a_magnet_is_used_more_than_its_neighbours(magnets):
    group = [(name, "g") for name in "abc"]
    (found,) = magnets(used("a", 20), used("b", 1), used("c", 3), broader=group).to_dict("records")
    # Neighbours b and c: 4 uses; the mean of all three, 8, counts five times.
    assert (found["skill_uri"], found["uses"], found["expected"]) == ("a", 20, pytest.approx((4 + 5 * 8) / 7))


def test_what_its_whole_group_does_is_no_magnet(magnets):
    group = [(name, "g") for name in "abc"]
    assert magnets(used("a", 20), used("b", 18), used("c", 22), broader=group).empty


def test_a_text_repeated_by_rule_is_one_use(magnets):
    assert magnets(used("a", 40, same_text=True), used("b", 1), broader=[]).empty
