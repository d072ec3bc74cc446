"""Plain text of a catalogue cell, with a way back from every character to the cell as given."""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

_INLINE = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark o:p q s samp small span strike"
)
_INLINE += " strong sub sup time tt u var wbr button input"
_BLOCK = (
    "address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form h1 h2"
)
_BLOCK += " h3 h4 h5 h6 head header hr html li link main menu meta nav ol p pre section summary table tbody td tfoot th"
_BLOCK += " thead title tr ul"
BLOCK_TAGS = frozenset(_BLOCK.split())
KNOWN_TAGS = BLOCK_TAGS | frozenset(_INLINE.split())

# The tokens of HTML are simple enough for a pattern, and only a pattern of our own keeps exact positions: html.parser
# reports them per line and merges or splits text differently from one Python release to the next. Unclosed comments
# and scripts run to the end, as in browsers, which also keeps the pattern linear.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<dropped>script|style)\b.*?(?:</(?P=dropped)\s*>|\Z)"
    r"|<![a-z][^<>]*>|<\?[^<>]*>"
    r"|<(?P<close>/?)(?P<tag>[a-z][a-z0-9:]*)(?=[\s/>])(?:\"[^\"<]*\"|'[^'<]*'|[^\"'<>])*>"
    r"|&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});",
    re.IGNORECASE | re.DOTALL,
)
# Excel writes control characters as _x000D_.
_ODD = re.compile(
    r"_x000[0-9A-Fa-f]_|\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BLANK = re.compile(r"\s+")
LIST_MARK = "•"


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain text; character ``i`` stands for ``raw[starts[i]:ends[i]]``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the cell as given that holds the plain characters ``[start, end)``; empty at an empty span."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if len(self.ends) else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


class _Builder:
    """Collects plain characters and the span of the cell each of them came from."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts = array("q")
        self.ends = array("q")

    def copy(self, raw: str, start: int, end: int) -> None:
        self.pieces.append(raw[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def put(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))

    def finish(self) -> PlainText:
        return PlainText(_SPACES.sub(" ", "".join(self.pieces)), self.starts, self.ends)


def plain_text(raw: str) -> PlainText:
    """The cell without markup: tags dropped, entities decoded, block tags and list items as lines.

    Text without tags and entities keeps its length, save for control and zero-width characters. In text with block
    tags the line ends of the source are mere spaces, as in a browser.
    """
    if ("<" in raw or "&" in raw) and any(_is_markup(match) for match in _MARKUP.finditer(raw)):
        return _from_html(raw)
    if _ODD.search(raw):
        builder = _Builder()
        _copy_text(builder, raw, 0, len(raw), folded=False)
        return builder.finish()
    return PlainText(_SPACES.sub(" ", raw), range(len(raw)), range(1, len(raw) + 1))


def has_blocks(raw: str) -> bool:
    """Whether a cell holds block tags, so that its line ends mean nothing."""
    return "<" in raw and any((match["tag"] or "").lower() in BLOCK_TAGS for match in _MARKUP.finditer(raw))


def _is_markup(match: re.Match[str]) -> bool:
    tag = match["tag"]
    if tag is not None:
        # "vector<int>" and "<name>" are text, not markup.
        return tag.lower() in KNOWN_TAGS
    return not match[0].startswith("&") or html.unescape(match[0]) != match[0]


def _from_html(raw: str) -> PlainText:
    matches = [match for match in _MARKUP.finditer(raw) if _is_markup(match)]
    folded = any(match["tag"] and match["tag"].lower() in BLOCK_TAGS for match in matches)
    builder = _Builder()
    at = 0
    for match in matches:
        _copy_text(builder, raw, at, match.start(), folded=folded)
        at = match.end()
        if match[0].startswith("&"):
            builder.put(_INVISIBLE_TO_NOTHING.get(match[0].lower(), html.unescape(match[0])), match.start(), at)
        elif match["tag"] and (tag := match["tag"].lower()) in BLOCK_TAGS:
            builder.put("\n", match.start(), at)
            if tag == "li" and not match["close"]:
                builder.put(f"{LIST_MARK} ", match.start(), at)
    _copy_text(builder, raw, at, len(raw), folded=folded)
    return builder.finish()


_INVISIBLE_TO_NOTHING = {"&shy;": "", "&zwnj;": "", "&zwj;": "", "&#173;": "", "&#8203;": "", "&#xad;": ""}


def _copy_text(builder: _Builder, raw: str, start: int, end: int, *, folded: bool) -> None:
    at = start
    pattern = _ODD_OR_BLANK if folded else _ODD
    for match in pattern.finditer(raw, start, end):
        builder.copy(raw, at, match.start())
        builder.put(_replacement(match[0], folded=folded), match.start(), match.end())
        at = match.end()
    builder.copy(raw, at, end)


_ODD_OR_BLANK = re.compile(rf"{_ODD.pattern}|{_BLANK.pattern}")


def _replacement(odd: str, *, folded: bool) -> str:
    if folded and odd.isspace():
        return " "
    if odd in ("\r\n", "\r", "_x000D_", "_x000d_", "_x000A_", "_x000a_") or odd in _LINE_ENDS:
        return "\n"
    return ""
