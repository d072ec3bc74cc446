"""Every persisted table, declared once: columns, types, key, meaning, unit.

From this one declaration come the DDL (``store``), the check at each stage border (``check_frame``), the Arrow schema
for bulk loads and the data dictionary in the docs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escomap.errors import EscomapError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

DUCKDB_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP",
    "text_list": "VARCHAR[]",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (a key of ``DUCKDB_TYPES``), what it means, whether it may be empty."""

    name: str
    type: str
    meaning: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the columns that identify a row, and what one row is."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> list[str]:
        """Column names in their order."""
        return [column.name for column in self.columns]


def _column(name: str, type_: str, meaning: str) -> Column:
    nullable = type_.endswith("?")
    return Column(name, type_.rstrip("?"), meaning, nullable)


def _table(name: str, meaning: str, key: str, columns: Iterable[tuple[str, str, str]]) -> Table:
    return Table(name, meaning, tuple(key.split()), tuple(_column(*column) for column in columns))


RAW_RECORD = _table(
    "raw_record",
    "One record of a catalogue file as given, with every column of the source.",
    "record_id",
    [
        ("record_id", "text", "hash of catalogue, content and, for repeated content, its occurrence"),
        ("catalogue", "text", "name of the catalogue (profile name or file name)"),
        ("file_name", "text", "file the record came from"),
        ("file_sha256", "text", "digest of that file"),
        ("sheet", "text", "sheet of a workbook, else empty"),
        ("source_row", "integer", "row in the file as a person sees it, the header being row 1"),
        ("content_json", "text", "the record as given, column name to value"),
        ("record_status", "text", "course, or rejected"),
    ],
)

RAW_REJECT = _table(
    "raw_reject",
    "One problem with a row or a value of a catalogue file; nothing is dropped in silence.",
    "reject_id",
    [
        ("reject_id", "text", "hash of the record and the problem"),
        ("catalogue", "text", "name of the catalogue"),
        ("reject_code", "text", "short name of the problem"),
        ("reject_scope", "text", "row: the whole row is not in core_course; value: the row is, without this value"),
        ("file_name", "text", "file the row came from"),
        ("sheet", "text", "sheet of a workbook, else empty"),
        ("source_row", "integer", "row in the file as a person sees it"),
        ("column_name", "text", "column of the source, empty when the row as a whole is meant"),
        ("raw_value", "text", "the value as given, cut at 200 characters"),
        ("hint", "text", "what to do about it"),
    ],
)

CORE_COURSE = _table(
    "core_course",
    "One course of a catalogue, typed.",
    "course_id",
    [
        ("course_id", "text", "hash of provider and course code, or of provider and title where no code is given"),
        ("catalogue", "text", "name of the catalogue"),
        ("record_id", "text", "raw_record the course came from"),
        ("file_name", "text", "file the course came from"),
        ("source_row", "integer", "row in that file"),
        ("provider", "text", "institution that offers the course, empty when unknown"),
        ("country_code", "text", "ISO 3166-1 alpha-2 code of the provider, or a region as in nqf_eqf.csv"),
        ("course_code", "text", "the provider's own code, empty when absent"),
        ("title", "text", "title in the main language"),
        ("title_lang", "text", "ISO 639-1 code of that title"),
        ("course_type", "text", "course, module, mooc, micro-credential, short programme, programme, as given"),
        ("faculty", "text", "faculty or department"),
        ("programme", "text", "programme the course belongs to"),
        ("subject", "text", "subject as the provider names it"),
        ("award", "text", "degree or certificate the course leads to"),
        ("level_text", "text", "level as given, e.g. EQF 6 or Level 3"),
        ("framework", "text", "qualifications framework of that level as given"),
        ("cycle", "text", "QF-EHEA cycle as given, after the profile's value mapping"),
        ("ects", "number?", "ECTS credit points"),
        ("credits", "number?", "credit points in another scheme, which is never turned into ECTS"),
        ("credit_scheme", "text", "that scheme as given, e.g. CATS"),
        ("workload_hours", "number?", "total learner effort in hours"),
        ("isced_f_code", "text", "ISCED-F 2013 code, 2 to 4 digits"),
        ("mode", "text", "mode of study as given"),
        ("teaching_langs", "text_list", "ISO 639-1 codes of the languages of instruction"),
        ("starts_on", "text", "start date as given"),
        ("url", "text", "page of the course"),
        ("ended_at", "timestamp?", "start (UTC) of the run that no longer found it; empty while the course is current"),
    ],
)

