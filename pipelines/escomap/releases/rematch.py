"""Which outcomes must be matched again after a change of release: their carried answer would no longer be honest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from escomap.matching.lexical import words_of

if TYPE_CHECKING:
    import pandas as pd

    from escomap.releases.carry import Carried
    from escomap.releases.changes import ReleaseDiff, Vocabulary


def reasons_to_match(
    outcomes: pd.DataFrame,
    carried: Carried,
    vocabularies: tuple[Vocabulary, Vocabulary],
    diff: ReleaseDiff,
    expected_keys: Mapping[str, str],
) -> dict[str, set[str]]:
    """The outcomes to be matched again by the reason, each under the first that holds.

    Args:
        outcomes: Rows of CORE_OUTCOME.
        carried: What became of their suggestions.
        vocabularies: The older and the newer release.
        diff: What changed between them.
        expected_keys: The match key of each outcome if its answer was made today with the older release.
    """
    old, new = vocabularies
    known = dict(zip(carried.matches["outcome_id"], carried.matches["match_key"], strict=True))
    new_langs = set(new.labels["lang"]) - set(old.labels["lang"])
    added = [one.uri for one in diff.added if one.concept_type == "skill"]
    reasons = {
        "answered by other settings, encoders or texts": {
            outcome for outcome, key in expected_keys.items() if known.get(outcome) != key
        },
        "lost a suggestion": carried.weakened,
        "have labels in their language now": set(outcomes.loc[outcomes["lang"].isin(new_langs), "outcome_id"]),
        "name a new concept": mentioning(outcomes, new.labels[new.labels["concept_uri"].isin(added)]),
    }
    return _each_once(reasons)


def mentioning(outcomes: pd.DataFrame, labels: pd.DataFrame) -> set[str]:
    """The outcomes in whose text a label stands word by word, in the language of the outcome or in English.

    ``outcomes`` are rows of CORE_OUTCOME, ``labels`` of CORE_CONCEPT_LABEL.
    """
    phrases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for lang, label in zip(labels["lang"], labels["label"], strict=True):
        phrases[lang].add(tuple(words_of(label)))
    found: set[str] = set()
    for lang, rows in outcomes.groupby("lang"):
        sought = phrases[str(lang)] | phrases["en"]
        lengths = {len(phrase) for phrase in sought}
        for outcome, text in zip(rows["outcome_id"], rows["text"], strict=True):
            if not sought.isdisjoint(_stretches(words_of(text), lengths)):
                found.add(outcome)
    return found


def _stretches(words: list[str], lengths: Iterable[int]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for length in lengths if length for at in range(len(words) - length + 1))


def _each_once(reasons: Mapping[str, set[str]]) -> dict[str, set[str]]:
    seen: set[str] = set()
    found = {}
    for reason, outcomes in reasons.items():
        found[reason] = outcomes - seen
        seen |= outcomes
    return found
