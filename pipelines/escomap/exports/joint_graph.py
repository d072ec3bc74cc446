"""Several documents in one graph, each apart from the others, so that one validation serves them all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_PREFIX = "urn:document:"
_NUMBERED = re.compile(rf"{_PREFIX}\d+:")


def has_untyped_scheme(graph: Graph) -> bool:
    """Whether a concept's scheme lacks its type, a fault that company in one graph could hide."""
    from rdflib import RDF, SKOS

    return any((scheme, RDF.type, SKOS.ConceptScheme) not in graph for scheme in graph.objects(None, SKOS.inScheme))


def add_apart(together: Graph, graph: Graph, *, number: int) -> None:
    """Adds the graph of document ``number`` with its nodes renamed: none can complete or contradict another's.

    Schemes keep their names: the list restrictions compare them.
    """
    from rdflib import SKOS, BNode, URIRef

    schemes = set(graph.objects(None, SKOS.inScheme))
    renamed: dict[Node, Node] = {
        node: URIRef(f"{_PREFIX}{number}:{node}") if isinstance(node, URIRef) else BNode()
        for node in graph.subjects(unique=True)
        if node not in schemes
    }
    for subject, predicate, value in graph:
        together.add((renamed.get(subject, subject), predicate, renamed.get(value, value)))


def owner(together: Graph, focus: Node) -> tuple[int, str]:
    """The number of the document a focus node came from, and the node's own name."""
    from rdflib import BNode

    node: Node | None = focus
    while isinstance(node, BNode):
        node = next(together.subjects(None, node), None)
    _, _, rest = str(node).partition(_PREFIX)
    number, _, name = rest.partition(":")
    return int(number), name if node is focus else f"a node without id under {name}"


def without_numbers(message: str) -> str:
    """A message with the nodes under their own names again."""
    return _NUMBERED.sub("", message)
