"""Documents as files: good ones beside each other, failed ones in a folder of their own, a manifest over all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escomap import __version__
from escomap.atomic_files import write_bytes
from escomap.errors import EscomapError
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.findings import Finding
from escomap.exports.formats import document_bytes
from escomap.model import Descriptor

MANIFEST = "manifest.json"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file, the course it was made of (None: of several), and what was found in it.

    ``source_row`` is the row of the recipient where there is one.
    """

    name: str
    content: bytes
    descriptor: Descriptor | None
    findings: tuple[Finding, ...]
    source_row: int = 0

    @property
    def is_failed(self) -> bool:
        """Whether anything found is an error."""
        return any(finding.is_error for finding in self.findings)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote: files passed and failed, notes on values left out, files of an earlier export removed.

    ``shapes`` names the official files applied, none when no standards folder was given; ``problems`` has a line for
    every place with an error: course, place, field to mend, message; ``to_mend`` counts courses by that field.
    """

    folder: Path
    written: int
    failed: int
    notes: int
    removed: int
    shapes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    to_mend: Mapping[str, int] = field(default_factory=dict)

    def to_text(self) -> str:
        """The counts as a person reads them."""
        held = f"official files applied: {', '.join(self.shapes)}" if self.shapes else "our own checks only"
        removed = f", {self.removed} of an earlier export removed" if self.removed else ""
        mend = ", ".join(f"{name} of {count} courses" for name, count in self.to_mend.items())
        failed = f"{self.failed} failed (to mend: {mend})" if mend else f"{self.failed} failed"
        return f"{self.written} passed, {failed} in {self.folder}{removed} ({held})"


@dataclass(slots=True)
class _Tally:
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    esco_versions: set[str] = field(default_factory=set)
    problems: dict[tuple[str, str], str] = field(default_factory=dict)
    to_mend: dict[str, set[str]] = field(default_factory=dict)
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
    written = len(tally.entries) - tally.failed
    mend = sorted(((name, len(ids)) for name, ids in tally.to_mend.items()), key=lambda item: (-item[1], item[0]))
    return ExportReport(
        out, written, tally.failed, tally.notes, len(stale), tuple(shapes), tuple(tally.problems.values()), dict(mend)
    )


def _write(made: MadeFile, out: Path, tally: _Tally) -> None:
    course_id = made.descriptor.course_id if made.descriptor else ""
    if made.name in tally.entries:
        raise EscomapError("repeated_course", "A course came twice in one export.", where=course_id)
    name = course_name(made.descriptor) if made.descriptor else made.name
    file = f"{FAILED}/{made.name}" if made.is_failed else made.name
    write_bytes(out / file, made.content)
    tally.failed += made.is_failed
    tally.notes += sum(not finding.is_error for finding in made.findings)
    if made.descriptor:
        tally.esco_versions.add(made.descriptor.esco_version)
    told = f"{name} (row {made.source_row})" if made.source_row else name
    for finding in made.findings:
        if finding.is_error:
            # Our checks and the shapes may find the same: the first says it.
            tally.problems.setdefault((told, finding.where), finding.told_of(told))
            tally.to_mend.setdefault(finding.field or "none", set()).add(course_id)
    tally.entries[made.name] = {
        "file": file,
        "course_id": course_id,
        "course": name,
        **({"row": made.source_row} if made.source_row else {}),
        "sha256": hashlib.sha256(made.content).hexdigest(),
        "findings": [_told(finding) for finding in made.findings],
    }


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "where": finding.where,
        "field": finding.field,
        "message": finding.message,
        "is_error": finding.is_error,
    }


def course_name(descriptor: Descriptor) -> str:
    """A course as people know it: its code and main title."""
    title = next(iter(descriptor.titles.values()), "")
    return " ".join(part for part in (descriptor.course_code, title) if part) or descriptor.course_id


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
