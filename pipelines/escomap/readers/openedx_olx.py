"""Open edX: courses exported as OLX, from their about pages and policies. The lessons themselves are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.cells import cell_text
from escomap.readers.course_exports import Files, exported_courses
from escomap.readers.json_text import lenient_json, parsed_json
from escomap.readers.page_sections import page_sections, without_sections
from escomap.readers.record_columns import RecordColumns, as_list
from escomap.readers.xml_stream import Element, parse_small
from escomap.readers.xml_text import children

COLUMNS = (
    "course code", "org", "run", "display_name", "short_description", "overview", "outcomes", "prerequisites",
    "assessment", "language", "effort", "duration", "start", "end", "subtitle", "outline",
)  # fmt: skip
# Of the many settings of a course only these: among the others are passwords of tools and names of staff.
_SETTINGS = (
    "language",
    "start",
    "end",
    "enrollment_start",
    "enrollment_end",
    "self_paced",
    "license",
    "catalog_visibility",
)
# Sections of the template for overviews that do not describe the course.
_ASIDE = ("course-staff", "faq")

Settings = dict[str, Any]


def read_openedx_olx(path: Path, _profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """One record per course in a folder or archive, under the name of its folder; a damaged one carries a problem."""
    for number, (top, files) in enumerate(exported_courses(path), start=1):
        folder = "" if top == "." else top
        try:
            yield RawRecord(path.name, number, _columns(files, folder), folder)
        except EscomapError as error:
            yield RawRecord(path.name, number, {"folder": folder}, folder, error.message.rstrip("."))


def _columns(files: Files, folder: str) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    root = parse_small(files["course.xml"], f"{folder}/course.xml")
    run = root.get("url_name", "")
    course = _element(files, f"course/{run}.xml")
    settings = {**_settings(root), **_settings(course), **_policy(files, run, folder)}
    columns.put("course code", _word(settings, "display_coursenumber") or _word(settings, "course"))
    columns.put("org", _word(settings, "display_organization") or _word(settings, "org"))
    columns.put("run", run)
    columns.put("display_name", _word(settings, "display_name"))
    for name in _SETTINGS:
        # Dates come with the hour at which a course opens.
        columns.put(name, _word(settings, name).partition("T00:")[0])
    columns.add("outcomes", as_list(_listed(settings.get("learning_info"))))
    for name in sorted(files):
        if name.startswith("about/"):
            _add_about(columns, Path(name).stem, files[name].decode("utf-8", "replace").strip())
    if not columns.has("overview"):
        columns.put("overview", columns.values()["short_description"])
    for chapter in children(course if course is not None else root, "chapter"):
        own = _element(files, f"chapter/{chapter.get('url_name', '')}.xml")
        columns.listed(
            "outline", chapter.get("display_name") or (own.get("display_name", "") if own is not None else "")
        )
    return columns.values()


def _element(files: Files, name: str) -> Element | None:
    return parse_small(files[name], name) if name in files else None


def _settings(element: Element | None) -> Settings:
    """The attributes of an element; lists stand in them as JSON."""
    return {name: _decoded(value) for name, value in element.attrib.items()} if element is not None else {}


def _decoded(value: str) -> Any:
    if value[:1] not in ("[", '"'):
        return value
    parsed = parsed_json(value)
    return value if parsed is None else parsed


def _policy(files: Files, run: str, folder: str) -> Settings:
    name = f"policies/{run}/policy.json"
    if name not in files:
        return {}
    try:
        policy = lenient_json(files[name].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise EscomapError(
            "corrupt_file", f"{name} is not JSON ({error}).", where=folder, hint="export it again"
        ) from error
    settings = policy.get(f"course/{run}") if isinstance(policy, Mapping) else None
    return dict(settings) if isinstance(settings, Mapping) else {}


def _word(settings: Settings, name: str) -> str:
    value = settings.get(name)
    return "" if isinstance(value, Mapping | list) else cell_text(value).strip()


def _listed(value: object) -> list[str]:
    return [cell_text(entry).strip() for entry in value] if isinstance(value, list) else []


def _add_about(columns: RecordColumns, name: str, page: str) -> None:
    if name == "overview":
        _add_overview(columns, page)
    elif name in ("short_description", "effort", "duration", "subtitle"):
        columns.put(name, page)
    elif page:
        columns.put(f"about.{name}", page)


def _add_overview(columns: RecordColumns, page: str) -> None:
    for aside in _ASIDE:
        page, taken = without_sections(page, aside)
        columns.put(f"overview.{aside}", taken)
    for field, text in page_sections(page).items():
        columns.add(field or "overview", text)
