"""Which reader reads a file, told by the file's content."""

from __future__ import annotations

import codecs
import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError, unknown_name
from escomap.model import RawRecord
from escomap.readers.delimited import read_delimited
from escomap.readers.json_records import read_json
from escomap.readers.parquet import read_parquet
from escomap.readers.xlsx import read_xlsx

Reader = Callable[[Path, CatalogueProfile | None], Iterator[RawRecord]]
READERS: Mapping[str, Reader] = {
    "csv": read_delimited,
    "json": read_json,
    "parquet": read_parquet,
    "xlsx": read_xlsx,
}
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "an RTF document",
}
_OLE = b"\xd0\xcf\x11\xe0"
_TEXT_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_records(path: Path, profile: CatalogueProfile | None = None) -> Iterator[RawRecord]:
    """The records of a catalogue file, read by the profile's format or by what the content shows."""
    name = sniff_format(path)
    if profile and profile.format:
        if profile.format not in READERS:
            raise unknown_name("format", profile.format, sorted(READERS))
        name = profile.format
    return READERS[name](path, profile)


def sniff_format(path: Path) -> str:
    """Name of the reader for a file, from its first bytes; raises where it cannot be a catalogue."""
    start = _first_bytes(path)
    if not start.strip():
        raise _not_a_catalogue(path, "The file is empty.")
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise _not_a_catalogue(path, f"The file is {kind}.")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(_OLE):
        return "xlsx"
    if start.startswith(b"PK"):
        return _inside_zip(path)
    return _text_format(path, start)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _first_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _not_a_catalogue(path, "This is a folder.")
    try:
        with path.open("rb") as file:
            return file.read(8192)
    except FileNotFoundError as error:
        raise EscomapError(
            "missing_file", "The catalogue file does not exist.", where=str(path), hint="check the path"
        ) from error
    except OSError as error:
        raise EscomapError(
            "unreadable_file",
            f"The file cannot be opened ({error.strerror}).",
            where=str(path),
            hint="check its rights",
        ) from error


def _inside_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise EscomapError(
            "corrupt_file",
            "The file begins like a workbook or zip archive but is damaged.",
            where=str(path),
            hint="download or export it again",
        ) from error
    if any(name.startswith("xl/") or name == "content.xml" for name in names):
        return "xlsx"
    raise _not_a_catalogue(path, "The file is a zip archive without a workbook.")


def _text_format(path: Path, start: bytes) -> str:
    if start.startswith(_TEXT_MARKS):
        return "csv"
    if start.count(b"\x00") > len(start) / 50:
        raise _not_a_catalogue(path, "The file holds binary data.")
    text = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if text.startswith(b"<"):
        kind = "an HTML page" if b"<html" in text or text.startswith(b"<!doctype html") else "XML"
        raise _not_a_catalogue(path, f"The file is {kind}.")
    return "json" if text.startswith((b"{", b"[")) else "csv"


def _not_a_catalogue(path: Path, message: str) -> EscomapError:
    return EscomapError(
        "not_a_catalogue",
        message,
        where=str(path),
        hint="give a CSV, XLSX, JSON, JSON Lines or Parquet file of courses",
    )
