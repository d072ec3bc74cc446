"""Descriptors as files: one JSON document per course, a manifest, and a folder for those that failed a check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from escomap import __version__
from escomap.errors import EscomapError
from escomap.exports.atomic import write_bytes
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.check import Finding, check_document
from escomap.exports.edc import build_edc
from escomap.exports.file_names import descriptor_file_name
from escomap.exports.shapes import BATCH_SIZE, SHAPE_FILES, ShapeValidator, load_validator
from escomap.exports.words import CatalogueWords, load_catalogue_words
from escomap.model import Descriptor
from escomap.paths import mappings_folder

MANIFEST = "manifest.json"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote: counts of documents, of notes on values left out, and of files of an earlier export
    removed; ``shapes`` names the official shape files applied, none when no standards folder was given.
    """

    folder: Path
    written: int
    failed: int
    notes: int
    removed: int
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    file: str
    course_id: str
    sha256: str
    findings: tuple[Finding, ...]

    @property
    def is_failed(self) -> bool:
        return any(finding.is_error for finding in self.findings)


def write_edc(
    descriptors: Iterable[Descriptor],
    out: Path,
    *,
    accept_inferred: bool,
    known_esco_uris: Container[str],
    standards: Path | None = None,
    words: CatalogueWords | None = None,
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """One European Learning Model document per descriptor under ``out``, and ``manifest.json`` over them.

    A document with an error, of our own checks or (with ``standards``, a folder holding ``edc/``) of the official
    shapes, goes to ``failed/``. Files named in the manifest of an earlier export and not made again are removed;
    nothing else in the folder is touched. ``words`` default to the word tables of the mappings folder; ``progress``
    is called with the number of documents done.
    """
    words = load_catalogue_words(mappings_folder()) if words is None else words
    validator = load_validator(standards) if standards else None
    (out / FAILED).mkdir(parents=True, exist_ok=True)
    earlier = _earlier_files(out)
    entries: dict[str, _Entry] = {}
    esco_versions: set[str] = set()
    for batch in _batches(descriptors):
        esco_versions.update(descriptor.esco_version for descriptor in batch)
        for entry in _write_batch(batch, out, accept_inferred, known_esco_uris, words, validator):
            name = entry.file.removeprefix(f"{FAILED}/")
            if name in entries:
                raise EscomapError("repeated_course", "A course came twice in one export.", where=entry.course_id)
            entries[name] = entry
        if progress:
            progress(len(entries))
    stale = sorted(earlier - {entry.file for entry in entries.values()})
    for file in stale:
        (out / file).unlink(missing_ok=True)
    _write_manifest(out, list(entries.values()), accept_inferred, sorted(esco_versions), validator is not None)
    if not any((out / FAILED).iterdir()):
        (out / FAILED).rmdir()
    failed = sum(entry.is_failed for entry in entries.values())
    notes = sum(not finding.is_error for entry in entries.values() for finding in entry.findings)
    shapes = SHAPE_FILES if validator else ()
    return ExportReport(out, len(entries) - failed, failed, notes, len(stale), shapes)


def document_bytes(document: dict[str, Any]) -> bytes:
    """The document as it is written: UTF-8 JSON, indented, keys in the order of the model."""
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _write_batch(
    batch: list[Descriptor],
    out: Path,
    accept_inferred: bool,
    known_esco_uris: Container[str],
    words: CatalogueWords,
    validator: ShapeValidator | None,
) -> Iterator[_Entry]:
    builds = [build_edc(descriptor, accept_inferred=accept_inferred, words=words) for descriptor in batch]
    shape_findings = validator.findings(build.document for build in builds) if validator else {}
    for descriptor, build in zip(batch, builds, strict=True):
        findings = [*check_document(build.document, known_esco_uris), *shape_findings.get(build.document["id"], [])]
        findings += [*build.left_out, *(Finding("level", "", note, is_error=False) for note in descriptor.notes)]
        content = document_bytes(build.document)
        folder = f"{FAILED}/" if any(finding.is_error for finding in findings) else ""
        entry = _Entry(
            file=folder + descriptor_file_name(descriptor),
            course_id=descriptor.course_id,
            sha256=hashlib.sha256(content).hexdigest(),
            findings=tuple(sorted(findings, key=lambda f: (not f.is_error, f.where, f.code, f.message))),
        )
        write_bytes(out / entry.file, content)
        yield entry


def _write_manifest(
    out: Path, entries: list[_Entry], accept_inferred: bool, esco_versions: list[str], is_validated: bool
) -> None:
    manifest = {
        "format": "edc",
        "escomap_version": __version__,
        "esco_versions": esco_versions,
        "attribution": ESCO_ATTRIBUTION,
        "modification": [modification_statement(version) for version in esco_versions],
        "accept_inferred": accept_inferred,
        "shapes": list(SHAPE_FILES) if is_validated else [],
        "documents": [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.file)],
    }
    write_bytes(out / MANIFEST, document_bytes(manifest))


def _earlier_files(out: Path) -> set[str]:
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        files = {str(document["file"]) for document in manifest["documents"]}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError) as error:
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
