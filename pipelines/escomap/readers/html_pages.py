"""Web pages: their text, their address, and the JSON-LD in their scripts."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from escomap.errors import EscomapError
from escomap.readers.encoding import detect_encoding
from escomap.readers.json_text import lenient_json

MAX_PAGE_BYTES = 50_000_000
# What a comment holds is settled when it ends: no comment is tried as a part of the one before.
_BEGIN = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Script:
    """A block of JSON-LD: the line it begins in, and what it says, or why it cannot be read."""

    line: int
    document: Any
    problem: str = ""


@dataclass(slots=True)
class Page:
    """What is read of a page; ``text`` is all of it."""

    text: str = ""
    scripts: list[Script] = field(default_factory=list)
    address: str = ""


def is_html(start: bytes) -> bool:
    """Whether a file that begins like this is a web page."""
    return _BEGIN.match(start.removeprefix(b"\xef\xbb\xbf")) is not None


def read_page(path: Path, encoding: str = "") -> Page:
    """The page in a file, with its JSON-LD scripts and the address it gives itself."""
    if path.stat().st_size > MAX_PAGE_BYTES:
        raise EscomapError(
            "too_large",
            f"The web page has more than {MAX_PAGE_BYTES // 1_000_000} MB.",
            where=str(path),
            hint="check that this is the page of a course",
        )
    with path.open("rb") as file:
        declared = _CHARSET.search(file.read(4096))
    # What a page declares may be wrong without anybody noticing; what the user says may not.
    chosen = encoding or (declared[1].decode() if declared else "")
    try:
        found = detect_encoding(path, chosen)
    except EscomapError:
        if encoding:
            raise
        found = detect_encoding(path)
    parser = _Parser()
    parser.page.text = path.read_text(encoding=found)
    parser.feed(parser.page.text)
    parser.close()
    return parser.page


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._line = 0
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and given.get("type", "").partition(";")[0].strip().lower() == "application/ld+json":
            self._line, self._pieces = self.getpos()[0], []
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.page.address = given.get("href", "").strip()
        elif tag == "meta" and given.get("property") == "og:url":
            self.page.address = self.page.address or given.get("content", "").strip()

    def handle_data(self, data: str) -> None:
        if self._line:
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._take()

    def close(self) -> None:
        super().close()
        self._take()

    def _take(self) -> None:
        if self._line:
            self.page.scripts.append(_script(self._line, "".join(self._pieces)))
        self._line = 0


def _script(line: int, text: str) -> Script:
    bare = _WRAPPED.sub("", _WRAPPED.sub("", text))
    problem = ""
    # Some systems escape the quotes of a script as if it were text.
    for candidate in (bare, html.unescape(bare)):
        try:
            return Script(line, lenient_json(candidate))
        except json.JSONDecodeError as error:
            problem = problem or f"{error.msg} in line {line + error.lineno - 1} of the page"
        except RecursionError:
            problem = "it is nested too deeply"
    return Script(line, text.strip()[:1000], f"the JSON-LD of the page cannot be read: {problem}")