CORE_COURSE_TEXT = _table(
    "core_course_text",
    "One text of a course in one language.",
    "course_id field lang",
    [
        ("course_id", "text", "course"),
        (
            "field",
            "text",
            "title, description, assessment, prerequisites, grading_scheme, identity_verification, quality_assurance "
            "or recognition",
        ),
        ("lang", "text", "ISO 639-1 code"),
        ("text", "text", "the text, HTML removed"),
    ],
)

CORE_OUTCOME = _table(
    "core_outcome",
    "One learning outcome of a course.",
    "outcome_id",
    [
        ("outcome_id", "text", "hash of course, language and normalised text"),
        ("course_id", "text", "course"),
        ("position", "integer", "order within the course, from 1"),
        ("text", "text", "the outcome, without bullet and lead-in phrase"),
        ("lang", "text", "ISO 639-1 code"),
        ("lang_score", "number", "certainty of the language, 0..1"),
        ("lang_basis", "text", "declared, detected or default"),
        ("text_key", "text", "hash of the normalised text: equal outcomes of different courses share it"),
        ("source_column", "text", "column the outcome was cut from"),
        ("span_start", "integer", "first character of the outcome in that column's text as given"),
        ("span_end", "integer", "one past its last character"),
    ],
)

CORE_VOCABULARY = _table(
    "core_vocabulary",
    "The ESCO release in this database.",
    "vocabulary_key",
    [
        ("vocabulary_key", "text", "digest of the release's files"),
        ("esco_version", "text", "version of the release, e.g. v1.2.0"),
        ("langs", "text_list", "languages with labels"),
        ("source", "text", "folder or zip the release was read from"),
        ("attribution", "text", "required attribution"),
    ],
)

CORE_CONCEPT = _table(
    "core_concept",
    "One ESCO skill, knowledge concept or skill group.",
    "concept_uri",
    [
        ("concept_uri", "text", "ESCO URI"),
        ("concept_type", "text", "skill or skill_group"),
        ("skill_type", "text", "skill/competence or knowledge, empty for groups"),
        ("reuse_level", "text", "transversal, cross-sector, sector-specific, occupation-specific or empty"),
        ("group_code", "text", "code of a skill group or ISCED-F field, empty for skills"),
        ("status", "text", "released or obsolete"),
        ("description", "text", "English description, empty where the release has none"),
    ],
)

CORE_CONCEPT_LABEL = _table(
    "core_concept_label",
    "One label of a concept in one language.",
    "concept_uri lang label_kind label",
    [
        ("concept_uri", "text", "ESCO URI"),
        ("lang", "text", "ISO 639-1 code"),
        ("label_kind", "text", "preferred, alternative or hidden"),
        ("label", "text", "the label"),
    ],
)

CORE_CONCEPT_BROADER = _table(
    "core_concept_broader",
    "One step up in the skills pillar.",
    "concept_uri broader_uri",
    [
        ("concept_uri", "text", "narrower concept"),
        ("broader_uri", "text", "broader concept or group"),
    ],
)

CORE_SKILL_HIERARCHY = _table(
    "core_skill_hierarchy",
    "One group of the skills hierarchy with the groups above it.",
    "group_uri",
    [
        ("group_uri", "text", "ESCO URI of the group"),
        ("group_code", "text", "code of the group, e.g. S1.2"),
        ("level_0_uri", "text", "pillar, e.g. skills or knowledge"),
        ("level_1_uri", "text", "group at level 1, empty above it"),
        ("level_2_uri", "text", "group at level 2, empty above it"),
        ("level_3_uri", "text", "group at level 3, empty above it"),
    ],
)

CORE_CONCEPT_COLLECTION = _table(
    "core_concept_collection",
    "Membership of a concept in a thematic collection.",
    "concept_uri collection",
    [
        ("concept_uri", "text", "ESCO URI"),
        ("collection", "text", "digital, digcomp, green, transversal, language or research"),
    ],
)

CORE_SKILL_RELATION = _table(
    "core_skill_relation",
    "A relation between two skills.",
    "concept_uri relation related_uri",
    [
        ("concept_uri", "text", "ESCO URI of the skill the relation starts from"),
        ("relation", "text", "essential or optional"),
        ("related_uri", "text", "ESCO URI of the related skill"),
    ],
)

