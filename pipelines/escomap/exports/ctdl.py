"""A course in the Credential Transparency Description Language, with its outcomes as competencies aligned to ESCO."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from escomap.exports import concept_lists, concepts, facts
from escomap.exports.ctdl_keys import CONTEXT_FILES, CONTEXTS, TABLE
from escomap.exports.draft import Draft, language_map, stable_id
from escomap.exports.edc_parts import organisation_id
from escomap.exports.formats import Build, DocumentFormat, ExportOptions
from escomap.exports.inferences import field_note, level_note, stated_field, stated_level
from escomap.exports.jsonld_validation import ContextValidator, load_context_validator
from escomap.exports.node_table import LANGUAGE, check_nodes
from escomap.model import DescribedOutcome, Descriptor

Node = dict[str, Any]

# By the codes of mappings/study_modes.csv: concepts of https://credreg.net/ctdl/terms/Delivery with their labels.
_DELIVERY = "https://credreg.net/ctdl/terms/Delivery"
_DELIVERIES = {
    "920fbb3cbe": ("deliveryType:OnlineOnly", "Online Only"),
    "9191af2ed9": ("deliveryType:InPerson", "In-Person Only"),
    "e92d221e4d": ("deliveryType:BlendedDelivery", "Blended Delivery"),
}


def build_course(descriptor: Descriptor, options: ExportOptions) -> Build:
    """A graph of the course, its provider, and a competency per outcome.

    An outcome is aligned to its ESCO skills by ``alignTo``, which claims nothing about how close they are: a link is
    accepted by its confidence, which is not an exact match.
    """
    draft = options.draft(descriptor)
    outcomes = [outcome for outcome in descriptor.outcomes if outcome.text.strip()]
    provider = _provider(draft)
    course = {
        "@id": stable_id(descriptor.provider, descriptor.course_id, "course"),
        "@type": "ceterms:Course",
        "ceterms:name": _texts(descriptor.titles),
        "ceterms:description": _texts(descriptor.descriptions),
        "ceterms:codedNotation": descriptor.course_code.strip(),
        "ceterms:subjectWebpage": facts.web_address(draft, "ceterms:subjectWebpage"),
        "ceterms:inLanguage": facts.teaching_languages(draft, "ceterms:inLanguage"),
        "ceterms:offeredBy": [provider["@id"]] if provider else [],
        "ceterms:audienceLevelType": _level(draft),
        "ceterms:instructionalProgramType": _field(draft),
        **_delivery(draft),
        "ceterms:creditValue": _credits(draft),
        "ceterms:estimatedDuration": _workload(draft),
        "ceterms:entryCondition": _condition(draft),
        "ceterms:assessmentMethodDescription": _texts(descriptor.assessment),
        "ceterms:teaches": [*(_taught_outcome(draft, outcome) for outcome in outcomes), *_taught_skills(descriptor)],
    }
    nodes = [_given(course), *([provider] if provider else []), *(_competency(draft, one) for one in outcomes)]
    return Build({"@context": list(CONTEXTS), "@graph": nodes}, tuple(draft.left_out))


def _given(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    """A language map; a text in a language that has no tag stands under ``und``, for undetermined."""
    return {lang if LANGUAGE.fullmatch(lang) else "und": text for lang, text in language_map(texts).items()}


def _provider(draft: Draft) -> Node | None:
    name, code = draft.descriptor.provider.strip(), draft.descriptor.country_code
    if not name:
        return None
    country = concepts.country(code)
    address = {"@type": "ceterms:Place", "ceterms:addressCountry": country["prefLabel"]} if country else None
    node = {
        "@id": organisation_id(name, code),
        "@type": "ceterms:Organization",
        "ceterms:name": _texts({draft.main_lang: name}),
        "ceterms:address": [address] if address else [],
    }
    return _given(node)


def _level(draft: Draft) -> list[Node]:
    level = stated_level(draft, "ceterms:audienceLevelType")
    if level is None:
        return []
    note = level_note(draft.descriptor, is_level_stated=True)
    labels = {"en": f"EQF level {level}"}
    return [
        _target(
            f"{concept_lists.SNB}/eqf/{level}",
            labels,
            f"{concept_lists.SNB}/eqf/25831c2",
            "European Qualifications Framework",
            note,
        )
    ]


def _field(draft: Draft) -> list[Node]:
    code = stated_field(draft, "ceterms:instructionalProgramType")
    if not code:
        return []
    labels = draft.descriptor.isced_f_labels or {"en": f"ISCED-F {code}"}
    note = field_note(draft.descriptor, is_field_stated=True)
    scheme = f"{concept_lists.SNB}/isced-f/25831c2"
    return [_target(f"{concept_lists.SNB}/isced-f/{code}", labels, scheme, "ISCED-F 2013", note)]


def _delivery(draft: Draft) -> Node:
    modes = facts.study_modes(draft, "ceterms:deliveryType")
    known = [_DELIVERIES[code] for code, _ in modes if code in _DELIVERIES]
    others = [label for code, label in modes if code not in _DELIVERIES]
    return {
        "ceterms:deliveryType": [_concept(node, label) for node, label in known],
        "ceterms:deliveryTypeDescription": {"en": ", ".join(others)} if others else {},
    }


def _concept(node: str, label: str) -> Node:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": _DELIVERY,
        "ceterms:targetNode": node,
        "ceterms:frameworkName": {"en": "Delivery Type"},
        "ceterms:targetNodeName": {"en": label},
    }


def _credits(draft: Draft) -> list[Node]:
    points = facts.ects_points(draft, "ceterms:creditValue")
    other = facts.other_credits(draft, "ceterms:creditValue")
    given = [(points, "ECTS")] if points is not None else []
    given += [other] if other else []
    return [
        {
            "@type": "ceterms:ValueProfile",
            "schema:value": value,
            "schema:description": {"en": f"{scheme} credit points"},
        }
        for value, scheme in given
    ]


def _workload(draft: Draft) -> list[Node]:
    hours = facts.workload_hours(draft, "ceterms:estimatedDuration")
    # exactDuration is how long a course runs, which a catalogue's hours of effort do not tell.
    told = {"en": f"{facts.decimal(hours)} hours of learner effort"} if hours else {}
    return [{"@type": "ceterms:DurationProfile", "ceterms:description": told}] if told else []


def _condition(draft: Draft) -> list[Node]:
    texts = _texts(draft.descriptor.prerequisites)
    return [{"@type": "ceterms:ConditionProfile", "ceterms:description": texts}] if texts else []


def _competency_id(draft: Draft, outcome: DescribedOutcome) -> str:
    return stable_id(draft.descriptor.provider, draft.descriptor.course_id, f"outcome/{outcome.outcome_id}")


def _competency(draft: Draft, outcome: DescribedOutcome) -> Node:
    text = _texts({outcome.lang: outcome.text})
    node = {
        "@id": _competency_id(draft, outcome),
        "@type": "ceasn:Competency",
        "ceasn:competencyText": text,
        "ceasn:inLanguage": list(text),
        "ceasn:alignTo": list(dict.fromkeys(link.uri for link in outcome.skills)),
    }
    return _given(node)


def _taught_outcome(draft: Draft, outcome: DescribedOutcome) -> Node:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": _competency_id(draft, outcome),
        "ceterms:targetNodeName": _texts({outcome.lang: outcome.text}),
    }


def _taught_skills(descriptor: Descriptor) -> list[Node]:
    links = {link.uri: link for outcome in descriptor.outcomes for link in outcome.skills}
    name = f"ESCO {descriptor.esco_version}".strip()
    return [
        _target(link.uri, link.labels or {"und": link.uri}, concept_lists.ESCO_SCHEME, name) for link in links.values()
    ]


def _target(uri: str, labels: Mapping[str, str], framework: str, name: str, description: str = "") -> Node:
    node = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": framework,
        "ceterms:frameworkName": {"en": name},
        "ceterms:targetNode": uri,
        "ceterms:targetNodeName": dict(labels),
        "ceterms:targetNodeDescription": {"en": description} if description else {},
        "ceterms:codedNotation": uri.rpartition("/")[2],
    }
    return _given(node)


def _load_validator(standards: Path) -> ContextValidator | None:
    return load_context_validator(standards / "ctdl", CONTEXT_FILES)


CTDL = DocumentFormat(
    name="ctdl",
    build=build_course,
    check=lambda document, known: check_nodes(document, TABLE, known),
    load_validator=_load_validator,
    limits=(
        "Without the contexts of Credential Engine (ctdl/ in a standards folder) keys and classes are checked against "
        "our own table of those used here, and nothing else; the Registry was never asked.",
        "No CTID is given: the Registry knows resources by CTIDs, which their owner makes and keeps.",
        "The Registry also asks for ownedBy, a life cycle status and, for competencies, a framework they are part of, "
        "which a catalogue does not state.",
        "EQF levels stand in audienceLevelType and ISCED-F fields in instructionalProgramType with their own "
        "frameworks; whether the Registry takes other schemes than its own there is not known.",
        "No concept for ECTS was found in the list of credit units: the scheme stands in the description of the value.",
    ),
)
