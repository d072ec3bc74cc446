"""schema.org: Course, CourseInstance and EducationalOccupationalProgram, as JSON-LD and in the markup of web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from escomap.catalogue.profile import CatalogueProfile
from escomap.catalogue.quantities import parse_hours
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.credit_points import CREDIT_COLUMNS, Credit, add_credits
from escomap.readers.elm_terms import word_of
from escomap.readers.encoding import as_utf8
from escomap.readers.html_pages import is_html, read_page
from escomap.readers.json_records import flattened
from escomap.readers.jsonld import Graph, Node, listed, types
from escomap.readers.jsonld_records import jsonld_records
from escomap.readers.page_items import page_items
from escomap.readers.record_columns import RecordColumns

COLUMNS = (
    "kind", "courseCode", "name", "description", "teaches", "prerequisites", "provider", "provider country", "award",
    "programme", "about", "isced", "educationalLevel", "framework", "workload", "mode", "inLanguage", "startDate",
    "url", *CREDIT_COLUMNS,
)  # fmt: skip
PROGRAMMES = frozenset(("EducationalOccupationalProgram", "WorkBasedProgram"))
COURSES = PROGRAMMES | {"Course"}
INSTANCE = "CourseInstance"
PAGE_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".jsonld"))
NO_COURSE = "not_a_catalogue"
# A course behind one of these is spoken of and not offered.
_MENTIONS = frozenset((
    "about", "assesses", "competencyRequired", "coursePrerequisites", "exampleOfWork", "isBasedOn", "isPartOf",
    "isRelatedTo", "isSimilarTo", "itemReviewed", "mentions", "programPrerequisites", "review", "teaches",
))  # fmt: skip
_OUTCOME_NAMES = ("name", "prefLabel", "title", "description")
_PROVIDERS = ("provider", "offeredBy", "organizer", "publisher", "sourceOrganization", "creator")
_CREDITS = re.compile(r"(?P<before>\D*?)\s*(?P<value>\d+(?:[.,]\d+)?)\s*(?P<after>[^\d–-]*)")
MAX_CREDIT_CHARACTERS = 200
_VOCABULARY = re.compile(rb"schema\.org", re.IGNORECASE)
_KEYWORDS = re.compile(rb'"(?:@context|@type|@graph)"\s*:')


def read_schemaorg(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The courses and programmes of a JSON-LD file or web page; of a folder, those of all its pages.

    Of a page its scripts are read, and its microdata and RDFa where those hold none.

    What only the instances of a course say (mode, dates, languages, workload) counts for the course. An instance
    without its course is a record of its own. A script or line that is no JSON is a record with a problem.
    """
    encoding = profile.encoding if profile else ""
    if not path.is_dir():
        yield from _file_records(path, encoding)
        return
    found = False
    for page in page_files(path):
        name = page.relative_to(path).as_posix()
        try:
            for record in _file_records(page, encoding):
                found = True
                yield RawRecord(path.name, record.row, record.values, name, record.problem)
        except EscomapError as error:
            if error.code != NO_COURSE:
                yield RawRecord(path.name, 0, {}, name, error.message)
    if not found:
        raise _no_course(path, "No page in the folder")


def is_schemaorg(_path: Path, start: bytes) -> bool:
    """Whether a file that begins like this is a web page, or JSON-LD of schema.org."""
    is_json = start.lstrip().startswith((b"{", b"["))
    return is_html(start) or bool(is_json and _VOCABULARY.search(start) and _KEYWORDS.search(start))


def is_page_folder(path: Path) -> bool:
    """Whether a folder holds web pages or JSON-LD files, here or further down."""
    return next(_pages(path), None) is not None


def page_files(path: Path) -> list[Path]:
    """The web pages and JSON-LD files of a folder and the folders in it, by their names."""
    return sorted(_pages(path))


def _pages(path: Path) -> Iterator[Path]:
    inside = path.resolve()
    for page in path.rglob("*"):
        # A link may lead anywhere on the disk.
        if page.suffix.lower() in PAGE_SUFFIXES and page.is_file() and page.resolve().is_relative_to(inside):
            yield page


def _file_records(path: Path, encoding: str) -> Iterator[RawRecord]:
    with path.open("rb") as file:
        is_page = is_html(as_utf8(file.read(8192)))
    found = False
    for record in _page_records(path, encoding) if is_page else jsonld_records(path, encoding, _courses):
        found = True
        yield record
    if not found:
        raise _no_course(path, "The page" if is_page else "The file")


