"""The official artefacts a user points at: which there are, what each is for, and which version was found.

None of them is shipped. Without them our own checks run all the same; what they cannot see stands beside each file.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from escomap.errors import EscomapError
from escomap.exports import ctdl_keys, ooapi_keys, openbadges_keys, schemaorg_keys


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file, or a folder of files, below the standards folder, and what cannot be checked without it."""

    path: str
    exports: tuple[str, ...]
    without: str
    package: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An artefact as it was found: its version where it states one, the SHA-256 of its content, files in it.

    ``missing_package`` is the package that would apply it and is not installed.
    """

    artefact: Artefact
    is_there: bool
    version: str = ""
    sha256: str = ""
    files: int = 0
    missing_package: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether it can be applied."""
        return self.is_there and not self.missing_package

    def __str__(self) -> str:
        name = f"{self.artefact.path:<60} {', '.join(self.artefact.exports):<25}"
        if not self.is_there:
            return f"missing  {name} not checked: {self.artefact.without}"
        if self.missing_package:
            return f"unusable {name} pip install 'escomap[validate]'; not checked: {self.artefact.without}"
        version = f"version {self.version}, " if self.version else ""
        files = f"{self.files} files, " if self.files > 1 else ""
        return f"found    {name} {version}{files}sha256 {self.sha256[:16]}"


_CREDENTIALS = ("edc", "edc-credential")
_LINKED_DATA = (*_CREDENTIALS, "loq")
_TERMS = "terms that linked data would drop"
ARTEFACTS = (
    Artefact("edc/EDC-generic-no-cv.ttl", _CREDENTIALS, "classes, types and numbers of the properties", "pyshacl"),
    Artefact("edc/EDC-generic-full.ttl", _CREDENTIALS, "which scheme each concept comes from", "pyshacl"),
    Artefact("edc/credentials-v1.jsonld", _LINKED_DATA, "documents as linked data, so no shapes at all"),
    Artefact("edc/edc-ap-context.jsonld", _LINKED_DATA, "documents as linked data, so no shapes at all"),
    Artefact("loq/LOQ-constraints.ttl", ("loq",), "classes, types and numbers of the properties", "pyshacl"),
    Artefact("loq/LOQ-constraints-mdr.ttl", ("loq",), "which scheme each concept comes from", "pyshacl"),
    Artefact("loq/xsd/loq/loq.xsd", ("loq",), "the XML form"),
    Artefact("loq/xsd/loq/external", ("loq",), "the XML form"),
    Artefact("loq/xsd/loq/cv", _LINKED_DATA, "concepts of national frameworks; national levels cannot be stated"),
    Artefact(f"openbadges/{openbadges_keys.SCHEMA_FILE}", ("openbadges",), "the form of badges", "jsonschema"),
    *(
        Artefact(f"openbadges/{each}", ("openbadges",), _TERMS, "pyld")
        for each in openbadges_keys.CONTEXT_FILES.values()
    ),
    Artefact(f"schemaorg/{schemaorg_keys.CONTEXT_FILE}", ("schemaorg",), _TERMS, "pyld"),
    *(Artefact(f"ctdl/{each}", ("ctdl",), _TERMS, "pyld") for each in ctdl_keys.CONTEXT_FILES.values()),
    Artefact(f"ooapi/{ooapi_keys.API_FILE}", ("ooapi",), "the form of answers of the API", "openapi_schema_validator"),
)
_VERSION = re.compile(r'owl:versionInfo\s+"([^"]+)"|elementFormDefault="qualified"\s+version="([^"]+)"')
_VERSION_BYTES = 20_000


def standards_file(standards: Path, name: str) -> Path:
    """A file of the standards folder."""
    file = standards / name
    if not file.exists():
        raise EscomapError(
            "missing_file",
            "The standards folder lacks a file.",
            where=str(file),
            hint=f"escomap standards status --standards {standards} lists what belongs there",
        )
    return file


def standards_status(standards: Path | None) -> list[Found]:
    """Every artefact as it is found below a standards folder; nothing is found where none was named."""
    paths = [(artefact, standards / artefact.path if standards else None) for artefact in ARTEFACTS]
    return [
        _found(artefact, path) if path and path.exists() else Found(artefact, is_there=False)
        for artefact, path in paths
    ]


def _found(artefact: Artefact, path: Path) -> Found:
    files = sorted(path.glob("*.xsd")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    start = files[0].read_bytes()[:_VERSION_BYTES].decode(errors="replace") if files else ""
    version = _VERSION.search(start)
    return Found(
        artefact,
        is_there=bool(files),
        version=(version[1] or version[2]) if version else "",
        sha256=digest.hexdigest(),
        files=len(files),
        missing_package="" if not artefact.package or find_spec(artefact.package) else artefact.package,
    )
