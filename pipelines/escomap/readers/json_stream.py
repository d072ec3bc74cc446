"""JSON of any size: where the records of a document are, and its values one at a time."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from escomap.errors import EscomapError
from escomap.readers.encoding import detect_encoding
from escomap.readers.json_places import Place, parse_place
from escomap.readers.json_text import lenient_json, parsed_json

MAX_DEPTH = 500
MAX_LINE_CHARACTERS = 64_000_000
# A document that only the lenient parser understands has to be held in memory.
MAX_LENIENT_BYTES = 100_000_000
# An object that only wraps the list of courses has few keys, or one of these names.
MAX_WRAPPER_KEYS = 3
MAX_WRAPPER_DEPTH = 4
MAX_WATCHED_MEMBERS = 100
WRAPPERS = frozenset((
    "courses", "data", "items", "modules", "programmes", "programs", "records", "response", "result", "results",
    "units", "value",
))  # fmt: skip
_LINES_TO_TRY = 20
_PROBED_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value of a document: its number from 1 (the line in JSON Lines), and its key where records have one."""

    number: int
    value: Any
    key: str = ""
    problem: str = ""


def json_values(path: Path, encoding: str = "", records: str = "") -> Iterator[JsonValue]:
    """The records of a JSON document or of JSON Lines, none of them before the document was read to its end once.

    ``records`` is a JSONPath to them such as ``$.faculties[*].courses[*]`` or ``$.units.*``; without it the place is
    told by the shape of the document. What is no object has a problem.
    """
    encoding = detect_encoding(path, encoding)
    if is_json_lines(path, encoding):
        yield from json_lines(path, encoding)
        return
    source = _Source(path, encoding)
    try:
        root = _seen(source)
    except _NotJson as error:
        if not _some_line_is_an_object(path, encoding):
            raise corrupt_json(path, str(error)) from error
        yield from json_lines(path, encoding)
        return
    yield from _from_document(source, [parse_place(records)] if records else _places(root), records)


@dataclass(slots=True)
class _Source:
    """A document that can be opened as often as needed, as UTF-8."""

    path: Path
    encoding: str
    mended: bytes = b""

    @contextmanager
    def opened(self) -> Iterator[Any]:
        if self.mended:
            yield io.BytesIO(self.mended)
            return
        with self.path.open("rb") as file:
            yield file if self.encoding == "utf-8" else _as_utf8(file, self.encoding)


class _NotJson(Exception):
    pass


def _as_utf8(file: BinaryIO, encoding: str) -> Any:
    return codecs.EncodedFile(file, "utf-8", encoding)


def _first_lines(path: Path, encoding: str, number: int) -> list[str]:
    """The first lines that are not empty; of a line that is the whole document no more than its beginning."""
    with path.open(encoding=encoding, newline="\n") as file:
        lines = iter(lambda: file.readline(_PROBED_CHARACTERS), "")
        return list(islice((line for line in islice(lines, 10 * number) if line.strip()), number))


def is_json_lines(path: Path, encoding: str) -> bool:
    """Whether a file is JSON Lines: its first line is an object, and not the whole document."""
    lines = _first_lines(path, encoding, 2)
    return len(lines) > 1 and isinstance(parsed_json(lines[0]), dict)


def _some_line_is_an_object(path: Path, encoding: str) -> bool:
    lines = _first_lines(path, encoding, _LINES_TO_TRY)
    return len(lines) > 1 and any(isinstance(parsed_json(line), dict) for line in lines)


def json_lines(path: Path, encoding: str) -> Iterator[JsonValue]:
    """The objects of JSON Lines by line; a line that is none has a problem."""
    with path.open(encoding=encoding, newline="\n") as file:
        number, line = 0, ""
        while True:
            continued, line = bool(line) and not line.endswith("\n"), file.readline(MAX_LINE_CHARACTERS)
            if not line:
                return
            number += not continued
            parsed = parsed_json(line) if line.strip() and not continued else None
            if isinstance(parsed, dict):
                yield JsonValue(number, parsed)
            elif line.strip() and not continued:
                yield JsonValue(number, line.strip()[:1000], problem="the line is not a JSON object")


def _from_document(source: _Source, places: Iterable[Place], records: str) -> Iterator[JsonValue]:
    found = False
    for number, (key, value) in enumerate(_values(source, places), start=1):
        found = found or isinstance(value, dict)
        yield JsonValue(number, value, key) if isinstance(value, dict) else _no_object(number, value, key)
    if not found:
        what = f"At {records} the JSON" if records else "The JSON"
        raise _not_a_catalogue(source.path, f"{what} holds no objects that could be courses.")


def _values(source: _Source, places: Iterable[Place]) -> Iterator[tuple[str, Any]]:
    for place in places:
        with source.opened() as file:
            yield from place.values(file)


