"""The notes of a descriptor: where skills come from, what a level rests on, what the provider wrote."""

from __future__ import annotations

from typing import Any

from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.draft import Draft
from escomap.model import FieldBasis, LevelBasis

_BASIS_WORDS = {
    LevelBasis.NATIONAL_LEVEL: "a national level and its referencing to the EQF",
    LevelBasis.CYCLE: "the cycle of the programme",
    LevelBasis.DEGREE_WORD: "the degree the programme leads to",
    LevelBasis.LOCAL_CODE: "a code of the provider",
    LevelBasis.PROGRAMME_PRIOR: "the other courses of the programme",
    LevelBasis.PROVIDER_PRIOR: "the other courses of the provider",
    LevelBasis.CATALOGUE_MODEL: "the wording of the course, by courses of the same catalogue whose level is known",
}


def additional_notes(draft: Draft, *, is_level_stated: bool) -> list[dict[str, Any]]:
    """All notes of the course, in English, in a fixed order."""
    texts = {
        "esco": _esco(draft),
        "eqf": _level(draft, is_level_stated=is_level_stated),
        "field": _field(draft),
        "level": _level_as_given(draft),
        "award": _award(draft),
    }
    notes = [draft.note(part, {"en": text}) for part, text in texts.items()]
    return [note for note in notes if note]


def _esco(draft: Draft) -> str:
    if not any(outcome.skills for outcome in draft.descriptor.outcomes):
        return ""
    return f"{ESCO_ATTRIBUTION} {modification_statement(draft.descriptor.esco_version)}"


def _level(draft: Draft, *, is_level_stated: bool) -> str:
    descriptor = draft.descriptor
    if descriptor.eqf_level is None or descriptor.eqf_basis is LevelBasis.DECLARED_EQF:
        return ""
    basis = _BASIS_WORDS.get(descriptor.eqf_basis, "other signals")
    told = "The EQF level stated here" if is_level_stated else f"EQF level {descriptor.eqf_level}"
    evidence = f" ({descriptor.eqf_evidence.strip()})" if descriptor.eqf_evidence.strip() else ""
    unverified = " The fact it rests on has not been verified." if descriptor.eqf_evidence_class == "C" else ""
    return f"{told} is inferred from {basis}{evidence}; it is not an official level of this course.{unverified}"


def _field(draft: Draft) -> str:
    descriptor = draft.descriptor
    if descriptor.isced_f_basis is not FieldBasis.INFERRED:
        return ""
    label = descriptor.isced_f_labels.get("en", "")
    told = f"The ISCED-F field {descriptor.isced_f_code}{f' ({label})' if label else ''}"
    stated = " stated here" if draft.accept_inferred else ""
    evidence = f" ({descriptor.isced_f_evidence})" if descriptor.isced_f_evidence else ""
    return f"{told}{stated} is inferred from the ESCO skills of the course{evidence}; the provider declares none."


def _level_as_given(draft: Draft) -> str:
    level, framework = draft.descriptor.level_text.strip(), draft.descriptor.framework.strip()
    if not level:
        return ""
    return f"Level as the provider gives it: {level}{f' ({framework})' if framework else ''}."


def _award(draft: Draft) -> str:
    award = draft.descriptor.award.strip()
    return f"Award as the provider names it: {award}." if award else ""
