"""The statements of linked data that are asked for: rdflib parses, and what nobody reads is never kept.

ESCO in all languages has millions of statements, and rdflib's own store takes 620 MB for 456,000 of them (the skills
pillar of 1.2.0 with the labels of six languages, where this takes 240 MB).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from escomap.errors import EscomapError
from escomap.vocabulary.dump_checks import require_self_contained
from escomap.vocabulary.files import DUMP_FORMATS, ReleaseFile, damaged_file


class Text(NamedTuple):
    """A literal; ``lang`` is in lower case, and empty where it has none."""

    value: str
    lang: str


class Triples:
    """Statements by subject and predicate: links to other nodes, and texts."""

    def __init__(self) -> None:
        self._links: dict[str, dict[str, list[str]]] = {}
        self._texts: dict[str, dict[str, list[Text]]] = {}

    def add_link(self, subject: str, predicate: str, target: str) -> None:
        """A statement whose object is a node."""
        self._links.setdefault(subject, {}).setdefault(predicate, []).append(target)

    def add_text(self, subject: str, predicate: str, text: Text) -> None:
        """A statement whose object is a literal."""
        self._texts.setdefault(subject, {}).setdefault(predicate, []).append(text)

    def subjects(self) -> list[str]:
        """The nodes that link to anything, sorted."""
        return sorted(self._links)

    def links(self, subject: str, predicate: str) -> list[str]:
        """The nodes that a statement leads to."""
        return self._links.get(subject, {}).get(predicate, [])

    def texts(self, subject: str, predicate: str) -> list[Text]:
        """The literals of a node."""
        return self._texts.get(subject, {}).get(predicate, [])


def parse_dumps(
    dumps: Iterable[ReleaseFile], predicates: frozenset[str], is_wanted: Callable[[str], bool], source: Path
) -> Triples:
    """The statements of files with one of the predicates, literals only in wanted languages.

    Raises:
        EscomapError: rdflib is not installed, a file is damaged, or it wants something from elsewhere.
    """
    found = Triples()
    graph = _graph(found, predicates, is_wanted)
    for dump in dumps:
        syntax = DUMP_FORMATS[PurePosixPath(dump.name).suffix.lower()]
        require_self_contained(dump, syntax, source)
        with warnings.catch_warnings():
            # rdflib 7 builds its JSON-LD parser on a class it has itself deprecated.
            warnings.filterwarnings("ignore", message="ConjunctiveGraph is deprecated", category=DeprecationWarning)
            try:
                graph.parse(data=dump.content, format=syntax, publicID="urn:esco:dump")
            except Exception as error:
                # The parsers raise whatever their makers thought of: SyntaxError, SAX errors, KeyError, ValueError.
                raise damaged_file(dump, source, f"{type(error).__name__}: {error}"[:200]) from error
    return found


def _graph(found: Triples, predicates: frozenset[str], is_wanted: Callable[[str], bool]) -> Any:
    try:
        from rdflib import Graph, Literal
        from rdflib.store import Store
    except ImportError as error:
        raise EscomapError(
            "missing_dependency",
            "Reading ESCO as Turtle, JSON-LD or RDF/XML needs rdflib.",
            hint="pip install 'escomap[rdf]', or use the CSV package",
        ) from error

    class Sink(Store):
        """Hands statements on instead of keeping them."""

        context_aware = True

        def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
            subject, predicate, target = (triple[0], str(triple[1]), triple[2])
            if predicate not in predicates:
                return
            if not isinstance(target, Literal):
                found.add_link(str(subject), predicate, str(target))
            elif is_wanted(lang := (target.language or "").lower()):
                found.add_text(str(subject), predicate, Text(str(target), lang))

        def namespaces(self) -> Iterator[Any]:
            return iter(())

        def add_graph(self, graph: Any) -> None:
            return None

    return Graph(store=Sink(), bind_namespaces="none")
