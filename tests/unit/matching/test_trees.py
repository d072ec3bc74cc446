import numpy as np
import pytest

from escomap.matching.features import FEATURES
from escomap.matching.ranking import load_ranking
from escomap.matching.trees import Trees, parse_trees, save_trees

INF = np.inf
# One tree: is the first feature above 0.5? If so, is the second above 2? Missing firsts go right, missing seconds left.
TREE = Trees(
    baseline=np.array(0.25),
    depth=np.array(2),
    feature=np.array([[0, 0, 1, 0, 0]], dtype=np.int16),
    threshold=np.array([[0.5, INF, 2, INF, INF]], dtype=np.float32),
    left=np.array([[1, 1, 3, 3, 4]], dtype=np.int16),
    right=np.array([[2, 1, 4, 3, 4]], dtype=np.int16),
    missing_left=np.array([[False, False, True, False, False]]),
    value=np.array([[0, -1, 1, 0.5, 2]], dtype=np.float32),
)


@pytest.mark.parametrize(
    ("row", "score"),
    [((0.5, 9), -0.75), ((0.6, 2), 0.75), ((0.6, 3), 2.25), ((np.nan, 3), 2.25), ((0.6, np.nan), 0.75)],
)
def test_a_row_goes_down_the_tree(row, score):
    assert TREE.scores(np.array([row], dtype=np.float32)) == [score]


def test_shares_are_what_each_feature_added():
    rows = np.array([(0.6, 3), (0.1, 3)], dtype=np.float32)
    assert TREE.shares(rows).tolist() == [[1, 1], [-1, 0]]


def test_shares_of_the_packaged_trees_sum_to_the_score():
    trees = load_ranking().trees
    rows = np.random.default_rng(0).random((6, len(FEATURES))).astype(np.float32)
    roots = trees.baseline + trees.value[:, 0].sum()
    assert np.allclose(trees.shares(rows).sum(axis=1) + roots, trees.scores(rows), atol=1e-4)


def test_trees_survive_being_stored_and_refuse_other_features():
    again = parse_trees(save_trees(TREE, ["a", "b"]), ["a", "b"])
    assert again.value.tolist() == TREE.value.tolist()
    with pytest.raises(ValueError, match="other features"):
        parse_trees(save_trees(TREE, ["a", "b"]), ["b", "a"])
