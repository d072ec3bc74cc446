"""The larger parts of a descriptor: outcomes with their skills, assessment, awarding body, home page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from escomap.exports import concepts, facts
from escomap.exports.draft import Draft, language_map, stable_id
from escomap.exports.words import concepts_named
from escomap.model import DescribedOutcome

Node = dict[str, Any]

# What the assessment is called when its description is too long to be a title.
_ASSESSMENT_TITLES = {
    "de": "Prüfung",
    "en": "Assessment",
    "es": "Evaluación",
    "fi": "Arviointi",
    "fr": "Évaluation",
    "it": "Verifica",
    "nl": "Toetsing",
    "pt": "Avaliação",
    "sv": "Examination",
}


def learning_outcomes(draft: Draft) -> list[Node]:
    """Each outcome with its full statement as title, for the model has no description there."""
    return [_outcome(draft, outcome) for outcome in draft.descriptor.outcomes if outcome.text.strip()]


def _outcome(draft: Draft, outcome: DescribedOutcome) -> Node:
    skills = {link.uri: link for link in outcome.skills}.values()
    # A type or reuse level is stated only where all linked skills share it: a majority would say of the whole
    # statement what is known of a part of it.
    type_ = _shared(link.skill_type for link in skills)
    reuse = _shared(link.reuse_level for link in skills)
    return draft.node(
        f"outcome/{outcome.outcome_id}",
        "LearningOutcome",
        title=language_map({outcome.lang: outcome.text}),
        dcType=concepts.skill_type(type_),
        reusabilityLevel=concepts.reuse_level(reuse),
        relatedESCOSkill=[concepts.esco_skill(link) for link in skills],
    )


def _shared(values: Iterable[str]) -> str:
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def assessment(draft: Draft) -> Node | None:
    """How the outcomes are proven; the type only where the whole text names exactly one."""
    texts, grading = language_map(draft.descriptor.assessment), language_map(draft.descriptor.grading_scheme)
    if not texts and not grading:
        return None
    readings = [concepts_named(text, draft.words.assessment_types) for text in texts.values()]
    named = {concept for reading in readings for concept in reading.concepts}
    is_settled = len(named) == 1 and not any(reading.concepts and reading.unknown for reading in readings)
    code, label = named.pop() if is_settled else ("", "")
    return draft.node(
        "assessment",
        "LearningAssessmentSpecification",
        title=assessment_titles(draft),
        description=texts,
        dcType=concepts.listed("assessment", code, {"en": label}) if code else None,
        gradingScheme=draft.node("grading scheme", "GradingScheme", title=grading) if grading else None,
    )


def assessment_titles(draft: Draft) -> dict[str, str]:
    """What an assessment is called, in the languages it is described in; English where none of them has a word here."""
    titles = {lang: _ASSESSMENT_TITLES[lang] for lang in draft.descriptor.assessment if lang in _ASSESSMENT_TITLES}
    return titles or {"en": _ASSESSMENT_TITLES["en"]}


def awarding_opportunity(draft: Draft) -> Node | None:
    """Who awards it, where that can be said."""
    body = organisation(draft)
    return draft.node("awarding opportunity", "AwardingOpportunity", awardingBody=body) if body else None


def organisation(draft: Draft) -> Node | None:
    """The provider; only with name and country, for the model asks for both."""
    provider, code = draft.descriptor.provider.strip(), draft.descriptor.country_code.strip()
    country = concepts.country(code) if code else None
    if not provider and not code:
        return None
    if not provider or country is None:
        reason = f"of the country {code!r} and the provider {provider!r}, one is missing or unknown"
        draft.leave_out("no_awarding_body", "awardingOpportunity", reason)
        return None
    key = (provider, country["id"])
    address = {"id": stable_id(*key, "address"), "type": "Address", "countryCode": country}
    location = {"id": stable_id(*key, "location"), "type": "Location", "address": address}
    return {
        "id": organisation_id(provider, code),
        "type": "Organisation",
        # A proper name has no language, but the model wants one: that of the course's title.
        "legalName": {draft.main_lang: provider},
        "location": location,
    }


def organisation_id(provider: str, country_code: str) -> str:
    """The identifier of a provider: the same in all its courses and in every format."""
    country = concepts.country(country_code) if country_code else None
    return stable_id(provider, country["id"] if country else "", "organisation")


def homepage(draft: Draft) -> Node | None:
    """The page of the course, where its address is one."""
    url = facts.web_address(draft, "homepage")
    return draft.node("homepage", "WebResource", contentURL=url) if url else None
