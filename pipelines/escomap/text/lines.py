"""Blocks of a plain text: list items, headings and paragraphs, from line ends, spacing and list marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from escomap.text.marks import counting_styles, inline_marks, mark_at

# Spaces before a line end are tried once, from the first of them.
_HARD_BREAK = re.compile(r"(?:(?<![ \t])[ \t]+)?\n[ \t]*")
_WIDE_SPACE = re.compile(r"[ \t]{2,}|\t")
_FINAL = ".:;!?…"
# A line that ends in one of these goes on in the next, whatever that begins with.
_FUNCTION_WORDS = """
    a an the that which is are and or of to in for with on by from as at their its
    och eller att av i på för med till om som den det en ett samt sin sina
    di e o ed con per da del della dei delle degli il lo la le gli un una che nel nella
    und oder der die das dem des von mit für zu zur zum auf bei im
    et ou de du les à au aux pour par sur y el los las para por
"""
_OPEN_ENDED = frozenset(_FUNCTION_WORDS.split())
# "Moment 2. Ekonomistyrning", "Part II: Statistics": the parts of a course, whatever their name.
PART_TITLE = re.compile(
    r"(?:för |for |the )?(?:del-?)?(?:moment|delkurs|kurs|del|modul|module|part|unit|block|topic|teil|parte|modulo"
    r"|unità|partie|bloc|unidad|módulo|bloque) ?(?:\d{1,2}|[IVX]{1,4})\b(?! (?:of|av|di|de|von)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``[start, end)`` of plain text; ``style`` is its list mark's, empty for a paragraph."""

    start: int
    end: int
    style: str = ""
    after_gap: bool = False


def text_blocks(text: str) -> list[Block]:
    """The blocks of a text in order, marks removed and wrapped lines joined."""
    lines = _split_inline(text, _physical_lines(text))
    width = max((line.end - line.start for line in lines), default=0)
    blocks: list[Block] = []
    for line in lines:
        if blocks and _continues(text, blocks[-1], line, width):
            blocks[-1] = replace(blocks[-1], end=line.end)
        else:
            blocks.append(line)
    return [block for block in blocks if block.end > block.start]


def _physical_lines(text: str) -> list[Block]:
    breaks = _HARD_BREAK if "\n" in text else _WIDE_SPACE
    spans: list[Block] = []
    at, gap = 0, False
    for match in [*breaks.finditer(text), None]:
        end = match.start() if match else len(text)
        stripped = text[at:end].strip()
        if stripped:
            begin = text.index(stripped[0], at)
            spans.append(Block(begin, begin + len(stripped), after_gap=gap))
            gap = False
        else:
            gap = bool(spans)
        at = match.end() if match else end
    if breaks is _WIDE_SPACE:
        spans = _without_typing_gaps(text, spans)
    return spans


def _without_typing_gaps(text: str, spans: list[Block]) -> list[Block]:
    """Joins what a doubled space separates by chance: exports put two where a line ended, but people type them too."""
    styles = counting_styles(text, [span.start for span in spans])
    kept: list[Block] = []
    for span in spans:
        is_break = (
            not kept
            or mark_at(text, span.start, styles) is not None
            or text[kept[-1].end - 1] in _FINAL
            or text[span.end - 1] == ":"
            or PART_TITLE.match(text, span.start, span.end) is not None
            or (text[span.start].isupper() and not _is_open_ended(text, kept[-1]))
        )
        if is_break:
            kept.append(span)
        else:
            kept[-1] = replace(kept[-1], end=span.end)
    return kept


def _split_inline(text: str, lines: list[Block]) -> list[Block]:
    styles = counting_styles(text, [line.start for line in lines])
    marked = [line for line in lines if mark_at(text, line.start, styles)]
    bare = not marked or (len(marked) == 1 and len(lines) == 1)
    items: list[Block] = []
    for line in lines:
        cuts = [at for at in inline_marks(text, line.start, line.end, bare=bare) if at > line.start]
        inline_styles = styles if not (cuts and bare) else ["number", "letter", "roman"]
        for number, (begin, end) in enumerate(zip([line.start, *cuts], [*cuts, line.end], strict=True)):
            piece = _marked(text, begin, end, inline_styles)
            items.append(replace(piece, after_gap=line.after_gap and not number))
    return items


def _marked(text: str, start: int, end: int, styles: list[str]) -> Block:
    style = ""
    # Two marks may follow each other: "• 1. Use Git".
    for _ in range(3):
        mark = mark_at(text, start, styles)
        if mark is None or mark.end > end:
            break
        style, start = style or mark.style, mark.end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Block(start, max(start, end), style)


def _continues(text: str, previous: Block, line: Block, width: int) -> bool:
    """Whether ``line`` goes on where ``previous`` stopped, as hard-wrapped text does."""
    if line.style or line.after_gap or line.end <= line.start or previous.end <= previous.start:
        return False
    if text[previous.end - 1] in _FINAL:
        return False
    if _is_open_ended(text, previous):
        return True
    if text[line.end - 1] == ":" or PART_TITLE.match(text, line.start, line.end):
        return False
    first = text[line.start]
    if not (first.islower() or first in "(," or first.isdigit()):
        return False
    if previous.style:
        return True
    # In a paragraph, only where the next word would not have fitted: lists without marks have short lines.
    last_line = text.rfind("\n", previous.start, previous.end) + 1 or previous.start
    first_word = text[line.start : line.end].split()[0]
    return width >= 50 and previous.end - last_line + 1 + len(first_word) > 0.97 * width


def _is_open_ended(text: str, block: Block) -> bool:
    words = text[max(block.start, block.end - 20) : block.end].split()
    # "..., and" stands between the items of a list.
    is_separator = len(words) > 1 and words[-2][-1] in ",;"
    return bool(words) and words[-1].lower() in _OPEN_ENDED and not is_separator
