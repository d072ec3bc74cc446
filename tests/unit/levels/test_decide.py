import json

import pytest

from escomap.errors import EscomapError
from escomap.levels.decide import CONFLICT_FACTOR, decide_level
from escomap.levels.declared import DECLARED_CONFIDENCE
from escomap.levels.explain import answer_level, parse_course, to_answer
from escomap.levels.signals import read_course
from escomap.model import CourseSignals, LevelBasis, LevelSignal
from unit.levels.level_frames import level_facts


def answer(policy="programme", **course):
    return answer_level(course, level_facts(), policy)


def signal(basis, low, high=None, confidence=0.9, field="award"):
    return LevelSignal(basis, field, "x", low, high or low, confidence, "because")


def test_strongest_rung_wins_whatever_its_confidence():
    signals = [signal(LevelBasis.DEGREE_WORD, 7, confidence=0.99), signal(LevelBasis.NATIONAL_LEVEL, 6, confidence=0.6)]
    decision = decide_level(CourseSignals(), signals, "programme")
    assert (decision.eqf_level, decision.basis) == (6, LevelBasis.NATIONAL_LEVEL)
    assert [conflict.eqf_level for conflict in decision.conflicts] == [7]


def test_within_a_rung_the_surest_wins_and_a_level_beats_a_range():
    signals = [
        signal(LevelBasis.DEGREE_WORD, 6, 7, confidence=0.99),
        signal(LevelBasis.DEGREE_WORD, 6, confidence=0.7),
        signal(LevelBasis.DEGREE_WORD, 7, confidence=0.8),
    ]
    assert decide_level(CourseSignals(), signals, "programme").eqf_level == 7


def test_strong_conflict_lowers_confidence_and_is_recorded():
    got = answer(level_text="EQF 6", degree="Laurea magistrale", country="IT")
    assert got["eqf_level"] == 6
    assert got["confidence"] == pytest.approx(DECLARED_CONFIDENCE * CONFLICT_FACTOR)
    assert [(c["field"], c["eqf_level"]) for c in got["conflicts"]] == [("award", 7)]
    assert "contradicted by award" in got["evidence"]


def test_weak_conflict_is_recorded_without_lowering():
    got = answer(level_text="EQF 6", title="Master in Data Science")
    assert got["confidence"] == pytest.approx(DECLARED_CONFIDENCE)
    assert len(got["conflicts"]) == 1


def test_agreeing_signals_are_no_conflict():
    assert answer(level_text="EQF 7", cycle="second cycle", degree="MSc")["conflicts"] == []


def test_no_signal_says_what_was_read_and_what_would_help():
    got = answer(title="Pottery")
    assert (got["eqf_level"], got["eqf_range"], got["basis"], got["confidence"]) == (None, None, "none", 0.0)
    assert "title" in got["evidence"]
    assert got["hints"]


def test_policy_is_remarked_for_module_levels_only():
    for policy in ("programme", "module"):
        assert f"policy {policy}" in answer(policy, level_text="FHEQ level 4")["evidence"]
        assert "policy" not in answer(policy, level_text="DQR 6")["evidence"]


def test_signals_come_strongest_first():
    course = parse_course({"title": "MSc in Physics", "level_text": "EQF 7", "cycle": "second cycle", "degree": "MSc"})
    bases = [each.basis for each in read_course(course, level_facts()).signals]
    assert bases == [LevelBasis.DECLARED_EQF, LevelBasis.CYCLE, LevelBasis.DEGREE_WORD, LevelBasis.DEGREE_WORD]


def test_answer_is_json_with_the_stable_keys():
    got = json.loads(json.dumps(answer(level_text="NFQ 8 (EQF 7)")))
    stable = {"eqf_level", "eqf_range", "basis", "confidence", "evidence", "conflicts", "hints"}
    assert set(got) == stable | {"evidence_class", "open_reason", "policy"}


def test_parse_course_accepts_numbers_null_lists_and_unknown_keys():
    course = parse_course(
        {"title": None, "level_text": 6.0, "framework": "EQF", "country": "Ireland", "degree": ["BSc", "MSc"], "x": {}}
    )
    assert (course.title, course.level_text, course.country_code, course.award) == ("", "6", "IE", "BSc; MSc")


@pytest.mark.parametrize("obj", [{"title": {"en": "x"}}, {"level_text": True}, ["EQF 6"]])
def test_parse_course_refuses_what_is_no_text(obj):
    with pytest.raises(EscomapError, match="bad_course"):
        parse_course(obj)


def test_to_answer_of_an_empty_course():
    assert to_answer(decide_level(CourseSignals(), [], "module"))["eqf_level"] is None
