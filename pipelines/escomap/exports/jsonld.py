"""JSON-LD expansion in safe mode: every term must be known, and contexts come from a folder, never from the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.exports.findings import Finding

# What relative identifiers and unknown types resolve to, so that they can be told from the others.
_BASE = "https://relative.invalid/"


def load_contexts(folder: Path, files: Mapping[str, str]) -> dict[str, Any]:
    """The context documents of a folder by their address; ``files`` maps address to file name."""
    _require_pyld()
    return {address: read_artefact(folder / name) for address, name in files.items()}


def read_artefact(file: Path) -> Any:
    """The JSON of an official file."""
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise EscomapError(
            "missing_file",
            "The standards folder lacks a file.",
            where=str(file),
            hint="escomap export FORMAT --help says which files a standards folder holds",
        ) from error
    except ValueError as error:
        raise EscomapError("bad_standard", f"An official file is not JSON: {error}.", where=str(file)) from error


def expansion_findings(document: Mapping[str, Any], contexts: Mapping[str, Any]) -> list[Finding]:
    """What JSON-LD would drop from a document or leave relative; an empty list when it says all it holds.

    Raises:
        EscomapError: the document names a context that is not among ``contexts``.
    """
    from pyld import jsonld

    dropped: list[str] = []
    try:
        expanded = jsonld.expand(
            _with_contexts(document, contexts),
            {"documentLoader": _refuse, "base": _BASE},
            on_property_dropped=lambda key: dropped.append(str(key)),
        )
    except jsonld.JsonLdError as error:
        return [Finding("not_json_ld", "", f"{error.code}: {error.args[0]}")]
    lost = [Finding("dropped_term", key, f"JSON-LD drops {key}: no context defines it") for key in dropped]
    return lost + [Finding("relative_iri", key, f"{iri!r} is not absolute") for key, iri in _relative(expanded)]


def _with_contexts(value: Any, contexts: Mapping[str, Any]) -> Any:
    """The document with every named context written out, so that nothing is left to load."""
    if isinstance(value, Mapping):
        return {k: _context(v, contexts) if k == "@context" else _with_contexts(v, contexts) for k, v in value.items()}
    return [_with_contexts(item, contexts) for item in value] if isinstance(value, list) else value


def _context(value: Any, contexts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_context(item, contexts) for item in value]
    if not isinstance(value, str):
        return value
    if value not in contexts:
        raise EscomapError(
            "unknown_context",
            "The document names a JSON-LD context that is not in the standards folder; none is ever fetched.",
            where=value[:200],
            hint=f"the contexts known here are {', '.join(contexts)}",
        )
    return contexts[value]["@context"]


def _refuse(address: str, _options: Any) -> Any:
    raise EscomapError("unknown_context", "A context names another one, which is never fetched.", where=address[:200])


def _relative(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key in ("@id", "@type"):
            named = value.get(key, [])
            for iri in [named] if isinstance(named, str) else named:
                if iri.startswith(_BASE):
                    yield key, iri.removeprefix(_BASE)
        for inner in value.values():
            yield from _relative(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _relative(inner)


def _require_pyld() -> None:
    try:
        import pyld  # noqa: F401
    except ImportError as error:
        raise missing_validator("pyld") from error


def missing_validator(package: str) -> EscomapError:
    """The error for a validator that is not installed."""
    return EscomapError(
        "missing_dependency",
        f"Validation against the official artefacts needs {package}.",
        hint="pip install 'escomap[validate]'",
    )
