"""Suggestions made with an older ESCO release, brought to a newer one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from escomap.model import Band
from escomap.releases.changes import ReleaseDiff, Removed
from escomap.tables import SUG_MATCH, SUG_REPLACEMENT, SUG_SKILL

if TYPE_CHECKING:
    from escomap.releases.changes import Vocabulary


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the suggestions of a database.

    ``suggestions`` (SUG_SKILL) are those whose concept the new release has, in the order they had, ranks closed up;
    ``matches`` (SUG_MATCH) fit them and keep their keys; ``replacements`` (SUG_REPLACEMENT) hold all others;
    ``relabelled`` marks the rows of ``suggestions`` with another label than before.
    """

    suggestions: pd.DataFrame
    matches: pd.DataFrame
    replacements: pd.DataFrame
    relabelled: pd.Series[bool]

    @property
    def weakened(self) -> set[str]:
        """Outcomes that lost a suggestion people see: their answer is no longer whole."""
        seen = self.replacements["earlier_band"] != Band.NONE.value
        return set(self.replacements.loc[seen, "outcome_id"])


def carry_suggestions(
    suggestions: pd.DataFrame, matches: pd.DataFrame, langs: Mapping[str, str], diff: ReleaseDiff, new: Vocabulary
) -> Carried:
    """Sorts suggestions into those that hold and those whose concept is gone.

    Scores, evidence and ``esco_version`` of those that hold stay as they are: they come from the older release. Their
    labels become those of the new one. ``langs`` maps outcomes to their language.
    """
    gone = {one.uri: one for one in diff.removed}
    is_gone = suggestions["skill_uri"].isin(gone)
    kept = suggestions[~is_gone].sort_values(["outcome_id", "suggestion_rank"], ignore_index=True)
    labelled = _labelled(kept, langs, _preferred(new.labels))
    relabelled = (kept[["skill_label", "skill_label_en"]] != labelled[["skill_label", "skill_label_en"]]).any(axis=1)
    labelled["suggestion_rank"] = labelled.groupby("outcome_id").cumcount() + 1
    return Carried(
        labelled, _matches(matches, labelled), _replacements(suggestions[is_gone], kept, gone, diff), relabelled
    )


def _preferred(labels: pd.DataFrame) -> dict[tuple[str, str], str]:
    rows = labels[labels["label_kind"] == "preferred"].drop_duplicates(["concept_uri", "lang"])
    return {
        (uri, lang): label for uri, lang, label in zip(rows["concept_uri"], rows["lang"], rows["label"], strict=True)
    }


def _labelled(kept: pd.DataFrame, langs: Mapping[str, str], labels: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """The label of each concept in the language of its outcome where there is one, else in English, else as it was."""
    rows = []
    columns = kept[["outcome_id", "skill_uri", "skill_label", "skill_label_lang", "skill_label_en"]]
    for outcome, uri, label, lang, english in columns.itertuples(index=False, name=None):
        choices = [(labels.get((uri, one), ""), one) for one in (langs.get(outcome, lang), "en")]
        shown, shown_lang = next((choice for choice in choices if choice[0]), (label, lang))
        rows.append((shown, shown_lang, labels.get((uri, "en"), "") or english))
    names = ["skill_label", "skill_label_lang", "skill_label_en"]
    return kept.drop(columns=names).join(pd.DataFrame(rows, columns=names, index=kept.index))[SUG_SKILL.column_names]


def _matches(matches: pd.DataFrame, suggestions: pd.DataFrame) -> pd.DataFrame:
    bands = suggestions.groupby("outcome_id")["band"].agg(list).to_dict()
    left = [bands.get(outcome, []) for outcome in matches["outcome_id"]]
    return matches.assign(
        best_band=[found[0] if found else Band.NONE.value for found in left],
        suggestion_count=[len(found) for found in left],
    )[SUG_MATCH.column_names]


def _replacements(
    lost: pd.DataFrame, kept: pd.DataFrame, gone: Mapping[str, Removed], diff: ReleaseDiff
) -> pd.DataFrame:
    suggested = set(zip(kept["outcome_id"], kept["skill_uri"], strict=True))
    ordered = lost.sort_values(["outcome_id", "suggestion_rank"]).drop_duplicates(["outcome_id", "skill_uri"])
    rows = [
        _replacement(row, gone[row["skill_uri"]], diff.new_version, suggested)
        for row in ordered[SUG_SKILL.column_names].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=SUG_REPLACEMENT.column_names)


def _replacement(
    row: Mapping[Any, Any], removed: Removed, new_version: str, suggested: set[tuple[str, str]]
) -> dict[str, object]:
    found = removed.replacement
    return {
        "outcome_id": row["outcome_id"],
        "removed_uri": removed.uri,
        "removed_label": row["skill_label"],
        "removal_reason": removed.reason,
        "from_version": row["esco_version"],
        "to_version": new_version,
        "earlier_band": row["band"],
        "earlier_rank": row["suggestion_rank"],
        "confidence_score": row["confidence_score"],
        "replacement_uri": found.uri if found else "",
        "replacement_label": found.label if found else "",
        "replacement_basis": found.basis if found else "none",
        "replacement_score": found.score if found else 0.0,
        "matched_label": found.matched_label if found else "",
        "matched_label_lang": found.matched_lang if found else "",
        "rival_count": found.rivals if found else 0,
        "is_suggested": found is not None and (row["outcome_id"], found.uri) in suggested,
        "evidence_json": json.dumps(row, ensure_ascii=False),
    }
