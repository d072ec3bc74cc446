"""Inferred EQF levels and fields: when they are stated, how they are marked, and a check that holds for any format."""

from __future__ import annotations

import json
import re
from typing import Any

from escomap.exports.concept_lists import ISCED_F_CODES
from escomap.exports.draft import Draft
from escomap.exports.findings import Finding
from escomap.model import Descriptor, FieldBasis, LevelBasis

NOT_OFFICIAL = "it is not an official level of this course"

_BASIS_WORDS = {
    LevelBasis.NATIONAL_LEVEL: "a national level and its referencing to the EQF",
    LevelBasis.CYCLE: "the cycle of the programme",
    LevelBasis.DEGREE_WORD: "the degree the programme leads to",
    LevelBasis.LOCAL_CODE: "a code of the provider",
    LevelBasis.PROGRAMME_PRIOR: "the other courses of the programme",
    LevelBasis.PROVIDER_PRIOR: "the other courses of the provider",
    LevelBasis.CATALOGUE_MODEL: "the wording of the course, by courses of the same catalogue whose level is known",
}
_LEVEL_URI = re.compile(r"http://data\.europa\.eu/snb/eqf/(\w+)")
# The identifier of the list itself stands where that of a level would.
_LIST = "25831c2"
_FIELD = "level_text"


def stated_level(draft: Draft, key: str) -> int | None:
    """The EQF level a document may state: declared or decided in review, or an inferred one that the user accepts."""
    descriptor = draft.descriptor
    if descriptor.eqf_level is None:
        return None
    if draft.accept_inferred or not _is_inferred(descriptor):
        return descriptor.eqf_level
    basis = descriptor.eqf_basis.value
    draft.leave_out("inferred_level", key, f"EQF level {descriptor.eqf_level} rests on {basis}; it is not stated")
    return None


def stated_field(draft: Draft, key: str) -> str:
    """The ISCED-F 2013 code a document may state, by the same rule as the level; empty where there is none."""
    code = draft.descriptor.isced_f_code.strip()
    if not code:
        return ""
    if code not in ISCED_F_CODES:
        draft.leave_out("unknown_value", key, f"{code!r} is not an ISCED-F 2013 code of 2 to 4 digits")
        return ""
    if draft.descriptor.isced_f_basis is FieldBasis.INFERRED and not draft.accept_inferred:
        reason = f"ISCED-F {code} is inferred from the skills of the course; it is not stated"
        draft.leave_out("inferred_field", key, reason)
        return ""
    return code


def field_note(descriptor: Descriptor, *, is_field_stated: bool) -> str:
    """What an inferred field rests on, in a sentence that marks it; empty for a declared field and for none."""
    if descriptor.isced_f_basis is not FieldBasis.INFERRED:
        return ""
    label = descriptor.isced_f_labels.get("en", "")
    told = f"The ISCED-F field {descriptor.isced_f_code}{f' ({label})' if label else ''}"
    stated = " stated here" if is_field_stated else ""
    evidence = f" ({descriptor.isced_f_evidence})" if descriptor.isced_f_evidence else ""
    return f"{told}{stated} is inferred from the ESCO skills of the course{evidence}; the provider declares none."


def level_note(descriptor: Descriptor, *, is_level_stated: bool) -> str:
    """What a level rests on that the source does not declare, in a sentence that marks it; empty for others."""
    if descriptor.eqf_level is not None and descriptor.eqf_basis is LevelBasis.DECISION:
        return f"The EQF level stated here was decided in review ({descriptor.eqf_evidence.strip()})."
    if descriptor.eqf_level is None or not _is_inferred(descriptor):
        return ""
    basis = _BASIS_WORDS.get(descriptor.eqf_basis, "other signals")
    told = "The EQF level stated here" if is_level_stated else f"EQF level {descriptor.eqf_level}"
    evidence = f" ({descriptor.eqf_evidence.strip()})" if descriptor.eqf_evidence.strip() else ""
    unverified = " The fact it rests on has not been verified." if descriptor.eqf_evidence_class == "C" else ""
    return f"{told} is inferred from {basis}{evidence}; {NOT_OFFICIAL}.{unverified}"


def level_findings(document: dict[str, Any], descriptor: Descriptor, *, accept_inferred: bool) -> list[Finding]:
    """Errors of the EQF levels a document names by their identifiers, whatever its format."""
    text = json.dumps(document, ensure_ascii=False)
    levels = set(_LEVEL_URI.findall(text)) - {_LIST}
    findings = []
    if levels - {str(descriptor.eqf_level)}:
        told = f"the document names EQF {', '.join(sorted(levels))}, the course has {descriptor.eqf_level}"
        findings.append(Finding("wrong_level", "", told, mends=_FIELD))
    if levels and _is_inferred(descriptor):
        if not accept_inferred:
            findings.append(
                Finding("inferred_level_stated", "", "an inferred EQF level stands as an official one", mends=_FIELD)
            )
        elif NOT_OFFICIAL not in text:
            findings.append(
                Finding("unmarked_level", "", "an inferred EQF level is stated without its mark", mends=_FIELD)
            )
    return findings


def _is_inferred(descriptor: Descriptor) -> bool:
    return descriptor.eqf_basis not in (LevelBasis.DECLARED_EQF, LevelBasis.DECISION)
