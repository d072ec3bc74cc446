"""Documents as files: good ones beside each other, failed ones in a folder of their own, a manifest over all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from escomap import __version__
from escomap.errors import EscomapError
from escomap.exports.atomic import write_bytes
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.check import Finding
from escomap.exports.formats import document_bytes
from escomap.model import Descriptor

MANIFEST = "manifest.json"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file made of one course, and what was found in it."""

    name: str
    content: bytes
    descriptor: Descriptor
    findings: tuple[Finding, ...]

    @property
    def is_failed(self) -> bool:
        """Whether anything found is an error."""
        return any(finding.is_error for finding in self.findings)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote: files passed and failed, notes on values left out, files of an earlier export removed;
    ``shapes`` names the official files applied, none when no standards folder was given.
    """

    folder: Path
    written: int
    failed: int
    notes: int
    removed: int
    shapes: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The counts as a person reads them."""
        held = f"official files applied: {', '.join(self.shapes)}" if self.shapes else "our own checks only"
        removed = f", {self.removed} of an earlier export removed" if self.removed else ""
        return f"{self.written} passed, {self.failed} failed in {self.folder}{removed} ({held})"


@dataclass(slots=True)
class _Tally:
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    esco_versions: set[str] = field(default_factory=set)
    failed: int = 0
    notes: int = 0


def write_files(
    batches: Iterable[Sequence[MadeFile]],
    out: Path,
    *,
    format_name: str,
    shapes: Sequence[str] = (),
    head: Mapping[str, Any] | None = None,
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Writes the files of an export below ``out``, those with an error to ``failed/``, and ``manifest.json`` over them.

    Files named in the manifest of an earlier export and not made again are removed; nothing else in the folder is
    touched. ``head`` is added to the manifest; ``progress`` is called with the number of files done.
    """
    (out / FAILED).mkdir(parents=True, exist_ok=True)
    earlier = _earlier_files(out)
    tally = _Tally()
    for batch in batches:
        for made in batch:
            _write(made, out, tally)
        if progress:
            progress(len(tally.entries))
    stale = sorted(earlier - {entry["file"] for entry in tally.entries.values()})
    for file in stale:
        (out / file).unlink(missing_ok=True)
    versions = sorted(tally.esco_versions)
    manifest = {
        "format": format_name,
        "escomap_version": __version__,
        "esco_versions": versions,
        "attribution": ESCO_ATTRIBUTION,
        "modification": [modification_statement(version) for version in versions],
        "shapes": list(shapes),
        **(head or {}),
        "documents": sorted(tally.entries.values(), key=lambda entry: str(entry["file"])),
    }
    write_bytes(out / MANIFEST, document_bytes(manifest))
    if not any((out / FAILED).iterdir()):
        (out / FAILED).rmdir()
    passed = len(tally.entries) - tally.failed
    return ExportReport(out, passed, tally.failed, tally.notes, len(stale), tuple(shapes))


def _write(made: MadeFile, out: Path, tally: _Tally) -> None:
    if made.name in tally.entries:
        raise EscomapError("repeated_course", "A course came twice in one export.", where=made.descriptor.course_id)
    file = f"{FAILED}/{made.name}" if made.is_failed else made.name
    write_bytes(out / file, made.content)
    tally.failed += made.is_failed
    tally.notes += sum(not finding.is_error for finding in made.findings)
    tally.esco_versions.add(made.descriptor.esco_version)
    tally.entries[made.name] = {
        "file": file,
        "course_id": made.descriptor.course_id,
        "sha256": hashlib.sha256(made.content).hexdigest(),
        "findings": [asdict(finding) for finding in made.findings],
    }


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
