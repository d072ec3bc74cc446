"""Values that cross module borders: frozen, slotted, without behaviour beyond reading them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Band(StrEnum):
    """What is done with a suggestion: taken, shown to a person, or left out."""

    ACCEPT = "accept"
    REVIEW = "review"
    NONE = "none"


class LevelBasis(StrEnum):
    """What an EQF level rests on, strongest first."""

    DECLARED_EQF = "declared_eqf"
    NATIONAL_LEVEL = "national_level"
    CYCLE = "cycle"
    DEGREE_WORD = "degree_word"
    NONE = "none"


class RejectScope(StrEnum):
    """Whether a problem cost the whole row or only one value of it."""

    ROW = "row"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record of a catalogue file as given.

    ``row`` counts from 1 as a person sees it in the file (a spreadsheet's header is row 1); ``values`` maps column
    name to cell text, an empty string for an empty cell. ``problem`` is set by a reader that could not make sense of
    the record (too many fields, invalid JSON); such a record becomes a reject, never a course.
    """

    file: str
    row: int
    values: Mapping[str, str]
    sheet: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a row or a value was not taken over, and what to do about it."""

    code: str
    scope: RejectScope
    file: str
    row: int
    hint: str
    column: str = ""
    value: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One learning outcome cut out of a field: its text and its span ``[start, end)`` in the field as given."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """ISO 639-1 code with a score in 0..1 and what it rests on: ``declared``, ``detected`` or ``default``."""

    lang: str
    score: float
    basis: str


@dataclass(frozen=True, slots=True)
class MatchQuery:
    """A text to be matched to ESCO; ``context`` is the course title or another text around it."""

    text: str
    lang: str = "en"
    context: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a concept was suggested: words of the text, the label they met, each component's score and share.

    ``component_scores`` lie in 0..1; ``component_shares`` are what each component added to the log odds of acceptance.
    """

    method: str
    span_start: int
    span_end: int
    span_text: str
    matched_label: str
    matched_lang: str
    matched_kind: str
    component_scores: Mapping[str, float]
    component_shares: Mapping[str, float]
    esco_version: str
    model_id: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An ESCO concept suggested for one text, with its confidence in 0..1, its band and its evidence."""

    uri: str
    label: str
    label_lang: str
    label_en: str
    rank: int
    confidence: float
    band: Band
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CourseSignals:
    """The fields of a course that can carry an EQF level, as text, empty when absent."""

    title: str = ""
    title_lang: str = ""
    text: str = ""
    provider: str = ""
    country_code: str = ""
    level_text: str = ""
    framework: str = ""
    cycle: str = ""
    award: str = ""
    programme: str = ""
    course_code: str = ""


@dataclass(frozen=True, slots=True)
class LevelSignal:
    """One rung of the ladder: which field said what, the EQF level (or range) it stands for, and how sure that is."""

    basis: LevelBasis
    field: str
    raw_value: str
    eqf_min: int
    eqf_max: int
    confidence: float
    evidence: str
    evidence_class: str = ""

    @property
    def eqf_level(self) -> int | None:
        """The level where the signal names exactly one."""
        return self.eqf_min if self.eqf_min == self.eqf_max else None


@dataclass(frozen=True, slots=True)
class LevelDecision:
    """The EQF level of a course with its basis, or none with the reason.

    ``hints`` say what would settle an open case, e.g. that a bare "Level 3" needs its framework.
    """

    eqf_level: int | None
    eqf_range: tuple[int, int] | None
    basis: LevelBasis
    confidence: float
    evidence: str
    conflicts: tuple[LevelSignal, ...] = ()
    signals: tuple[LevelSignal, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillLink:
    """An accepted link from an outcome to an ESCO concept, with labels per language."""

    uri: str
    labels: Mapping[str, str]
    skill_type: str = ""
    reuse_level: str = ""
    confidence: float | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class DescribedOutcome:
    """A learning outcome inside a descriptor."""

    outcome_id: str
    text: str
    lang: str
    skills: tuple[SkillLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Everything an export says about one course; texts per field map language code to text, main language first.

    Credits are ECTS points, ``workload_hours`` hours of total learner effort. ``eqf_basis`` tells whether the level
    was declared by the source or inferred.
    """

    course_id: str
    provider: str
    country_code: str
    course_code: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    course_type: str
    ects: float | None
    workload_hours: float | None
    eqf_level: int | None
    eqf_basis: LevelBasis
    eqf_confidence: float
    eqf_evidence: str
    framework: str
    level_text: str
    award: str
    isced_f_code: str
    mode: str
    teaching_langs: tuple[str, ...]
    assessment: Mapping[str, str]
    prerequisites: Mapping[str, str]
    url: str
    outcomes: tuple[DescribedOutcome, ...]
    esco_version: str
    notes: tuple[str, ...] = field(default=())
    isced_f_labels: Mapping[str, str] = field(default_factory=dict)
