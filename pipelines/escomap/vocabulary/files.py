"""The files of an ESCO release, in a folder or a zip, read as frames of text."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from escomap.errors import EscomapError

if TYPE_CHECKING:
    import pandas as pd

MAX_MEMBER_BYTES = 512 * 1024**2
MAX_MEMBERS = 1000
_FILE_NAME = re.compile(r"(?P<stem>[A-Za-z]+)(?:_(?P<lang>[a-z]{2,3}(?:-[a-z]+)?))?\.csv")
# RuntimeError: the zip is encrypted, or packed in a way that zipfile does not know.
_UNREADABLE_ZIP = (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError)
# A bare number counts only where the name is nothing else or speaks of ESCO: folders such as python3.11 have one too.
_VERSION = re.compile(r"(?:^|(?<![a-z0-9])v|esco\D*)(\d+\.\d+(?:\.\d+)?)(?![\d.])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One CSV of a release: ``stem`` is its name without language, e.g. ``skills``; ``lang`` is empty in old names."""

    name: str
    stem: str
    lang: str
    content: bytes


def read_files(source: Path, wanted_stems: frozenset[str], langs: frozenset[str] | None) -> Iterator[ReleaseFile]:
    """The CSV files of a release with a wanted stem and language, sorted by name.

    Raises:
        EscomapError: the path is missing, or not a folder or zip, or the zip is unsafe or damaged.
    """
    for name, content in _contents(source):
        match = _FILE_NAME.fullmatch(name)
        if not match or match["stem"] not in wanted_stems:
            continue
        lang = match["lang"] or ""
        if langs is None or not lang or lang in langs:
            yield ReleaseFile(name, match["stem"], lang, content())


def version_of(source: Path) -> str:
    """The version named by a VERSION file, the folder or the zip, e.g. ``v1.2.0``; ``unknown`` when none does."""
    note = source / "VERSION"
    text = note.read_text(encoding="utf-8") if source.is_dir() and note.is_file() else ""
    for candidate in (text, source.name, source.parent.name):
        if match := _VERSION.search(candidate):
            return f"v{match[1]}"
    return "unknown"


def digest_of(files: list[ReleaseFile]) -> str:
    """One digest over names and contents."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.content).digest())
    return digest.hexdigest()


def read_table(file: ReleaseFile, required: tuple[str, ...], source: Path) -> pd.DataFrame:
    """The rows of a file, every column as text; rows shorter than the header are filled up with empty text.

    Raises:
        EscomapError: the file is not CSV, or lacks a required column.
    """
    import pandas as pd

    header = file.content.decode("utf-8-sig", errors="replace").split("\n", 1)[0].rstrip("\r")
    missing = [name for name in required if name not in [column.strip('" ') for column in header.split(",")]]
    if missing:
        raise EscomapError(
            "wrong_esco_header",
            f"The ESCO file {file.name} has no column {', '.join(missing)}.",
            where=f"{source / file.name}:1 header={header[:160]!r}",
            hint="use the CSV package from the ESCO download page, unchanged",
        )
    try:
        rows = pd.read_csv(io.BytesIO(file.content), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise damaged_file(file, source, str(error)) from error
    if not isinstance(rows.index, pd.RangeIndex):
        # pandas takes the first column for row names then, and every value stands one column too far left.
        raise damaged_file(file, source, "its rows have more fields than its header")
    return rows.fillna("")


def damaged_file(file: ReleaseFile, source: Path, why: str) -> EscomapError:
    """The error for a file of a release whose content makes no sense."""
    return EscomapError(
        "damaged_esco_file",
        f"The ESCO file {file.name} cannot be read: {why}.",
        where=str(source / file.name),
        hint="unpack the ESCO download again",
    )


def _contents(source: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    if source.is_dir():
        for path in sorted(source.rglob("*.csv")):
            yield path.name, path.read_bytes
    elif source.is_file() and zipfile.is_zipfile(source):
        yield from _zip_contents(source)
    else:
        raise EscomapError(
            "not_an_esco_release",
            "The ESCO path is neither a folder nor a zip." if source.exists() else "The ESCO path does not exist.",
            where=str(source),
            hint="point --esco at the unpacked ESCO CSV package, or leave it out to use the starter vocabulary",
        )


def _read_member(source: Path, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > MAX_MEMBER_BYTES:
        raise EscomapError(
            "zip_too_large",
            f"A file in the zip is larger than {MAX_MEMBER_BYTES // 1024**2} MiB.",
            where=f"{source}:{info.filename}",
            hint="unpack it yourself and point --esco at the folder",
        )
    try:
        with zipfile.ZipFile(source) as archive:
            return archive.read(info)
    except _UNREADABLE_ZIP as error:
        raise _damaged_zip(source, error) from error


def _zip_contents(source: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
    except _UNREADABLE_ZIP as error:
        raise _damaged_zip(source, error) from error
    if len(members) > MAX_MEMBERS:
        raise EscomapError(
            "zip_too_large",
            f"The zip holds more than {MAX_MEMBERS} files.",
            where=str(source),
            hint="unpack it yourself",
        )
    for info in sorted(members, key=lambda member: member.filename):
        # Only the name counts: nothing is ever written to disk, so a path in it cannot lead anywhere.
        yield PurePosixPath(info.filename).name, partial(_read_member, source, info)


def _damaged_zip(source: Path, error: Exception) -> EscomapError:
    return EscomapError(
        "damaged_zip",
        f"The zip is damaged or encrypted: {error}.",
        where=str(source),
        hint="download it again, or unpack it yourself and point --esco at the folder",
    )
