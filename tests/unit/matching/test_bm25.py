"""BM25 worked out by hand."""

import math

import numpy as np
import pytest

from escomap.matching.bm25 import Bm25

DOCUMENTS = ["write software", "write write reports on software tests", "labour law"]


def test_scores_are_those_of_the_formula():
    # "reports": in one of three documents, once, in the one of six words; the mean length is 10 / 3.
    rarity = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    norm = 1.2 * (0.25 + 0.75 * 6 / (10 / 3))
    assert Bm25(DOCUMENTS).scores(["Reports!"])[0] == pytest.approx([0, rarity * 2.2 / (1 + norm), 0], rel=1e-5)


def test_short_documents_rare_words_and_repetition_count_more():
    software, write, law = Bm25(DOCUMENTS).scores(["software", "write", "law law"])
    assert software[0] > software[1] > 0 == software[2]
    assert law[2] > software[0]
    assert write[1] > software[1]


def test_unknown_words_score_nothing():
    assert not np.any(Bm25(DOCUMENTS).scores(["", "xyzzy"]))