CORE_OCCUPATION = _table(
    "core_occupation",
    "One ESCO occupation.",
    "occupation_uri",
    [
        ("occupation_uri", "text", "ESCO URI"),
        ("isco_code", "text", "ISCO-08 group"),
        ("label", "text", "English preferred label"),
    ],
)

CORE_OCCUPATION_SKILL = _table(
    "core_occupation_skill",
    "A skill of an occupation.",
    "occupation_uri relation concept_uri",
    [
        ("occupation_uri", "text", "ESCO URI of the occupation"),
        ("relation", "text", "essential or optional"),
        ("concept_uri", "text", "ESCO URI of the skill"),
    ],
)

MAP_NQF_EQF = _table(
    "map_nqf_eqf",
    "One fact: a national level or qualification type and its EQF level (mappings/nqf_eqf.csv).",
    "country_code framework nqf_level qualification valid_from",
    [
        ("country_code", "text", "ISO 3166-1 alpha-2 or region, * for QF-EHEA"),
        ("framework", "text", "name of the framework"),
        ("nqf_level", "text", "national level, empty for a qualification type"),
        ("qualification", "text", "qualification type, empty for a level"),
        ("eqf_level", "integer", "EQF level 1..8"),
        ("evidence_class", "text", "A official, B secondary, C not verified"),
        ("source", "text", "where the fact is shown"),
        ("valid_from", "text", "first year, empty when open"),
        ("valid_to", "text", "last year, empty when open"),
        ("remark", "text", "what to know about the fact"),
    ],
)

MAP_FRAMEWORK = _table(
    "map_framework",
    "A name people write for a qualifications framework (mappings/frameworks.csv).",
    "name country_code",
    [
        ("name", "text", "lower-case name as written in catalogues"),
        ("country_code", "text", "country in which the name means this framework, * anywhere"),
        ("framework", "text", "framework in nqf_eqf.csv, or EQF"),
        ("remark", "text", "what to know about the name"),
    ],
)

MAP_DEGREE_WORD = _table(
    "map_degree_word",
    "A degree or qualification word and the EQF level it stands for (mappings/degree_words.csv).",
    "lang pattern",
    [
        ("lang", "text", "ISO 639-1 code"),
        ("pattern", "text", "regular expression, case ignored"),
        ("eqf_level", "integer", "EQF level 1..8"),
        ("prior_score", "number", "confidence of the word in an award field, 0..1"),
        ("example", "text", "a text the pattern matches"),
        ("remark", "text", "what to know about the word"),
    ],
)

MAP_CYCLE_WORD = _table(
    "map_cycle_word",
    "A name of a QF-EHEA cycle (mappings/cycle_words.csv).",
    "lang pattern",
    [
        ("lang", "text", "ISO 639-1 code"),
        ("pattern", "text", "regular expression, case ignored"),
        ("cycle", "text", "short, first, second or third"),
        ("eqf_level", "integer", "EQF level 5..8"),
        ("example", "text", "a text the pattern matches"),
        ("remark", "text", "what to know about the word"),
    ],
)

SUG_MATCH = _table(
    "sug_match",
    "What matching made of one outcome; a row exists as soon as the outcome was matched, with or without suggestions.",
    "outcome_id",
    [
        ("outcome_id", "text", "outcome"),
        ("match_key", "text", "hash of text, language, context, ESCO index and settings; empty: match again"),
        ("best_band", "text", "band of the best suggestion, none when there is none"),
        ("suggestion_count", "integer", "number of suggestions kept"),
    ],
)

SUG_SKILL = _table(
    "sug_skill",
    "One ESCO concept suggested for one outcome, with its evidence.",
    "outcome_id suggestion_rank",
    [
        ("outcome_id", "text", "outcome"),
        ("match_key", "text", "match_key of sug_match the row belongs to"),
        ("suggestion_rank", "integer", "from 1, best first"),
        ("skill_uri", "text", "ESCO URI"),
        ("skill_label", "text", "preferred label in the outcome's language where loaded, else English"),
        ("skill_label_lang", "text", "language of that label"),
        ("skill_label_en", "text", "English preferred label"),
        ("confidence_score", "number", "estimated probability that a reviewer accepts the link, 0..1"),
        ("model_score", "number", "the same as the matching estimates it, before the setting calibration, 0..1"),
        ("band", "text", "accept, review or none"),
        ("method", "text", "component that carried the suggestion: exact, lexical, sentence or multilingual"),
        ("exact_score", "number", "1 where a label stands word for word in the text, else 0"),
        ("lexical_score", "number", "share of a label's words or letter groups that stand in the text, 0..1"),
        ("sentence_score", "number", "best cosine of a label with the text or a clause, sentence encoder, 0..1"),
        ("multilingual_score", "number", "the same by the multilingual encoder, 0..1"),
        ("description_score", "number", "cosine of the description with the text, best of the encoders, 0..1"),
        ("context_score", "number", "best cosine of a label with title and text together, 0..1"),
        ("matched_label", "text", "label that met the text"),
        ("matched_label_lang", "text", "language of that label"),
        ("matched_label_kind", "text", "preferred or alternative, as ESCO has it, or synonym, by mappings/synonyms/"),
        ("span_text", "text", "words of the outcome that met the label"),
        ("span_start", "integer", "first character of those words in the outcome"),
        ("span_end", "integer", "one past the last"),
        ("esco_version", "text", "ESCO release"),
        ("model_id", "text", "encoders with their digests"),
    ],
)

