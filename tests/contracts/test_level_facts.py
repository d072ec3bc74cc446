"""Every fact of mappings/nqf_eqf.csv comes out of the ladder as it stands in the file."""

import pytest

from escomap.levels.explain import answer_level
from unit.levels.level_frames import level_facts, read_frame

ROWS = read_frame("nqf_eqf").to_dict("records")
LEVELS = [row for row in ROWS if row["nqf_level"]]
QUALIFICATIONS = [row for row in ROWS if row["qualification"]]
COUNTRIES = sorted({row["country_code"] for row in ROWS if row["country_code"] != "*"})


def answer(**course):
    return answer_level(course, level_facts(), "programme")


def wrong(rows, ask):
    """Rows whose answer is not their level, as text: one assertion then shows them all."""
    return [
        f"{row['country_code']} {row['framework']} {row['nqf_level'] or row['qualification']}: {got['eqf_level']}"
        for row in rows
        for got in [ask(row)]
        if got["eqf_level"] != int(row["eqf_level"])
    ]


def test_every_row_is_a_level_or_a_qualification():
    assert len(LEVELS) + len(QUALIFICATIONS) == len(ROWS) > 400


@pytest.mark.parametrize("evidence_class", ["A", "B", "C"])
def test_level_facts_come_back_from_country_framework_and_level(evidence_class):
    rows = [row for row in LEVELS if row["evidence_class"] == evidence_class]
    assert rows
    assert not wrong(
        rows, lambda r: answer(country=r["country_code"], framework=r["framework"], level_text=r["nqf_level"])
    )


def test_level_facts_come_back_from_one_level_text():
    rows = [row for row in LEVELS if row["country_code"] != "*"]
    assert not wrong(
        rows, lambda r: answer(country=r["country_code"], level_text=f"{r['framework']} level {r['nqf_level']}")
    )


def is_replaced(row):
    """Whether a fact that has ended has a successor under the same name."""
    name = (row["country_code"], row["framework"], row["qualification"])
    return row["valid_to"] and any(
        (other["country_code"], other["framework"], other["qualification"]) == name and not other["valid_to"]
        for other in QUALIFICATIONS
    )


@pytest.mark.parametrize("evidence_class", ["A", "B", "C"])
def test_qualification_facts_come_back_from_country_and_degree(evidence_class):
    rows = [row for row in QUALIFICATIONS if row["evidence_class"] == evidence_class and not is_replaced(row)]
    assert rows
    assert not wrong(rows, lambda r: answer(country=r["country_code"], degree=r["qualification"]))


def test_a_fact_that_ended_gives_way_to_the_one_of_today():
    ended = [row for row in QUALIFICATIONS if is_replaced(row)]
    assert [row["qualification"] for row in ended] == ["ΕΠΑΣ"]
    assert answer(country="GR", degree="ΕΠΑΣ")["eqf_level"] == 3


def test_evidence_names_country_framework_level_and_class():
    evidence = answer(country="IE", level_text="NFQ level 8")["evidence"]
    for part in ("IE", "NFQ", "8", "class A"):
        assert part in evidence
    assert "not verified" in answer(country="GB-SCT", level_text="SCQF level 2")["evidence"]


BARE = ["Level {n}", "level {n}", "livello {n}", "niveau {n}", "Niveau {n}", "nivel {n}", "Stufe {n}", "{n}", "L{n}"]


@pytest.mark.parametrize("country", ["", *COUNTRIES])
def test_a_bare_level_gives_no_level_in_any_country(country):
    texts = [pattern.format(n=n) for pattern in BARE for n in range(1, 13)]
    answers = [answer(level_text=text, country=country) for text in texts]
    assert [text for text, got in zip(texts, answers, strict=True) if got["eqf_level"] is not None] == []
    assert all(got["hints"] for got in answers)


def test_examples_of_degree_and_cycle_words_give_their_own_level():
    for file, field in (("degree_words", "degree"), ("cycle_words", "cycle")):
        rows = read_frame(file).to_dict("records")
        assert not [
            f"{file} {row['lang']} {row['example']}: {got['eqf_level']}"
            for row in rows
            for got in [answer_level({field: row["example"], "lang": row["lang"]}, level_facts(), "programme")]
            if got["eqf_level"] != int(row["eqf_level"])
        ]
