"""Word by word into English, so that an English encoder can read the gist of a text in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from threading import Lock
from typing import Any, NamedTuple

from escomap.text.normalise import content_hash

_WORD = re.compile(r"\w+(?:[-’']\w+)*[+#]*")
# What stands before an apostrophe there is an article or preposition: l'analyse, dell'impresa.
_ELIDING = frozenset({"fr", "it"})
_ELIDED = re.compile(r"^\w{1,5}[’'](?=\w)")
# Names of the languages whose inflected words can be brought to a stem, as the stemmer calls them.
STEMMERS = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "sv": "swedish",
}
# In these, words are written together and the last one says what kind of thing it is.
_COMPOUNDING = frozenset({"da", "de", "fi", "nl", "no", "sv"})
_JOINTS = ("", "s", "es", "en", "n", "e", "er", "o", "u")
MIN_PART = 3
# A shorter end of a word is a known word by chance too often.
MIN_LAST = 5
# Longer ones are no words, and taking one apart tries every border.
MAX_COMPOUND = 40
MAX_PHRASE = 3


class _Piece(NamedTuple):
    """A word or phrase in English, and where its source stands."""

    english: str
    start: int
    end: int


class Glossary:
    """A word list from one language into English.

    Args:
        lang: ISO 639-1 code.
        entries: ``(word or phrase in base form, English)``; an empty English text leaves the word out. The first entry
            of a word, and of words with the same stem, counts.
    """

    def __init__(self, lang: str, entries: Iterable[tuple[str, str]]) -> None:
        self.lang = lang
        self._exact: dict[str, str] = {}
        self._entries = list(entries)
        for word, english in self._entries:
            self._exact.setdefault(word.lower(), english)
        self._seen: dict[str, str | None] = {}
        # The stemmer keeps state, and batches can be matched in several threads.
        self._lock = Lock()

    @cached_property
    def _stemmer(self) -> Any:
        import snowballstemmer

        name = STEMMERS.get(self.lang)
        return snowballstemmer.stemmer(name) if name else None

    @cached_property
    def _stems(self) -> dict[str, str]:
        stems: dict[str, str] = {}
        for word, english in self._entries:
            stems.setdefault(self._stemmed(word.lower()), english)
        return stems

    @cached_property
    def digest(self) -> str:
        """Changes whenever the word list does; part of the key of every answer that a gloss had a say in."""
        return content_hash(self.lang, *(part for entry in self._entries for part in entry))

    def _stemmed(self, phrase: str) -> str:
        return " ".join(self._stemmer.stemWords(phrase.split())) if self._stemmer else phrase

    def gloss(self, text: str) -> str:
        """The text word by word in English; words that are not known stay as they are.

        >>> Glossary("sv", [("analysera", "analyse"), ("maskin", "machine"), ("teknik", "technology")]).gloss(
        ...     "analysera maskintekniken"
        ... )
        'analyse machine technology'
        """
        return self.gloss_parts(text, ())[0]

    def gloss_parts(self, text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
        """The gloss of a text, and where in it the parts ``[start, end)`` of the text stand.

        A part of which nothing is left is empty.
        """
        with self._lock:
            pieces = list(self._glossed(text))
        ends = list(accumulate(len(piece.english) + 1 for piece in pieces))
        places: list[tuple[int, int]] = []
        for start, end in spans:
            inside = [number for number, piece in enumerate(pieces) if piece.start < end and piece.end > start]
            first = ends[inside[0]] - len(pieces[inside[0]].english) - 1 if inside else 0
            places.append((first, ends[inside[-1]] - 1 if inside else 0))
        return " ".join(piece.english for piece in pieces), places

    def _glossed(self, text: str) -> Iterator[_Piece]:
        words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
        if self.lang in _ELIDING:
            words = [(_ELIDED.sub("", word), start, end) for word, start, end in words]
        position = 0
        while position < len(words):
            for length in range(min(MAX_PHRASE, len(words) - position), 0, -1):
                taken = words[position : position + length]
                english = self._english(" ".join(word for word, _, _ in taken).lower())
                if english is not None or length == 1:
                    if shown := taken[0][0] if english is None else english:
                        yield _Piece(shown, taken[0][1], taken[-1][2])
                    position += length
                    break

    def _english(self, phrase: str) -> str | None:
        if " " in phrase:
            return self._known(phrase)
        if phrase not in self._seen:
            found = self._known(phrase)
            if found is None and self.lang in _COMPOUNDING and len(phrase) <= MAX_COMPOUND:
                found = self._compound(phrase)
            self._seen[phrase] = found
        return self._seen[phrase]

    def _known(self, phrase: str) -> str | None:
        found = self._exact.get(phrase)
        return self._stems.get(self._stemmed(phrase)) if found is None else found

    def _compound(self, word: str) -> str | None:
        """The parts of a compound: the longest known last part, and what stands before it, known or not."""
        rest: str | None = None
        for border in range(MIN_PART, len(word) - MIN_PART + 1):
            last = self._known(word[border:])
            if not last:
                continue
            for joint in _JOINTS:
                first = word[:border].removesuffix(joint)
                if len(first) >= MIN_PART and (found := self._known(first)):
                    return f"{found} {last}"
            before = self._compound(word[:border])
            if before:
                return f"{before} {last}"
            if rest is None and len(word) - border >= MIN_LAST:
                rest = f"{word[:border]} {last}"
        return rest
