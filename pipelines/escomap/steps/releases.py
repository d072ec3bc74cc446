"""ESCO releases compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from escomap.releases.changes import ReleaseDiff, Vocabulary
from escomap.releases.compare import compare_releases
from escomap.vocabulary.release import Release, load_release


def diff_releases(old: Path, new: Path, langs: Sequence[str] | None = None) -> ReleaseDiff:
    """What changed from one release (folder or zip) to another; labels in ``langs``, else in all both have."""
    older, newer = (vocabulary_of(load_release(path, langs=langs)) for path in (old, new))
    return compare_releases(older, newer, langs)


def vocabulary_of(release: Release) -> Vocabulary:
    """The part of a release that is compared."""
    names = ("core_concept", "core_concept_label", "core_concept_broader")
    return Vocabulary(release.version, *(release.frames[name] for name in names))