SUG_LEVEL = _table(
    "sug_level",
    "The EQF level found for one course, or none with the reason.",
    "course_id",
    [
        ("course_id", "text", "course"),
        ("eqf_level", "integer?", "EQF level 1..8, empty when nothing carries one"),
        ("eqf_min", "integer?", "lower end of the plausible range"),
        ("eqf_max", "integer?", "upper end of the plausible range"),
        ("basis", "text", "kind of signal that decides (README, How levels are decided), or none"),
        ("confidence_score", "number", "0..1"),
        ("evidence", "text", "what was read where"),
        ("has_conflict", "boolean", "whether another explicit signal says something else"),
        ("conflicts_json", "text", "those signals"),
        ("evidence_class", "text", "class of the fact the level rests on: A, B, C = not verified; empty without one"),
        ("open_reason", "text", "kind of reason why there is no level, empty where there is one"),
        ("hints", "text", "what would settle an open case"),
        ("level_policy", "text", "programme or module: whose level it is"),
    ],
)

SUG_LEVEL_SIGNAL = _table(
    "sug_level_signal",
    "One signal for the EQF level of a course.",
    "course_id signal_rank",
    [
        ("course_id", "text", "course"),
        ("signal_rank", "integer", "from 1, the winner first"),
        ("basis", "text", "kind of signal"),
        ("field", "text", "field the signal was read from"),
        ("raw_value", "text", "what stood there"),
        ("eqf_min", "integer", "EQF level or lower end of the range"),
        ("eqf_max", "integer", "EQF level or upper end of the range"),
        ("confidence_score", "number", "0..1"),
        ("evidence", "text", "the fact or rule that was applied"),
        ("evidence_class", "text", "class of the worst fact it rests on: A, B, C = not verified; else empty"),
        ("fact_keys", "text_list", "rows under mappings/ it rests on, file first"),
        ("is_of_module", "boolean", "whether its framework levels modules too"),
    ],
)

SUG_DIMENSION = _table(
    "sug_dimension",
    "What one outcome says of the learner, by the columns of the EQF descriptors, and its Bloom level.",
    "outcome_id",
    [
        ("outcome_id", "text", "outcome"),
        ("dimension", "text", "knowledge, skills, responsibility_autonomy, or none where nothing tells"),
        ("dimension_score", "number", "estimated probability of the dimension, 0..1; 1 where a person chose it"),
        ("dimension_basis", "text", "wording, or decision where a person judged it"),
        ("dimension_cue", "text", "words of the outcome that told it, empty where none did"),
        ("cue_start", "integer", "first character of those words in the outcome"),
        ("cue_end", "integer", "one past the last"),
        ("section_dimension", "text", "dimension named by the heading the outcome stands under, else none"),
        ("bloom_level", "text", "remember, understand, apply, analyse, evaluate, create or empty; not an EQF level"),
        ("bloom_cue", "text", "words of the outcome that told the Bloom level"),
    ],
)

SUG_FIELD = _table(
    "sug_field",
    "The field of education that the accepted skills of one course speak for, or none.",
    "course_id",
    [
        ("course_id", "text", "course with an accepted concept that ESCO gives a field"),
        ("isced_f_code", "text", "ISCED-F 2013 code, 2 to 4 digits, empty where the concepts do not agree"),
        ("share_score", "number", "share of the concepts' votes for that field, 0..1"),
        ("voting_count", "integer", "accepted concepts with a field"),
        ("evidence", "text", "which concepts spoke for it, with their fields"),
    ],
)

