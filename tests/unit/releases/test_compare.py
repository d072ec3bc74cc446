import json
from dataclasses import replace

import pytest

from escomap.releases.compare import compare_releases
from escomap.releases.report import to_text
from fixtures.vocabularies import vocabulary

GROUP = {"en": "computers", "type": "skill_group"}
OLD = vocabulary(
    "v1.1.1",
    {
        "g": GROUP,
        "h": {"en": "health", "type": "skill_group"},
        "debug": {"en": "debug software", "de": "debuggen"},
        "weld": {"en": "weld metal", "de": "schweißen"},
        "law": {"en": "labour law"},
        "fax": {"en": "operate fax machines"},
        "old": {"en": "punch cards", "status": "obsolete"},
        "back": {"en": "type on paper", "status": "obsolete"},
    },
    [("debug", "g"), ("weld", "g"), ("law", "h"), ("fax", "g")],
)
NEW = vocabulary(
    "v1.2.0",
    {
        "g": GROUP,
        "h": {"en": "health", "type": "skill_group"},
        "debug": {"en": "debug software", "de": "Software debuggen"},
        "weld": {"en": "weld metal"},
        "law": {"en": "labour law"},
        "fax": {"en": "operate fax machines", "status": "obsolete"},
        "scan": {"en": "scan documents", "en:alternative": "operate fax machines"},
        "back": {"en": "type on paper"},
    },
    [("debug", "g"), ("weld", "h"), ("law", "h"), ("scan", "g")],
)


@pytest.fixture(scope="module")
def diff():
    return compare_releases(OLD, NEW)


def test_tell_added_from_removed_and_leave_out_what_was_never_in_use(diff):
    assert [one.uri for one in diff.added] == ["scan", "back"]
    assert [(one.uri, one.reason) for one in diff.removed] == [("fax", "obsolete")]


def test_relabelled_by_language_and_a_label_that_is_lost(diff):
    found = [(one.uri, one.lang, one.old_label, one.new_label) for one in diff.relabelled]
    assert found == [("debug", "de", "debuggen", "Software debuggen"), ("weld", "de", "schweißen", "")]


def test_moved_between_groups_by_their_labels(diff):
    (moved,) = diff.moved
    assert (moved.uri, moved.left, moved.joined) == ("weld", ("computers",), ("health",))


def test_counts_add_up_to_the_concepts_of_the_older_release(diff):
    counts = diff.counts()
    changed = {one.uri for one in diff.relabelled} | {one.uri for one in diff.moved}
    assert counts["unchanged"] + len(changed) + counts["removed"] == 6
    assert counts["relabelled_by_language"] == {"de": 2}
    assert counts["replacements_by_basis"] == {"label": 1}


def test_equal_releases_do_not_differ():
    same = compare_releases(NEW, NEW)
    assert (same.added, same.removed, same.relabelled, same.moved, same.notes) == ((), (), (), (), ())
    assert same.unchanged == 7


def test_backwards_what_was_added_is_removed(diff):
    back = compare_releases(NEW, OLD)
    assert {one.uri for one in back.removed} == {one.uri for one in diff.added}
    assert {one.uri for one in back.added} == {one.uri for one in diff.removed}


def test_shuffled_rows_change_nothing(diff):
    def shuffled(given):
        frames = {
            name: getattr(given, name).sample(frac=1, random_state=5) for name in ("concepts", "labels", "broader")
        }
        return replace(given, **frames)

    assert compare_releases(shuffled(OLD), shuffled(NEW)) == diff


def test_a_language_or_hierarchy_that_is_missing_is_told_and_not_a_change():
    english = replace(NEW, labels=NEW.labels[NEW.labels["lang"] == "en"], broader=NEW.broader.head(0))
    diff = compare_releases(OLD, english)
    assert (diff.relabelled, diff.moved, diff.langs) == ((), (), ("en",))
    assert diff.notes == (
        "labels in de were not compared: the new release has none",
        "moves were not looked for: the new release has no broaderRelationsSkillPillar",
    )


def test_only_the_wanted_languages_are_compared():
    assert compare_releases(OLD, NEW, ["en"]).relabelled == ()


def test_text_gives_counts_first_and_json_the_same(diff):
    lines = to_text(diff).splitlines()
    assert lines[0] == "ESCO v1.1.1 to v1.2.0, labels compared in de, en"
    assert lines.index("Removed") > lines.index("Moved       1")
    assert "  weld metal: no longer below computers; now below health  weld" in lines
    plain = json.loads(json.dumps(diff.to_dict()))
    assert list(plain)[:4] == ["old", "new", "languages", "counts"]
    assert plain["removed"][0]["replacement"]["uri"] == "scan"
