"""The elements a course is scored against, and the field of a catalogue that gives each.

Mandatory and optional elements are those of Annex I to the Council Recommendation on micro-credentials (2022/C 243/02,
OJ C 243, 27.6.2022, p. 10). The families are those the ECCOE project (Erasmus+, 2019-2022) says its credential
descriptors cover; the list of its criteria is not public, so that nothing here says a course conforms to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from escomap.completeness import judge
from escomap.completeness.judge import Found
from escomap.model import Descriptor


class Group(StrEnum):
    """Where an element comes from."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    ECCOE = "eccoe"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to be told: who asks for it, which fields of a profile give it, and how a course is judged.

    An element without ``fields`` is about one learner: no catalogue has it, the issuer adds it.
    """

    key: str
    label: str
    group: Group
    fields: tuple[str, ...]
    found_in: Callable[[Descriptor], Found]


def _mandatory(key: str, label: str, fields: tuple[str, ...], found_in: Callable[[Descriptor], Found]) -> Element:
    return Element(key, label, Group.MANDATORY, fields, found_in)


def _optional(key: str, label: str, fields: tuple[str, ...], found_in: Callable[[Descriptor], Found]) -> Element:
    return Element(f"optional_{key}", label, Group.OPTIONAL, fields, found_in)


def _eccoe(key: str, label: str, fields: tuple[str, ...], found_in: Callable[[Descriptor], Found]) -> Element:
    return Element(f"eccoe_{key}", label, Group.ECCOE, fields, found_in)


_LEVEL = ("level_text", "framework")

ELEMENTS: tuple[Element, ...] = (
    _mandatory("learner", "Identification of the learner", (), judge.added_by_issuer),
    _mandatory("title", "Title", ("title",), judge.title),
    _mandatory("country", "Country or region of the issuer", ("country_code",), judge.country),
    _mandatory("awarding_body", "Awarding body", ("provider",), judge.provider),
    _mandatory("date", "Date of issuing", (), judge.added_by_issuer),
    _mandatory("outcomes", "Learning outcomes", ("outcomes",), judge.outcomes),
    _mandatory("workload", "Notional workload, in ECTS where possible", ("ects", "workload_hours"), judge.workload),
    _mandatory("level", "Level (EQF), and cycle", _LEVEL, judge.level),
    _mandatory("assessment", "Type of assessment", ("assessment",), judge.text_of("assessment")),
    _mandatory("participation", "Form of participation", ("mode",), judge.mode),
    _mandatory("quality", "Type of quality assurance", ("quality_assurance",), judge.text_of("quality_assurance")),
    _optional("prerequisites", "Prerequisites", ("prerequisites",), judge.text_of("prerequisites")),
    _optional(
        "supervision",
        "Supervision and identity verification",
        ("identity_verification",),
        judge.text_of("identity_verification"),
    ),
    _optional("grade", "Grade achieved", (), judge.added_by_issuer),
    _optional("integration", "Integration and stackability", ("recognition",), judge.recognition),
    _optional("further", "Further information", ("url", "description"), judge.further_information),
    _eccoe("mode", "Mode of study", ("mode",), judge.mode),
    _eccoe("assessment", "Assessment methods", ("assessment",), judge.text_of("assessment")),
    _eccoe(
        "authentication", "Authentication means", ("identity_verification",), judge.text_of("identity_verification")
    ),
    _eccoe("grading", "Grading scheme", ("grading_scheme",), judge.text_of("grading_scheme")),
    _eccoe("workload", "Workload", ("workload_hours",), judge.hours),
    _eccoe("level", "Level", _LEVEL, judge.level),
    _eccoe("quality", "Quality assurance", ("quality_assurance",), judge.text_of("quality_assurance")),
    _eccoe("recognition", "Recognition", ("recognition",), judge.recognition),
)
