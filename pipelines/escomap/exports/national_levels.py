"""Levels of national frameworks as concepts of the official list, whose codes are opaque."""

from __future__ import annotations

from typing import Any

from escomap.exports.concept_lists import NATIONAL_LEVELS
from escomap.exports.concepts import concept
from escomap.exports.draft import Draft


def national_level(draft: Draft) -> dict[str, Any] | None:
    """The national level the source states, where the official list is at hand and has it."""
    level = draft.descriptor.national_level
    if level is None:
        return None
    told = f"{level.framework} level {level.level} ({level.country_code})"
    listed = draft.official.get(NATIONAL_LEVELS.prefix)
    if listed is None:
        draft.leave_out("no_list", "nqfLevel", f"{told} is not stated: its code stands in the official list only")
        return None
    name = draft.words.national_lists.get((level.country_code, level.framework))
    label = f"{name} Level {level.level}"
    for uri, known in listed.items():
        if name and known == label:
            return concept(uri, NATIONAL_LEVELS.scheme, {"en": label})
    draft.leave_out("unknown_value", "nqfLevel", f"{told} is not in the official list of national levels")
    return None
