"""How one element of a course is judged: said, implied by something else that is said, or missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from escomap.model import Descriptor, LevelBasis

# "One credit corresponds to 25 to 30 hours of work", ECTS Users' Guide 2015, key feature on workload.
ECTS_HOURS = (25, 30)


class Status(StrEnum):
    """What a course description does about an element."""

    PRESENT = "present"
    INFERRED = "inferred"
    MISSING = "missing"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Found:
    """A status, and what was read or why nothing counts."""

    status: Status
    evidence: str = ""


MISSING = Found(Status.MISSING)


def added_by_issuer(_: Descriptor) -> Found:
    """What only the issuer knows, when a credential is made for somebody."""
    return Found(Status.ISSUER)


def text_of(field: str) -> Callable[[Descriptor], Found]:
    """The judge of a text field: present where the course has the text in any language."""

    def judged(descriptor: Descriptor) -> Found:
        return _present(_first(getattr(descriptor, field)))

    return judged


def title(descriptor: Descriptor) -> Found:
    """The title; no course is without one."""
    return _present(_first(descriptor.titles))


def country(descriptor: Descriptor) -> Found:
    """The country of the provider."""
    return _present(descriptor.country_code)


def provider(descriptor: Descriptor) -> Found:
    """Who offers the course, and so awards it."""
    return _present(descriptor.provider)


def outcomes(descriptor: Descriptor) -> Found:
    """The learning outcomes, counted."""
    count = len(descriptor.outcomes)
    return _present(f"{count} outcome{'' if count == 1 else 's'}" if count else "")


def workload(descriptor: Descriptor) -> Found:
    """ECTS points or hours; points of another scheme imply a workload that nobody has stated."""
    told = [
        f"{amount:g} {unit}"
        for amount, unit in ((descriptor.ects, "ECTS"), (descriptor.workload_hours, "hours"))
        if amount is not None
    ]
    return _present(", ".join(told)) if told else _other_credits(descriptor)


def hours(descriptor: Descriptor) -> Found:
    """Hours; ECTS points imply a range of them."""
    if descriptor.workload_hours is not None:
        return _present(f"{descriptor.workload_hours:g} hours")
    if descriptor.ects is None:
        return _other_credits(descriptor)
    low, high = (descriptor.ects * each for each in ECTS_HOURS)
    return Found(Status.INFERRED, f"{low:g} to {high:g} hours, by {descriptor.ects:g} ECTS")


def level(descriptor: Descriptor) -> Found:
    """The EQF level: present where it is declared or was decided in review, inferred where anything else carries it."""
    if descriptor.eqf_level is None:
        given = " ".join(filter(None, (descriptor.framework, descriptor.level_text)))
        return Found(Status.MISSING, f"'{given}' does not tell the EQF level" if given else "")
    if descriptor.eqf_basis in (LevelBasis.DECLARED_EQF, LevelBasis.DECISION):
        return _present(f"EQF {descriptor.eqf_level}")
    basis = descriptor.eqf_basis.value.replace("_", " ")
    return Found(Status.INFERRED, f"EQF {descriptor.eqf_level}, by {basis}")


def mode(descriptor: Descriptor) -> Found:
    """The form of participation; a MOOC is online by what it is."""
    if descriptor.mode:
        return _present(descriptor.mode)
    is_mooc = "mooc" in descriptor.course_type.casefold()
    return Found(Status.INFERRED, "online, being a MOOC") if is_mooc else MISSING


def recognition(descriptor: Descriptor) -> Found:
    """Where the course counts; a programme or award it belongs to implies one such place."""
    if text := _first(descriptor.recognition):
        return _present(text)
    whole = descriptor.programme or descriptor.award
    return Found(Status.INFERRED, f"part of {whole}") if whole else MISSING


def further_information(descriptor: Descriptor) -> Found:
    """A page of the course, or a description."""
    return _present(descriptor.url or _first(descriptor.descriptions))


def _other_credits(descriptor: Descriptor) -> Found:
    if descriptor.other_credits is None:
        return MISSING
    scheme = descriptor.credit_scheme or "an unnamed scheme"
    return Found(Status.INFERRED, f"{descriptor.other_credits:g} points of {scheme}, not turned into hours or ECTS")


def _present(evidence: str) -> Found:
    return Found(Status.PRESENT, evidence) if evidence.strip() else MISSING


def _first(texts: Mapping[str, str]) -> str:
    return next((text for text in texts.values() if text.strip()), "")
