"""Phrases that surround learning outcomes: lead-ins, headings and boilerplate, per language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

LEAD_IN, HEADING, BOILERPLATE = "lead_in", "heading", "boilerplate"
KINDS = (LEAD_IN, HEADING, BOILERPLATE)


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """The patterns of one kind in one language; ``any_of`` answers quickly whether one of them can match."""

    any_of: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]

    def longest(self, text: str, start: int = 0) -> int:
        """End of the longest match that begins at ``start``, or -1."""
        if not self.any_of.match(text, start):
            return -1
        ends = [match.end() for pattern in self.patterns if (match := pattern.match(text, start))]
        return max(ends, default=-1)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of all languages, compiled.

    ``lead_in`` and ``boilerplate`` patterns match at the start of a text, ``heading`` patterns a whole line.
    """

    by_kind: Mapping[str, Mapping[str, PhraseSet]] = field(default_factory=dict)

    def lead_in_end(self, text: str, start: int = 0, lang: str = "") -> int:
        """End of the lead-in that begins at ``start``, or -1."""
        return max((p.longest(text, start) for p in self._sets(LEAD_IN, lang)), default=-1)

    def is_boilerplate(self, text: str, lang: str = "") -> bool:
        """Whether the text opens with a boilerplate phrase."""
        matches = (p.any_of.match(text) for p in self._sets(BOILERPLATE, lang))
        return any(match is not None and not cuts_word(text, match.end()) for match in matches)

    def is_heading(self, line: str, lang: str = "") -> bool:
        """Whether the whole line is a heading."""
        return any(p.any_of.fullmatch(line) for p in self._sets(HEADING, lang))

    def _sets(self, kind: str, lang: str) -> Iterable[PhraseSet]:
        sets = self.by_kind.get(kind, {})
        if lang in sets:
            # English phrases stand in catalogues of every language.
            return [sets[name] for name in dict.fromkeys((lang, "en")) if name in sets]
        return sets.values()


def cuts_word(text: str, at: int) -> bool:
    """Whether position ``at`` lies inside a word: a pattern that stops there has not matched a phrase."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A phrase as it is matched, compiled once; raises ``re.error``."""
    return re.compile(pattern, re.IGNORECASE)


def compile_phrases(rows: Iterable[tuple[str, str, str]]) -> Phrases:
    """Compiles ``(language, kind, pattern)`` rows; a pattern that does not compile raises ``re.error``."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for lang, kind, pattern in rows:
        grouped.setdefault(kind, {}).setdefault(lang, []).append(pattern)
    return Phrases(
        {kind: {lang: _phrase_set(patterns) for lang, patterns in by_lang.items()} for kind, by_lang in grouped.items()}
    )


def _phrase_set(patterns: list[str]) -> PhraseSet:
    any_of = "|".join(f"(?:{pattern})" for pattern in patterns)
    return PhraseSet(compile_pattern(any_of), tuple(map(compile_pattern, patterns)))
