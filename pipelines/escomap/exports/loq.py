"""A course as a learning opportunity for course search (LOQ application profile), as JSON-LD."""

from __future__ import annotations

from datetime import date
from typing import Any

from escomap.exports import concepts
from escomap.exports.application_profiles import COURSE_SEARCH
from escomap.exports.draft import Draft, language_map
from escomap.exports.edc import course_types, specification, study_modes
from escomap.exports.edc_parts import homepage, organisation
from escomap.exports.formats import Build
from escomap.exports.inferences import stated_level
from escomap.exports.national_levels import national_level

Node = dict[str, Any]

# The lists have a concept for what is not known, which is better than a guess where the profile wants a value.
UNKNOWN_FIELD = ("9999", {"en": "Field unknown"})
UNDETERMINED_LANGUAGE = "und"


def draft_opportunity(draft: Draft) -> Build:
    """The learning opportunity with the achievement specification it leads to.

    A ``Qualification`` needs an EQF level and a national one here; where either cannot be stated it is a
    ``LearningAchievementSpecification``, and the notes tell the level. A course without page, provider or outcomes
    makes an opportunity without them, which the checks refuse.
    """
    descriptor = draft.descriptor
    page = homepage(draft)
    if page is None:
        draft.leave_out("no_page", "homepage", "the course has no page; --homepage says where pages of courses are")
    if len(language_map(descriptor.prerequisites)) > 1:
        draft.leave_out("one_language", "entryRequirement", "the XML form has it in the main language only")
    opportunity = draft.node(
        "opportunity",
        "LearningOpportunity",
        title=language_map(descriptor.titles),
        description=language_map(descriptor.descriptions),
        dcType=course_types(draft),
        homepage=page,
        temporal=_period(draft),
        mode=study_modes(draft),
        scheduleInformation=_start_as_given(draft),
        providedBy=organisation(draft),
        learningAchievementSpecification=_achievement(draft),
        defaultLanguage=concepts.language(draft.main_lang),
    )
    return Build({"@context": list(COURSE_SEARCH.context)} | opportunity, draft.told())


def _achievement(draft: Draft) -> Node:
    level = stated_level(draft, "eqfLevel")
    if level is not None and national_level(draft) is None:
        message = f"EQF level {level} is told in a note: course search takes one only beside a national level"
        draft.leave_out("no_national_level", "learningAchievementSpecification.eqfLevel", message)
        level = None
    made = specification(draft, level)
    if "thematicArea" not in made:
        draft.leave_out("unknown_field", "thematicArea", "no field of education: stated as unknown (9999)")
        made["thematicArea"] = [concepts.isced_field(*UNKNOWN_FIELD)]
    if "language" not in made:
        draft.leave_out("unknown_language", "language", "no language of instruction: stated as undetermined")
        made["language"] = [concepts.language(UNDETERMINED_LANGUAGE)]
    if "awardingOpportunity" in made:
        made["awardingOpportunity"]["learningAchievementSpecification"] = {"id": made["id"], "type": made["type"]}
    for outcome in made.get("learningOutcome", ()):
        for skill in outcome.get("relatedESCOSkill", ()):
            # The shapes of this profile ask for a scheme of ESCO that does not exist; without one they are content.
            del skill["inScheme"]
    return made


def _starting_day(draft: Draft) -> date | None:
    try:
        return date.fromisoformat(draft.descriptor.starts_on.strip())
    except ValueError:
        return None


def _period(draft: Draft) -> Node | None:
    day = _starting_day(draft)
    return draft.node("period", "PeriodOfTime", startDate=f"{day.isoformat()}T00:00:00Z") if day else None


def _start_as_given(draft: Draft) -> Node | None:
    given = draft.descriptor.starts_on.strip()
    return draft.note("start", {draft.main_lang: given}) if given and _starting_day(draft) is None else None
