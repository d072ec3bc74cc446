"""What changed from one ESCO release to another, as values."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The rows of a release that can be compared: CORE_CONCEPT, CORE_CONCEPT_LABEL and CORE_CONCEPT_BROADER."""

    version: str
    concepts: pd.DataFrame
    labels: pd.DataFrame
    broader: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Added:
    """A concept that only the new release has in use."""

    uri: str
    concept_type: str
    label: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A concept of the new release that may stand in for a removed one.

    ``basis`` is ``label`` (the old preferred label is one of its labels; ``score`` 1) or ``likeness`` (the best like
    label among the concepts of the same groups; ``score`` 0..1). ``matched_label`` in ``matched_lang`` met the old
    label, ``matched_kind`` is its kind, ``rivals`` counts the other concepts that this evidence fits as well.
    """

    uri: str
    label: str
    basis: str
    score: float
    matched_label: str
    matched_lang: str
    matched_kind: str
    rivals: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A concept that the new release no longer has in use; ``reason`` is ``absent`` or ``obsolete``."""

    uri: str
    concept_type: str
    label: str
    reason: str
    replacement: Replacement | None


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A preferred label that reads differently; ``new_label`` is empty where the new release has none."""

    uri: str
    lang: str
    old_label: str
    new_label: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A concept below other concepts or groups than before, each as label (English where there is one)."""

    uri: str
    concept_type: str
    label: str
    left: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """All changes, each list sorted by label and URI; ``notes`` say what could not be compared."""

    old_version: str
    new_version: str
    langs: tuple[str, ...]
    unchanged: int
    added: tuple[Added, ...]
    removed: tuple[Removed, ...]
    relabelled: tuple[Relabelled, ...]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]

    def counts(self) -> dict[str, Any]:
        """Numbers of changes; those of relabelled concepts by language, of removed ones by their replacement."""
        return {
            "unchanged": self.unchanged,
            "added": len(self.added),
            "removed": len(self.removed),
            "relabelled": len({one.uri for one in self.relabelled}),
            "moved": len(self.moved),
            "relabelled_by_language": dict(sorted(Counter(one.lang for one in self.relabelled).items())),
            "replacements_by_basis": dict(
                sorted(Counter(one.replacement.basis if one.replacement else "none" for one in self.removed).items())
            ),
        }

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain values, counts first."""
        lists = {name: [asdict(one) for one in getattr(self, name)] for name in CHANGES}
        known = {"old": self.old_version, "new": self.new_version, "languages": list(self.langs)}
        return known | {"counts": self.counts(), "notes": list(self.notes)} | lists


CHANGES = ("added", "removed", "relabelled", "moved")
