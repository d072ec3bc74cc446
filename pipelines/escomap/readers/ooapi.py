"""Open Education API (OOAPI) v5: courses and programmes as its endpoints answer them, in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.codes import language_code
from escomap.model import RawRecord
from escomap.readers.cells import cell_text
from escomap.readers.json_records import flattened
from escomap.readers.json_stream import json_values, unpaged
from escomap.readers.record_columns import RecordColumns

# Texts in several languages; every other attribute keeps its name.
TEXTS = (
    "name",
    "description",
    "learningOutcomes",
    "assessment",
    "admissionRequirements",
    "qualificationRequirements",
    "enrollment",
)
COLUMNS = (
    *("kind", "courseId", "programId", "primaryCode.code", "abbreviation", *TEXTS),
    *("provider", "country", "faculty", "programs", "programType", "level", "levelOfQualification"),
    *("qualificationAwarded", "studyLoad.ects", "studyLoad.hour", "studyLoad.sbu", "fieldsOfStudy", "modeOfDelivery"),
    *("teachingLanguage", "firstStartDate", "link"),
)
MAX_PARENTS = 10
_ID = re.compile(rb'"(?:course|program)Id"\s*:')
_OTHER_KEYS = re.compile(rb'"(?:primaryCode|studyLoad|teachingLanguage|learningOutcomes|qualificationAwarded)"\s*:')


def read_ooapi(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The courses and programmes of saved answers: pages, lists, single objects, or one object per line.

    Texts become one column per language (``name@en``), study loads one per unit (``studyLoad.ects``), and an
    organisation given in full the provider, its country and the faculty.
    """
    for number, found in enumerate(unpaged(json_values(path, profile.encoding if profile else ""), _items), start=1):
        if found.problem:
            yield RawRecord(path.name, number, {"value": str(found.value)}, problem=found.problem)
        else:
            has_id = "courseId" in found.value or "programId" in found.value
            problem = "" if has_id else "the object has neither a courseId nor a programId"
            yield RawRecord(path.name, number, _columns(found.value), problem=problem)


def is_ooapi(_path: Path, start: bytes) -> bool:
    """Whether a file that begins like this holds courses or programmes of OOAPI."""
    is_json = start.lstrip().startswith((b"{", b"["))
    return is_json and bool(_ID.search(start) and _OTHER_KEYS.search(start))


def _items(page: Mapping[str, Any]) -> Any:
    return None if "courseId" in page else page.get("items")


def _columns(record: Mapping[str, Any]) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    columns.put("kind", "programme" if "programId" in record else "course")
    for name in TEXTS:
        columns.items(name, ((text, lang) for lang, text in _language_texts(record.get(name)) if text))
    for load in _listed(record.get("studyLoad")):
        if isinstance(load, Mapping):
            columns.put(f"studyLoad.{load.get('studyLoadUnit') or ''}".rstrip("."), cell_text(load.get("value")))
    for name, text in _provider(record.get("organization")).items():
        columns.put(name, text)
    for program in _listed(record.get("programs")):
        columns.listed("programs", _first_text(program.get("name")) if isinstance(program, Mapping) else "")
    for mode in _listed(record.get("modeOfDelivery")):
        columns.listed("modeOfDelivery", cell_text(mode))
    rest = {key: value for key, value in record.items() if key not in (*TEXTS, "studyLoad", "modeOfDelivery")}
    for name, text in flattened(rest).items():
        columns.put(name, text)
    return columns.values()


def _language_texts(value: Any) -> Iterator[tuple[str, str]]:
    """``(language, text)`` pairs of a text, a text with its language, or lists of them, however deep."""
    if isinstance(value, list):
        for entry in value:
            yield from _language_texts(entry)
    elif isinstance(value, Mapping):
        yield language_code(str(value.get("language") or "")) or "", cell_text(value.get("value"))
    else:
        yield "", cell_text(value)


def _first_text(value: Any) -> str:
    return next((text for _, text in _language_texts(value) if text), "")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _provider(organization: Any) -> dict[str, str]:
    """The root of the organisations above a course is the provider, the nearest one below it the faculty."""
    chain: list[Mapping[str, Any]] = []
    while isinstance(organization, Mapping) and len(chain) < MAX_PARENTS:
        chain.append(organization)
        organization = organization.get("parent")
    if not chain:
        return {}
    root = chain[-1]
    addresses = [address for address in _listed(root.get("addresses")) if isinstance(address, Mapping)]
    return {
        "provider": _first_text(root.get("name")) or cell_text(root.get("shortName")),
        "faculty": _first_text(chain[0].get("name")) if len(chain) > 1 else "",
        "country": next((cell_text(a["countryCode"]) for a in addresses if a.get("countryCode")), ""),
    }
