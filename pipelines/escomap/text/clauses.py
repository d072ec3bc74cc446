"""The parts of an outcome that can name a skill by themselves."""

from __future__ import annotations

import re
from functools import cache

# Words that join two things in a list, per language. Splitting at them respects word borders ("brand" holds "and").
_JOINING_WORDS = {
    "en": "and|or|as well as|such as|including|using|in order to|with|through|by means of",
    "it": "e|ed|o|oppure|nonché|come|tra cui|utilizzando|mediante|attraverso|con|al fine di",
    "de": "und|oder|sowie|wie|einschließlich|mithilfe|mittels|durch|mit|anhand",
    "fr": "et|ou|ainsi que|tels que|telles que|y compris|en utilisant|avec|afin de|à l'aide de",
    "es": "y|e|o|u|así como|tales como|incluyendo|utilizando|mediante|con|a través de",
    "pt": "e|ou|bem como|tais como|incluindo|utilizando|através de|com|mediante",
    "nl": "en|of|alsook|zoals|inclusief|met behulp van|met|door middel van",
    "sv": "och|eller|samt|såsom|inklusive|med hjälp av|med|genom|utifrån",
    "da": "og|eller|samt|såsom|herunder|ved hjælp af|med|gennem",
    "no": "og|eller|samt|slik som|inkludert|ved hjelp av|med|gjennom",
    "fi": "ja|tai|sekä|kuten|mukaan lukien|avulla",
    "pl": "i|oraz|lub|a także|takie jak|w tym|za pomocą|z wykorzystaniem",
}
_PUNCTUATION = r"[,;:()\[\]•/–—]|\s-\s"
_WORD = re.compile(r"\w[\w+#.'’-]*")
MAX_CLAUSES = 8


def clause_spans(text: str, lang: str) -> list[tuple[int, int]]:
    """Spans ``[start, end)`` of the clauses of ``text``, at most eight, longest kept; none when it is all one clause.

    >>> [("plan and run tests")[a:b] for a, b in clause_spans("plan and run tests", "en")]
    ['plan', 'run tests']
    """
    spans = []
    start = 0
    for separator in _separator(lang).finditer(text):
        spans.append(_trimmed(text, start, separator.start()))
        start = separator.end()
    spans.append(_trimmed(text, start, len(text)))
    spans = [(a, b) for a, b in spans if b - a > 1 and _WORD.search(text, a, b)]
    if len(spans) < 2:
        return []
    longest = sorted(spans, key=lambda span: (span[0] - span[1], span[0]))[:MAX_CLAUSES]
    return sorted(longest)


@cache
def _separator(lang: str) -> re.Pattern[str]:
    words = _JOINING_WORDS.get(lang, _JOINING_WORDS["en"])
    return re.compile(rf"\s*(?:{_PUNCTUATION}|\b(?:{words})\b)\s*", re.IGNORECASE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum()):
        start += 1
    while end > start and text[end - 1] in " .,;:-!?\t\n":
        end -= 1
    return start, end