def _page_records(path: Path, encoding: str) -> Iterator[RawRecord]:
    page = read_page(path, encoding)
    by_id: dict[str, Node] = {}
    sound = [(script.line, script.document) for script in page.scripts if not script.problem]
    graphs = [(line, Graph(document, by_id, f"{path}:{line}")) for line, document in sound]
    rows = [(line, values) for line, graph in graphs for values in _courses(graph)]
    if not rows:
        # Pages that say it in scripts and in their markup say the same.
        graphs = [(line, Graph(item, by_id, f"{path}:{line}")) for line, item in page_items(page.text, str(path))]
        rows = [(line, values) for line, graph in graphs for values in _courses(graph)]
    for line, values in rows:
        address = values["url"] or (page.address if len(rows) == 1 else "")
        yield RawRecord(path.name, line, {**values, "url": _joined(page.address, address)})
    for script in page.scripts:
        if script.problem:
            yield RawRecord(path.name, script.line, {"script": str(script.document)}, problem=script.problem)


def _courses(graph: Graph) -> Iterator[dict[str, str]]:
    """The columns of every course, programme and instance without a course, each once, in document order."""
    offered = list(_offered(graph.root, ""))
    programmes: dict[int, Node] = {}
    attached: set[int] = set()
    for node, _ in offered:
        for child in graph.nodes(node.get("hasCourse")):
            programmes.setdefault(id(child), node)
        attached.update(id(child) for child in graph.nodes(node.get("hasCourseInstance")))
    seen: set[int] = set()
    for given, relation in offered:
        node = graph.node(given) or given
        is_course = bool(types(node) & COURSES)
        if id(node) in seen or not (is_course or (relation != "hasCourseInstance" and id(node) not in attached)):
            continue
        seen.add(id(node))
        programme = programmes.get(id(node))
        # A reference to a course on another page says no more than where that is.
        if len(node.keys() - {"@id", "@type", "url", "position"}) > 0:
            yield _columns(node, programme, graph)


def _offered(value: Any, relation: str) -> Iterator[tuple[Node, str]]:
    """Courses, programmes and instances with the property they stand in, outer ones first."""
    if isinstance(value, list):
        for entry in value:
            yield from _offered(entry, relation)
    elif isinstance(value, dict):
        if types(value) & (COURSES | {INSTANCE}):
            yield value, relation
        for key, entry in value.items():
            if key not in _MENTIONS:
                yield from _offered(entry, key)


def _columns(node: Node, programme: Node | None, graph: Graph) -> dict[str, str]:
    columns = RecordColumns(COLUMNS)
    instances = graph.nodes(node.get("hasCourseInstance"))
    if INSTANCE in types(node):
        instances.append(node)
    credentials = [
        c for name in ("educationalCredentialAwarded", "occupationalCredentialAwarded") for c in listed(node.get(name))
    ]
    columns.put("kind", "programme" if types(node) & PROGRAMMES else "course")
    columns.put("courseCode", _identifier(node, graph))
    for name in ("name", "description"):
        _add(columns, name, graph.texts(node.get(name)))
    if not columns.has("description"):
        _add(columns, "description", graph.texts(node.get("abstract")))
    _add_outcomes(columns, node, credentials, graph)
    for name in ("coursePrerequisites", "programPrerequisites"):
        _add(columns, "prerequisites", graph.texts(node.get(name), ("name", "description", "prefLabel")))
    _add_provider(columns, [node, *instances], graph)
    columns.put("programme", graph.text(node.get("isPartOf")) or (graph.text(programme) if programme else ""))
    for credential in credentials:
        columns.listed("award", graph.text(credential, ("name", "credentialCategory")))
    _add_subjects(columns, node, graph)
    _add_level(columns, node, credentials, graph)
    add_credits(columns, [_credit(credit, graph) for credit in listed(node.get("numberOfCredits"))])
    for source in [node, *instances]:
        for name in ("timeRequired", "courseWorkload"):
            # Both may also say how long a course runs, which is no amount of work.
            columns.put("workload", text if parse_hours(text := graph.text(source.get(name))) else "")
        for name in ("courseMode", "educationalProgramMode"):
            for text, _ in graph.texts(source.get(name)):
                word = word_of(text)
                columns.listed("mode", _tail(word) if "://" in word else word)
        for name in ("inLanguage", "availableLanguage"):
            for text, _ in graph.texts(source.get(name), ("alternateName", "name")):
                columns.listed("inLanguage", text)
    schedules = [schedule for instance in instances for schedule in graph.nodes(instance.get("courseSchedule"))]
    starts = [graph.text(source.get("startDate")) for source in [node, *instances, *schedules]]
    columns.put("startDate", min(filter(None, starts), default=""))
    columns.put("url", graph.text(node.get("url")) or _web_address(node.get("@id")))
    _keep_the_rest(columns, node, graph)
    return columns.values()


