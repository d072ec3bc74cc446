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
from escomap.exports.application_profiles import EDC_CONTEXT
from escomap.exports.check import nodes
from escomap.exports.compiled_shapes import CompiledShapes, load_shapes
from escomap.exports.findings import Finding, at
from escomap.exports.joint_graph import add_apart, has_untyped_scheme, owner, without_numbers
from escomap.exports.standards import standards_file

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

CONTEXT_FILES = {EDC_CONTEXT[0]: "edc/credentials-v1.jsonld", EDC_CONTEXT[1]: "edc/edc-ap-context.jsonld"}
BATCH_SIZE = 64
# Keys of the JSON-LD context that are named otherwise than the property.
_KEYS = {
    "EQFLevel": "eqfLevel",
    "ISCEDFCode": "thematicArea",
    "NQFLevel": "nqfLevel",
    "contentUrl": "contentURL",
    "eidasLegalIdentifier": "eIDASIdentifier",
    "modified": "dateModified",
    "type": "dcType",
}


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """Shape files inside a standards folder that are applied together."""

    files: tuple[str, ...]


# EDC-generic-full.ttl and LOQ-constraints-mdr.ttl hold only the list restrictions, so they stand on top of the others.
EDC_WITHOUT_LISTS = ShapeSet(("edc/EDC-generic-no-cv.ttl",))
EDC_SHAPES = ShapeSet(("edc/EDC-generic-no-cv.ttl", "edc/EDC-generic-full.ttl"))
LOQ_SHAPES = ShapeSet(("loq/LOQ-constraints.ttl", "loq/LOQ-constraints-mdr.ttl"))


@dataclass(frozen=True, slots=True)
class ShapeValidator:
    """The shapes and contexts of a standards folder, loaded once."""

    shapes: CompiledShapes
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
                alone = _places(document)
                results = [_finding(graph, result, alone, str(result.focus)) for result in self._results(graph)]
                found[str(document["id"])].extend(results)
            else:
                add_apart(together, graph, number=number)
        places_by_number: dict[int, dict[str, str]] = {}
        for result in self._results(together):
            number, name = owner(together, result.top)
            if result.focus != result.top:
                name = without_numbers(str(result.focus))
            places = places_by_number.setdefault(number, _places(batch[number]))
            found[str(batch[number]["id"])].append(_finding(together, result, places, name))

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
        if isinstance(value, Mapping) and "@import" not in value:
            return self._resolved(value)
        if isinstance(value, str) and value in self.contexts:
            return self.contexts[value]
        raise EscomapError(
            "unknown_context",
            "The document names a JSON-LD context that is not in the standards folder; none is ever fetched.",
            where=str(value)[:200],
            hint=f"the contexts known here are {', '.join(CONTEXT_FILES)}",
        )

    def _results(self, graph: Graph) -> Iterator[_Result]:
        from rdflib import SH

        report = self.shapes.report_on(graph)
        for top in report.objects(None, SH.result):
            node, is_error = report.value(top, SH.focusNode), report.value(top, SH.resultSeverity) == SH.Violation
            # A result about a node as a whole has what is wrong inside it as details.
            for result in report.transitive_objects(top, SH.detail):
                focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
                messages = sorted(without_numbers(str(message)) for message in report.objects(result, SH.resultMessage))
                if node is not None and focus is not None:
                    yield _Result(node, focus, path, "; ".join(messages), is_error)


@dataclass(frozen=True, slots=True)
class _Result:
    """A result at ``focus``, inside what is wrong at the node ``top``."""

    top: Node
    focus: Node
    path: Node | None
    message: str
    is_error: bool


def _places(document: Mapping[str, Any]) -> dict[str, str]:
    # A node that stands in several places is named by the one nearest the root.
    found = sorted(nodes(document), key=lambda each: each[0].count("."), reverse=True)
    return {str(node["id"]): where for where, node in found}


def _finding(graph: Graph, result: _Result, places: Mapping[str, str], name: str) -> Finding:
    """The result at the path of its node inside the document; a node without id is known by its class only."""
    from rdflib import RDF

    key = _local_name(result.path)
    place = places.get(name, f"{_local_name(graph.value(result.focus, RDF.type))} {name}")
    return Finding("shape", at(place, _KEYS.get(key, key)) if key else place, result.message, result.is_error)


def load_validator(standards: Path, shape_set: ShapeSet = EDC_SHAPES) -> ShapeValidator:
    """The validator of a standards folder for one set of shapes."""
    shapes = load_shapes(standards_file(standards, name) for name in shape_set.files)
    contexts = {
        url: json.loads(standards_file(standards, name).read_text(encoding="utf-8"))["@context"]
        for url, name in CONTEXT_FILES.items()
    }
    return ShapeValidator(shapes, contexts)


def validate_documents(
    documents: Iterable[Mapping[str, Any]], standards: Path, shape_set: ShapeSet = EDC_SHAPES
) -> dict[str, list[Finding]]:
    """Per document id what the official shapes find; an empty list for a document that conforms."""
    found = load_validator(standards, shape_set).findings(documents)
    return {document: sorted(findings, key=lambda f: (f.where, f.message)) for document, findings in found.items()}


@contextmanager
def _quiet() -> Iterator[None]:
    # rdflib 7 builds its JSON-LD parser on a class it has itself deprecated.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="ConjunctiveGraph is deprecated", category=DeprecationWarning)
        yield


def _local_name(path: Node | None) -> str:
    return "" if path is None else str(path).replace("#", "/").rpartition("/")[2]
