"""Documents as files: one per course and format, a manifest, and a folder for those that failed a check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from escomap import __version__
from escomap.errors import EscomapError
from escomap.exports.atomic import write_bytes
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.check import Finding
from escomap.exports.file_names import descriptor_file_name
from escomap.exports.formats import Document, DocumentFormat, ExportOptions, Validator, document_bytes
from escomap.exports.inferred_levels import level_findings
from escomap.exports.shapes import BATCH_SIZE
from escomap.model import Descriptor

MANIFEST = "manifest.json"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote: counts of documents, of notes on values left out, and of files of an earlier export
    removed; ``artefacts`` names the official files they were validated against, none when no folder was given.
    """

    folder: Path
    written: int
    failed: int
    notes: int
    removed: int
    artefacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    file: str
    course_id: str
    sha256: str
    companions: Mapping[str, str]
    findings: tuple[Finding, ...]

    @property
    def is_failed(self) -> bool:
        return any(finding.is_error for finding in self.findings)


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
    """One document of a format per descriptor under ``out``, and ``manifest.json`` over them.

    A document with an error, of our own checks or (with ``standards``) of the official artefacts, goes to ``failed/``.
    Files named in the manifest of an earlier export and not made again are removed; nothing else in the folder is
    touched. ``progress`` is called with the number of documents done.
    """
    validator = format_.load_validator(standards) if standards else None
    (out / FAILED).mkdir(parents=True, exist_ok=True)
    earlier = _earlier_files(out)
    entries: dict[str, _Entry] = {}
    esco_versions: set[str] = set()
    for batch in _batches(descriptors):
        esco_versions.update(descriptor.esco_version for descriptor in batch)
        for entry in _write_batch(format_, batch, out, options, known_esco_uris, validator):
            name = entry.file.removeprefix(f"{FAILED}/")
            if name in entries:
                raise EscomapError("repeated_course", "A course came twice in one export.", where=entry.course_id)
            entries[name] = entry
        if progress:
            progress(len(entries))
    written = {file for entry in entries.values() for file in (entry.file, *entry.companions)}
    stale = sorted(earlier - written)
    for file in stale:
        (out / file).unlink(missing_ok=True)
    artefacts = validator.artefacts if validator else ()
    _write_manifest(out, format_, list(entries.values()), options, sorted(esco_versions), artefacts)
    if not any((out / FAILED).iterdir()):
        (out / FAILED).rmdir()
    failed = sum(entry.is_failed for entry in entries.values())
    notes = sum(not finding.is_error for entry in entries.values() for finding in entry.findings)
    return ExportReport(out, len(entries) - failed, failed, notes, len(stale), artefacts)


def _write_batch(
    format_: DocumentFormat,
    batch: list[Descriptor],
    out: Path,
    options: ExportOptions,
    known_esco_uris: Container[str],
    validator: Validator | None,
) -> Iterator[_Entry]:
    builds = [format_.build(descriptor, options) for descriptor in batch]
    documents = [build.document for build in builds]
    official = validator.validate(documents) if validator else [[] for _ in documents]
    for descriptor, build, found in zip(batch, builds, official, strict=True):
        findings = [*format_.check(build.document, known_esco_uris), *found, *build.left_out]
        findings += level_findings(build.document, descriptor, accept_inferred=options.accept_inferred)
        findings += [Finding("level", "", note, is_error=False) for note in descriptor.notes]
        findings.sort(key=lambda f: (not f.is_error, f.where, f.code, f.message))
        yield _written(out, descriptor, format_.render(build.document), findings)


def _written(out: Path, descriptor: Descriptor, contents: Mapping[str, bytes], findings: list[Finding]) -> _Entry:
    folder = f"{FAILED}/" if any(finding.is_error for finding in findings) else ""
    digests = {}
    for ending, content in contents.items():
        file = folder + descriptor_file_name(descriptor, ending)
        write_bytes(out / file, content)
        digests[file] = hashlib.sha256(content).hexdigest()
    (first, digest), *others = digests.items()
    return _Entry(first, descriptor.course_id, digest, dict(others), tuple(findings))


def _write_manifest(
    out: Path,
    format_: DocumentFormat,
    entries: list[_Entry],
    options: ExportOptions,
    esco_versions: list[str],
    artefacts: tuple[str, ...],
) -> None:
    manifest: Document = {
        "format": format_.name,
        "escomap_version": __version__,
        "esco_versions": esco_versions,
        "attribution": ESCO_ATTRIBUTION,
        "modification": [modification_statement(version) for version in esco_versions],
        "accept_inferred": options.accept_inferred,
        "validated_against": list(artefacts),
        "limits": list(format_.limits),
        "documents": [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.file)],
    }
    write_bytes(out / MANIFEST, document_bytes(manifest))


def _earlier_files(out: Path) -> set[str]:
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        files = {str(file) for entry in manifest["documents"] for file in (entry["file"], *entry.get("companions", ()))}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EscomapError(
            "bad_manifest",
            "The manifest of an earlier export cannot be read.",
            where=str(out / MANIFEST),
            hint="export to an empty folder, or delete the manifest",
        ) from error
    # A manifest is a file anyone can edit: only plain names here or in failed/ are ours to remove.
    return {file for file in files if Path(file.removeprefix(f"{FAILED}/")).name == file.removeprefix(f"{FAILED}/")}


def _batches(descriptors: Iterable[Descriptor]) -> Iterator[list[Descriptor]]:
    remaining = iter(descriptors)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch
