"""Documents of the European Learning Model against the official shapes and lists of a standards folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escomap.exports.application_profiles import ApplicationProfile
from escomap.exports.check import unlisted_concepts
from escomap.exports.findings import Finding
from escomap.exports.formats import Document
from escomap.exports.official_lists import OfficialLists, load_official_lists
from escomap.exports.shapes import ShapeSet, ShapeValidator, load_validator


@dataclass(frozen=True, slots=True)
class ElmValidator:
    """Shapes and lists, loaded once; ``to_shapes`` makes of a document what the shapes are meant for."""

    shapes: ShapeValidator
    lists: OfficialLists
    profile: ApplicationProfile
    artefacts: tuple[str, ...]
    to_shapes: Callable[[Mapping[str, Any]], Mapping[str, Any]]

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """What the shapes find in each document, all of them seen together, and concepts that no list has."""
        found = self.shapes.findings(map(self.to_shapes, documents))
        return [found[str(each["id"])] + unlisted_concepts(each, self.profile, self.lists) for each in documents]


def load_elm_validator(
    standards: Path,
    shape_set: ShapeSet,
    profile: ApplicationProfile,
    to_shapes: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict,
) -> ElmValidator:
    """The validator of an application profile."""
    shapes, lists = load_validator(standards, shape_set), load_official_lists(standards)
    return ElmValidator(shapes, lists, profile, shape_set.files, to_shapes)
