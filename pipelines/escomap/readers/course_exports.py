"""Open edX course exports: a folder, or the .tar.gz that Studio writes, as the few small files a reader needs.

Nothing is unpacked to disk. An archive is read as a stream under limits of members, unpacked size and ratio, and
refused when a member's name leads out of it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from escomap.errors import EscomapError

MAX_MEMBERS = 200_000
MAX_UNPACKED_MEGABYTES = 4_000
# Text packs 5 to 20 times; an archive that unpacks to far more than it weighs is a bomb.
MAX_RATIO = 300
MAX_FILE_BYTES = 10_000_000
MAX_NEEDED_MEGABYTES = 500
MAX_COURSES = 10_000
# What a catalogue needs of a course: its root and run, what its about page says, its policy, the titles of its parts.
_NEEDED = re.compile(r"course\.xml|course/[^/]+\.xml|about/[^/]+|policies/[^/]+/policy\.json|chapter/[^/]+\.xml")
_CHUNK = 1 << 16

Files = dict[str, bytes]


def is_course_folder(path: Path) -> bool:
    """Whether a folder is an export, or holds exports as its folders."""
    return next(_course_folders(path), None) is not None


def is_course_archive(path: Path) -> bool:
    """Whether a .tar.gz holds a course export; one that is damaged or unsafe before that shows raises."""
    return any(name.count("/") < 2 and name.split("/")[-1] == "course.xml" for name, _ in _members(path))


def exported_courses(path: Path) -> Iterator[tuple[str, Files]]:
    """Each course of a folder or archive: its folder there, and its needed files by their names inside it."""
    if path.is_dir():
        for folder in _course_folders(path):
            yield folder.relative_to(path).as_posix(), _of_folder(folder, path)
        return
    files: Files = {}
    held = 0
    for name, read in _members(path):
        if _NEEDED.fullmatch(name) or _NEEDED.fullmatch(name.partition("/")[2]):
            files[name] = read()
            held += len(files[name])
            if held > MAX_NEEDED_MEGABYTES * 1_000_000:
                raise _unsafe(path, f"over {MAX_NEEDED_MEGABYTES} MB of course descriptions")
    yield from _by_course(files).items()


def folder_sha256(path: Path) -> str:
    """SHA-256 of the files of a folder that are read, with their names, in hexadecimal."""
    digest = hashlib.sha256()
    for top, files in exported_courses(path):
        for name, content in sorted(files.items()):
            digest.update(f"{top}/{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _course_folders(path: Path) -> Iterator[Path]:
    if (path / "course.xml").is_file():
        yield path
        return
    for number, file in enumerate(sorted(path.glob("*/course.xml"))):
        if number >= MAX_COURSES:
            raise _unsafe(path, f"over {MAX_COURSES:,} courses")
        yield file.parent


def _of_folder(folder: Path, top: Path) -> Files:
    files: Files = {}
    inside = top.resolve()
    for pattern in ("course.xml", "course/*.xml", "about/*", "policies/*/policy.json", "chapter/*.xml"):
        for file in folder.glob(pattern):
            # A link may lead anywhere on the disk.
            if file.is_file() and file.resolve().is_relative_to(inside):
                if file.stat().st_size > MAX_FILE_BYTES:
                    raise _too_large(file)
                files[file.relative_to(folder).as_posix()] = file.read_bytes()
    return files


def _by_course(files: Files) -> dict[str, Files]:
    """Files by the folder of their course: Studio puts one folder on top, named course, others may put none."""
    if "course.xml" in files:
        return {".": {name: content for name, content in files.items() if _NEEDED.fullmatch(name)}}
    courses: dict[str, Files] = {}
    for name, content in files.items():
        top, _, rest = name.partition("/")
        courses.setdefault(top, {})[rest] = content
    return {top: inside for top, inside in sorted(courses.items()) if "course.xml" in inside}


def _members(path: Path) -> Iterator[tuple[str, Reading]]:
    """The files of an archive in their order, each with a function that reads it while it is its turn."""
    try:
        with path.open("rb") as packed:
            source = _Unpacked(packed, path)
            with tarfile.open(fileobj=cast(IO[bytes], source), mode="r|") as archive:
                for number, member in enumerate(archive, start=1):
                    if number > MAX_MEMBERS:
                        raise _unsafe(path, f"over {MAX_MEMBERS:,} members")
                    _require_inside(path, member.name)
                    if member.isfile():
                        yield member.name.removeprefix("./"), Reading(archive, member, path)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise EscomapError(
            "corrupt_file",
            f"The archive cannot be read ({error}).",
            where=str(path),
            hint="export the course again; other gzip files must be unpacked first",
        ) from error


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads one member of an archive."""

    archive: tarfile.TarFile
    member: tarfile.TarInfo
    path: Path

    def __call__(self) -> bytes:
        """The member's content."""
        if self.member.size > MAX_FILE_BYTES:
            raise _too_large(self.path, self.member.name)
        file = self.archive.extractfile(self.member)
        return file.read() if file else b""


class _Unpacked:
    """The unpacked bytes of a gzip file, as far as the limits allow."""

    def __init__(self, packed: BinaryIO, path: Path) -> None:
        self._file = gzip.GzipFile(fileobj=packed)
        self._packed_bytes = max(path.stat().st_size, _CHUNK)
        self._path = path
        self._taken = 0

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._taken += len(data)
        if self._taken > MAX_UNPACKED_MEGABYTES * 1_000_000:
            raise _unsafe(self._path, f"over {MAX_UNPACKED_MEGABYTES:,} MB unpacked")
        if self._taken > MAX_RATIO * self._packed_bytes:
            raise _unsafe(self._path, f"over {MAX_RATIO} times its size unpacked")
        return data


def _require_inside(path: Path, name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in (parts.parts or ("",))[0]:
        raise _unsafe(path, f"a member named {name!r}, which leads out of it")


def _unsafe(path: Path, problem: str) -> EscomapError:
    return EscomapError(
        "unsafe_archive",
        f"The archive is not read: it has {problem}.",
        where=str(path),
        hint="export the course again, or unpack it yourself and give the folder",
    )


def _too_large(path: Path, name: str = "") -> EscomapError:
    return EscomapError(
        "too_large",
        f"A file of the course is over {MAX_FILE_BYTES // 1_000_000} MB.",
        where=f"{path}: {name}" if name else str(path),
        hint="check that this is a course export",
    )
