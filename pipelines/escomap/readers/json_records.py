"""JSON: an array of objects, an object keyed by course code, or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.cells import cell_text
from escomap.readers.encoding import detect_encoding

KEY_COLUMN = "record key"
MAX_DEPTH = 12
# An object that only wraps the list of courses has few keys, or one of these names.
MAX_WRAPPER_KEYS = 3
WRAPPERS = frozenset(("courses", "data", "items", "modules", "programmes", "records", "results", "units", "value"))


def read_json(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of a JSON or JSON Lines file.

    Nested values become columns with dotted names, lists one value per line. Rows are numbered by line in JSON Lines,
    otherwise by place.
    """
    encoding = detect_encoding(path, profile.encoding if profile else "")
    text = path.read_text(encoding=encoding)
    try:
        yield from _from_document(path, json.loads(text))
    except RecursionError as error:
        raise _not_a_catalogue(path, "The JSON is nested too deeply.") from error
    except json.JSONDecodeError as error:
        if not _is_lines(text):
            raise EscomapError(
                "corrupt_file",
                f"The file is not valid JSON ({error.msg}).",
                where=f"{path}:{error.lineno}:{error.colno}",
                hint="export it again; JSON Lines needs one object per line",
            ) from error
        yield from _from_lines(path, text)


def _is_lines(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(isinstance(_parsed(line), dict) for line in lines[:20])


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None


def _from_lines(path: Path, text: str) -> Iterator[RawRecord]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            parsed = _parsed(line)
            if isinstance(parsed, dict):
                yield RawRecord(path.name, number, flattened(parsed))
            else:
                yield RawRecord(path.name, number, {"line": line.strip()}, problem="the line is not a JSON object")


def _from_document(path: Path, document: Any) -> Iterator[RawRecord]:
    if isinstance(document, dict):
        lists = [
            value for value in document.values() if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if lists and (len(document) <= MAX_WRAPPER_KEYS or not document.keys().isdisjoint(WRAPPERS)):
            document = max(lists, key=len)
        elif document and all(isinstance(value, dict) for value in document.values()):
            for number, (key, value) in enumerate(document.items(), start=1):
                yield RawRecord(path.name, number, {KEY_COLUMN: str(key), **flattened(value)})
            return
        else:
            document = [document]
    if not isinstance(document, list) or not any(isinstance(entry, dict) for entry in document):
        raise _not_a_catalogue(path, "The JSON holds no objects that could be courses.")
    for number, entry in enumerate(document, start=1):
        if isinstance(entry, dict):
            yield RawRecord(path.name, number, flattened(entry))
        else:
            text = json.dumps(entry, ensure_ascii=False)
            yield RawRecord(path.name, number, {"value": text}, problem="the entry is not a JSON object")


def flattened(value: Mapping[str, Any]) -> dict[str, str]:
    """One level of columns: ``{"a": {"b": 1}}`` becomes ``{"a.b": "1"}``, a list one value per line."""
    columns: dict[str, list[str]] = {}
    _collect(value, "", columns, 0)
    return {name: "\n".join(texts) for name, texts in columns.items()}


def _collect(value: Any, name: str, columns: dict[str, list[str]], depth: int) -> None:
    if depth > MAX_DEPTH:
        columns.setdefault(name, []).append(json.dumps(value, ensure_ascii=False))
    elif isinstance(value, Mapping) and value:
        for key, nested in value.items():
            _collect(nested, f"{name}.{key}" if name else str(key), columns, depth + 1)
    elif isinstance(value, list) and value:
        for entry in value:
            _collect(entry, name, columns, depth + 1)
    else:
        text = "" if isinstance(value, Mapping | list) else cell_text(value)
        columns.setdefault(name, [])
        if text:
            columns[name].append(text)


def _not_a_catalogue(path: Path, message: str) -> EscomapError:
    return EscomapError("not_a_catalogue", message, where=str(path), hint="give a list of objects, one per course")
