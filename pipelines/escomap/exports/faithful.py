"""Whether a document says what the descriptor says: nothing lost on the way, and nothing inferred shown as official."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from escomap.exports.draft import language_map, stable_id
from escomap.exports.findings import Finding, at
from escomap.exports.formats import ExportOptions
from escomap.model import Descriptor, FieldBasis


def check_faithful(
    document: Mapping[str, Any], descriptor: Descriptor, options: ExportOptions, path: Sequence[str] = ()
) -> Iterator[Finding]:
    """What the achievement specification at a path of a document says otherwise than its descriptor.

    EQF levels are compared for all formats alike (``inferences``).
    """
    specification, where = document, ".".join(path)
    for key in path:
        inner = specification.get(key)
        specification = inner if isinstance(inner, Mapping) else {}
    yield from _field_findings(specification, descriptor, options.accept_inferred, where)
    yield from _outcome_findings(specification, descriptor, where)
    titles, due = specification.get("title"), language_map(descriptor.titles)
    if isinstance(titles, Mapping) and set(titles) != set(due):
        yield Finding("lost_language", at(where, "title"), f"the course has titles in {', '.join(due)}")
    credit = specification.get("creditPoint")
    if isinstance(credit, Mapping) and not _is_number(credit.get("point"), descriptor.ects):
        yield Finding("other_credits", at(where, "creditPoint.point"), f"the course has {descriptor.ects} ECTS")


def _field_findings(
    specification: Mapping[str, Any], descriptor: Descriptor, accept_inferred: bool, where: str
) -> Iterator[Finding]:
    code, place = descriptor.isced_f_code, at(where, "thematicArea")
    is_stated = any(str(field.get("id")).endswith(f"/{code}") for field in _nodes(specification, "thematicArea"))
    if not is_stated or descriptor.isced_f_basis is not FieldBasis.INFERRED:
        return
    mark = stable_id(descriptor.provider, descriptor.course_id, "note/field")
    if not accept_inferred:
        yield Finding("inferred_field_stated", place, "an inferred field stands as one the provider declares")
    elif not any(note.get("id") == mark for note in _nodes(specification, "additionalNote")):
        yield Finding("unmarked_field", place, "an inferred field is stated without its mark")


def _outcome_findings(specification: Mapping[str, Any], descriptor: Descriptor, where: str) -> Iterator[Finding]:
    place = at(where, "learningOutcome")
    due = [outcome for outcome in descriptor.outcomes if outcome.text.strip()]
    told = _nodes(specification, "learningOutcome")
    if not due:
        yield Finding("no_outcomes", place, "the course has no learning outcomes", is_error=False)
    elif len(told) != len(due):
        yield Finding("lost_outcome", place, f"the course has {len(due)} learning outcomes, the document {len(told)}")
    for position, (outcome, node) in enumerate(zip(due, told, strict=False)):
        accepted = {link.uri for link in outcome.skills}
        for skill in _nodes(node, "relatedESCOSkill"):
            if skill.get("id") not in accepted:
                message = f"{skill.get('id')} is not accepted for this outcome"
                yield Finding("unaccepted_skill", f"{place}[{position}].relatedESCOSkill", message)


def _nodes(node: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = node.get(key, [])
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Mapping)]


def _is_number(point: Any, number: float | None) -> bool:
    try:
        return number is not None and abs(float(point) - number) < 0.005
    except (TypeError, ValueError):
        return True  # Not a number at all: the other checks say so.
