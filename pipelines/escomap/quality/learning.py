"""What decisions teach about outcomes nobody has looked at yet.

Three lessons, from the surest to the weakest: an outcome in the same words as a decided one gets its answer, which a
run applies (``review/same_words.py``); a concept that was rejected each time the same words led to it is one a person
should look at; a concept reviewers chose freely may need the words of the outcome as a synonym, which a person has to
accept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from escomap.text.normalise import normalised, trimmed

# Words that were rejected this often, and never accepted, say that the concept and not the course was wrong.
LEAST_REJECTIONS = 2
# A longer outcome is no label: ESCO's own have seven words at most in nine of ten cases.
LONGEST_SYNONYM = 7
# Snowball stemmers by ISO 639-1 code; words of other languages are compared as they are.
_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "sv": "swedish",
}  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class DecidedLink:
    """What reviewers said of one link; ``span_text`` are the words that led to it, empty for a free choice."""

    text: str
    lang: str
    uri: str
    is_right: bool
    span_text: str = ""


@lru_cache(maxsize=100_000)
def wording(text: str, lang: str) -> str:
    """Names texts that differ in inflection, order, case and punctuation alone.

    >>> wording("Managing database systems.", "en") == wording("manage a database system", "en")
    False
    >>> wording("Manages the database systems.", "en") == wording("managing the database system", "en")
    True
    """
    words = _WORD.findall(normalised(text))
    stemmer = _stemmer(lang)
    return f"{lang}:" + " ".join(sorted(stemmer.stemWords(words) if stemmer else words))


# By wording: what was said of each concept.
Answers = dict[str, dict[str, set[bool]]]


class Lessons:
    """What was learnt from decided links."""

    def __init__(self, decided: Iterable[DecidedLink]) -> None:
        self._alike: Answers = {}
        self._same_words: Answers = {}
        self._accepted: Counter[tuple[str, str]] = Counter()
        self._rejected: Counter[tuple[str, str]] = Counter()
        for link in decided:
            self.learn(link)

    def learn(self, link: DecidedLink) -> None:
        """Takes one more decided link into account."""
        for answers, key in self._keyed(link.text, link.lang):
            answers.setdefault(key, {}).setdefault(link.uri, set()).add(link.is_right)
        if link.span_text:
            counts = self._accepted if link.is_right else self._rejected
            counts[link.uri, wording(link.span_text, link.lang)] += 1

    def answers(self, text: str, lang: str, *, are_same: bool) -> Mapping[str, bool]:
        """Concepts decided for outcomes in the same words, right or wrong; those decided both ways are left out.

        Where not ``are_same``, inflection and order of the words may differ.
        """
        answers, key = self._keyed(text, lang)[not are_same]
        return {uri: next(iter(found)) for uri, found in answers.get(key, {}).items() if len(found) == 1}

    def _keyed(self, text: str, lang: str) -> tuple[tuple[Answers, str], tuple[Answers, str]]:
        return (self._same_words, f"{lang}:{normalised(text)}"), (self._alike, wording(text, lang))

    def is_doubtful(self, uri: str, span_text: str, lang: str) -> bool:
        """Whether the concept was only ever rejected where these words led to it."""
        key = (uri, wording(span_text, lang))
        return self._rejected[key] >= LEAST_REJECTIONS and not self._accepted[key]


def proposed_synonyms(choices: Iterable[DecidedLink]) -> list[tuple[str, str, str, int]]:
    """Freely chosen concepts with outcomes short enough for a label: URI, language, text, how often; most often first.

    They are proposals for a person, never labels by themselves. Texts in the same words are one, as the first of them
    in the alphabet writes it.
    """
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for choice in choices:
        if choice.is_right and len(_WORD.findall(choice.text)) <= LONGEST_SYNONYM:
            found[choice.uri, choice.lang, normalised(choice.text)].append(trimmed(choice.text))
    proposed = [(uri, lang, min(texts), len(texts)) for (uri, lang, _), texts in found.items()]
    return sorted(proposed, key=lambda row: (-row[3], row))


@cache
def _stemmer(lang: str) -> Any:
    import snowballstemmer

    name = _STEMMERS.get(lang)
    return snowballstemmer.stemmer(name) if name else None
