"""What is compared of one course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from escomap.model import Descriptor, SkillLink


@dataclass(frozen=True, slots=True)
class Family:
    """A concept one step above skills of a course: a broader skill, or the group they are in."""

    uri: str
    label: str


@dataclass(frozen=True, slots=True)
class Side:
    """A course as a comparison needs it.

    ``suggested`` gives per outcome the suggested ESCO concepts with their confidence, accepted or not; ``families`` per
    accepted skill the concepts directly above it. ``modes`` and ``assessments`` are the concepts the catalogue's words
    were read as, empty where they name none. ``ended_on`` is the day on which the catalogue lacked the course.
    """

    descriptor: Descriptor
    suggested: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    families: Mapping[str, tuple[Family, ...]] = field(default_factory=dict)
    modes: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    ended_on: str = ""

    @property
    def skills(self) -> dict[str, SkillLink]:
        """The accepted skills by URI, each with its most confident link, in the order of the outcomes."""
        found: dict[str, SkillLink] = {}
        for outcome in self.descriptor.outcomes:
            for link in outcome.skills:
                held = found.get(link.uri)
                if held is None or (link.confidence or 0) > (held.confidence or 0):
                    found[link.uri] = link
        return found
