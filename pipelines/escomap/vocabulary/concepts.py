"""A concept of ESCO as one value, whatever it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SKILL, SKILL_GROUP, OCCUPATION = "KnowledgeSkillCompetence", "SkillGroup", "Occupation"
SCHEMES = "http://data.europa.eu/esco/concept-scheme/"
# Concept schemes whose members are a collection. Source: the columns inScheme of the package of ESCO 1.2.0, compared
# with its collection files; the digital one has no other name. skill-ict-groups is digcomp in releases before it.
COLLECTION_SCHEMES = {
    "6c930acd-c104-4ece-acf7-f44fd7333036": "digitalSkillsCollection",
    "digcomp": "digCompSkillsCollection",
    "skill-ict-groups": "digCompSkillsCollection",
    "green": "greenSkillsCollection",
    "skill-transversal-groups": "transversalSkillsCollection",
    "skill-language-groups": "languageSkillsCollection",
    "research": "researchSkillsCollection",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the skills or the occupations pillar; texts are by ISO 639-1 code, links are URIs.

    ``essential`` and ``optional`` are the skills it needs or can use; ``isco_group`` is four digits.
    """

    uri: str
    kind: str
    preferred: Mapping[str, str]
    alternative: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hidden: Mapping[str, Sequence[str]] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    scope_note: Mapping[str, str] = field(default_factory=dict)
    skill_type: str = ""
    reuse_level: str = ""
    code: str = ""
    isco_group: str = ""
    status: str = ""
    schemes: Sequence[str] = ()
    broader: Sequence[str] = ()
    essential: Sequence[str] = ()
    optional: Sequence[str] = ()
