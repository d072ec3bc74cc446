"""SHACL shapes read once and applied many times."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escomap.errors import EscomapError

if TYPE_CHECKING:
    from rdflib import Graph

_LOG = logging.getLogger(__name__)
# The shapes of course search hold patterns as Java writes them: a flag that is not at the beginning, sets inside sets,
# classes of Unicode. What they say in Python:
_JAVA_PATTERNS = (
    ("^(?i)", "(?i)^"),
    (r"[[A-Fa-f0-9]\:\.]", r"[A-Fa-f0-9:.]"),
    (r"[%[\p{L}\p{Nl}\p{Nd}]]", r"[%\w]"),
)


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """Shapes as pyshacl keeps them; reading them out of their graph takes longer than applying them to a document."""

    shapes: Any

    def report_on(self, graph: Graph) -> Graph:
        """The validation report of a graph."""
        from pyshacl.graph_abstraction import DataGraph
        from pyshacl.validator import Validator
        from rdflib import Graph

        # ``pyshacl.validate`` compiles the shapes on every call; a Validator can be handed compiled ones.
        validator: Any = Validator(DataGraph.from_rdflib(graph), shacl_graph=Graph(), options={"inference": "none"})
        validator.shacl_graph = self.shapes
        _, report, text = validator.run()
        if not isinstance(report, Graph):
            raise EscomapError("shapes_failed", f"The shapes could not be applied: {text}")
        return report


def load_shapes(files: Iterable[Path]) -> CompiledShapes:
    """The shapes of Turtle files together."""
    try:
        import pyshacl
        from pyshacl.shapes_graph import ShapesGraph
        from rdflib import Graph
    except ImportError as error:
        raise EscomapError(
            "missing_dependency",
            "Validation against the official shapes needs pyshacl.",
            hint="pip install 'escomap[validate]'",
        ) from error
    shapes = Graph()
    for file in files:
        try:
            shapes.parse(file, format="turtle")
        except (SyntaxError, ValueError) as error:  # rdflib's errors of Turtle are syntax errors
            raise EscomapError("bad_shapes", f"The shapes cannot be read: {error}", where=str(file)) from error
    _write_patterns_for_python(shapes)
    pyshacl.validate(Graph(), shacl_graph=shapes, do_owl_imports=False)  # prepares rdflib, as every call does
    return CompiledShapes(ShapesGraph(shapes, False, _LOG))


def _write_patterns_for_python(shapes: Graph) -> None:
    from rdflib import SH, Literal

    for shape, pattern in list(shapes.subject_objects(SH.pattern)):
        text = str(pattern)
        for java, python in _JAVA_PATTERNS:
            text = text.replace(java, python)
        try:
            re.compile(text)
        except re.error as error:
            raise EscomapError("bad_shapes", f"A pattern of the shapes cannot be read: {error}.", where=text) from error
        if text != str(pattern):
            shapes.set((shape, SH.pattern, Literal(text)))
