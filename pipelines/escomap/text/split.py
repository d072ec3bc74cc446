"""The single learning outcomes of a field, each with its exact span in the field as given."""

from __future__ import annotations

import re
from itertools import zip_longest

from escomap.model import Statement
from escomap.text.lines import PART_TITLE, Block, text_blocks
from escomap.text.phrases import Phrases, cuts_word
from escomap.text.plain import plain_text
from escomap.text.sentences import clause_spans, sentence_spans

MAX_INTRODUCTION_WORDS = 25
MAX_TITLE_WORDS = 12
MIN_ITEM_WORDS = 6
_LEADING = re.compile(r"[\s:;,.•*–—\-]+")
_AROUND = " \t\n;,:•*–—-"
_TRAILING_CONJUNCTION = re.compile(
    r"(?:[,;\s]\s?(?:and|or|och|samt|eller|und|oder|sowie|et|ou|e|ed|y)|[,;]\s?o)$", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"(?:and|och|samt|und|sowie|et|ed?|y)\s+", re.IGNORECASE)
_LABEL = re.compile(r"[^:\n]{2,90}:\s*(?=\S)")
# Words of sentences about the learner or the course, and words no item ends with.
_INTRODUCTORY = re.compile(
    r"\b(?:stud(?:ent|er|iere)\w*|étudiant\w*|estudiante\w*|alumn\w*|alliev\w*|learners?|participants?|deltag\w*|doktorand\w*"
    r"|courses?|module?s?|kurs\w*|moment\w*|cors[oi]|insegnament\w*|cours|curso|you|du|hp|högskolepoäng|credits|\d+)\b"
    r"|\b(?:and|or|to|of|for|in|on|by|about|be|able|will|shall|can|has|have|och|att|för|om|av|ha|kunna|ska|skall|kan|visa|inom|i|di|a|per|zu"
    r"|und|et|de|y)\s*[:;]?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*|[^\W_]+")


def split_statements(raw: str, phrases: Phrases, lang_hint: str = "") -> list[Statement]:
    """The single learning outcomes of a field, in order.

    Lists give one statement per item, paragraphs one per sentence or per clause between semicolons. Lead-in phrases
    are cut off; headings, labels and boilerplate are left out. ``raw[start:end]`` of each statement covers it; its
    text is that span without markup and with single spaces.
    """
    plain = plain_text(raw)
    statements = []
    for start, end in _Splitter(plain.text, phrases, lang_hint).spans():
        raw_start, raw_end = plain.raw_span(start, end)
        statements.append(Statement(" ".join(plain.text[start:end].split()), raw_start, raw_end))
    return statements


class _Splitter:
    def __init__(self, text: str, phrases: Phrases, lang: str) -> None:
        self.text, self.phrases, self.lang = text, phrases, lang

    def spans(self) -> list[tuple[int, int]]:
        blocks = text_blocks(self.text)
        found: list[tuple[int, int]] = []
        for block, following in zip_longest(blocks, blocks[1:]):
            for start, end in self._parts(block, following):
                if (span := self._trimmed(start, end)) is not None:
                    found.append(span)
        return found

    def _parts(self, block: Block, following: Block | None) -> list[tuple[int, int]]:
        if self._is_heading(block.start, block.end) or self._stands_over(block, following):
            return []
        start = self._after_label(block.start, block.end)
        if block.style:
            is_parent = following is not None and bool(following.style) and self.text[block.end - 1] == ":"
            return [] if is_parent and self._is_introduction(start, block.end) else [(start, block.end)]
        sentences = sentence_spans(self.text, start, block.end, self.lang)
        if following is not None and sentences and self._opens_list(*sentences[-1], following):
            sentences = sentences[:-1]
        return [part for sentence in sentences for part in self._clauses(*sentence)]

    def _stands_over(self, block: Block, following: Block | None) -> bool:
        """Whether an unmarked line is a title of what follows: in capitals, or short and over an introduction."""
        if block.style or following is None:
            return False
        line = self.text[block.start : block.end]
        if PART_TITLE.match(line) and len(line.split()) <= MAX_INTRODUCTION_WORDS:
            return True
        if line[-1] in ".!?;":
            return False
        over_introduction = not following.style and self.text[following.end - 1] == ":"
        return line.isupper() or (over_introduction and len(line.split()) <= MAX_TITLE_WORDS)

    def _opens_list(self, start: int, end: int, following: Block) -> bool:
        """Whether the last sentence of a paragraph introduces the list after it."""
        if self.text[end - 1] == ":":
            return True
        return bool(following.style) and self.text[end - 1] not in ".!?" and self._is_introduction(start, end)

    def _is_introduction(self, start: int, end: int) -> bool:
        """Whether these words lead up to a list, rather than being an item that lost its mark."""
        rest = self.text[self._after_lead_in(start, end) : end]
        return len(rest.split()) < MIN_ITEM_WORDS or bool(_INTRODUCTORY.search(rest))

    def _clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        clauses = clause_spans(self.text, start, end)
        if len(clauses) < 2:
            return clauses
        first_start, first_end = clauses[0]
        label = _LABEL.match(self.text, first_start, first_end)
        if label and len(label[0].split()) <= MAX_INTRODUCTION_WORDS and _INTRODUCTORY.search(label[0].rstrip(": ")):
            # "At the end you can: do this; do that": what stands before the colon introduces all the clauses.
            clauses[0] = (label.end(), first_end)
        return [clauses[0], *((self._after_conjunction(a, b), b) for a, b in clauses[1:])]

    def _after_conjunction(self, start: int, end: int) -> int:
        start = self._after_leading(start, end)
        match = _CONJUNCTION.match(self.text, start, end)
        return match.end() if match else start

    def _after_leading(self, start: int, end: int) -> int:
        match = _LEADING.match(self.text, start, end)
        return match.end() if match else start

    def _is_heading(self, start: int, end: int) -> bool:
        line = self.text[start:end].strip().rstrip(":.").rstrip()
        return self.phrases.is_heading(line, self.lang) or self.phrases.is_heading(self.text[start:end], self.lang)

    def _after_label(self, start: int, end: int) -> int:
        label = _LABEL.match(self.text, start, end)
        if label and self._is_heading(start, label.end()):
            return label.end()
        return start

    def _after_lead_in(self, start: int, end: int) -> int:
        start = self._after_leading(start, end)
        for _ in range(3):
            text = self.text[start:end]
            cut = self.phrases.lead_in_end(text, 0, self.lang)
            if cut <= 0 or cuts_word(text, cut):
                break
            start = self._after_leading(start + cut, end)
        return start

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """The span without lead-in, conjunction and punctuation around it; None when nothing worth keeping is left."""
        start = self._after_leading(start, end)
        if self.phrases.is_boilerplate(self.text[start:end], self.lang):
            return None
        start = self._after_lead_in(start, end)
        text = self.text[start:end]
        if self.phrases.is_boilerplate(text, self.lang) or self._is_heading(start, end):
            return None
        end = start + len(_without_ending(text))
        return (start, end) if _is_statement(self.text[start:end]) else None


def _without_ending(text: str) -> str:
    """The text without punctuation and conjunctions that lead to a next item: "use Git, and" is "use Git"."""
    while True:
        text = text.rstrip(_AROUND)
        match = _TRAILING_CONJUNCTION.search(text, max(0, len(text) - 10))
        if match is None:
            return text
        text = text[: match.start()]


def _is_statement(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) >= 2 or sum(map(len, words)) >= 8
