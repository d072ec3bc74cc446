"""Courses, outcomes, levels and accepted skills brought together: one descriptor per course."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from escomap.classification.groups import ISCED_F_PREFIX
from escomap.model import (
    Band,
    CourseStatus,
    DescribedOutcome,
    Descriptor,
    FieldBasis,
    LevelBasis,
    NationalLevel,
    SkillLink,
)
from escomap.tables import OUT_DESCRIPTOR, OUT_OUTCOME_SKILL

COURSE_ORDER = ["provider", "course_code", "title", "course_id"]

_NO_LEVEL: Mapping[str, Any] = {
    "eqf_level": None,
    "basis": LevelBasis.NONE.value,
    "confidence_score": 0.0,
    "evidence": "",
    "evidence_class": "",
    "has_conflict": False,
    "hints": "",
}

# Columns of sug_level and their names in out_descriptor.
_LEVEL_COLUMNS = {
    "basis": "eqf_basis",
    "confidence_score": "eqf_confidence_score",
    "evidence": "eqf_evidence",
    "evidence_class": "eqf_evidence_class",
    "hints": "eqf_hints",
    "level_policy": "level_policy",
}
_LEVEL_TEXTS = ("eqf_evidence", "eqf_evidence_class", "eqf_hints", "level_policy")

_NO_PLACE: Mapping[str, Any] = {
    "group_paths": (),
    "isced_f_codes": (),
    "collections": (),
    "essential_occupation_count": 0,
    "optional_occupation_count": 0,
}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DescriptorFrames:
    """The rows descriptors are made of, each shaped as the table named beside it.

    ``concept_labels`` need hold only preferred labels of linked skills, and may add those of ISCED-F fields under
    ``ISCED_F_PREFIX`` + code. ``esco_version`` is the release the links belong to.
    """

    courses: pd.DataFrame  # CORE_COURSE
    texts: pd.DataFrame  # CORE_COURSE_TEXT
    outcomes: pd.DataFrame  # CORE_OUTCOME
    levels: pd.DataFrame  # SUG_LEVEL; a course without a row has no level
    links: pd.DataFrame  # OUT_OUTCOME_SKILL
    skills: pd.DataFrame  # OUT_SKILL; a linked concept without a row has no groups
    fields: pd.DataFrame  # SUG_FIELD; a course without a row has no inferred field
    concept_labels: pd.DataFrame  # CORE_CONCEPT_LABEL
    esco_version: str
    national_levels: pd.DataFrame | None = None  # course_id, fact_keys: of the signals that read a national level


def build_descriptors(frames: DescriptorFrames) -> Iterator[Descriptor]:
    """One descriptor per course, ordered by provider, code, title and id; outcomes by position in the course."""
    texts = _grouped(frames.texts.sort_values(["course_id", "field", "lang"]), "course_id")
    labels = _labels_by_concept(frames.concept_labels, frames.links)
    outcomes = _outcomes_by_course(frames, labels)
    levels = {row["course_id"]: row for row in _rows(frames.levels)}
    national = _national_levels(frames.national_levels)
    for course in _rows(with_fields(frames.courses, frames.fields).sort_values(COURSE_ORDER, ignore_index=True)):
        course_id = course["course_id"]
        yield _descriptor(
            course,
            texts.get(course_id, []),
            levels.get(course_id, _NO_LEVEL),
            tuple(outcomes.get(course_id, [])),
            labels,
            frames.esco_version,
            national.get(course_id),
        )


def describe_courses(frames: DescriptorFrames) -> pd.DataFrame:
    """The rows of ``out_descriptor``, in the order of ``build_descriptors``."""
    levels = frames.levels[["course_id", "eqf_level", *_LEVEL_COLUMNS]].rename(columns=_LEVEL_COLUMNS)
    skills = frames.links[["course_id", "skill_uri"]].drop_duplicates().sort_values(["course_id", "skill_uri"])
    uris = skills.groupby("course_id")["skill_uri"].agg(list)
    courses = with_fields(frames.courses, frames.fields).sort_values(COURSE_ORDER, ignore_index=True)
    described = courses.merge(levels, on="course_id", how="left")
    described["eqf_level"] = described["eqf_level"].astype("Int64")
    described = described.fillna(
        {"eqf_basis": LevelBasis.NONE.value, "eqf_confidence_score": 0.0, **dict.fromkeys(_LEVEL_TEXTS, "")}
    )
    counts = frames.outcomes.groupby("course_id").size()
    described["outcome_count"] = described["course_id"].map(counts).fillna(0).astype("int64")
    # The type is named because an empty column of lists would otherwise become one of numbers.
    described["skill_uris"] = pd.Series([uris.get(course, []) for course in described["course_id"]], dtype="object")
    described["skill_count"] = described["skill_uris"].map(len).astype("int64")
    described["course_status"] = described["ended_at"].map(_status).astype("str")
    described["esco_version"] = frames.esco_version
    return described[OUT_DESCRIPTOR.column_names]


def with_fields(courses: pd.DataFrame, fields: pd.DataFrame) -> pd.DataFrame:
    """``courses`` with ``isced_f_basis`` and ``isced_f_evidence``: a declared field stays, else the inferred one."""
    inferred = {row["course_id"]: row for row in _rows(fields) if row["isced_f_code"]}
    placed = [
        _field(declared, inferred.get(course))
        for course, declared in zip(courses["course_id"], courses["isced_f_code"], strict=True)
    ]
    columns = ["isced_f_code", "isced_f_basis", "isced_f_evidence"]
    return courses.drop(columns=columns[0]).join(pd.DataFrame(placed, columns=columns, index=courses.index))


def _field(declared: str, inferred: Row | None) -> tuple[str, str, str]:
    if declared:
        return declared, FieldBasis.DECLARED.value, ""
    if inferred:
        return inferred["isced_f_code"], FieldBasis.INFERRED.value, inferred["evidence"]
    return "", FieldBasis.NONE.value, ""


def accepted_links(
    suggestions: pd.DataFrame, outcomes: pd.DataFrame, concepts: pd.DataFrame, courses: pd.DataFrame
) -> pd.DataFrame:
    """The rows of ``out_outcome_skill`` that suggestions in the accept band make, one per outcome and concept.

    Rows are ordered by course, position of the outcome and rank of the suggestion.
    """
    accepted = suggestions[suggestions["band"] == Band.ACCEPT.value]
    texts = outcomes[["outcome_id", "course_id", "position", "text", "lang"]]
    kinds = concepts[["concept_uri", "skill_type", "reuse_level"]]
    links = accepted.merge(texts, on="outcome_id", how="inner").merge(
        kinds, left_on="skill_uri", right_on="concept_uri", how="left"
    )
    links = links.sort_values(["course_id", "position", "outcome_id", "suggestion_rank"], ignore_index=True)
    links = links.drop_duplicates(["outcome_id", "skill_uri"], ignore_index=True)
    links = links.fillna({"skill_type": "", "reuse_level": ""})
    links = links.rename(columns={"text": "outcome_text", "lang": "outcome_lang"})
    ends = links["course_id"].map(courses.set_index("course_id")["ended_at"])
    links["course_status"] = ends.map(_status).astype("str")
    links["link_basis"], links["decided_on"] = "accept_band", ""
    return links[OUT_OUTCOME_SKILL.column_names]


def _descriptor(
    course: Row,
    texts: list[dict[str, Any]],
    level: Row,
    outcomes: tuple[DescribedOutcome, ...],
    labels: Mapping[str, Mapping[str, str]],
    esco_version: str,
    national_level: NationalLevel | None,
) -> Descriptor:
    main = course["title_lang"]
    eqf_level = _number(level["eqf_level"])
    return Descriptor(
        course_id=course["course_id"],
        provider=course["provider"],
        country_code=course["country_code"],
        course_code=course["course_code"],
        titles={main: course["title"]} | {k: v for k, v in _texts(texts, "title", main).items() if k != main},
        descriptions=_texts(texts, "description", main),
        course_type=course["course_type"],
        ects=_number(course["ects"]),
        workload_hours=_number(course["workload_hours"]),
        eqf_level=None if eqf_level is None else int(eqf_level),
        eqf_basis=LevelBasis(level["basis"]),
        eqf_confidence=float(level["confidence_score"]),
        eqf_evidence=level["evidence"],
        eqf_evidence_class=level["evidence_class"],
        framework=course["framework"],
        level_text=course["level_text"],
        award=course["award"],
        isced_f_code=course["isced_f_code"],
        isced_f_basis=FieldBasis(course["isced_f_basis"]),
        isced_f_evidence=course["isced_f_evidence"],
        mode=course["mode"],
        teaching_langs=tuple(course["teaching_langs"]),
        assessment=_texts(texts, "assessment", main),
        prerequisites=_texts(texts, "prerequisites", main),
        url=course["url"],
        outcomes=outcomes,
        esco_version=esco_version,
        notes=_ended_notes(course["ended_at"]) + _level_notes(level),
        isced_f_labels=labels.get(ISCED_F_PREFIX + course["isced_f_code"], {}),
        other_credits=_number(course["credits"]),
        credit_scheme=course["credit_scheme"],
        faculty=course["faculty"],
        programme=course["programme"],
        national_level=national_level,
        starts_on=course["starts_on"],
        grading_scheme=_texts(texts, "grading_scheme", main),
        identity_verification=_texts(texts, "identity_verification", main),
        quality_assurance=_texts(texts, "quality_assurance", main),
        recognition=_texts(texts, "recognition", main),
    )


def _national_levels(signals: pd.DataFrame | None) -> dict[Hashable, NationalLevel]:
    """Per course the one national level its strongest such signal rests on; a range of levels is none."""
    found: dict[Hashable, NationalLevel] = {}
    for row in _rows(signals) if signals is not None else ():
        # A key such as nqf_eqf.csv|IE|NFQ|8: file, country, framework, level, and a first year where there is one.
        keys = [str(key).split("|") for key in row["fact_keys"]]
        if len(keys) == 1 and len(keys[0]) >= 4 and all(keys[0][1:4]):
            found.setdefault(row["course_id"], NationalLevel(*keys[0][1:4]))
    return found


def _outcomes_by_course(
    frames: DescriptorFrames, labels: Mapping[str, Mapping[str, str]]
) -> dict[Hashable, list[DescribedOutcome]]:
    ordered = frames.links.sort_values(["outcome_id", "confidence_score", "skill_uri"], ascending=[True, False, True])
    links: dict[str, list[SkillLink]] = defaultdict(list)
    skills = {row["skill_uri"]: row for row in _rows(frames.skills)}
    for row in _rows(ordered):
        uri = row["skill_uri"]
        links[row["outcome_id"]].append(_link(row, labels.get(uri, {}), skills.get(uri, _NO_PLACE)))
    by_course: dict[Hashable, list[DescribedOutcome]] = defaultdict(list)
    for row in _rows(frames.outcomes.sort_values(["course_id", "position", "outcome_id"])):
        by_course[row["course_id"]].append(
            DescribedOutcome(row["outcome_id"], row["text"], row["lang"], tuple(links.get(row["outcome_id"], ())))
        )
    return by_course


def _link(row: Row, labels: Mapping[str, str], skill: Row) -> SkillLink:
    return SkillLink(
        uri=row["skill_uri"],
        labels=labels,
        skill_type=row["skill_type"],
        reuse_level=row["reuse_level"],
        confidence=row["confidence_score"],
        basis=row["link_basis"],
        group_paths=tuple(skill["group_paths"]),
        isced_f_codes=tuple(skill["isced_f_codes"]),
        collections=tuple(skill["collections"]),
        essential_occupations=skill["essential_occupation_count"],
        optional_occupations=skill["optional_occupation_count"],
    )


def _labels_by_concept(labels: pd.DataFrame, links: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Per concept its preferred label by language; a link lends its own where none is loaded for that language.

    A concept has the same labels wherever it stands: in RDF its nodes are one.
    """
    preferred = labels.loc[labels["label_kind"] == "preferred", ["concept_uri", "lang", "label"]]
    order = ["concept_uri", "lang", "label"]
    lent = [
        links[["skill_uri", "skill_label_lang", "skill_label"]],
        links.assign(lang="en")[["skill_uri", "lang", "skill_label_en"]],
    ]
    ranked = [part.set_axis(order, axis=1).sort_values(order) for part in (preferred, *lent)]
    known = pd.concat(ranked).drop_duplicates(order[:2])
    by_concept: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(known[(known["lang"] != "") & (known["label"] != "")].sort_values(order)):
        by_concept[row["concept_uri"]][row["lang"]] = row["label"]
    return by_concept


