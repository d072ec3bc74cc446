"""What users and exports see: accepted links, the concepts they lead to, and one descriptor row per course."""

from __future__ import annotations

import pandas as pd

from escomap import tables
from escomap.classification.fields import infer_fields
from escomap.classification.groups import SkillGroups
from escomap.classification.skills import describe_skills, top_occupations
from escomap.descriptor import DescriptorFrames, accepted_links, describe_courses
from escomap.store.db import Store


def describe(store: Store) -> None:
    """Writes out_outcome_skill, out_skill, out_skill_occupation, sug_field and out_descriptor."""
    concepts = store.read(tables.CORE_CONCEPT)
    courses = store.read(tables.CORE_COURSE)
    links = _links(store, concepts, courses)
    groups = SkillGroups(store.read(tables.CORE_CONCEPT_BROADER), concepts, store.rows("group_names"))
    occupation_skills = store.read(tables.CORE_OCCUPATION_SKILL)
    skills = describe_skills(links, groups, store.read(tables.CORE_CONCEPT_COLLECTION), occupation_skills)
    occupations = top_occupations(skills, occupation_skills, store.read(tables.CORE_OCCUPATION))
    with store.transaction():
        store.replace(links, tables.OUT_OUTCOME_SKILL)
        store.replace(skills, tables.OUT_SKILL)
        store.replace(occupations, tables.OUT_SKILL_OCCUPATION)
        store.replace(infer_fields(links, groups.isced_f_codes), tables.SUG_FIELD)
        store.replace(describe_courses(descriptor_frames(store, include_ended=True)), tables.OUT_DESCRIPTOR)


def _links(store: Store, concepts: pd.DataFrame, courses: pd.DataFrame) -> pd.DataFrame:
    """What matching accepted and nobody decided on, and what people accepted."""
    matched = accepted_links(store.rows("accepted_suggestions"), store.read(tables.CORE_OUTCOME), concepts, courses)
    decided = store.rows("decided_links")
    return pd.concat([matched, decided], ignore_index=True) if len(decided) else matched


def descriptor_frames(store: Store, *, include_ended: bool = False) -> DescriptorFrames:
    """The rows that descriptors are made of, of current courses only unless ended ones are asked for."""
    vocabulary = store.read(tables.CORE_VOCABULARY)
    courses = store.read(tables.CORE_COURSE)
    return DescriptorFrames(
        courses=courses if include_ended else courses[courses["ended_at"].isna()],
        texts=store.read(tables.CORE_COURSE_TEXT),
        outcomes=store.read(tables.CORE_OUTCOME),
        levels=store.read(tables.SUG_LEVEL),
        links=store.read(tables.OUT_OUTCOME_SKILL),
        skills=store.read(tables.OUT_SKILL),
        fields=store.read(tables.SUG_FIELD),
        concept_labels=store.rows("linked_labels"),
        esco_version=str(vocabulary.at[0, "esco_version"]) if len(vocabulary) else "",
        national_levels=store.rows("national_levels"),
    )