SUG_REPLACEMENT = _table(
    "sug_replacement",
    "One suggestion whose concept an ESCO release no longer has, as it was, and what may stand in; for review.",
    "outcome_id removed_uri from_version",
    [
        ("outcome_id", "text", "outcome"),
        ("removed_uri", "text", "ESCO URI of the concept that is gone"),
        ("removed_label", "text", "its label in the suggestion"),
        ("removal_reason", "text", "absent or obsolete"),
        ("from_version", "text", "ESCO release the suggestion was made with"),
        ("to_version", "text", "ESCO release without the concept"),
        ("earlier_band", "text", "band of the suggestion"),
        ("earlier_rank", "integer", "its rank"),
        ("confidence_score", "number", "its confidence, 0..1; it says nothing of the replacement"),
        ("replacement_uri", "text", "ESCO URI of the proposed concept, empty when there is none"),
        ("replacement_label", "text", "its preferred label, English where there is one"),
        (
            "replacement_basis",
            "text",
            "label: has the old preferred label; likeness: a like label in the same group; none",
        ),
        ("replacement_score", "number", "1 for an equal label, else the likeness of the labels, 0..1"),
        ("matched_label", "text", "label of the proposed concept that met the old one"),
        ("matched_label_lang", "text", "language of that label"),
        ("rival_count", "integer", "other concepts that this evidence fits as well"),
        ("is_suggested", "boolean", "whether the outcome has a suggestion of the proposed concept already"),
        ("evidence_json", "text", "the whole row of sug_skill as it was"),
    ],
)

SUG_OUTCOME_LEVEL = _table(
    "sug_outcome_level",
    "The EQF level of one outcome, which is its course's, and beside it the level its own wording reads like.",
    "outcome_id",
    [
        ("outcome_id", "text", "outcome"),
        ("course_id", "text", "course"),
        ("eqf_level", "integer?", "EQF level of the course, empty where it has none"),
        ("basis", "text", "what that level rests on"),
        ("text_eqf_level", "integer?", "level the outcome reads like, empty where nothing reads it; never its level"),
        ("text_confidence_score", "number?", "estimated probability that its course has that level, 0..1"),
        ("text_basis", "text", "catalogue_model (one that has not seen the course), text or none"),
    ],
)

SUG_OPINION = _table(
    "sug_opinion",
    "One answer to a consultation form, of the latest file of its respondent; it decides nothing.",
    "opinion_id",
    [
        ("opinion_id", "text", "hash of everything in the row"),
        ("question", "text", "link, missing, level or comment"),
        ("judged_id", "text", "outcome_id, for a level or comment course_id"),
        ("value", "text", "ESCO URI, or EQF level as the form showed it; else empty"),
        (
            "answer",
            "text",
            "link: fits, does_not_fit, not_sure; level: too_low, right, too_high, not_sure; else words as given",
        ),
        ("respondent", "text", "random number that the form drew for whoever filled it in"),
        ("role", "text", "role or initials as given, empty where none was"),
        ("form_id", "text", "hash of everything the form showed"),
        ("answered_at", "timestamp", "when the file was saved, by the clock of the respondent, UTC"),
        ("esco_version", "text", "ESCO release of the form"),
    ],
)

SUG_CONSULTATION = _table(
    "sug_consultation",
    "What the answers to consultations come to on one link or level; it decides nothing.",
    "question judged_id value",
    [
        ("question", "text", "link or level"),
        ("judged_id", "text", "outcome_id, for a level course_id"),
        ("value", "text", "ESCO URI, or EQF level as the form showed it"),
        ("agreeing_count", "integer", "answers that it fits, or is right"),
        ("differing_count", "integer", "answers that it does not fit, or is too low or too high"),
        ("unsure_count", "integer", "answers of people who are not sure"),
        ("too_low_count", "integer", "for a level: answers that it is too low, among the differing ones"),
        ("too_high_count", "integer", "for a level: answers that it is too high, among the differing ones"),
        ("confidence_score", "number?", "confidence of the link or level now, 0..1, empty where it is not there now"),
        ("band", "text", "band of the link now, empty for a level and where it is not there now"),
        ("share_score", "number", "agreeing share, where the confidence (else .5) counts as two answers, 0..1"),
        ("disagreement_score", "number", "how far share_score is from the confidence, 0..1; 0 without a confidence"),
    ],
)

