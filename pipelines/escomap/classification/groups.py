"""The groups of the skills pillar above a concept, and the way from each up to its pillar."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# The groups of ESCO's knowledge pillar are the fields of ISCED-F 2013, under their own URIs.
ISCED_F_PREFIX = "http://data.europa.eu/esco/isced-f/"
STEP = " > "


class SkillGroups:
    """What stands above each concept, from the rows of CORE_CONCEPT_BROADER and CORE_CONCEPT."""

    def __init__(self, broader: pd.DataFrame, concepts: pd.DataFrame, names: pd.DataFrame) -> None:
        """``names`` holds the label to show for each group: ``concept_uri``, ``label``."""
        self._groups = set(concepts.loc[concepts["concept_type"] == "skill_group", "concept_uri"])
        self._names: dict[str, str] = dict(zip(names["concept_uri"], names["label"], strict=True))
        self._parents: dict[str, list[str]] = defaultdict(list)
        for narrower, wider in broader.sort_values(["concept_uri", "broader_uri"])[
            ["concept_uri", "broader_uri"]
        ].itertuples(index=False, name=None):
            self._parents[narrower].append(wider)

    def groups_of(self, uri: str) -> tuple[str, ...]:
        """The nearest groups above a concept, sorted; other concepts may stand between."""
        found: set[str] = set()
        seen, waiting = {uri}, [uri]
        while waiting:
            for wider in self._parents.get(waiting.pop(), ()):
                if wider in self._groups:
                    found.add(wider)
                elif wider not in seen:
                    seen.add(wider)
                    waiting.append(wider)
        return tuple(sorted(found))

    def path(self, group: str) -> str:
        """The labels from the pillar down to a group, e.g. ``skills > management skills > supervising people``."""
        steps = [group]
        while (wider := next(iter(self._parents.get(steps[-1], ())), "")) and wider not in steps:
            steps.append(wider)
        return STEP.join(self._names.get(step, step) for step in reversed(steps))

    def isced_f_codes(self, uri: str) -> tuple[str, ...]:
        """The ISCED-F fields among the groups of a concept, sorted: of knowledge, and of the few skills below it."""
        return tuple(
            group.removeprefix(ISCED_F_PREFIX) for group in self.groups_of(uri) if group.startswith(ISCED_F_PREFIX)
        )
