"""What a document format is: how it is built, checked and written. Each format is a small mapping of a descriptor."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from escomap.exports.draft import Draft
from escomap.exports.findings import Finding
from escomap.exports.official_lists import OfficialLists
from escomap.exports.words import CatalogueWords
from escomap.model import Descriptor

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a user chose: whether inferences are stated, the target types of Open Badges by scheme, where pages of
    courses are that have none of their own; and what is read for it: words, official lists.
    """

    accept_inferred: bool = False
    words: CatalogueWords = field(default_factory=CatalogueWords)
    target_types: Mapping[str, str] = field(default_factory=dict)
    official: OfficialLists = field(default_factory=dict)
    homepage: str = ""

    def draft(self, descriptor: Descriptor) -> Draft:
        """A document of a course in the making."""
        return Draft(descriptor, self.words, self.accept_inferred, self.official, self.homepage)


@dataclass(frozen=True, slots=True)
class Build:
    """A document, and notes on what the source says and the document leaves out."""

    document: Document
    left_out: tuple[Finding, ...]


class Validator(Protocol):
    """Official artefacts, loaded once."""

    @property
    def artefacts(self) -> tuple[str, ...]:
        """The names of the files applied."""
        ...

    def validate(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """What the artefacts find in each document, in the order given; an empty list for one that conforms."""
        ...


def document_bytes(document: Document) -> bytes:
    """The document as it is written: UTF-8 JSON, indented, keys in the order of the model."""
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_json(document: Document) -> dict[str, bytes]:
    """The one file of a document that is written as it stands."""
    return {".json": document_bytes(document)}


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A format of one document per course.

    ``check`` are our own checks, which always run, against the ESCO URIs that exist. ``load_validator`` reads the
    official artefacts of a standards folder; None where the folder has none and the format can do without.
    ``compare`` tells what a document says otherwise than its descriptor. ``render`` gives the files of a document by
    the ending of their names, the document itself first; ``together`` makes one file of the last of them for all
    courses of an institution. ``limits`` say what the format cannot carry and what nobody has checked; they stand in
    the manifest.
    """

    name: str
    build: Callable[[Descriptor, ExportOptions], Build]
    check: Callable[[Document, Container[str]], list[Finding]]
    load_validator: Callable[[Path], Validator | None]
    render: Callable[[Document], dict[str, bytes]] = as_json
    compare: Callable[[Document, Descriptor, ExportOptions], Iterable[Finding]] = lambda *_: ()
    together: Callable[[Sequence[bytes]], bytes] | None = None
    limits: tuple[str, ...] = ()