OUT_LEVEL_REVIEW = _table(
    "out_level_review",
    "One course whose outcomes read far from the level it states: the level, or the outcomes, may be mistaken.",
    "course_id",
    [
        ("course_id", "text", "course"),
        ("eqf_level", "integer", "level of the course"),
        ("eqf_basis", "text", "what that level rests on"),
        ("outcomes_eqf_level", "integer", "level its outcomes together read like"),
        ("level_score", "number", "what its outcomes leave of probability for the level it states, 0..1"),
        ("outcome_count", "integer", "outcomes that were read"),
    ],
)

DEC_DECISION = _table(
    "dec_decision",
    "One judgement of one reviewer, as it stood in the folder of decisions at the last run.",
    "decision_id",
    [
        ("decision_id", "text", "hash of everything in the row"),
        ("subject", "text", "skill, level or dimension"),
        ("judged_id", "text", "outcome_id, for a level course_id"),
        ("value", "text", "ESCO URI (empty: any concept at all), EQF level, or dimension"),
        ("judgement", "text", "accept, reject, unsure, or withdrawn, which takes the reviewer's earlier one back"),
        ("reviewer", "text", "name, initials or role of the reviewer"),
        ("decided_at", "timestamp", "UTC"),
        ("esco_version", "text", "ESCO release the reviewer saw"),
        ("note", "text", "what the reviewer noted"),
        ("origin", "text", "page or sheet"),
    ],
)

DEC_STANDING = _table(
    "dec_standing",
    "What the decisions on one thing come to, and what that did.",
    "subject judged_id value",
    [
        ("subject", "text", "skill, level or dimension"),
        ("judged_id", "text", "outcome_id, for a level course_id"),
        ("value", "text", "as in dec_decision; empty for a level or dimension that reviewers differ on"),
        ("judgement", "text", "accept, reject or unsure, which is also what two that differ come to"),
        ("is_disputed", "boolean", "whether reviewers said different things"),
        ("reviewer_count", "integer", "reviewers who decided on it"),
        ("decided_at", "timestamp", "the latest decision, UTC"),
        ("effect", "text", "applied, open, judged_gone, concept_gone or unknown_value; all are kept"),
    ],
)

DEC_SAME_WORDS = _table(
    "dec_same_words",
    "What decisions answer for an outcome in the same words that nobody decided on, by the setting same_words.",
    "outcome_id skill_uri",
    [
        ("outcome_id", "text", "the outcome that gets the answer"),
        ("skill_uri", "text", "ESCO URI; empty: any concept at all"),
        ("judgement", "text", "accept or reject, as all decisions on outcomes in these words say"),
        ("decided_on", "text", "outcome_id of the outcome that was decided last"),
        ("decided_outcome_count", "integer", "outcomes in these words for which it was decided"),
        ("reviewers", "text", "who decided, with commas between"),
        ("decided_at", "timestamp", "the latest decision, UTC"),
    ],
)

OUT_DESCRIPTOR = _table(
    "out_descriptor",
    "One course as users and exports see it.",
    "course_id",
    [
        ("course_id", "text", "course"),
        ("catalogue", "text", "name of the catalogue"),
        ("provider", "text", "institution"),
        ("country_code", "text", "country of the provider"),
        ("course_code", "text", "the provider's code"),
        ("title", "text", "title in the main language"),
        ("title_lang", "text", "language of the title"),
        ("course_type", "text", "kind of course as given"),
        ("eqf_level", "integer?", "EQF level, empty when nothing carries one"),
        ("eqf_basis", "text", "what the level rests on"),
        ("eqf_confidence_score", "number", "0..1"),
        ("eqf_evidence", "text", "what was read where, or why there is no level"),
        ("eqf_evidence_class", "text", "class of the fact behind the level: A, B, C = not verified; else empty"),
        ("eqf_hints", "text", "what would settle the level where there is none"),
        ("level_policy", "text", "programme or module: whose level it is"),
        ("ects", "number?", "ECTS credit points"),
        ("workload_hours", "number?", "hours"),
        ("isced_f_code", "text", "ISCED-F 2013 code, declared or inferred"),
        ("isced_f_basis", "text", "declared by the catalogue, inferred from accepted skills, or none"),
        ("isced_f_evidence", "text", "for an inferred field, which concepts spoke for it"),
        ("mode", "text", "mode of study as given"),
        ("teaching_langs", "text_list", "languages of instruction"),
        ("outcome_count", "integer", "learning outcomes"),
        ("skill_count", "integer", "different ESCO concepts accepted"),
        ("skill_uris", "text_list", "those concepts, sorted"),
        ("url", "text", "page of the course"),
        ("course_status", "text", "current, or ended where the catalogue no longer has the course"),
        ("ended_at", "timestamp?", "start (UTC) of the run that no longer found it"),
        ("esco_version", "text", "ESCO release"),
    ],
)

