"""The accepted concepts of a database, each once, with what ESCO says of it."""

from __future__ import annotations

import pandas as pd

from escomap.classification.groups import SkillGroups
from escomap.model import CourseStatus
from escomap.tables import OUT_SKILL, OUT_SKILL_OCCUPATION

SHOWN_OCCUPATIONS = 5
# A concept is named by its URI here; in ESCO's relation to occupations and in ours.
_RELATIONS = ("essential", "optional")


def describe_skills(
    links: pd.DataFrame, groups: SkillGroups, collections: pd.DataFrame, occupation_skills: pd.DataFrame
) -> pd.DataFrame:
    """The rows of OUT_SKILL: one per concept of ``links`` (OUT_OUTCOME_SKILL), sorted by its URI.

    ``collections`` are rows of CORE_CONCEPT_COLLECTION, ``occupation_skills`` of CORE_OCCUPATION_SKILL.
    """
    skills = links.sort_values(["skill_uri", "skill_label_en"]).drop_duplicates("skill_uri", ignore_index=True)
    uris = skills["skill_uri"].tolist()
    above = [groups.groups_of(uri) for uri in uris]
    member = collections.sort_values("collection").groupby("concept_uri")["collection"].agg(list).to_dict()
    columns: dict[str, list[list[str]]] = {
        "group_uris": [list(found) for found in above],
        "group_paths": [[groups.path(group) for group in found] for found in above],
        "isced_f_codes": [list(groups.isced_f_codes(uri)) for uri in uris],
        "collections": [member.get(uri, []) for uri in uris],
    }
    # The type is named because an empty column of lists would otherwise become one of numbers.
    described = skills.assign(**{name: pd.Series(values, dtype="object") for name, values in columns.items()})
    counts = occupation_skills.groupby(["relation", "concept_uri"])["occupation_uri"].nunique().to_dict()
    for relation in _RELATIONS:
        described[f"{relation}_occupation_count"] = pd.Series(
            [counts.get((relation, uri), 0) for uri in uris], dtype="int64"
        )
    current = links[links["course_status"] != CourseStatus.ENDED.value]
    courses = current.groupby("skill_uri")["course_id"].nunique()
    described["course_count"] = described["skill_uri"].map(courses).fillna(0).astype("int64")
    return described[OUT_SKILL.column_names]


def top_occupations(skills: pd.DataFrame, occupation_skills: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """The rows of OUT_SKILL_OCCUPATION: at most ``SHOWN_OCCUPATIONS`` for each concept of ``skills`` (OUT_SKILL).

    ESCO does not rank the occupations of a skill. Those that need it as essential come first, then those that share
    most essential skills with the courses at hand, then the label decides.
    """
    needed = occupation_skills[occupation_skills["concept_uri"].isin(skills["skill_uri"])]
    shared = needed[needed["relation"] == "essential"].groupby("occupation_uri")["concept_uri"].nunique()
    rows = needed.merge(occupations, on="occupation_uri").rename(
        columns={"concept_uri": "skill_uri", "label": "occupation_label"}
    )
    rows["shared_skill_count"] = rows["occupation_uri"].map(shared).fillna(0).astype("int64")
    rows["order"] = (rows["relation"] != "essential").astype("int64")
    rows = rows.sort_values(
        ["skill_uri", "order", "shared_skill_count", "occupation_label", "occupation_uri"],
        ascending=[True, True, False, True, True],
    ).drop_duplicates(["skill_uri", "occupation_uri"])
    rows["occupation_rank"] = rows.groupby("skill_uri").cumcount() + 1
    chosen = rows[rows["occupation_rank"] <= SHOWN_OCCUPATIONS]
    return chosen[OUT_SKILL_OCCUPATION.column_names].reset_index(drop=True)
