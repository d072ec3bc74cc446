"""The encoding of a text file."""

from __future__ import annotations

import codecs
from pathlib import Path

from escomap.errors import EscomapError

_CHUNK = 1 << 20
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Letters and signs of western Europe: where a cp1252 reading gives other ones, it is another code page.
_WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ€‚„…‘’“”•–—«»°§·´©®™²³½µº\xa0¿¡×ª¹"
)


def as_utf8(start: bytes) -> bytes:
    """The first bytes of a text as they would be in UTF-8 without a mark, where a mark tells what they are."""
    for mark, encoding in _BOMS.items():
        if start.startswith(mark):
            return start.decode(encoding, "ignore").encode()
    return start


def detect_encoding(path: Path, declared: str = "") -> str:
    """The encoding of a text file: by its mark, UTF-8, the declared one, cp1252, and a guess last."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _BOMS.items():
        if start.startswith(mark):
            return encoding
    if _decodes(path, "utf-8"):
        return "utf-8"
    if declared:
        if _decodes(path, declared):
            return declared
        raise EscomapError(
            "bad_encoding",
            f"The file is not encoded in {declared}, as its profile says.",
            where=str(path),
            hint="correct encoding in the profile, or leave it out to have it detected",
        )
    return "cp1252" if _decodes(path, "cp1252") and _is_western(path) else _guessed(path)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _is_western(path: Path) -> bool:
    with path.open("rb") as file:
        special = [character for character in file.read(_CHUNK).decode("cp1252", "replace") if character > "\x7f"]
    return sum(character in _WESTERN for character in special) >= 0.9 * len(special)


def _guessed(path: Path) -> str:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        best = from_bytes(file.read(_CHUNK)).best()
    if best is not None and _decodes(path, best.encoding):
        return str(best.encoding)
    if _decodes(path, "cp1252"):
        return "cp1252"
    raise EscomapError(
        "bad_encoding",
        "The encoding of the file cannot be told.",
        where=str(path),
        hint="save it as UTF-8, or name its encoding in a profile",
    )
