"""What is in a folder, a zip, or a zip of zips: paths, and contents that are read when they are asked for.

The download page gives one zip per language, so several of them may lie in one folder or one zip. Nothing is ever
written to disk, so a path in an archive cannot lead anywhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from escomap.errors import EscomapError

MAX_MEMBER_BYTES = 512 * 1024**2
MAX_MEMBERS = 1000
# A zip of the zips of languages.
MAX_DEPTH = 2
# RuntimeError: the zip is encrypted, or packed in a way that zipfile does not know.
_UNREADABLE_ZIP = (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file: its path inside what was given, with the archives on the way, and what reads it."""

    path: str
    read: Callable[[], bytes]

    @property
    def name(self) -> str:
        """The file name alone."""
        return PurePosixPath(self.path).name


def members(source: Path) -> Iterator[Member]:
    """The files of a folder, a zip or a single file, sorted by path; zips among them are opened.

    Raises:
        EscomapError: the path is missing, or a zip is unsafe or damaged.
    """
    if source.is_dir():
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            name = path.relative_to(source).as_posix()
            if path.suffix.lower() == ".zip":
                yield from _zipped(path, name, str(path), 1)
            else:
                yield Member(name, path.read_bytes)
    elif source.is_file() and zipfile.is_zipfile(source):
        yield from _zipped(source, "", str(source), 1)
    elif source.is_file():
        yield Member(source.name, source.read_bytes)
    else:
        raise EscomapError(
            "not_an_esco_release",
            "The ESCO path does not exist.",
            where=str(source),
            hint="point --esco at an ESCO release, or leave it out to use the starter vocabulary",
        )


def _zipped(archive: Path | bytes, prefix: str, where: str, depth: int) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(_opened(archive)) as content:
            infos = content.infolist()
    except _UNREADABLE_ZIP as error:
        raise _damaged_zip(where, error) from error
    if len(infos) > MAX_MEMBERS:
        raise _too_large(f"The zip holds more than {MAX_MEMBERS} files.", where)
    for info in sorted(infos, key=lambda member: member.filename):
        path = f"{prefix}/{info.filename}" if prefix else info.filename
        read = partial(_unpacked, archive, info, where)
        if depth < MAX_DEPTH and info.filename.lower().endswith(".zip"):
            yield from _zipped(read(), path, f"{where}:{info.filename}", depth + 1)
        else:
            yield Member(path, read)


def _unpacked(archive: Path | bytes, info: zipfile.ZipInfo, where: str) -> bytes:
    if info.file_size > MAX_MEMBER_BYTES:
        said = f"A file in the zip is larger than {MAX_MEMBER_BYTES // 1024**2} MiB."
        raise _too_large(said, f"{where}:{info.filename}")
    try:
        with zipfile.ZipFile(_opened(archive)) as content:
            return content.read(info)
    except _UNREADABLE_ZIP as error:
        raise _damaged_zip(where, error) from error


def _opened(archive: Path | bytes) -> Path | io.BytesIO:
    return io.BytesIO(archive) if isinstance(archive, bytes) else archive


def _too_large(said: str, where: str) -> EscomapError:
    return EscomapError("zip_too_large", said, where=where, hint="unpack it yourself and point --esco at the folder")


def _damaged_zip(where: str, error: Exception) -> EscomapError:
    return EscomapError(
        "damaged_zip",
        f"The zip is damaged or encrypted: {error}.",
        where=where,
        hint="download it again, or unpack it yourself and point --esco at the folder",
    )
