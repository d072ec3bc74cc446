import pytest

from escomap.releases.compare import compare_releases
from escomap.releases.replacement import LEAST_LIKENESS
from escomap.releases.report import replacement_text
from fixtures.vocabularies import vocabulary

OLD = vocabulary(
    "1", {"old": {"en": "operate fax machines", "de": "Faxgeräte bedienen"}, "g": {"en": "g", "type": "skill_group"}},
    [("old", "g")],
)  # fmt: skip


def proposed(new, broader=(), old=OLD):
    diff = compare_releases(old, vocabulary("2", {"g": {"en": "g", "type": "skill_group"}, **new}, broader))
    return next(one for one in diff.removed if one.uri == "old").replacement


def test_the_old_preferred_label_among_the_labels_of_another_concept():
    found = proposed({"new": {"en": "use telecopiers", "en:hidden": "Operate  FAX machines"}})
    assert (found.uri, found.label, found.basis, found.score) == ("new", "use telecopiers", "label", 1.0)
    assert (found.matched_label, found.matched_lang, found.matched_kind) == ("Operate  FAX machines", "en", "hidden")


def test_a_label_in_another_language_counts_where_english_has_none():
    found = proposed({"new": {"en": "use telecopiers", "de": "Faxgeräte bedienen"}})
    assert (found.uri, found.matched_lang, found.label) == ("new", "de", "use telecopiers")


def test_of_several_with_the_label_the_preferred_one_then_the_same_group_and_the_rivals_are_counted():
    label = "operate fax machines"
    new = {"a": {"en": "a", "en:alternative": label}, "b": {"en": "b", "en:alternative": label}}
    assert (proposed(new).uri, proposed(new).rivals) == ("a", 1)
    assert proposed(new, [("b", "g")]).uri == "b"
    assert proposed(new | {"c": {"en": label}}, [("b", "g")]).uri == "c"
    assert "1 other concepts fit as well" in replacement_text(proposed(new))


def test_a_like_label_counts_only_in_the_same_group():
    new = {"new": {"en": "use fax", "en:alternative": "operating fax machine"}, "far": {"en": "operate fax machine"}}
    found = proposed(new, [("new", "g")])
    assert (found.uri, found.basis, found.matched_label) == ("new", "likeness", "operating fax machine")
    assert LEAST_LIKENESS <= found.score < 1
    assert proposed(new) is None
    assert proposed({"new": {"en": "plan menus"}}, [("new", "g")]) is None


def test_a_concept_without_preferred_label_is_named_by_another():
    assert proposed({"new": {"en:hidden": "operate fax machines"}}).label == "operate fax machines"


@pytest.mark.parametrize("status_or_type", [{"status": "obsolete"}, {"type": "skill_group"}])
def test_neither_an_obsolete_concept_nor_a_group_stands_in(status_or_type):
    assert proposed({"new": {"en": "operate fax machines"} | status_or_type}, [("new", "g")]) is None


def test_a_removed_concept_without_any_label_has_no_replacement():
    assert proposed({"new": {"en": "x"}}, old=vocabulary("1", {"old": {}, "g": {"en": "g"}}, [("old", "g")])) is None
    assert replacement_text(None) == "no replacement found"