def _no_object(number: int, value: Any, key: str) -> JsonValue:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return JsonValue(number, text, key, "the entry is not a JSON object")


@dataclass(slots=True)
class _Seen:
    """What a first pass saw of a list or an object: how many objects and other values it holds, and the containers
    in an object that may be a wrapper.
    """

    is_list: bool
    objects: int = 0
    others: int = 0
    children: dict[str, _Seen] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return self.objects + self.others


def _places(root: _Seen | None) -> list[Place]:
    if root is None or root.is_list:
        return [Place(("[*]",))]
    return _inside(root, ()) or [Place()]


def _inside(seen: _Seen, path: tuple[str, ...]) -> list[Place]:
    """The places of the records inside an object that is no record itself; none where it may be one."""
    lists = {key: child for key, child in seen.children.items() if child.is_list and child.objects > child.others}
    if named := [key for key in lists if key in WRAPPERS]:
        return [Place((*path, key, "[*]")) for key in named]
    if lists and seen.size <= MAX_WRAPPER_KEYS:
        longest = max(lists, key=lambda key: lists[key].size)
        return [Place((*path, longest, "[*]"))]
    for key, child in seen.children.items():
        if not child.is_list and (key in WRAPPERS or seen.size == 1) and (places := _inside(child, (*path, key))):
            return places
    return [Place((*path, "*"))] if seen.objects and not seen.others else []


def _seen(source: _Source) -> _Seen | None:
    """The first pass: the shape of the document near its root. It reads everything, so a broken file is known."""
    import ijson

    with source.opened() as file:
        try:
            return _shape(ijson.basic_parse(file, use_float=True), source.path)
        except (ijson.JSONError, ValueError) as error:
            reason = str(error).splitlines()[0].strip()
    source.mended = _mended(source, reason)
    with source.opened() as file:
        return _shape(ijson.basic_parse(file, use_float=True), source.path)


def _shape(events: Iterable[tuple[str, Any]], path: Path) -> _Seen | None:
    root: _Seen | None = None
    watched: list[_Seen] = []
    depth, key = 0, ""
    for event, value in events:
        if event == "map_key":
            key = value
        elif event in ("end_map", "end_array"):
            depth -= 1
            del watched[depth:]
        else:
            parent = watched[-1] if watched and len(watched) == depth else None
            if parent:
                parent.objects += event == "start_map"
                parent.others += event != "start_map"
            if event in ("start_map", "start_array"):
                child = _Seen(event == "start_array")
                if root is None:
                    root = child
                    watched.append(child)
                elif parent and not parent.is_list and depth < MAX_WRAPPER_DEPTH:
                    _watch(parent, key, child)
                    watched.append(child)
                depth += 1
                if depth > MAX_DEPTH:
                    raise _not_a_catalogue(path, "The JSON is nested too deeply.")
    return root


def _watch(parent: _Seen, key: str, child: _Seen) -> None:
    # Wrappers have few members; a catalogue keyed by code may have a million.
    if len(parent.children) < MAX_WATCHED_MEMBERS:
        parent.children[key] = child


def _mended(source: _Source, reason: str) -> bytes:
    """The document as strict JSON, where only what ``lenient_json`` takes was wrong with it."""
    if source.path.stat().st_size > MAX_LENIENT_BYTES:
        raise _NotJson(reason)
    text = source.path.read_text(encoding=source.encoding)
    try:
        # Half of a surrogate pair becomes a question mark: it is no character.
        return json.dumps(lenient_json(text), ensure_ascii=False).encode("utf-8", "replace")
    except json.JSONDecodeError as error:
        raise _NotJson(f"{error.msg} in line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise _not_a_catalogue(source.path, "The JSON is nested too deeply.") from error


def corrupt_json(path: Path, reason: str) -> EscomapError:
    """The error for a file that should be JSON and is not."""
    return EscomapError(
        "corrupt_file",
        f"The file is not valid JSON ({reason}).",
        where=str(path),
        hint="export it again, it may be cut off; JSON Lines needs one object per line",
    )


def _not_a_catalogue(path: Path, message: str) -> EscomapError:
    return EscomapError("not_a_catalogue", message, where=str(path), hint="give a list of objects, one per course")


def unpaged(values: Iterable[JsonValue], items_of: Callable[[Mapping[str, Any]], Any]) -> Iterator[JsonValue]:
    """The items of pages that stand one after the other in a file; what is no page stays as it is.

    ``items_of`` gives the list of items of an object that is a page.
    """
    for found in values:
        items = items_of(found.value) if isinstance(found.value, dict) else None
        if isinstance(items, list):
            for item in items:
                problem = "" if isinstance(item, dict) else "the item is not a JSON object"
                yield JsonValue(found.number, item, problem=problem)
        else:
            yield found
