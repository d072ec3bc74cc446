"""Codes of the ESCO model, by name or by URI, as the CSV package of 1.2 writes them."""

from __future__ import annotations

_SKILL_TYPES = {"skill": "skill/competence"}


def tail_of(code: str) -> str:
    """The last part of a URI; any other text as it is.

    >>> tail_of("http://data.europa.eu/esco/skill-reuse-level/cross-sector"), tail_of("cross-sector")
    ('cross-sector', 'cross-sector')
    """
    return code.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if code.startswith(("http://", "https://")) else code


def skill_type_of(code: str) -> str:
    """A type of skill, named or as URI.

    >>> skill_type_of("http://data.europa.eu/esco/skill-type/skill"), skill_type_of("knowledge")
    ('skill/competence', 'knowledge')
    """
    tail = tail_of(code)
    return _SKILL_TYPES.get(tail, tail)


def relation_of(code: str) -> str:
    """``essential`` or ``optional``, whether named so or by a property of the model.

    >>> relation_of("http://data.europa.eu/esco/model#relatedEssentialSkill"), relation_of("optional")
    ('essential', 'optional')
    """
    tail = tail_of(code)
    return next((name for name in ("essential", "optional") if name in tail.lower()), tail)
