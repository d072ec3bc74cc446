"""XML read piece by piece and without trust: no entities, no network, bounded depth and size, little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from lxml import etree

from escomap.errors import EscomapError
from escomap.readers.encoding import detect_encoding

# One course. The parser's own limits stay on too: 256 levels, 10 MB for one text.
MAX_PIECE_MEGABYTES = 64
MAX_PIECE_ELEMENTS = 200_000
MAX_PROLOG_BYTES = 1_000_000
_CHUNK = 65_536
_TRUST_NOTHING: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

Element = Any  # lxml brings no types.
# Answers by the local names from the root to an element.
Choice = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Root:
    """The root element of a document, with the encoding its first line declares."""

    namespace: str
    name: str
    encoding: str = ""


def root_of(path: Path) -> Root:
    """The root element of an XML file, from its beginning alone.

    Raises:
        EscomapError: it is not XML, or it declares entities, which no catalogue format needs.
    """
    try:
        return _first_element(_beginning(path), str(path), None)
    except expat.ExpatError as error:
        if expat.errors.messages[error.code] != expat.errors.XML_ERROR_INVALID_TOKEN:
            raise _corrupt(path, str(error)) from error
    try:
        # A comment in another encoding than the declared one; names of elements are ASCII.
        return _first_element(_beginning(path), str(path), "iso-8859-1")
    except expat.ExpatError as error:
        raise _corrupt(path, str(error)) from error


def pieces(path: Path, is_piece: Choice, *, encoding: str = "") -> Iterator[Element]:
    """The elements of a file that ``is_piece`` accepts, each whole and freed after; one inside another comes first.

    What lies outside them is dropped as it ends. Comments and processing instructions are left out.
    """
    root = root_of(path)
    with path.open("rb") as file:
        source = _Source(file, path)
        parser = etree.iterparse(
            source, events=("start", "end"), encoding=_encoding(path, root, encoding), **_TRUST_NOTHING
        )
        try:
            yield from _walk(parser, source, is_piece)
        except etree.XMLSyntaxError as error:
            raise _unreadable(path, error) from error


def parse_small(content: bytes, where: str) -> Element:
    """The root of a small document that is at hand as a whole, under the same rules."""
    try:
        _first_element([content], where, None)
        return etree.fromstring(content, etree.XMLParser(**_TRUST_NOTHING))
    except (etree.XMLSyntaxError, expat.ExpatError) as error:
        raise _unreadable(where, error) from error


def local_name(element: Element) -> str:
    """The name of an element without its namespace, empty for what is none (an entity that was not replaced)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class _Source:
    """The bytes of a file, counted as the parser takes them."""

    file: BinaryIO
    path: Path
    taken: int = 0

    def read(self, _size: int = -1) -> bytes:
        data = self.file.read(_CHUNK)
        self.taken += len(data)
        return data


@dataclass(slots=True)
class _Position:
    """Where in the document the parser is: the names above, how many pieces it is in, and how much they hold."""

    names: list[str] = field(default_factory=list)
    pieces: int = 0
    elements: int = 0
    began_at: int = 0


def _walk(parser: Iterable[tuple[str, Element]], source: _Source, is_piece: Choice) -> Iterator[Element]:
    at = _Position()
    for event, element in parser:
        if event == "start":
            at.names.append(local_name(element))
            _enter(at, source, is_new_piece=is_piece(at.names))
            continue
        if at.pieces and is_piece(at.names):
            yield element
            at.pieces -= 1
            _free(element, is_outermost=not at.pieces)
        elif not at.pieces:
            _free(element, is_outermost=True)
        at.names.pop()


def _enter(at: _Position, source: _Source, *, is_new_piece: bool) -> None:
    if is_new_piece and not at.pieces:
        at.elements, at.began_at = 0, source.taken
    at.pieces += is_new_piece
    if at.pieces:
        at.elements += 1
        _require(at.elements <= MAX_PIECE_ELEMENTS, source, f"over {MAX_PIECE_ELEMENTS:,} elements in one course")
        megabytes = (source.taken - at.began_at) // 1_000_000
        _require(megabytes <= MAX_PIECE_MEGABYTES, source, f"over {MAX_PIECE_MEGABYTES} MB in one course")


def _free(element: Element, *, is_outermost: bool) -> None:
    """Empties an element, and drops the emptied one before it: of the element itself the parser is not done yet."""
    element.clear(keep_tail=not is_outermost)
    before = element.getprevious()
    if is_outermost and before is not None:
        element.getparent().remove(before)


def _encoding(path: Path, root: Root, wanted: str) -> str | None:
    """The encoding to read in where it is not the declared one: files that say UTF-8 and are not are common."""
    if root.encoding not in ("", "utf-8", "utf8"):
        return wanted or None
    found = detect_encoding(path, wanted)
    return None if found.startswith("utf") else found


def _beginning(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for _ in range(MAX_PROLOG_BYTES // _CHUNK):
            yield file.read(_CHUNK)


def _first_element(chunks: Iterable[bytes], where: str, encoding: str | None) -> Root:
    found: list[Root] = []
    declared: list[str] = [""]

    def on_declaration(_version: str, name: str | None, _standalone: int) -> None:
        declared.append((name or "").lower())

    def on_start(name: str, _attributes: object) -> None:
        namespace, _, local = name.rpartition(" ")
        found.append(Root(namespace, local, declared[-1]))

    def on_entity(name: str, *_rest: object) -> None:
        raise EscomapError(
            "unsafe_xml",
            f"The XML declares an entity ({name!r}): entities can name other files and grow without end.",
            where=where,
            hint="export it again without a DOCTYPE that declares entities",
        )

    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.XmlDeclHandler = on_declaration
    parser.StartElementHandler = on_start
    parser.EntityDeclHandler = on_entity
    for chunk in chunks:
        try:
            parser.Parse(chunk, not chunk)
        except (LookupError, ValueError) as error:
            raise _corrupt(where, f"its encoding {declared[-1]} is not known") from error
        if found:
            return found[0]
    raise _corrupt(where, "it has no root element")


def _require(holds: bool, source: _Source, problem: str) -> None:
    if not holds:
        raise _too_large(source.path, problem)


def _unreadable(where: Path | str, error: Exception) -> EscomapError:
    message = str(error).partition("\n")[0]
    if any(limit in message for limit in ("Excessive depth", "too long", "Resource limit", "amplification")):
        return _too_large(where, message.partition(",")[0])
    return _corrupt(where, message)


def _too_large(where: Path | str, problem: str) -> EscomapError:
    return EscomapError(
        "too_large",
        f"The XML goes beyond a limit ({problem}).",
        where=str(where),
        hint="check that this is a catalogue; split it if it is",
    )


def _corrupt(where: Path | str, reason: str) -> EscomapError:
    # Half a catalogue is worth nothing: the courses that are missing would count as ended.
    return EscomapError(
        "corrupt_file",
        f"The file is not well-formed XML ({reason}).",
        where=str(where),
        hint="export it again; it may be cut off, or encoded in another way than its first line says",
    )
