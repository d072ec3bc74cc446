"""Which reader reads a file or folder, told by its content."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from escomap.catalogue.profile import CatalogueProfile
from escomap.errors import EscomapError, unknown_name
from escomap.mappings import load_profile
from escomap.model import RawRecord
from escomap.readers.cdm_fr import is_cdm_root, read_cdm_fr
from escomap.readers.course_exports import folder_sha256, is_course_archive, is_course_folder
from escomap.readers.delimited import read_delimited
from escomap.readers.elm_jsonld import is_elm_jsonld, read_elm
from escomap.readers.elm_loq import is_elm_loq_root
from escomap.readers.encoding import as_utf8
from escomap.readers.ewp import is_ewp_root, read_ewp
from escomap.readers.json_records import read_json
from escomap.readers.ooapi import is_ooapi, read_ooapi
from escomap.readers.openedx_discovery import is_openedx_discovery, read_openedx_discovery
from escomap.readers.openedx_olx import read_openedx_olx
from escomap.readers.parquet import read_parquet
from escomap.readers.schemaorg import is_page_folder, is_schemaorg, page_files, read_schemaorg
from escomap.readers.xcri import is_xcri_root, read_xcri
from escomap.readers.xlsx import read_xlsx
from escomap.readers.xml_stream import root_of

Reader = Callable[[Path, CatalogueProfile | None], Iterator[RawRecord]]
# One line per format, by name.
READERS: Mapping[str, Reader] = {
    "cdm_fr": read_cdm_fr,
    "csv": read_delimited,
    "elm_loq": read_elm,
    "ewp": read_ewp,
    "json": read_json,
    "ooapi": read_ooapi,
    "openedx_discovery": read_openedx_discovery,
    "openedx_olx": read_openedx_olx,
    "parquet": read_parquet,
    "schemaorg": read_schemaorg,
    "xcri": read_xcri,
    "xlsx": read_xlsx,
}
# Formats whose columns a standard fixes: mappings/catalogues/<format>.toml says what they mean, so that nobody has to
# write a profile. A profile the user names still wins.
STANDARD_FORMATS: frozenset[str] = frozenset(
    {"cdm_fr", "elm_loq", "ewp", "ooapi", "openedx_discovery", "openedx_olx", "schemaorg", "xcri"}
)
# Formats of text files: name, and a function of the path and the first bytes that knows one. The first that says yes
# has the file; after them come XML, plain JSON and delimited text.
TEXT_SNIFFERS: tuple[tuple[str, Callable[[Path, bytes], bool]], ...] = (
    ("elm_loq", is_elm_jsonld),
    ("ooapi", is_ooapi),
    ("openedx_discovery", is_openedx_discovery),
    ("schemaorg", is_schemaorg),
)
# Formats of XML files: name, and a function of the root element's namespace and name that knows one.
XML_ROOTS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("cdm_fr", is_cdm_root),
    ("elm_loq", is_elm_loq_root),
    ("ewp", is_ewp_root),
    ("xcri", is_xcri_root),
)
# Formats of folders: name, and a function of the path that knows one.
FOLDER_SNIFFERS: tuple[tuple[str, Callable[[Path], bool]], ...] = (
    ("openedx_olx", is_course_folder),
    ("schemaorg", is_page_folder),
)
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "an RTF document",
}
_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0"


def read_records(
    path: Path, profile: CatalogueProfile | None = None, format_name: str | None = None
) -> Iterator[RawRecord]:
    """The records of a catalogue, read in the format that ``format_of`` names."""
    return READERS[format_of(path, profile, format_name)](path, profile)


def format_of(path: Path, profile: CatalogueProfile | None = None, format_name: str | None = None) -> str:
    """The format a catalogue is read in: the one named, the profile's, or what the content shows."""
    name = format_name or (profile.format if profile else "")
    if not name:
        return sniff_format(path)
    require_format(name)
    # What can be no catalogue in any format is refused even then, since the message is better here.
    _start_of(path)
    if path.is_dir() and name not in dict(FOLDER_SNIFFERS):
        raise _not_a_catalogue(path, f"This is a folder, and the format {name} has files.")
    return name


def require_format(name: str) -> None:
    """Raises where no reader has this name."""
    if name not in READERS:
        raise unknown_name("format", name, sorted(READERS))


def sniff_format(path: Path) -> str:
    """Name of the reader for a file or folder, from its content; raises where it cannot be a catalogue."""
    start = _start_of(path)
    if path.is_dir():
        return _folder_format(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(_OLE):
        return "xlsx"
    if start.startswith(b"PK"):
        return _inside_zip(path)
    if start.startswith(_GZIP):
        return _inside_gzip(path)
    return _text_format(path, start)


def standard_profile(name: str, folder: Path) -> CatalogueProfile | None:
    """The profile in ``folder`` for a format whose columns a standard fixes; None for other formats."""
    is_there = name in STANDARD_FORMATS and (folder / "catalogues" / f"{name}.toml").is_file()
    return load_profile(name, folder) if is_there else None


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, or of the files of a folder that are read, in hexadecimal."""
    if path.is_dir():
        return folder_sha256(path) if is_course_folder(path) else _pages_sha256(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pages_sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for page in page_files(path):
        digest.update(f"{page.relative_to(path).as_posix()}\0{file_sha256(page)}\0".encode())
    return digest.hexdigest()


def _start_of(path: Path) -> bytes:
    """The first bytes of a file, none of a folder; raises where they cannot begin a catalogue."""
    if path.is_dir():
        return b""
    if path.exists() and not path.is_file():
        # Reading a pipe waits for whoever writes into it, and a device may never end.
        raise _not_a_catalogue(path, "This is neither a file nor a folder.")
    start = _first_bytes(path)
    if not start.strip():
        raise _not_a_catalogue(path, "The file is empty.")
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise _not_a_catalogue(path, f"The file is {kind}.")
    return start


def _first_bytes(path: Path) -> bytes:
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


def _folder_format(path: Path) -> str:
    for name, knows in FOLDER_SNIFFERS:
        if knows(path):
            return name
    raise _not_a_catalogue(path, "This is a folder without a course export (course.xml) and without web pages.")


def _inside_gzip(path: Path) -> str:
    if is_course_archive(path):
        return "openedx_olx"
    raise _not_a_catalogue(path, "The file is a gzip archive without a course export (course.xml).")


def _inside_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    # A damaged directory can ask for a version of the format that does not exist.
    except (zipfile.BadZipFile, NotImplementedError) as error:
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
    plain = as_utf8(start)
    for name, knows in TEXT_SNIFFERS:
        if knows(path, plain):
            return name
    text = plain.decode("utf-8", "ignore").lstrip().lower()
    if text.startswith("<"):
        return _xml_format(path, text)
    if plain.count(b"\x00") > len(plain) / 50:
        raise _not_a_catalogue(path, "The file holds binary data.")
    return "json" if text.startswith(("{", "[")) else "csv"


def _xml_format(path: Path, text: str) -> str:
    if text.startswith(("<!doctype html", "<html")):
        raise _not_a_catalogue(path, "The file is an HTML page.")
    root = root_of(path)
    for name, knows in XML_ROOTS:
        if knows(root.namespace, root.name):
            return name
    raise _not_a_catalogue(path, f"The file is XML of an unknown kind: its root element is {root.name}.")


def _not_a_catalogue(path: Path, message: str) -> EscomapError:
    return EscomapError(
        "not_a_catalogue",
        message,
        where=str(path),
        hint=f"give a catalogue in one of the formats {', '.join(sorted(READERS))}",
    )
