"""One document per course in any format: built, checked by us and by the official artefacts, and written."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from itertools import islice
from pathlib import Path

from escomap.exports.check import Finding
from escomap.exports.file_names import descriptor_file_name
from escomap.exports.files import ExportReport, MadeFile, write_files
from escomap.exports.formats import Build, DocumentFormat, ExportOptions, Validator
from escomap.exports.inferences import level_findings
from escomap.exports.shapes import BATCH_SIZE
from escomap.model import Descriptor


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
    validator = format_.load_validator(standards) if standards else None
    batches = (_made(format_, batch, options, known_esco_uris, validator) for batch in _batches(descriptors))
    return write_files(
        batches,
        out,
        format_name=format_.name,
        shapes=validator.artefacts if validator else (),
        head={"accept_inferred": options.accept_inferred, "limits": list(format_.limits)},
        progress=progress,
    )


def _made(
    format_: DocumentFormat,
    batch: list[Descriptor],
    options: ExportOptions,
    known_esco_uris: Container[str],
    validator: Validator | None,
) -> list[MadeFile]:
    builds = [format_.build(descriptor, options) for descriptor in batch]
    documents = [build.document for build in builds]
    official = validator.validate(documents) if validator else [[] for _ in documents]
    made: list[MadeFile] = []
    for descriptor, build, found in zip(batch, builds, official, strict=True):
        findings = [*format_.check(build.document, known_esco_uris), *found, *build.left_out]
        findings += level_findings(build.document, descriptor, accept_inferred=options.accept_inferred)
        findings += [Finding("level", "", note, is_error=False) for note in descriptor.notes]
        findings.sort(key=lambda f: (not f.is_error, f.where, f.code, f.message))
        made += _renderings(format_, descriptor, build, tuple(findings))
    return made


def _renderings(
    format_: DocumentFormat, descriptor: Descriptor, build: Build, findings: tuple[Finding, ...]
) -> Iterator[MadeFile]:
    """Every rendering shares the fate of its document; the notes stand with the first."""
    errors = tuple(finding for finding in findings if finding.is_error)
    for position, (ending, content) in enumerate(format_.render(build.document).items()):
        name = descriptor_file_name(descriptor, ending)
        yield MadeFile(name, content, descriptor, errors if position else findings)


def _batches(descriptors: Iterable[Descriptor]) -> Iterator[list[Descriptor]]:
    remaining = iter(descriptors)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch
