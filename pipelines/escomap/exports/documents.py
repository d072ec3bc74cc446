"""One document per course in any format: built, checked by us and by the official artefacts, and written."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from escomap.exports.file_names import all_courses_file_name, descriptor_file_name
from escomap.exports.files import ExportReport, MadeFile, write_files
from escomap.exports.findings import Finding
from escomap.exports.formats import Build, DocumentFormat, ExportOptions, Validator
from escomap.exports.inferences import level_findings
from escomap.exports.shapes import BATCH_SIZE
from escomap.model import Descriptor

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Judge:
    """All checks of the documents of a format: our own, their agreement with the descriptor, the official artefacts."""

    format: DocumentFormat
    options: ExportOptions
    known_esco_uris: Container[str]
    validator: Validator | None

    @property
    def artefacts(self) -> tuple[str, ...]:
        """The official files applied, none where there is no standards folder."""
        return self.validator.artefacts if self.validator else ()

    @property
    def head(self) -> dict[str, Any]:
        """What a manifest says of the export as a whole."""
        return {"accept_inferred": self.options.accept_inferred, "limits": list(self.format.limits)}

    def findings(self, made: Sequence[tuple[Descriptor, Build]]) -> list[tuple[Finding, ...]]:
        """What is found in each document, errors first; the artefacts see all of them together."""
        documents = [build.document for _, build in made]
        official = self.validator.validate(documents) if self.validator else [[] for _ in documents]
        return [self._of(course, build, found) for (course, build), found in zip(made, official, strict=True)]

    def _of(self, descriptor: Descriptor, build: Build, official: list[Finding]) -> tuple[Finding, ...]:
        document, options = build.document, self.options
        findings = [*self.format.check(document, self.known_esco_uris), *official, *build.left_out]
        findings += level_findings(document, descriptor, accept_inferred=options.accept_inferred)
        findings += self.format.compare(document, descriptor, options)
        findings += [Finding("level", "", note, is_error=False) for note in descriptor.notes]
        return tuple(sorted(dict.fromkeys(findings), key=lambda f: (not f.is_error, f.where, f.code, f.message)))


def load_judge(
    format_: DocumentFormat, options: ExportOptions, known_esco_uris: Container[str], standards: Path | None
) -> Judge:
    """The judge of a format, with the official artefacts of a standards folder."""
    return Judge(format_, options, known_esco_uris, format_.load_validator(standards) if standards else None)


def write_documents(
    format_: DocumentFormat,
    descriptors: Iterable[Descriptor],
    out: Path,
    *,
    options: ExportOptions,
    known_esco_uris: Container[str],
    standards: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """The documents of a format below ``out``, with their manifest.

    A document with an error, of our own checks or (with ``standards``) of the official artefacts, goes to ``failed/``
    in all its renderings. ``progress`` is called with the number of files done.
    """
    judge = load_judge(format_, options, known_esco_uris, standards)
    return write_files(
        _made(judge, descriptors),
        out,
        format_name=format_.name,
        shapes=judge.artefacts,
        head=judge.head,
        progress=progress,
    )


def _made(judge: Judge, descriptors: Iterable[Descriptor]) -> Iterator[list[MadeFile]]:
    passed: dict[str, list[bytes]] = {}
    together = judge.format.together
    for batch in in_batches(descriptors):
        builds = [(descriptor, judge.format.build(descriptor, judge.options)) for descriptor in batch]
        made: list[MadeFile] = []
        for (descriptor, build), findings in zip(builds, judge.findings(builds), strict=True):
            made += _renderings(judge.format, descriptor, build, findings)
            if together and not made[-1].is_failed:
                passed.setdefault(descriptor.provider, []).append(made[-1].content)
        yield made
    if together:
        yield [MadeFile(all_courses_file_name(name), together(each), None, ()) for name, each in passed.items()]


def _renderings(
    format_: DocumentFormat, descriptor: Descriptor, build: Build, findings: tuple[Finding, ...]
) -> Iterator[MadeFile]:
    """Every rendering shares the fate of its document; the notes stand with the first."""
    errors = tuple(finding for finding in findings if finding.is_error)
    for position, (ending, content) in enumerate(format_.render(build.document).items()):
        name = descriptor_file_name(descriptor, ending)
        yield MadeFile(name, content, descriptor, errors if position else findings)


def in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists of as many as are validated together."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch
