"""The page of a course as PDF/UA, set by Typst with the fonts it carries: Latin, Greek, Cyrillic, Hebrew and Arabic.

Typst is one wheel without anything to install beside it, and takes values as data, so that nothing in a catalogue is
read as its markup. What its fonts cannot show makes it refuse, which is better than a page with holes.
"""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

from escomap.errors import EscomapError
from escomap.exports.attribution import ESCO_ATTRIBUTION


def require_typst() -> None:
    """Raises where Typst is not installed, before any page is written."""
    try:
        import typst  # noqa: F401
    except ImportError as error:
        raise EscomapError(
            "missing_library", "PDF pages need Typst, which is not installed.", hint="pip install 'escomap[pdf]'"
        ) from error


def crib_pdf(document: dict[str, Any]) -> bytes:
    """The page as PDF; the same bytes for the same document.

    Raises:
        EscomapError: it holds characters that the fonts do not have.
    """
    return _set(json.dumps({**document, "attribution": ESCO_ATTRIBUTION}, ensure_ascii=False), document["title"])


# A page is set once to be checked and taken again to be written.
@functools.lru_cache(maxsize=1)
def _set(page: str, title: str) -> bytes:
    import typst

    try:
        # Fonts of this computer would make another page of the same course on the next.
        content = typst.compile(
            _template(), ignore_system_fonts=True, sys_inputs={"page": page}, pdf_standards=["ua-1"]
        )
    except typst.TypstError as error:
        raise EscomapError(
            "no_pdf",
            f"A page cannot be set as PDF: {error.message}.",
            where=title,
            hint="its HTML page holds everything, and a browser prints it",
        ) from error
    if not isinstance(content, bytes):
        raise TypeError("Typst gives a document as bytes where no file is named")
    return content


@functools.cache
def _template() -> bytes:
    return (files("escomap") / "templates" / "crib.typ").read_bytes()
