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


class CourseStatus(StrEnum):
    """Whether the latest reading of its catalogue still has a course."""

    CURRENT = "current"
    ENDED = "ended"


class LevelBasis(StrEnum):
    """What an EQF level rests on, strongest first."""

    DECISION = "decision"
    DECLARED_EQF = "declared_eqf"
    NATIONAL_LEVEL = "national_level"
    CYCLE = "cycle"
    DEGREE_WORD = "degree_word"
    LOCAL_CODE = "local_code"
    PROGRAMME_PRIOR = "programme_prior"
    PROVIDER_PRIOR = "provider_prior"
    CATALOGUE_MODEL = "catalogue_model"
    TEXT = "text"
    FREE_TEXT = "free_text"
    NONE = "none"


class OpenReason(StrEnum):
    """Why a course has no EQF level, so that a report can count what would settle most of them."""

    BARE_LEVEL = "bare_level"
    UNKNOWN_FRAMEWORK = "unknown_framework"
    AMBIGUOUS_FRAMEWORK = "ambiguous_framework"
    UNKNOWN_LEVEL = "unknown_level"
    UNCLEAR_LEVEL = "unclear_level"
    SEVERAL_LEVELS = "several_levels"
    MODULE_LEVEL = "module_level"
    UNKNOWN_CYCLE = "unknown_cycle"
    ONLY_FREE_TEXT = "only_free_text"
    NO_SIGNAL = "no_signal"
    REJECTED = "rejected"
    UNSURE = "unsure"
    DISPUTED = "disputed"


class FieldBasis(StrEnum):
    """What the field of education of a course rests on."""

    DECLARED = "declared"
    INFERRED = "inferred"
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
    the record (too many fields, invalid JSON); such a record becomes a reject, never a course. ``joined`` counts the
    rows below that go on with the course and became part of its record.
    """

    file: str
    row: int
    values: Mapping[str, str]
    sheet: str = ""
    problem: str = ""
    joined: int = 0


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
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class LevelSignal:
    """One rung of the ladder: which field said what, the EQF level (or range) it stands for, and how sure that is.

    ``fact_keys`` name the rows under ``mappings/`` it rests on; ``grades_modules`` is set where its framework gives
    levels to single modules too, so that it may speak of the module and not of its programme.
    """

    basis: LevelBasis
    field: str
    raw_value: str
    eqf_min: int
    eqf_max: int
    confidence: float
    evidence: str
    evidence_class: str = ""
    fact_keys: tuple[str, ...] = ()
    grades_modules: bool = False

    @property
    def eqf_level(self) -> int | None:
        """The level where the signal names exactly one."""
        return self.eqf_min if self.eqf_min == self.eqf_max else None


@dataclass(frozen=True, slots=True)
class LevelDecision:
    """The EQF level of a course with its basis, or none with the reason.

    ``signals`` stand strongest first. ``hints`` say what would settle an open case, e.g. that a bare "Level 3" needs
    its framework, and ``open_reason`` is the kind of it. ``policy`` says whose level it is: the programme's or the
    module's.
    """

    eqf_level: int | None
    eqf_range: tuple[int, int] | None
    basis: LevelBasis
    confidence: float
    evidence: str
    conflicts: tuple[LevelSignal, ...] = ()
    signals: tuple[LevelSignal, ...] = ()
    hints: tuple[str, ...] = ()
    open_reason: str = ""
    policy: str = "programme"

    @property
    def evidence_class(self) -> str:
        """The class of the fact behind the level, or behind the range that is left; empty where no fact has one."""
        return self.signals[0].evidence_class if self.signals and self.basis is not LevelBasis.NONE else ""


@dataclass(frozen=True, slots=True)
class NationalLevel:
    """A level of a national framework as the source states it, named as in ``mappings/nqf_eqf.csv``."""

    country_code: str
    framework: str
    level: str


@dataclass(frozen=True, slots=True)
class SkillLink:
    """An accepted link from an outcome to an ESCO concept, with labels per language, and where ESCO puts the concept.

    ``group_paths`` lead from the pillar down to each group it is in; the occupations are counted.
    """

    uri: str
    labels: Mapping[str, str]
    skill_type: str = ""
    reuse_level: str = ""
    confidence: float | None = None
    basis: str = ""
    group_paths: tuple[str, ...] = ()
    isced_f_codes: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    essential_occupations: int = 0
    optional_occupations: int = 0


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

    ``ects`` are ECTS points, ``other_credits`` points of ``credit_scheme``; ``workload_hours`` are hours of total
    learner effort. ``eqf_basis`` and ``isced_f_basis`` tell whether the level and the field were declared by the
    source or inferred; ``eqf_evidence_class`` C, that the level rests on a fact nobody has verified. ``starts_on`` is
    a date as given.
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
    isced_f_basis: FieldBasis
    isced_f_evidence: str
    mode: str
    teaching_langs: tuple[str, ...]
    assessment: Mapping[str, str]
    prerequisites: Mapping[str, str]
    url: str
    outcomes: tuple[DescribedOutcome, ...]
    esco_version: str
    notes: tuple[str, ...] = field(default=())
    isced_f_labels: Mapping[str, str] = field(default_factory=dict)
    eqf_evidence_class: str = ""
    other_credits: float | None = None
    credit_scheme: str = ""
    faculty: str = ""
    programme: str = ""
    national_level: NationalLevel | None = None
    starts_on: str = ""
    grading_scheme: Mapping[str, str] = field(default_factory=dict)
    identity_verification: Mapping[str, str] = field(default_factory=dict)
    quality_assurance: Mapping[str, str] = field(default_factory=dict)
    recognition: Mapping[str, str] = field(default_factory=dict)