def _status(ended_at: Any) -> str:
    return str(CourseStatus.CURRENT if pd.isna(ended_at) else CourseStatus.ENDED)


def _ended_notes(ended_at: Any) -> tuple[str, ...]:
    if pd.isna(ended_at):
        return ()
    return (f"the course has ended: its catalogue has not had it since {ended_at:%Y-%m-%d}",)


def _level_notes(level: Row) -> tuple[str, ...]:
    conflict = ("another explicit signal names a different EQF level",) if level["has_conflict"] else ()
    is_unverified = level["evidence_class"] == "C"
    unverified = ("the EQF level rests on a fact that nobody has verified (class C)",) if is_unverified else ()
    return conflict + unverified + tuple(hint.strip() for hint in level["hints"].splitlines() if hint.strip())


def _texts(rows: list[dict[str, Any]], field: str, main: str) -> dict[str, str]:
    found = {row["lang"]: row["text"] for row in rows if row["field"] == field and row["text"].strip()}
    return {lang: found[lang] for lang in sorted(found, key=lambda lang: (lang != main, lang))}


def _number(value: Any) -> float | None:
    return None if value is None or value is pd.NA or math.isnan(value) else float(value)


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    for values in zip(*(frame[name].tolist() for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _grouped(frame: pd.DataFrame, key: str) -> dict[Hashable, list[dict[str, Any]]]:
    groups: dict[Hashable, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(frame):
        groups[row[key]].append(row)
    return groups
