"""Concepts into a folder, in the layout of the official CSV package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from escomap.atomic_files import write_bytes
from escomap.errors import EscomapError
from escomap.vocabulary.bundle import bundle_files
from escomap.vocabulary.concepts import Concept

# Where the answers stay that a package was made of.
ANSWERS = "answers"


def write_package(folder: Path, version: str, concepts: Iterable[Concept], langs: Iterable[str]) -> None:
    """Writes the files of a package, and the version into VERSION, which is where ``load_release`` looks first."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in bundle_files(concepts, langs):
        write_bytes(folder / file.name, file.content)
    write_bytes(folder / "VERSION", f"{version}\n".encode())


def require_folder_for(folder: Path, version: str) -> None:
    """Raises an EscomapError where a folder holds another release already."""
    note = folder / "VERSION"
    held = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
    # Without VERSION it may be one that was stopped while it was written.
    is_strange = not held and any(folder.glob("*.csv")) and not (folder / ANSWERS).is_dir()
    if is_strange or held not in ("", version):
        raise EscomapError(
            "folder_in_use",
            f"The folder holds {'ESCO ' + held if held else 'CSV files of another origin'}.",
            where=str(folder),
            hint=f"choose a folder of its own, e.g. --out {folder.parent / version}",
        )
