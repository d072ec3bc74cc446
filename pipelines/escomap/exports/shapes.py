"""Validation against the official SHACL shapes, offline: contexts and shapes come from a folder the user points at."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escomap.errors import EscomapError
from escomap.exports.check import Finding
from escomap.exports.edc_keys import EDC_CONTEXT
from escomap.exports.joint_graph import add_apart, has_untyped_scheme, owner

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

# EDC-generic-full.ttl holds only the list restrictions, so it is always loaded on top of the other.
SHAPE_FILES = ("EDC-generic-no-cv.ttl", "EDC-generic-full.ttl")
CONTEXT_FILES = {EDC_CONTEXT[0]: "credentials-v1.jsonld", EDC_CONTEXT[1]: "edc-ap-context.jsonld"}
BATCH_SIZE = 64


@dataclass(frozen=True, slots=True)
class ShapeValidator:
    """The shapes and contexts of a standards folder, loaded once."""

    shapes: Graph
    contexts: Mapping[str, Any]

    def findings(self, documents: Iterable[Mapping[str, Any]]) -> dict[str, list[Finding]]:
        """Per document id what the shapes find, nothing for a document that conforms.

        Documents are validated together in batches, which is several times faster than one by one.
        """
        found: dict[str, list[Finding]] = {}
        remaining = iter(documents)
        while batch := list(islice(remaining, BATCH_SIZE)):
            for document in batch:
                if str(document["id"]) in found:
                    raise EscomapError("repeated_document", f"Two documents have the id {document['id']}.")
                found[str(document["id"])] = []
            with _quiet():
                self._validate_batch(batch, found)
        return found

    def _validate_batch(self, batch: list[Mapping[str, Any]], found: dict[str, list[Finding]]) -> None:
        from rdflib import Graph

        together = Graph()
        for number, document in enumerate(batch):
            try:
                graph = self._parsed(document)
            except (ValueError, TypeError) as error:  # rdflib has no error class of its own for malformed JSON-LD
                found[str(document["id"])].append(Finding("not_json_ld", "", str(error)))
                continue
            if has_untyped_scheme(graph):
                # In company another document could lend the scheme its type, and hide the fault.
                found[str(document["id"])].extend(finding for _, finding in self._results(graph))
            else:
                add_apart(together, graph, number=number)
        for focus, finding in self._results(together):
            number, name = owner(together, focus)
            where = finding.where.replace(str(focus), name, 1)
            found[str(batch[number]["id"])].append(Finding(finding.code, where, finding.message, finding.is_error))

    def _parsed(self, document: Mapping[str, Any]) -> Graph:
        from rdflib import Graph

        return Graph().parse(data=json.dumps(self._resolved(document)), format="json-ld")

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: self._context(v) if k == "@context" else self._resolved(v) for k, v in value.items()}
        return [self._resolved(item) for item in value] if isinstance(value, list) else value

    def _context(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._context(item) for item in value]
        if isinstance(value, str) and value in self.contexts:
            return self.contexts[value]
        raise EscomapError(
            "unknown_context",
            "The document names a JSON-LD context that is not in the standards folder; none is ever fetched.",
            where=str(value)[:200],
            hint=f"the contexts known here are {', '.join(CONTEXT_FILES)}",
        )

    def _results(self, graph: Graph) -> Iterator[tuple[Node, Finding]]:
        import pyshacl
        from rdflib import RDF, SH, Graph

        _, report, text = pyshacl.validate(graph, shacl_graph=self.shapes, inference="none", do_owl_imports=False)
        if not isinstance(report, Graph):
            raise EscomapError("shapes_failed", f"The shapes could not be applied: {text}")
        for result in report.objects(None, SH.result):
            focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
            messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
            is_error = report.value(result, SH.resultSeverity) == SH.Violation
            if focus is not None:
                where = f"{_local_name(graph.value(focus, RDF.type))} {focus} {_local_name(path)}".strip()
                yield focus, Finding("shape", where, "; ".join(messages), is_error)


def load_validator(standards: Path, *, shape_files: Iterable[str] = SHAPE_FILES) -> ShapeValidator:
    """The validator of a standards folder with ``edc/`` in it."""
    try:
        import pyshacl  # noqa: F401
        from rdflib import Graph
    except ImportError as error:
        raise EscomapError(
            "missing_dependency",
            "Validation against the official shapes needs pyshacl.",
            hint="pip install 'escomap[validate]'",
        ) from error
    folder = standards / "edc"
    shapes = Graph()
    for name in shape_files:
        shapes.parse(_existing(folder / name), format="turtle")
    contexts = {
        url: json.loads(_existing(folder / name).read_text(encoding="utf-8"))["@context"]
        for url, name in CONTEXT_FILES.items()
    }
    return ShapeValidator(shapes, contexts)


def validate_documents(documents: Iterable[Mapping[str, Any]], standards: Path) -> dict[str, list[Finding]]:
    """Per document id what the official shapes find; an empty list for a document that conforms."""
    found = load_validator(standards).findings(documents)
    return {document: sorted(findings, key=lambda f: (f.where, f.message)) for document, findings in found.items()}


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise EscomapError(
            "missing_file",
            "The standards folder lacks a file.",
            where=str(file),
            hint="point at a folder with the European Learning Model shapes and contexts under edc/",
        )
    return file


@contextmanager
def _quiet() -> Iterator[None]:
    # rdflib 7 builds its JSON-LD parser on a class it has itself deprecated.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="ConjunctiveGraph is deprecated", category=DeprecationWarning)
        yield


def _local_name(path: Node | None) -> str:
    return "" if path is None else str(path).replace("#", "/").rpartition("/")[2]