OUT_OUTCOME_SKILL = _table(
    "out_outcome_skill",
    "One accepted link from a learning outcome to an ESCO concept.",
    "outcome_id skill_uri",
    [
        ("outcome_id", "text", "outcome"),
        ("course_id", "text", "course"),
        ("course_status", "text", "current, or ended where the catalogue no longer has the course"),
        ("outcome_text", "text", "the outcome"),
        ("outcome_lang", "text", "its language"),
        ("skill_uri", "text", "ESCO URI"),
        ("skill_label", "text", "preferred label in the outcome's language where loaded, else English"),
        ("skill_label_lang", "text", "language of that label"),
        ("skill_label_en", "text", "English preferred label"),
        ("skill_type", "text", "skill/competence or knowledge"),
        ("reuse_level", "text", "reuse level"),
        ("confidence_score", "number", "0..1; 1 for a link that a person accepted"),
        ("link_basis", "text", "accept_band, or decision where a person accepted it, here or in the same words"),
        ("decided_on", "text", "outcome_id the person decided on: this outcome, or one in the same words; else empty"),
        ("matched_label", "text", "label that met the text"),
        ("span_text", "text", "words of the outcome that met it"),
        ("esco_version", "text", "ESCO release"),
    ],
)

OUT_SKILL = _table(
    "out_skill",
    "One accepted ESCO concept, with where ESCO puts it.",
    "skill_uri",
    [
        ("skill_uri", "text", "ESCO URI"),
        ("skill_label_en", "text", "English preferred label"),
        ("skill_type", "text", "skill/competence or knowledge"),
        ("reuse_level", "text", "reuse level"),
        ("group_uris", "text_list", "the nearest groups of the skills pillar above it"),
        ("group_paths", "text_list", "for each of them the labels from the pillar down"),
        (
            "isced_f_codes",
            "text_list",
            "ISCED-F 2013 fields among those groups: of knowledge, and of the few skills below it",
        ),
        ("collections", "text_list", "digital, digcomp, green, transversal, language or research"),
        ("essential_occupation_count", "integer", "ESCO occupations it is essential for"),
        ("optional_occupation_count", "integer", "ESCO occupations it is optional for"),
        ("course_count", "integer", "current courses with an accepted link to it"),
    ],
)

OUT_SKILL_OCCUPATION = _table(
    "out_skill_occupation",
    "One of the few ESCO occupations shown for an accepted concept; core_occupation_skill has all.",
    "skill_uri occupation_uri",
    [
        ("skill_uri", "text", "ESCO URI of the concept"),
        ("occupation_rank", "integer", "from 1: essential before optional, then by shared_skill_count and label"),
        ("occupation_uri", "text", "ESCO URI of the occupation"),
        ("occupation_label", "text", "its English preferred label"),
        ("isco_code", "text", "ISCO-08 group"),
        ("relation", "text", "essential or optional"),
        ("shared_skill_count", "integer", "essential skills of the occupation accepted anywhere in this database"),
    ],
)

RUN_INFO = _table(
    "run_info",
    "One run: what went in, with which settings, and what came out.",
    "run_id",
    [
        ("run_id", "text", "identifier of the run"),
        ("started_at", "timestamp", "UTC"),
        ("finished_at", "timestamp?", "UTC, empty for a run that did not finish"),
        ("escomap_version", "text", "version of this software"),
        ("catalogue", "text", "name of the catalogue"),
        ("settings_json", "text", "effective settings"),
        ("settings_key", "text", "their hash"),
        ("versions_json", "text", "versions of the libraries that decide results"),
        ("report_json", "text", "the run report"),
    ],
)

RUN_STAGE = _table(
    "run_stage",
    "One stage of a run.",
    "run_id stage",
    [
        ("run_id", "text", "run"),
        ("stage", "text", "name of the stage"),
        ("seconds", "number", "wall-clock seconds"),
    ],
)

RUN_INPUT = _table(
    "run_input",
    "One file or model a run used, with its digest.",
    "run_id input_kind name",
    [
        ("run_id", "text", "run"),
        (
            "input_kind",
            "text",
            "catalogue, profile, vocabulary, mapping, decisions, consultation, model or calibration",
        ),
        ("name", "text", "file or model name"),
        ("sha256", "text", "digest"),
    ],
)