def _add(columns: RecordColumns, name: str, texts: list[tuple[str, str]]) -> None:
    for text, lang in texts:
        columns.add(name, text, lang)


def _identifier(node: Node, graph: Graph) -> str:
    for name in ("courseCode", "identifier"):
        for value in listed(node.get(name)):
            if text := graph.text(value, ("value", "name")):
                return text
    return ""


def _add_outcomes(columns: RecordColumns, node: Node, credentials: list[Any], graph: Graph) -> None:
    """What a course teaches; only where it does not say, what it assesses or what its credential stands for."""
    alignments = graph.nodes(node.get("educationalAlignment"))
    taught = [node.get("teaches"), node.get("learningOutcome"), node.get("learningOutcomes")]
    taught += [a.get("targetName") or a.get("targetDescription") for a in alignments if _aligns(a, "teaches", graph)]
    required = [credential.get("competencyRequired") for credential in graph.nodes(credentials)]
    for values in (taught, [node.get("assesses")], required):
        columns.items("teaches", (pair for value in values for pair in graph.texts(value, _OUTCOME_NAMES)))
        if columns.has("teaches"):
            return


def _aligns(alignment: Node, kind: str, graph: Graph) -> bool:
    return graph.text(alignment.get("alignmentType")).casefold() == kind.casefold()


def _add_provider(columns: RecordColumns, sources: list[Node], graph: Graph) -> None:
    for name in _PROVIDERS:
        for source in sources:
            for value in listed(source.get(name)):
                if columns.has("provider"):
                    return
                columns.put("provider", graph.text(value))
                for organisation in graph.nodes(value):
                    for address in graph.nodes(organisation.get("address")):
                        columns.put("provider country", graph.text(address.get("addressCountry")))


def _add_subjects(columns: RecordColumns, node: Node, graph: Graph) -> None:
    for value in listed(node.get("about")):
        term = graph.node(value)
        address = str((term or {}).get("@id") or (term or {}).get("url") or "")
        if "/isced-f/" in address:
            columns.put("isced", word_of(address))
        columns.listed("about", graph.text(value))


def _add_level(columns: RecordColumns, node: Node, credentials: list[Any], graph: Graph) -> None:
    alignments = [a for a in graph.nodes(node.get("educationalAlignment")) if _aligns(a, "educationalLevel", graph)]
    declared = [*listed(node.get("educationalLevel")), *alignments]
    inherited = [v for c in graph.nodes(credentials) for v in listed(c.get("educationalLevel"))]
    for value in declared or inherited:
        term = graph.node(value) or {}
        given = value if isinstance(value, str) else ""
        address = str(term.get("@id") or term.get("url") or term.get("targetUrl") or given)
        word = word_of(address) if "/snb/eqf/" in address else ""
        columns.listed("educationalLevel", word or graph.text(value, ("name", "targetName", "termCode")))
        for name in ("inDefinedTermSet", "educationalFramework"):
            framework = graph.text(term.get(name))
            columns.put("framework", "EQF" if "/eqf" in framework else "" if "://" in framework else framework)


def _credit(value: Any, graph: Graph) -> Credit:
    """Points of a number, a text such as ``7,5 ECTS``, or a value with its unit."""
    node = graph.node(value)
    if node is None:
        text = graph.text(value)
        match = _CREDITS.fullmatch(text) if len(text) <= MAX_CREDIT_CHARACTERS else None
        if not match:
            return Credit("", "", text)
        return Credit(f"{match['before']} {match['after']}".strip(" :"), "", match["value"])
    unit = next((text for name in ("unitText", "unitCode", "name") if (text := graph.text(node.get(name)))), "")
    return Credit(unit, "", graph.text(node.get("value") or node.get("minValue")))


def _tail(address: str) -> str:
    return address.rstrip("/#").rpartition("/")[2]


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _web_address(identifier: Any) -> str:
    return identifier if isinstance(identifier, str) and identifier.startswith(("http://", "https://")) else ""


def _keep_the_rest(columns: RecordColumns, node: Node, graph: Graph) -> None:
    """Everything as given under its own name; courses of a programme are records of their own, here only named."""
    for course in listed(node.get("hasCourse")):
        columns.listed("hasCourse", graph.text(course))
    given = {key: value for key, value in node.items() if key != "hasCourse"}
    for name, text in flattened(given).items():
        if not columns.has(name):
            columns.put(name, text)


def _no_course(path: Path, what: str) -> EscomapError:
    return EscomapError(
        NO_COURSE,
        f"{what} holds no Course or EducationalOccupationalProgram of schema.org.",
        where=str(path),
        hint="look for application/ld+json, itemtype or typeof in the source of the page, or ask for an export",
    )
