"""The records of JSON-LD files, whatever vocabulary they are in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from escomap.errors import EscomapError
from escomap.model import RawRecord
from escomap.readers.encoding import detect_encoding
from escomap.readers.json_stream import JsonValue, corrupt_json, is_json_lines, json_lines
from escomap.readers.json_text import lenient_json, parsed_json
from escomap.readers.jsonld import Graph

# Nodes may point at each other from one end of a document to the other, so it is held whole.
MAX_DOCUMENT_BYTES = 100_000_000


def jsonld_records(
    path: Path, encoding: str, columns_of: Callable[[Graph], Iterable[dict[str, str]]]
) -> Iterator[RawRecord]:
    """The records that ``columns_of`` finds in each document of a file, numbered by line in JSON Lines, else by place.

    A line that is no JSON is a record with a problem.
    """
    number = 0
    for document in _documents(path, encoding):
        if document.problem:
            found: Iterable[dict[str, str]] = [{"line": str(document.value)}]
        else:
            found = columns_of(Graph(document.value, where=f"{path}:{document.number}"))
        for values in found:
            number = max(number + 1, document.number)
            yield RawRecord(path.name, number, values, problem=document.problem)


def _documents(path: Path, encoding: str) -> Iterator[JsonValue]:
    """The JSON-LD documents of a file: the whole file, or each line of JSON Lines."""
    encoding = detect_encoding(path, encoding)
    if is_json_lines(path, encoding):
        yield from json_lines(path, encoding)
        return
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        raise EscomapError(
            "too_large",
            f"A JSON-LD document of more than {MAX_DOCUMENT_BYTES // 1_000_000} MB is not read as a whole.",
            where=str(path),
            hint="write one course per line (JSON Lines), each with what it points at",
        )
    text = path.read_text(encoding=encoding)
    try:
        yield JsonValue(1, lenient_json(text))
    except RecursionError as error:
        raise corrupt_json(path, "it is nested too deeply") from error
    except json.JSONDecodeError as error:
        # The first line was cut or is a comment of an export: the others may be sound.
        if any(isinstance(parsed_json(line), dict) for line in text.split("\n", 20)[:20]):
            yield from json_lines(path, encoding)
            return
        raise corrupt_json(path, f"{error.msg} in line {error.lineno}, column {error.colno}") from error
