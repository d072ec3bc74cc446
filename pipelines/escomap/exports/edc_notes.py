"""The notes of a descriptor: where skills come from, what a level rests on, what the provider wrote."""

from __future__ import annotations

from typing import Any

from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.draft import Draft
from escomap.exports.inferences import field_note, level_note


def additional_notes(draft: Draft, *, is_level_stated: bool) -> list[dict[str, Any]]:
    """All notes of the course in a fixed order: ours in English, what the provider wrote as it stands.

    The model has no place for quality assurance without an accrediting agency, for supervision outside the assessment
    of a person, or for recognition; they are notes too.
    """
    texts = {
        "esco": _esco(draft),
        "eqf": level_note(draft.descriptor, is_level_stated=is_level_stated),
        "field": field_note(draft.descriptor, is_field_stated=draft.accept_inferred),
        "level": _level_as_given(draft),
        "award": _award(draft),
    }
    notes = [draft.note(part, {"en": text}) for part, text in texts.items()]
    notes += [
        draft.note("quality assurance", draft.descriptor.quality_assurance),
        draft.note("identity verification", draft.descriptor.identity_verification),
        draft.note("recognition", draft.descriptor.recognition),
    ]
    return [note for note in notes if note]


def _esco(draft: Draft) -> str:
    if not any(outcome.skills for outcome in draft.descriptor.outcomes):
        return ""
    return f"{ESCO_ATTRIBUTION} {modification_statement(draft.descriptor.esco_version)}"


def _level_as_given(draft: Draft) -> str:
    level, framework = draft.descriptor.level_text.strip(), draft.descriptor.framework.strip()
    if not level:
        return ""
    return f"Level as the provider gives it: {level}{f' ({framework})' if framework else ''}."


def _award(draft: Draft) -> str:
    award = draft.descriptor.award.strip()
    return f"Award as the provider names it: {award}." if award else ""
