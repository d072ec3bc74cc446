"""Short texts as folded words, numbers and marks, so that spelling variants meet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Longest value read of any field: level, award and title cells are far shorter, and a cap keeps every rule linear.
MAX_FIELD_CHARACTERS = 500

_TOKEN = re.compile(r"(?P<number>\d+(?:\.\d+)?\+?)|(?P<word>[^\W\d_]+)|(?P<mark>[^\s\w]|_|\n)")
_REQUIREMENTS = re.compile(
    r"[\s,;(–-]*\b(?:has|have|with|har|med)\b[^.;\n]{0,80}\b(?:entry\s+requirements?|prerequisites?|förkunskapskrav)\b\)?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}[A-Z]\b\.?")
_APOSTROPHES = "'’`´"
# Letters that Unicode does not decompose into a base letter and an accent.
_BASE_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: ``text`` folded, ``raw`` as written; ``is_glued`` when no space stands before it."""

    text: str
    raw: str
    kind: str
    is_glued: bool
    start: int
    end: int


def word_set(words: str) -> frozenset[str]:
    """The words of a line, for lists that read better as a line."""
    return frozenset(words.split())


def clean(text: str) -> str:
    """``text`` in Unicode form NFC without control characters and tags, single spaces, at most the longest length."""
    composed = unicodedata.normalize("NFC", text[: 2 * MAX_FIELD_CHARACTERS])
    if not composed.isprintable():
        composed = "".join(c for c in composed if c == "\n" or c.isprintable() or c.isspace())
    if "<" in composed:
        composed = _TAG.sub(" ", composed)
    return _SPACES.sub(" ", composed).strip()[:MAX_FIELD_CHARACTERS]


def about_the_course(text: str) -> str:
    """A level without what it says of entry requirements, as official Swedish wordings do.

    >>> about_the_course("Second cycle, has only first-cycle course/s as entry requirements")
    'Second cycle'
    """
    return _REQUIREMENTS.sub("", text).strip()


def fold(text: str) -> str:
    """``text`` without case and accents.

    >>> fold("Diplôme d'Ingénieur")
    "diplome d'ingenieur"
    """
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BASE_LETTERS)


def without_dots(text: str) -> str:
    """``text`` with abbreviations such as E.Q.F. written EQF."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), text)


@lru_cache(maxsize=1024)  # several rungs read the same field
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of an already clean text, in order; the s of a possessive is left out."""
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        raw, kind = match.group(), match.lastgroup or "mark"
        glued = match.start() == end and match.start() > 0
        end = match.end()
        is_possessive = kind == "word" and raw in "sS" and glued and tokens and tokens[-1].raw in _APOSTROPHES
        if not is_possessive:
            tokens.append(Token(fold(raw), raw, kind, glued, match.start(), end))
    return tuple(tokens)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text.

    >>> words_of("Bachelor's degree (Hons)")
    ('bachelor', 'degree', 'hons')
    """
    return tuple(token.text for token in tokens_of(clean(text)) if token.kind != "mark")
