"""Names of source columns: their words, the language they mention, and how close they come to a field's names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MIN_FUZZY_LENGTH = 6
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_LANG_WORDS = {
    "en": "en eng english engelsk engelska inglese ingles englisch anglais engels",
    "it": "it ita italian italiano italienisch italien italienska italiaans",
    "de": "de deu ger german deutsch tedesco allemand aleman duits tyska alemao",
    "fr": "fr fra fre french francais francese franzosisch frances frans franska",
    "es": "es spa spanish espanol spagnolo spanisch espagnol spaans spanska castellano espanhol",
    "sv": "sv swe swedish svenska svensk svedese schwedisch suedois",
    "nl": "nl nld dut dutch nederlands olandese niederlandisch neerlandais",
    "pt": "pt por portuguese portugues portoghese portugiesisch portugais",
    "da": "da dan danish dansk",
    "no": "no nb nor norwegian norsk bokmal",
    "fi": "fi fin finnish suomi suomeksi",
    "pl": "pl pol polish polski",
}
LANG_BY_WORD = {word: lang for lang, words in _LANG_WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class HeaderName:
    """A column name as given, its plain words, and the language they name (``title_en``: ``title``, ``en``)."""

    column: str
    words: str
    lang: str = ""


def header_name(column: str) -> HeaderName:
    """The name of a column, taken apart.

    >>> header_name("UtbildningMalEngelsk")
    HeaderName(column='UtbildningMalEngelsk', words='utbildning mal', lang='en')
    """
    words = header_words(column).split()
    for at in (-1, 0):
        if len(words) > 1 and words[at] in LANG_BY_WORD:
            lang = LANG_BY_WORD[words[at]]
            # "Language: it" names a language, "de" in front or in the middle is a preposition.
            if at == -1 or len(words[at]) > 3:
                rest = words[:-1] if at == -1 else words[1:]
                return HeaderName(column, " ".join(rest), lang)
    return HeaderName(column, " ".join(words))


def header_words(text: str) -> str:
    """Lower-case words of a header without accents: ``KursplanBenämning`` becomes ``kursplan benamning``."""
    spaced = _NOT_WORD.sub(" ", _CAMEL.sub(" ", text))
    decomposed = unicodedata.normalize("NFKD", spaced.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def name_score(words: str, known: Sequence[str]) -> float:
    """How close ``words`` come to the nearest known name, 0..1; 1 is the same words."""
    from rapidfuzz import fuzz

    best = 0.0
    for name in known:
        if min(len(words), len(name)) < MIN_FUZZY_LENGTH:
            # Short words are near each other by chance: code, mode, note.
            best = max(best, 100.0 * (words == name))
            continue
        joined = fuzz.ratio(words.replace(" ", ""), name.replace(" ", ""))
        ordered = 0.97 * fuzz.token_sort_ratio(words, name)
        # "course learning outcomes" holds "learning outcomes": a long name inside a header says a lot.
        held = 92.0 if len(name) >= 8 and f" {name} " in f" {words} " else 0.0
        best = max(best, joined, ordered, held)
    return best / 100
