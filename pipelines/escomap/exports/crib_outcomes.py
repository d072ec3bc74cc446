"""The learning outcomes of a course as the Europass form asks for them, one form each."""

from __future__ import annotations

from escomap.exports import concepts
from escomap.exports.crib_fields import Node, english
from escomap.model import DescribedOutcome, Descriptor


def form_outcomes(descriptor: Descriptor) -> list[Node]:
    """Each outcome with its text, type, reusability level, ESCO skills with labels and URIs.

    Labels are those of the languages the course is described in, English first.
    """
    langs = dict.fromkeys(["en", *descriptor.titles, *(outcome.lang for outcome in descriptor.outcomes)])
    return [_outcome(outcome, list(langs)) for outcome in descriptor.outcomes]


def _outcome(outcome: DescribedOutcome, langs: list[str]) -> Node:
    # A type or reusability level is entered only where all skills of the outcome share it, as in the EDC export.
    types = {link.skill_type for link in outcome.skills}
    reuse_levels = {link.reuse_level for link in outcome.skills}
    return {
        "text": outcome.text,
        "lang": outcome.lang,
        "type": english(concepts.skill_type(types.pop())) if len(types) == 1 else "",
        "reuse_level": english(concepts.reuse_level(reuse_levels.pop())) if len(reuse_levels) == 1 else "",
        "skills": [
            {"uri": link.uri, "labels": [(lang, link.labels[lang]) for lang in langs if lang in link.labels]}
            for link in outcome.skills
        ],
    }
