"""A course as schema.org JSON-LD, alone and as a script to paste into its page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from escomap.exports import concept_lists, concepts, facts
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.draft import Draft, language_map, stable_id
from escomap.exports.edc_parts import organisation_id
from escomap.exports.formats import Build, Document, DocumentFormat, ExportOptions, document_bytes
from escomap.exports.inferences import field_note, level_note, stated_field, stated_level
from escomap.exports.jsonld_validation import ContextValidator, load_context_validator
from escomap.exports.node_table import LANGUAGE, check_nodes
from escomap.exports.schemaorg_keys import CONTEXT, CONTEXT_FILE, TABLE
from escomap.model import Descriptor, SkillLink

Node = dict[str, Any]

# By the codes of mappings/study_modes.csv; the words are the examples of courseMode at https://schema.org/courseMode.
_MODES = {"920fbb3cbe": "online", "9191af2ed9": "onsite", "e92d221e4d": "blended"}
# What HTML could take for the end of the script, or a browser for a line break in it.
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def build_course(descriptor: Descriptor, options: ExportOptions) -> Build:
    """The course with what it teaches: the outcomes as text, then each ESCO skill as a term of ESCO."""
    draft = options.draft(descriptor)
    hours = facts.workload_hours(draft, "timeRequired")
    languages = facts.teaching_languages(draft, "inLanguage")
    document = {
        "@context": CONTEXT,
        "@id": stable_id(descriptor.provider, descriptor.course_id, "course"),
        "@type": "Course",
        "name": _texts(descriptor.titles),
        "description": _texts(descriptor.descriptions),
        "courseCode": descriptor.course_code.strip(),
        "url": facts.web_address(draft, "url"),
        "inLanguage": languages,
        "provider": _provider(descriptor),
        "educationalLevel": _level(draft),
        "about": _field(draft),
        "numberOfCredits": _credits(draft),
        "timeRequired": facts.duration(hours) if hours else None,
        "coursePrerequisites": _texts(descriptor.prerequisites),
        "educationalCredentialAwarded": descriptor.award.strip(),
        "hasCourseInstance": _instance(draft, hours, languages),
        "teaches": [*_outcomes(descriptor), *_skills(descriptor)],
        "creditText": _attribution(descriptor),
    }
    return Build(_given(document), tuple(draft.left_out))


def page_script(document: Document) -> bytes:
    """The script element for the page of the course: no text of a catalogue can end it or begin another one."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).translate(_UNSAFE)
    return f'<script type="application/ld+json">\n{text}\n</script>\n'.encode()


def _given(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _texts(texts: Mapping[str, str]) -> Any:
    """Plain text in one language, as search engines expect it; each text with its language where there are several."""
    known = language_map(texts)
    if len(known) == 1:
        return next(iter(known.values()))
    return [_tagged(text, lang) for lang, text in known.items()]


def _tagged(text: str, lang: str) -> Any:
    return {"@value": text, "@language": lang} if LANGUAGE.fullmatch(lang) else text


def _provider(descriptor: Descriptor) -> Node | None:
    name = descriptor.provider.strip()
    if not name:
        return None
    country = concepts.country_code(descriptor.country_code)
    address = {"@type": "PostalAddress", "addressCountry": country} if country else None
    id_ = organisation_id(name, descriptor.country_code)
    return _given({"@id": id_, "@type": "Organization", "name": name, "address": address})


def _level(draft: Draft) -> Node | None:
    level = stated_level(draft, "educationalLevel")
    if level is None:
        return None
    note = level_note(draft.descriptor, is_level_stated=True)
    return _term(f"{concept_lists.SNB}/eqf/{level}", f"EQF level {level}", f"{concept_lists.SNB}/eqf/25831c2", note)


def _field(draft: Draft) -> Node | None:
    code = stated_field(draft, "about")
    if not code:
        return None
    name = _texts(draft.descriptor.isced_f_labels) or f"ISCED-F {code}"
    note = field_note(draft.descriptor, is_field_stated=True)
    return _term(f"{concept_lists.SNB}/isced-f/{code}", name, f"{concept_lists.SNB}/isced-f/25831c2", note)


def _credits(draft: Draft) -> list[Node]:
    points = facts.ects_points(draft, "numberOfCredits")
    other = facts.other_credits(draft, "numberOfCredits")
    given = [(points, "ECTS")] if points is not None else []
    given += [other] if other else []
    return [{"@type": "QuantitativeValue", "value": value, "unitText": scheme} for value, scheme in given]


def _instance(draft: Draft, hours: float | None, languages: list[str]) -> Node | None:
    modes = [_MODES.get(code, label) for code, label in facts.study_modes(draft, "hasCourseInstance.courseMode")]
    workload = facts.duration(hours) if hours else ""
    if not modes and not workload:
        return None
    node = {"@type": "CourseInstance", "courseMode": modes, "courseWorkload": workload, "inLanguage": languages}
    return _given(node)


def _outcomes(descriptor: Descriptor) -> list[Any]:
    is_mixed = len({outcome.lang for outcome in descriptor.outcomes}) > 1
    given = [(outcome.text.strip(), outcome.lang) for outcome in descriptor.outcomes if outcome.text.strip()]
    return [_tagged(text, lang) if is_mixed else text for text, lang in given]


def _skills(descriptor: Descriptor) -> list[Node]:
    links = {link.uri: link for outcome in descriptor.outcomes for link in outcome.skills}
    return [_skill(link) for link in links.values()]


def _skill(link: SkillLink) -> Node:
    return _term(link.uri, _texts(link.labels) or link.uri, concept_lists.ESCO_SCHEME)


def _term(uri: str, name: Any, scheme: str, description: str = "") -> Node:
    node = {
        "@id": uri,
        "@type": "DefinedTerm",
        "name": name,
        "description": description,
        "url": uri,
        "termCode": uri.rpartition("/")[2],
        "inDefinedTermSet": scheme,
    }
    return _given(node)


def _attribution(descriptor: Descriptor) -> str:
    if not any(outcome.skills for outcome in descriptor.outcomes):
        return ""
    return f"{ESCO_ATTRIBUTION} {modification_statement(descriptor.esco_version)}"


def _render(document: Document) -> dict[str, bytes]:
    return {".json": document_bytes(document), ".html": page_script(document)}


def _load_validator(standards: Path) -> ContextValidator | None:
    return load_context_validator(standards / "schemaorg", {CONTEXT: CONTEXT_FILE})


SCHEMA_ORG = DocumentFormat(
    name="schemaorg",
    build=build_course,
    check=lambda document, known: check_nodes(document, TABLE, known),
    load_validator=_load_validator,
    render=_render,
    limits=(
        "schema.org publishes no schema that refuses a document, and its context takes any key: classes, keys and the "
        "types of their values are checked against our own table of those used here (schema.org release 29.0).",
        "How a search engine shows a course is its own business: rich results ask for more (offers, dates) than a "
        "catalogue holds.",
        "schema.org has no property for how a course is assessed: that text is not carried.",
    ),
)
