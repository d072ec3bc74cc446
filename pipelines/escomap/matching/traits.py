"""What ESCO says of a concept besides its labels, as far as it bears on which one a text means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# From general to special, as ESCO orders them.
REUSE_LEVELS = ("transversal", "cross-sector", "sector-specific", "occupation-specific")
COLLECTIONS = ("transversal", "digital", "language")
TRAIT_FEATURES = ("is_knowledge", "reuse_level", "label_words", "label_count", *(f"is_{name}" for name in COLLECTIONS))


@dataclass(frozen=True, slots=True)
class Traits:
    """``values``: one row per concept, columns as in ``TRAIT_FEATURES``, NaN where ESCO does not say.

    ``group``: number of the group of the skill or ISCED-F hierarchy the concept hangs on, -1 for none.
    """

    values: NDArray[np.float32]
    group: NDArray[np.int32]


def concept_traits(
    uris: list[str],
    concepts: pd.DataFrame,
    labels: pd.DataFrame,
    collections: pd.DataFrame,
    broader: pd.DataFrame,
) -> Traits:
    """The traits of the concepts in ``uris``, from the frames of a release."""
    rows = concepts.drop_duplicates("concept_uri").set_index("concept_uri").reindex(uris)
    english = labels[labels["lang"] == "en"]
    preferred = english[english["label_kind"] == "preferred"].drop_duplicates("concept_uri").set_index("concept_uri")
    words = preferred["label"].reindex(uris).fillna("").map(lambda label: len(label.split()))
    count = english.groupby("concept_uri").size().reindex(uris)
    levels = {name: float(number) for number, name in enumerate(REUSE_LEVELS)}
    members = {name: set(collections.loc[collections["collection"] == name, "concept_uri"]) for name in COLLECTIONS}
    knowledge = [{"knowledge": 1.0, "skill/competence": 0.0}.get(kind, np.nan) for kind in rows["skill_type"]]
    columns = [
        knowledge,
        rows["reuse_level"].map(levels),
        words,
        np.log1p(count),
        *([float(uri in members[name]) for uri in uris] for name in COLLECTIONS),
    ]
    values = np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)
    return Traits(values, _groups(uris, concepts, broader))


def _groups(uris: list[str], concepts: pd.DataFrame, broader: pd.DataFrame) -> NDArray[np.int32]:
    groups = sorted(concepts.loc[concepts["concept_type"] == "skill_group", "concept_uri"])
    number = {uri: position for position, uri in enumerate(groups)}
    parents = broader.drop_duplicates("concept_uri").set_index("concept_uri")["broader_uri"].to_dict()

    def group_of(uri: str) -> int:
        seen: set[str] = set()
        while uri and uri not in seen:
            seen.add(uri)
            uri = parents.get(uri, "")
            if uri in number:
                return number[uri]
        return -1

    return np.array([group_of(uri) for uri in uris], dtype=np.int32)
