"""JSON of any shape: lists of objects, objects keyed by course code, JSON Lines, or what a profile points at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.cells import cell_text
from escomap.readers.json_stream import json_values
from escomap.readers.record_columns import joined_texts

KEY_COLUMN = "record key"
MAX_DEPTH = 12


def read_json(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of a JSON or JSON Lines file.

    Nested values become columns with dotted names, the values of lists stand one below the other. A column of the
    profile that begins with ``$`` is a JSONPath inside the record. Rows are numbered by line in JSON Lines, otherwise
    by place.
    """
    paths = _compiled(profile)
    encoding, records = (profile.encoding, profile.records) if profile else ("", "")
    for found in json_values(path, encoding, records):
        key = {KEY_COLUMN: found.key} if found.key else {}
        if found.problem:
            values = {**key, "value": found.value}
        else:
            picked = {name: _text(find(found.value)) for name, find in paths.items()}
            values = {**key, **flattened(found.value), **picked}
        yield RawRecord(path.name, found.number, values, problem=found.problem)


def flattened(value: Mapping[str, Any]) -> dict[str, str]:
    """One level of columns: ``{"a": {"b": 1}}`` becomes ``{"a.b": "1"}``, the values of a list one below the other."""
    columns: dict[str, list[str]] = {}
    _collect(value, "", columns, 0)
    return {name: joined_texts(texts) for name, texts in columns.items()}


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


def _text(values: list[Any]) -> str:
    texts: list[str] = []
    for value in values:
        texts += flattened({"": value}).values()
    return joined_texts([text for text in texts if text])


def _compiled(profile: CatalogueProfile | None) -> dict[str, Callable[[Any], list[Any]]]:
    names = [name for name in profile.source_columns if name.startswith("$")] if profile else []
    return {name: _finder(name, profile.name if profile else "") for name in names}


def _finder(path: str, profile: str) -> Callable[[Any], list[Any]]:
    import jsonpath

    try:
        compiled = jsonpath.compile(path)
    except jsonpath.JSONPathError as error:
        raise EscomapError(
            "bad_profile",
            f"The column {path!r} begins with $ and is no JSONPath ({str(error).splitlines()[0]}).",
            where=f"profile {profile}",
            hint="write a path such as $.names[?@.lang == 'en'].value, or the name of a column",
        ) from error
    return compiled.findall