RUN_LEVEL_MODEL = _table(
    "run_level_model",
    "What a run learnt of levels inside one catalogue, with its figures on courses that were left out.",
    "run_id catalogue",
    [
        ("run_id", "text", "run"),
        ("catalogue", "text", "name of the catalogue"),
        ("is_used", "boolean", "whether it answered for courses that state no level"),
        ("reason", "text", "why it did not, empty where it did"),
        ("course_count", "integer", "courses with an explicit level that it learnt from"),
        ("answered_count", "integer", "courses it gave a level or a range"),
        ("eqf_levels", "text", "levels it learnt, joined by commas"),
        ("exact_score", "number?", "share of left-out courses whose level it found, 0..1"),
        ("majority_score", "number?", "share that has the commonest level, 0..1"),
        ("macro_f1_score", "number?", "F1 averaged over levels, 0..1"),
        ("qwk", "number?", "quadratic weighted kappa, 1 for full agreement, 0 for chance"),
        ("calibration_error", "number?", "expected calibration error of its confidence"),
        ("gain_low", "number?", "lower end of the 95 % interval of exact_score minus majority_score"),
        ("new_area_exact_score", "number?", "exact_score where the whole subject is left out, 0..1"),
        ("review_count", "integer", "courses in out_level_review"),
    ],
)

RUN_OUTCOME = _table(
    "run_outcome",
    "The run that first brought an outcome of this database.",
    "outcome_id",
    [
        ("outcome_id", "text", "outcome"),
        ("run_id", "text", "run"),
    ],
)

TABLES: dict[str, Table] = {table.name: table for table in list(globals().values()) if isinstance(table, Table)}


def create_statement(table: Table) -> str:
    """The ``create table if not exists`` statement of a table."""
    columns = [
        f"{column.name} {DUCKDB_TYPES[column.type]}{'' if column.nullable else ' not null'}" for column in table.columns
    ]
    # No primary key constraint: DuckDB's ART indexes make delete-and-insert in one transaction fail
    # ("over-eager constraint checking" in its documentation). check_frame holds the key instead.
    return f"create table if not exists {table.name} ({', '.join(columns)})"


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, for bulk loads and Parquet."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "timestamp": pa.timestamp("us"),
        "text_list": pa.list_(pa.string()),
    }
    return pa.schema([pa.field(c.name, types[c.type], nullable=c.nullable) for c in table.columns])


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """``frame`` as an Arrow table in the declared column order, after ``require_frame``."""
    import pyarrow as pa

    require_frame(frame, table)
    try:
        return pa.Table.from_pandas(frame[table.column_names], schema=arrow_schema(table), preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise EscomapError(
            "broken_contract", f"A column of {table.name} does not have its declared type: {error}."
        ) from error


def empty_frame(table: Table) -> pd.DataFrame:
    """A frame with the table's columns and types and no row."""
    frame: pd.DataFrame = arrow_schema(table).empty_table().to_pandas()
    return frame


def check_frame(frame: pd.DataFrame, table: Table) -> list[str]:
    """What is wrong with ``frame`` as rows of ``table``; an empty list when nothing is."""
    problems: list[str] = []
    missing = [name for name in table.column_names if name not in frame.columns]
    unknown = [str(name) for name in frame.columns if name not in table.column_names]
    if missing:
        problems.append(f"missing columns: {', '.join(missing)}")
    if unknown:
        problems.append(f"unknown columns: {', '.join(unknown)}")
    if missing:
        return problems
    for column in table.columns:
        values = frame[column.name]
        if not column.nullable and bool(values.isna().any()):
            problems.append(f"{column.name} has {int(values.isna().sum())} empty values")
        if column.name.endswith("_score") and len(values) and not bool(values.dropna().between(0, 1).all()):
            problems.append(f"{column.name} leaves 0..1")
    repeated = int(frame.duplicated(list(table.key)).sum())
    if repeated:
        problems.append(f"{repeated} rows repeat the key ({', '.join(table.key)})")
    return problems


def require_frame(frame: pd.DataFrame, table: Table) -> None:
    """Raises ``broken_contract`` where ``check_frame`` finds anything."""
    problems = check_frame(frame, table)
    if problems:
        raise EscomapError(
            "broken_contract",
            f"The rows for {table.name} break its contract: {'; '.join(problems)}.",
            hint="this is a defect of escomap: please report it with the command you ran",
        )
