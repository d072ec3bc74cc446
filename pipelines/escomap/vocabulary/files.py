"""The files of an ESCO release, in a folder or a zip, and their rows as frames of text."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from escomap.errors import EscomapError
from escomap.vocabulary.archives import members

if TYPE_CHECKING:
    import pandas as pd

# What a dump of the classification as linked data is called, and the name of its syntax in rdflib.
DUMP_FORMATS = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}
_FILE_NAME = re.compile(r"(?P<stem>[A-Za-z]+)(?:_(?P<lang>[a-z]{2,3}(?:-[a-z]+)?))?\.csv")
# A bare number counts only where the name is nothing else or speaks of ESCO: folders such as python3.11 have one too.
_VERSION = re.compile(r"(?:^|(?<![a-z0-9])v|esco\D*)(\d+\.\d+(?:\.\d+)?)(?![\d.])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release.

    ``stem`` is the name of a CSV without language, e.g. ``skills``, and empty for a dump as linked data; ``lang`` is
    empty where the name has none: some relations in releases before 1.2. ``path`` names the folders and archives it
    stands in.
    """

    name: str
    stem: str
    lang: str
    content: bytes
    path: str = ""

    @property
    def is_dump(self) -> bool:
        """Whether it is linked data and not a CSV."""
        return not self.stem


def read_files(source: Path, wanted_stems: frozenset[str], langs: frozenset[str] | None) -> list[ReleaseFile]:
    """The CSV files of a release with a wanted stem and language, sorted by path, each once.

    Raises:
        EscomapError: the path is missing, a zip is unsafe or damaged, or two releases are mixed.
    """
    found: dict[str, ReleaseFile] = {}
    for member in members(source):
        match = _FILE_NAME.fullmatch(member.name)
        if not match or match["stem"] not in wanted_stems:
            continue
        lang = match["lang"] or ""
        if langs is not None and lang and lang not in langs:
            continue
        file = ReleaseFile(member.name, match["stem"], lang, member.read(), member.path)
        first = found.setdefault(file.name, file)
        if first.content != file.content:
            raise _mixed(source, f"{first.path} and {file.path} differ")
    return list(found.values())


def read_dumps(source: Path) -> list[ReleaseFile]:
    """The dumps of a release as linked data, sorted by path."""
    return [
        ReleaseFile(member.name, "", "", member.read(), member.path)
        for member in members(source)
        if PurePosixPath(member.name).suffix.lower() in DUMP_FORMATS
    ]


def version_of(source: Path, paths: Iterable[str] = ()) -> str:
    """The version named by a VERSION file, the release's own name, the paths in it, or the folder around it.

    ``unknown`` when none does.

    Raises:
        EscomapError: the paths name two versions.
    """
    note = source / "VERSION"
    text = note.read_text(encoding="utf-8") if source.is_dir() and note.is_file() else ""
    inside = sorted({version for path in paths for part in PurePosixPath(path).parts if (version := _version(part))})
    if len(inside) > 1:
        raise _mixed(source, f"it holds {' and '.join(inside)}")
    named = (_version(text), _version(source.name), *inside, _version(source.parent.name))
    return next(filter(None, named), "unknown")


def _version(name: str) -> str:
    # An ending would be taken for more of the number.
    match = _VERSION.search(re.sub(r"\.(?:zip|csv|ttl|nt|jsonld|rdf)$", "", name, flags=re.IGNORECASE))
    return f"v{match[1]}" if match else ""


def _mixed(source: Path, how: str) -> EscomapError:
    return EscomapError(
        "mixed_esco_releases",
        f"More than one ESCO release is in one place: {how}.",
        where=str(source),
        hint="keep each release in a folder of its own, and point --esco at one of them",
    )


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
